"""The columns of a scorecard: the labels of the last periods up to a given day. No clock is read here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ..problem import UserError

USUAL = 12
MOST = 366


def period_labels(cadence: str, today: date, count: int = USUAL) -> tuple[str, ...]:
    """The labels of `count` periods, the last of which holds `today`.

    They read `2026-01-31`, `2026-W05`, `2026-01`, `2026-Q1` or `2026`, by the cadence.

    Raises:
        UserError: fewer than one period, or more than `MOST`, or the years before the first.
    """
    if not 1 <= count <= MOST:
        raise UserError(f"{count} periods: a scorecard holds between 1 and {MOST}")
    try:
        return tuple(_LABELS[cadence](today, back) for back in range(count - 1, -1, -1))
    except (OverflowError, ValueError):
        raise UserError(f"{count} {cadence} periods before {today.isoformat()} reach beyond the calendar") from None


def checked_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels that somebody else chose: at least one, none blank, none twice."""
    chosen = tuple(label.strip() for label in labels)
    if not 1 <= len(chosen) <= MOST:
        raise UserError(f"{len(chosen)} periods: a scorecard holds between 1 and {MOST}")
    if not all(chosen):
        raise UserError("a period without a label: every period needs one")
    if twice := next((label for i, label in enumerate(chosen) if label in chosen[:i]), None):
        raise UserError(f'the period "{twice}" stands twice')
    return chosen


def _daily(today: date, back: int) -> str:
    return (today - timedelta(days=back)).isoformat()


def _weekly(today: date, back: int) -> str:
    week = (today - timedelta(weeks=back)).isocalendar()
    return f"{week.year:04}-W{week.week:02}"


def _monthly(today: date, back: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return f"{_real(year):04}-{month + 1:02}"


def _quarterly(today: date, back: int) -> str:
    year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 - back, 4)
    return f"{_real(year):04}-Q{quarter + 1}"


def _yearly(today: date, back: int) -> str:
    return f"{_real(today.year - back):04}"


def _real(year: int) -> int:
    return date(year, 1, 1).year


_LABELS: dict[str, Callable[[date, int], str]] = {
    "daily": _daily,
    "weekly": _weekly,
    "monthly": _monthly,
    "quarterly": _quarterly,
    "yearly": _yearly,
}
