"""From a template and the catalogue to a scorecard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band, Example, Interpretation, Variant
from kpiatlas.records.scorecard_template import ScorecardLine
from kpiatlas.scorecard import build, find, scorecards
from kpiatlas.scorecard.build import shared_weights

from .cards import HIGH_IS_GOOD, TODAY, some_card, some_input, some_kpi, some_template, with_kpis

COUNTED = Variant("In issues", "part * 1", Example({"part": 74}, 74), "Rarely.", unit="issue")
STRICT = Variant("Strict", "part / (whole + extra) * 100", Example({"part": 74, "whole": 99, "extra": 1}, 74), "Often.",
                 inputs={"extra": some_input()})  # fmt: skip


def test_the_templates_come_by_id(catalogue: Catalogue) -> None:
    assert [template.id for template in scorecards(catalogue)] == sorted(catalogue.scorecards)


@pytest.mark.parametrize(
    ("given", "weights"),
    [
        ([None, None, None, None], [25, 25, 25, 25]),
        ([40, 60], [40, 60]),
        ([40, None, None], [40, 30, 30]),
        ([40, 40], [40, 40]),
        ([80, 40, None], [80, 40, 0]),
    ],
)
def test_weights_not_given_share_what_is_left_of_100(given: list[float | None], weights: list[float]) -> None:
    assert shared_weights(given) == weights


def test_an_input_of_two_kpis_is_asked_for_once(catalogue: Catalogue) -> None:
    inputs = {"whole": some_input(means="All issues of the month"), "other": some_input()}
    second = some_kpi(catalogue, "second", "other / whole", inputs)
    card = some_card(catalogue, some_kpi(catalogue), second)
    assert [row.key for row in card.inputs] == ["part", "whole", "other"]
    whole = card.inputs[1]
    assert whole.used_by == ("Share", "Second")
    assert whole.means == ("Share: What is counted", "Second: All issues of the month")


@pytest.mark.parametrize("other", [some_input("hour"), some_input("issue", "series")])
def test_the_same_name_with_another_unit_or_kind_is_another_input(catalogue: Catalogue, other: object) -> None:
    series = getattr(other, "kind", "") == "series"
    inputs = {"whole": other}
    second = some_kpi(catalogue, "second", "sum(whole)" if series else "whole * 1", inputs)  # type: ignore[arg-type]
    card = some_card(catalogue, some_kpi(catalogue), second)
    assert [row.key for row in card.inputs] == ["part", "whole", "whole_2"]
    assert dict(card.lines[1].inputs) == {"whole": "whole_2"}


@pytest.mark.parametrize(
    ("unit", "never"),
    [("issue", True), ("hour", True), ("currency", False), ("percent", False), ("minute/part", True), ("point", False)],
)
def test_only_counts_and_times_can_never_be_negative(catalogue: Catalogue, unit: str, never: bool) -> None:
    card = some_card(catalogue, some_kpi(catalogue, inputs={"part": some_input(unit), "whole": some_input()}))
    assert card.inputs[0].never_negative is never


def test_a_variant_brings_its_formula_inputs_and_example(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue, variants=(STRICT,)), variant="strict")
    line = card.lines[0]
    assert line.name == "Share (Strict)"
    assert [row.key for row in card.inputs] == ["part", "whole", "extra"]
    assert line.example == {"part": 74, "whole": 99, "extra": 1}
    assert line.words == "part / (whole + extra) * 100"
    assert line.bands == HIGH_IS_GOOD


def test_a_variant_in_another_unit_does_not_take_the_bands_of_the_record(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue, variants=(COUNTED,))
    line = some_card(catalogue, kpi, variant="In issues").lines[0]
    assert (line.unit, line.unit_text, line.bands) == ("issue", "issues", ())


def test_thresholds_of_the_template_replace_the_bands(catalogue: Catalogue) -> None:
    own = (Band("good", "Enough.", at_least=50), Band("poor", "Too little."))
    assert some_card(catalogue, some_kpi(catalogue), thresholds=own).lines[0].bands == own


def test_periods_are_a_number_or_labels(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue)
    template = some_template([ScorecardLine(kpi.id)])
    held = with_kpis(catalogue, kpi)
    assert len(build(template, held, TODAY).periods) == 12
    assert build(template, held, TODAY, 2).periods == ("2026-10", "2026-11")
    assert build(template, held, TODAY, ["Spring", "Autumn"]).periods == ("Spring", "Autumn")


def test_an_unknown_template_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UserError, match='no scorecard template "plant-flor"; did you mean "plant-floor"'):
        find(catalogue, "plant-flor")
    with pytest.raises(UserError, match="known are accounts-payable, accounts-receivable, "):
        build("xyz", catalogue, TODAY)
    with pytest.raises(UserError, match="there are no templates"):
        find(replace(catalogue, scorecards={}), "any")


def test_an_unknown_kpi_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    template = some_template([ScorecardLine("gros-margin")])
    with pytest.raises(UserError, match=r'scorecards/some\.yml: no KPI "gros-margin"; did you mean "gross-margin"'):
        build(template, catalogue, TODAY)


def test_a_kpi_whose_record_is_broken_is_told_from_an_unknown_one(catalogue: Catalogue) -> None:
    broken = replace(catalogue, unreadable=frozenset({"broken-kpi"}))
    with pytest.raises(UserError, match='the record of "broken-kpi" cannot be read; kpi check says why'):
        build(some_template([ScorecardLine("broken-kpi")]), broken, TODAY)


def test_an_unknown_variant_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue, variants=(STRICT,))
    with pytest.raises(UserError, match='share has no variant "Strickt"; did you mean "Strict"'):
        some_card(catalogue, kpi, variant="Strickt")
    with pytest.raises(UserError, match='has no variant "Strict"; it has no variants'):
        some_card(catalogue, some_kpi(catalogue), variant="Strict")


@pytest.mark.parametrize("expression", ["part / ", "part / unknown", "part.real"])
def test_a_formula_that_cannot_be_computed_is_refused_with_its_record(catalogue: Catalogue, expression: str) -> None:
    with pytest.raises(UserError, match=r"kpis/test/share\.yml: part"):
        some_card(catalogue, some_kpi(catalogue, expression=expression))


def test_the_fingerprint_changes_with_what_the_figures_rest_on_and_with_nothing_else(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue)

    def mark(other: object) -> str:
        return some_card(catalogue, other).lines[0].fingerprint  # type: ignore[arg-type]

    assert mark(kpi) == mark(replace(kpi, asked_as=("how many",), actionable_tips=(), path="kpis/else/share.yml"))
    changed = (
        replace(kpi, definition="Another."),
        replace(kpi, direction="lower"),
        replace(kpi, interpretation=Interpretation("x", "y", HIGH_IS_GOOD[1:])),
        some_kpi(catalogue, expression="part / whole"),
        some_kpi(catalogue, inputs={"part": some_input("hour"), "whole": some_input()}),
    )
    assert len({mark(kpi), *map(mark, changed)}) == 1 + len(changed)
