"""How much the catalogue covers, counted when the site is built: nothing of it is written down anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..records import Catalogue, Kpi


@dataclass(frozen=True, slots=True)
class Covered:
    """How many there are of something, of how many in all where that is known, and a note.

    `share` is the part of the records that have at least one, in percent.
    """

    what: str
    count: int
    share: int | None = None
    of: int | None = None
    note: str = ""


def coverage(catalogue: Catalogue) -> dict[str, Covered]:
    """The counts by a short name, in the order in which they are shown. Deprecated records count for nothing."""
    kpis = tuple(catalogue.living)
    share = _Shares(kpis)
    functions = sum(bool(catalogue.in_category(id_)) for id_ in catalogue.functions)
    industries = {id_ for kpi in kpis for id_ in kpi.industries}
    named = share(lambda kpi: kpi.industries)
    inputs = {name for kpi in kpis for _, _, declared, _ in kpi.formulas() for name in declared}
    banded = sum(bool(kpi.interpretation.bands) for kpi in kpis)
    variants = sum(len(kpi.standard_formula.variants) for kpi in kpis)
    benchmarks, sources = [row for kpi in kpis for row in kpi.benchmarks], catalogue.sources.keys()
    return {
        "records": Covered("KPIs", len(kpis)),
        "functions": Covered("Functions with KPIs", functions, of=len(catalogue.functions)),
        "industries": Covered(
            "Industries named by KPIs", len(industries), named, len(catalogue.industries), "the others hold for all"
        ),
        "inputs": Covered("Inputs of formulas", len(inputs)),
        "formulas": Covered("Formulas that run", len(kpis) + variants),
        "variants": Covered("Variants of formulas", variants, share(lambda kpi: kpi.standard_formula.variants)),
        "bands": Covered("KPIs with bands", banded, share(lambda kpi: kpi.interpretation.bands)),
        "benchmarks": Covered("Benchmarks", len(benchmarks), share(lambda kpi: kpi.benchmarks)),
        "sources": Covered("Publications they are from", len({row.source for row in benchmarks} & sources)),
    }


@dataclass(frozen=True, slots=True)
class _Shares:
    """The part of some records that has something."""

    kpis: tuple[Kpi, ...]

    def __call__(self, has: Callable[[Kpi], object]) -> int:
        return round(100 * sum(bool(has(kpi)) for kpi in self.kpis) / max(1, len(self.kpis)))
