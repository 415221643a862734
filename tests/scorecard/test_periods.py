"""Period labels."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.problem import UserError
from kpiatlas.scorecard.periods import checked_labels, period_labels


@pytest.mark.parametrize(
    ("cadence", "today", "labels"),
    [
        ("daily", date(2026, 3, 1), ("2026-02-27", "2026-02-28", "2026-03-01")),
        ("weekly", date(2027, 1, 1), ("2026-W51", "2026-W52", "2026-W53")),
        ("weekly", date(2026, 11, 22), ("2026-W45", "2026-W46", "2026-W47")),
        ("monthly", date(2026, 1, 31), ("2025-11", "2025-12", "2026-01")),
        ("quarterly", date(2026, 6, 30), ("2025-Q4", "2026-Q1", "2026-Q2")),
        ("yearly", date(2026, 12, 31), ("2024", "2025", "2026")),
    ],
)
def test_the_last_period_holds_today(cadence: str, today: date, labels: tuple[str, ...]) -> None:
    assert period_labels(cadence, today, 3) == labels


def test_twelve_periods_are_usual() -> None:
    assert period_labels("monthly", date(2026, 11, 22))[0] == "2025-12"
    assert len(period_labels("monthly", date(2026, 11, 22))) == 12


@given(
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "yearly"]),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.integers(1, 60),
)
def test_labels_are_distinct_and_sorted(cadence: str, today: date, count: int) -> None:
    labels = period_labels(cadence, today, count)
    assert len(labels) == count
    assert list(labels) == sorted(set(labels))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_of_a_week_gives_the_same_week(today: date) -> None:
    monday = today - timedelta(days=today.weekday())
    assert period_labels("weekly", today, 4) == period_labels("weekly", monday, 4)


@pytest.mark.parametrize("count", [0, -1, 367])
def test_a_count_without_sense_is_refused(count: int) -> None:
    with pytest.raises(UserError, match="between 1 and 366"):
        period_labels("monthly", date(2026, 1, 1), count)


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly", "quarterly", "yearly"])
def test_periods_before_the_calendar_are_refused(cadence: str) -> None:
    with pytest.raises(UserError, match="beyond the calendar"):
        period_labels(cadence, date(1, 1, 2), 12)


@pytest.mark.parametrize(
    ("labels", "message"),
    [((), "0 periods"), (("Q1", " "), "without a label"), (("Q1", "Q2", "Q1 "), '"Q1" stands twice')],
)
def test_labels_of_one_s_own_are_checked(labels: tuple[str, ...], message: str) -> None:
    with pytest.raises(UserError, match=message):
        checked_labels(labels)
