"""`unknown-reference`: every KPI, category, industry, unit and source that is named exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..problem import FieldPath, Problem
from ..records import Catalogue, Kpi
from ..records.scorecard_template import ScorecardTemplate
from .check import Check, Finding, nearest, problem

NAME = "unknown-reference"
RULE_OF_THUMB = "rule of thumb"


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    known = catalogue.kpis.keys() | catalogue.unreadable
    for kpi in catalogue:
        for found in (
            *_links(kpi, known),
            *_taxonomy(kpi, catalogue),
            *_units(kpi, catalogue),
            *_sources(kpi, catalogue),
        ):
            yield problem(NAME, kpi, found)
    for function_id, function in catalogue.functions.items():
        for number, starter in enumerate(function.starter):
            if starter.kpi not in known:
                field = (function_id, "starter", number, "kpi")
                message = f'unknown KPI "{starter.kpi}"'
                yield Problem(NAME, "taxonomy/categories.yml", message, field, hint=nearest(starter.kpi, known))
    yield from _industries(catalogue)
    for scorecard in catalogue.scorecards.values():
        yield from _scorecard(scorecard, catalogue, known)


def _unknown(kind: str, word: str, known: Collection[str], field: FieldPath) -> Iterator[Finding]:
    if word not in known:
        yield Finding(field, f'unknown {kind} "{word}"', nearest(word, known))


def _links(kpi: Kpi, known: Collection[str]) -> Iterator[Finding]:
    links: list[tuple[FieldPath, str]] = [(("related", i), id_) for i, id_ in enumerate(kpi.related)]
    links += [(("change_impact", i, "kpi"), impact.kpi) for i, impact in enumerate(kpi.change_impact)]
    seen: set[tuple[str | int, str]] = set()
    for field, id_ in links:
        yield from _unknown("KPI", id_, known, field)
        if id_ == kpi.id:
            yield Finding(field, "a record does not name itself")
        elif (field[0], id_) in seen:
            yield Finding(field, f"{id_} stands here twice")
        seen.add((field[0], id_))


def _taxonomy(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    if "taxonomy/categories" not in catalogue.unreadable:
        for number, group in enumerate(kpi.categories):
            yield from _unknown("category", group, catalogue.groups, ("categories", number))
    if "taxonomy/industries" not in catalogue.unreadable:
        for number, industry in enumerate(kpi.industries):
            yield from _unknown("industry", industry, catalogue.industries, ("industries", number))


def _industries(catalogue: Catalogue) -> Iterator[Problem]:
    """Parents in the tree of industries."""
    file = "taxonomy/industries.yml"
    for id_, industry in catalogue.industries.items():
        if not industry.parent:
            continue
        for found in _unknown("industry", industry.parent, catalogue.industries, (id_, "parent")):
            yield Problem(NAME, file, found.message, found.field, hint=found.hint)
        if catalogue.industry_tree.loops(id_):
            yield Problem(NAME, file, f"{id_} would lie below itself", (id_, "parent"))


def _units(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    if "taxonomy/units" in catalogue.unreadable:
        return
    formula = kpi.standard_formula
    places: list[tuple[FieldPath, str]] = [(("unit",), kpi.unit)]
    places += [(("standard_formula", "inputs", name, "unit"), input_.unit) for name, input_ in formula.inputs.items()]
    for number, variant in enumerate(formula.variants):
        here: FieldPath = ("standard_formula", "variants", number)
        places += [((*here, "unit"), variant.unit)] if variant.unit else []
        places += [((*here, "inputs", name, "unit"), input_.unit) for name, input_ in (variant.inputs or {}).items()]
    for field, unit in places:
        for part in unit.replace("*", "/").split("/"):
            if part != "1":
                yield from _unknown("unit", part, catalogue.units, field)


def _sources(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    if "sources" in catalogue.unreadable:
        return
    for number, benchmark in enumerate(kpi.benchmarks):
        yield from _unknown("source", benchmark.source, catalogue.sources, ("benchmarks", number, "source"))
    if kpi.case_study.source:
        yield from _unknown("source", kpi.case_study.source, catalogue.sources, ("case_study", "source"))
    basis = kpi.interpretation.basis
    if basis and basis != RULE_OF_THUMB:
        yield from _unknown("source", basis, {*catalogue.sources, RULE_OF_THUMB}, ("interpretation", "basis"))


def _scorecard(scorecard: ScorecardTemplate, catalogue: Catalogue, known: Collection[str]) -> Iterator[Problem]:
    for g, group in enumerate(scorecard.groups):
        for k, line in enumerate(group.kpis):
            field: FieldPath = ("groups", g, "kpis", k)
            kpi = catalogue.kpis.get(line.kpi)
            if line.kpi not in known:
                hint = nearest(line.kpi, known)
                yield Problem(NAME, scorecard.path, f'unknown KPI "{line.kpi}"', (*field, "kpi"), hint=hint)
            elif kpi and line.variant and kpi.variant(line.variant) is None:
                hint = nearest(line.variant, [variant.name for variant in kpi.standard_formula.variants])
                message = f'{line.kpi} has no variant "{line.variant}"'
                yield Problem(NAME, scorecard.path, message, (*field, "variant"), hint=hint)


CHECK = Check(
    NAME,
    "Every KPI, category, industry, unit and source that a file names exists; no record or industry leads to itself.",
    _run,
)
