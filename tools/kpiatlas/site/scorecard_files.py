"""What the builder of scorecards needs beside the records: formulas as spreadsheets write them, and the templates.

The builder makes the same workbook as `kpi scorecard export`. What it cannot know without Python stands here: the
formula of each KPI with marks where cells go, the hashes of the sheet Provenance, and which KPIs weigh against which.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import __version__
from ..formula import Formula, FormulaError, parse, render
from ..history.git import GitError, commit_of
from ..records import Catalogue, Kpi
from ..records.counter_weights import counter_weights
from ..records.fingerprint import fingerprint
from .record_json import said


def scorecards_json(catalogue: Catalogue) -> dict[str, Any]:
    """The templates, and what a workbook says of the catalogue that it was made from."""
    return {
        "program": f"KPI Atlas {__version__}",
        "catalogue_version": catalogue.version,
        "commit": _commit(catalogue),
        "scorecards": [said(catalogue.scorecards[id_]) for id_ in sorted(catalogue.scorecards)],
    }


def _commit(catalogue: Catalogue) -> str:
    """The commit of the catalogue's checkout; empty where it is in none."""
    try:
        return commit_of(catalogue.root, "HEAD")
    except GitError:
        return ""


def formulas_json(catalogue: Catalogue, kpi: Kpi) -> dict[str, Any]:
    """The formulas of a KPI as text and for spreadsheets, the standard one under "", variants under their names."""
    return {
        "id": kpi.id,
        "content_hash": catalogue.hashes.get(kpi.path, ""),
        "counter_weights": list(counter_weights(kpi, catalogue)),
        "formulas": dict(_formulas(kpi)),
    }


def _formulas(kpi: Kpi) -> Iterator[tuple[str, dict[str, Any]]]:
    for variant, expression, inputs, _ in kpi.formulas():
        try:
            formula = parse(expression, frozenset(name for name, input_ in inputs.items() if input_.is_series))
            yield variant.name if variant else "", {**_written(formula), "fingerprint": fingerprint(kpi, variant)}
        except FormulaError:
            continue  # `kpi check` reports it, and no scorecard can hold it


def _written(formula: Formula) -> dict[str, Any]:
    """Names in the order of the formula; in `excel` each stands in braces, to be replaced by its cell."""
    return {
        "text": render(formula, "text"),
        "excel": render(formula, "excel", {name: f"{{{name}}}" for name in formula.names}),
        "names": list(formula.names),
        "series": [name for name in formula.names if name in formula.series],
    }
