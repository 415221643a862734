"""Small scorecards for the tests: KPIs cut to what a test is about, on the real taxonomy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kpiatlas.paths import data_root
from kpiatlas.records import Catalogue, Kpi
from kpiatlas.records.model import (
    Band,
    Example,
    Input,
    Interpretation,
    StandardFormula,
    Variant,
)
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from kpiatlas.scorecard import Scorecard, build
from kpiatlas.scorecard.model import Figure, Figures

TODAY = date(2026, 11, 22)
READY = sorted(file.stem for file in (data_root() / "catalogue/scorecards").glob("*.yml"))
"""The ids of the ready templates."""
HIGH_IS_GOOD = (
    Band("excellent", "Very high.", at_least=80),
    Band("good", "High.", at_least=60),
    Band("fair", "Middling.", at_least=40),
    Band("poor", "Low."),
)


def some_input(unit: str = "issue", kind: str = "number", means: str = "What is counted") -> Input:
    """An input, by default a count of issues."""
    return Input("Some label", unit, means, kind)


def some_kpi(
    catalogue: Catalogue,
    id_: str = "share",
    expression: str = "part / whole * 100",
    inputs: Mapping[str, Input] | None = None,
    example: Mapping[str, Any] | None = None,
    variants: tuple[Variant, ...] = (),
    bands: tuple[Band, ...] = HIGH_IS_GOOD,
    **fields: Any,
) -> Kpi:
    """A KPI of its own, by default a percentage of issues of which 74 of 100 are the part."""
    inputs = inputs or {"part": some_input(), "whole": some_input()}
    formula = StandardFormula("Words", expression, inputs, Example(example or {"part": 74, "whole": 100}, 74), variants)
    base = catalogue.kpis["first-contact-resolution"]
    interpretation = Interpretation("How to read it.", "rule of thumb", bands)
    fields = {"name": id_.title(), "path": f"kpis/test/{id_}.yml", **fields}
    return replace(base, id=id_, standard_formula=formula, interpretation=interpretation, **fields)


def some_template(*groups: Sequence[ScorecardLine], cadence: str = "monthly", **fields: Any) -> ScorecardTemplate:
    """A template whose groups hold the lines."""
    made = tuple(ScorecardGroup(f"Group {i}", tuple(lines), "An objective.") for i, lines in enumerate(groups, 1))
    texts = {"title": "A title", "purpose": "A purpose", "audience": "An audience", **fields}
    return ScorecardTemplate(id="some", path="scorecards/some.yml", cadence=cadence, groups=made, **texts)


def with_kpis(catalogue: Catalogue, *kpis: Kpi) -> Catalogue:
    """The catalogue with these KPIs only."""
    return replace(catalogue, kpis={kpi.id: kpi for kpi in kpis})


def some_card(catalogue: Catalogue, *kpis: Kpi, periods: int = 3, **line: Any) -> Scorecard:
    """A scorecard of one group with a line for each KPI."""
    template = some_template([ScorecardLine(kpi.id, **line) for kpi in kpis])
    return build(template, with_kpis(catalogue, *kpis), TODAY, periods)


def filled(card: Scorecard, figures: Mapping[str, Sequence[Figure | None]]) -> Scorecard:
    """The scorecard with figures for its inputs."""
    rows: Figures = {key: tuple(row) for key, row in figures.items()}
    return replace(card, figures=rows)
