"""Variance, status and actuals."""

from __future__ import annotations

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band
from kpiatlas.scorecard.judging import OFF_TARGET, ON_TARGET

from .cards import filled, some_card, some_input, some_kpi

LOW_IS_GOOD = (Band("excellent", "Low.", at_most=2), Band("good", "Low.", at_most=3.5), Band("poor", "High."))
RANGE = (
    Band("poor", "Far too high.", at_least=92),
    Band("good", "Right.", at_least=76),
    Band("fair", "Low.", at_least=65),
    Band("poor", "Too low."),
)


@pytest.mark.parametrize(
    ("direction", "actual", "target", "variance"),
    [
        ("higher", 74, 70, 4),
        ("higher", 66, 70, -4),
        ("lower", 66, 70, 4),
        ("lower", 74, 70, -4),
        ("range", 74, 70, -4),
        ("range", 66, 70, -4),
        ("range", 70, 70, 0),
        ("higher", None, 70, None),
        ("higher", 70, None, None),
    ],
)
def test_a_positive_variance_is_better_whichever_way_is_better(
    catalogue: Catalogue, direction: str, actual: float | None, target: float | None, variance: float | None
) -> None:
    line = some_card(catalogue, some_kpi(catalogue, direction=direction)).lines[0]
    assert line.variance(actual, target) == variance


@pytest.mark.parametrize(
    ("bands", "actual", "status"),
    [
        (LOW_IS_GOOD, 2, "excellent"),
        (LOW_IS_GOOD, 2.1, "good"),
        (LOW_IS_GOOD, 1344 / 38400 * 100, "good"),
        (LOW_IS_GOOD, 3.51, "poor"),
        (LOW_IS_GOOD, -1, "excellent"),
        (RANGE, 92, "poor"),
        (RANGE, 91.9, "good"),
        (RANGE, 64, "poor"),
        (RANGE[:2], 70, ""),
        (RANGE, None, ""),
    ],
)
def test_the_first_band_that_holds_the_actual_gives_the_status(
    catalogue: Catalogue, bands: tuple[Band, ...], actual: float | None, status: str
) -> None:
    assert some_card(catalogue, some_kpi(catalogue, bands=bands)).lines[0].status(actual) == status


@pytest.mark.parametrize(
    ("direction", "target", "actual", "status"),
    [
        ("higher", 70, 70, ON_TARGET),
        ("higher", 70, 69.9, OFF_TARGET),
        ("lower", 70, 70.1, OFF_TARGET),
        ("lower", 3.5, 1344 / 38400 * 100, ON_TARGET),
        ("higher", None, 70, ""),
        ("range", 70, 70, ""),
    ],
)
def test_without_bands_the_status_says_whether_the_target_is_reached(
    catalogue: Catalogue, direction: str, target: float | None, actual: float, status: str
) -> None:
    kpi = some_kpi(catalogue, bands=(), direction=direction)
    assert some_card(catalogue, kpi).lines[0].status(actual, target) == status


def test_actuals_are_computed_by_period_and_blank_where_there_is_no_value(catalogue: Catalogue) -> None:
    card = filled(
        some_card(catalogue, some_kpi(catalogue), periods=4), {"part": (1, 2, None, 3), "whole": (2, 0, 1, 4)}
    )
    assert card.actuals == ((50, None, None, 75),)
    assert card.outcome(card.lines[0], 1).undefined_because == "whole is 0"


def test_a_series_without_values_is_missing(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue, expression="sum(scores)", inputs={"scores": some_input("point", "series")})
    card = filled(some_card(catalogue, kpi), {"scores": (None, (1.0, 2.0), (0.0,))})
    assert card.actuals == ((None, 3, 0),)
