"""Variance, percent, trend and scores."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine
from kpiatlas.scorecard import build
from kpiatlas.scorecard.judging import percent_of, trend_of, variance_of
from kpiatlas.scorecard.model import Scorecard, weighted

from .cards import TODAY, filled, some_card, some_kpi, some_template, with_kpis

NUMBERS = st.floats(-1e6, 1e6)
PERCENT, WAY = {"status_by": "percent-of-target"}, {"status_by": "baseline-to-target"}


@pytest.mark.parametrize(
    ("direction", "actual", "target", "percent"),
    [
        ("higher", 60, 80, 75),
        ("higher", 100, 80, 125),
        ("lower", 6, 5, 80),
        ("lower", 0, 5, 200),
        ("lower", 10, 5, 0),
        ("range", 90, 80, 87.5),
        ("range", 70, 80, 87.5),
        ("higher", -4, -5, 120),
        ("higher", -10, -5, 0),
        ("higher", 3, 0, None),
        ("higher", None, 5, None),
        ("higher", 5, None, None),
    ],
)
def test_a_percent_of_target_above_100_is_better_whichever_way_is_better(
    direction: str, actual: float | None, target: float | None, percent: float | None
) -> None:
    assert percent_of(variance_of(direction, actual, target), target) == percent


@given(st.sampled_from(["higher", "lower", "range"]), NUMBERS, NUMBERS.filter(lambda number: abs(number) > 1e-3))
def test_the_percent_is_100_or_more_exactly_where_the_variance_is_not_negative(
    direction: str, actual: float, target: float
) -> None:
    variance = variance_of(direction, actual, target)
    percent = percent_of(variance, target)
    assert variance is not None
    assert percent is not None
    assert (percent >= 100) == (variance >= 0) or isclose(percent, 100)


@given(st.floats(1, 1e6), st.floats(0.01, 1e6))
def test_where_more_is_better_the_percent_is_actual_by_target(actual: float, target: float) -> None:
    percent = percent_of(variance_of("higher", actual, target), target)
    assert percent is not None
    assert isclose(percent, actual / target * 100, rel_tol=1e-6, abs_tol=1e-6)


def test_what_overflows_has_no_variance_and_no_percent() -> None:
    assert variance_of("higher", 1.7e308, -1.7e308) is None
    assert percent_of(1.7e308, 1e-5) is None


@pytest.mark.parametrize(
    ("direction", "actual", "previous", "target", "trend"),
    [
        ("higher", 2, 1, None, "↑ better"),
        ("higher", 1, 2, None, "↓ worse"),
        ("lower", 2, 1, None, "↑ worse"),
        ("lower", 1, 2, None, "↓ better"),
        ("lower", 3.5000000000000004, 3.5, None, "→ same"),
        ("range", 78, 70, 80, "↑ better"),
        ("range", 95, 82, 80, "↑ worse"),
        ("range", 82, 95, 80, "↓ better"),
        ("range", 85, 75, 80, "↑"),
        ("range", 85, 75, None, "↑"),
        ("higher", None, 1, None, ""),
        ("higher", 1, None, None, ""),
    ],
)
def test_the_trend_says_where_the_value_went_and_whether_that_is_better(
    direction: str, actual: float | None, previous: float | None, target: float | None, trend: str
) -> None:
    assert trend_of(direction, actual, previous, target) == trend


@pytest.mark.parametrize(
    ("direction", "said", "actual", "status", "score"),
    [
        ("higher", {**PERCENT, "target": 80}, 80, "good", 100),
        ("higher", {**PERCENT, "target": 80}, 72, "fair", 90),
        ("higher", {**PERCENT, "target": 80}, 71, "poor", 88.75),
        ("lower", {**PERCENT, "target": 5}, 5.5, "fair", 90),
        ("lower", {**PERCENT, "target": 5}, 20, "poor", 0),
        ("lower", {**PERCENT, "target": 5, "levels": {"excellent": 150}}, 2, "excellent", 100),
        ("higher", {**PERCENT}, 80, "", None),
        ("higher", {**WAY, "target": 80, "baseline": 60}, 70, "poor", 50),
        ("higher", {**WAY, "target": 80, "baseline": 60}, 50, "poor", 0),
        ("lower", {**WAY, "target": 10, "baseline": 20}, 11, "fair", 90),
        ("range", {**WAY, "target": 80, "baseline": 60}, 90, "poor", 50),
        ("higher", {**WAY, "target": 80, "baseline": 80}, 90, "", None),
        ("higher", {**WAY, "target": 80}, 90, "", None),
        ("higher", {"target": 90}, 70, "good", 80),
        ("range", {"target": 90}, 10, "poor", 0),
    ],
)
def test_a_rule_by_percent_scores_its_percent_and_bands_score_their_points(
    catalogue: Catalogue, direction: str, said: dict[str, object], actual: float, status: str, score: float | None
) -> None:
    line = some_card(catalogue, some_kpi(catalogue, direction=direction), **said).lines[0]
    target = line.target("any")
    assert line.status(actual, target) == status
    found = line.score(actual, target)
    assert found == score or (found is not None and score is not None and isclose(found, score))


def test_a_target_of_a_period_goes_before_the_target_of_all(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue), target=50, targets={"2026-10": 70})
    assert [card.standing(0, period).target for period in range(3)] == [50, 70, 50]
    assert [card.lines[0].target(label) for label in card.periods] == [50, 70, 50]


def two_groups(catalogue: Catalogue, *weights: float | None) -> Scorecard:
    """Two groups: one scores 80 and 50 by weights of 60 and 40, the other 0; a third line has no figure."""
    bands = (Band("good", "x", at_least=60), Band("fair", "x", at_least=40), Band("poor", "x"))
    part = some_kpi(catalogue).standard_formula.inputs["part"]
    kpis = [some_kpi(catalogue, name, f"{name} * 100", {name: part}, {name: 1}, bands=bands) for name in "abcd"]
    first = ScorecardGroup("First", (ScorecardLine("a", weight=60), ScorecardLine("b", weight=40)), weight=weights[0])
    second = ScorecardGroup("Second", (ScorecardLine("c"), ScorecardLine("d")), weight=weights[1])
    template = replace(some_template(), groups=(first, second))
    card = build(template, with_kpis(catalogue, *kpis), TODAY, 1)
    return filled(card, {"a": (0.7,), "b": (0.5,), "c": (0.1,)})


def test_a_group_s_score_is_the_mean_by_weight_of_what_has_one(catalogue: Catalogue) -> None:
    assert two_groups(catalogue, None, None).group_scores(0) == (68, 0)


@pytest.mark.parametrize(("weights", "total"), [((None, None), 34), ((75, None), 51), ((20, 20), 34)])
def test_the_total_is_the_mean_of_the_groups_by_weight(
    catalogue: Catalogue, weights: tuple[float | None, float | None], total: float
) -> None:
    assert two_groups(catalogue, *weights).total_score(0) == pytest.approx(total)


def test_without_any_score_there_is_no_total(catalogue: Catalogue) -> None:
    assert some_card(catalogue, some_kpi(catalogue)).total_score(0) is None
    assert weighted([(0, 50.0)]) is None
