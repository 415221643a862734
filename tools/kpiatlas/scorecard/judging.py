"""How a value is judged: distance to target, percent, trend. Plain arithmetic on numbers; `model` applies it to lines.

One rule serves all directions, ranges and negative targets included: the variance is positive where the value is better
than the target, and a percent is 100 plus the variance as a part of a scale. The scale of the percent of target is the
target, that of the way from baseline to target the distance between the two. A KPI where more is better thus has
actual / target, one where less is better 2 - actual / target, which stays finite when nothing is left to count.
"""

from __future__ import annotations

from math import isfinite

DIGITS = 9
"""Decimals to which a value is judged: 1344 / 38400 * 100 is 3.5000000000000004 to a computer, and at most 3.5 to us.

Spreadsheets compare about 15 digits, Python all 17; rounded to the same decimals they agree.
"""

EXCELLENT, GOOD, FAIR, POOR = "excellent", "good", "fair", "poor"
ON_TARGET, OFF_TARGET = "on target", "off target"
POINTS = {EXCELLENT: 100.0, GOOD: 80.0, FAIR: 50.0, POOR: 0.0, ON_TARGET: 100.0, OFF_TARGET: 0.0}
"""The score of a status, best first."""

PERCENT_OF_TARGET, BASELINE_TO_TARGET = "percent-of-target", "baseline-to-target"
BANDS, TARGET = "bands", "target"
"""The rules that give a status; no rule is the empty text."""
LEVELS = {GOOD: 100.0, FAIR: 90.0}
"""From which percent a status by percent is good and fair where the scorecard does not say; nothing is excellent."""

UP, DOWN, SAME = "\u2191", "\u2193", "\u2192"
BETTER, WORSE, UNCHANGED = "better", "worse", "same"


def variance_of(direction: str, actual: float | None, target: float | None) -> float | None:
    """The distance to the target in the KPI's unit: positive is better, negative worse, whichever way is better."""
    if actual is None or target is None:
        return None
    judged = round(actual, DIGITS)
    if direction == "range":
        return finite(0.0 - abs(judged - target))
    return finite(judged - target if direction == "higher" else target - judged)


def percent_of(variance: float | None, scale: float | None) -> float | None:
    """100 where the target is reached, above where it is surpassed; None where the scale is 0 or unknown."""
    if variance is None or not scale:
        return None
    return finite(100 + 100 * variance / abs(scale))


def trend_of(direction: str, actual: float | None, previous: float | None, target: float | None) -> str:
    """An arrow for the way the value went and a word for what that means; within a range the target decides."""
    if actual is None or previous is None:
        return ""
    now, before = round(actual, DIGITS), round(previous, DIGITS)
    if now == before:
        return f"{SAME} {UNCHANGED}"
    arrow = UP if now > before else DOWN
    if direction == "range":
        near, far = (None if target is None else round(abs(value - target), DIGITS) for value in (now, before))
        if near is None or far is None or near == far:
            return arrow
        better = near < far
    else:
        better = (now > before) == (direction == "higher")
    return f"{arrow} {BETTER if better else WORSE}"


def finite(value: float) -> float | None:
    """The value; None where it overflowed, as a spreadsheet shows nothing there."""
    return value if isfinite(value) else None
