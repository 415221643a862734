"""The arithmetic of the functions: what each gives for finite numbers. Pure; knows nothing of trees.

A result beyond the range of doubles comes back as infinity, which the caller turns into "too large".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from . import reasons
from .canonical import number_text
from .errors import Undefined

_WHOLE_FROM = 1e15


def round_half_away(value: float, digits: int = 0) -> float:
    """Half away from zero on the 15 significant digits a spreadsheet sees: 2.675 becomes 2.68, as in Excel."""
    mantissa, _, exponent = f"{abs(value):.14e}".partition("e")
    scaled = float(f"{mantissa}e{int(exponent) + digits}")
    if scaled >= _WHOLE_FROM:
        return value
    return math.copysign(float(f"{math.floor(scaled + 0.5)}e{-digits}"), value)


def power(base: float, exponent: float, lead: tuple[str, str]) -> float:
    """The power; none for 0 to the power 0 or less, and for a negative base with a broken exponent."""
    if base == 0 and exponent <= 0:
        raise Undefined(_no_power(base, exponent, lead, reasons.ZERO_POWER))
    if base < 0 and not exponent.is_integer():
        raise Undefined(_no_power(base, exponent, lead, reasons.NEGATIVE_POWER))
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def _no_power(base: float, exponent: float, lead: tuple[str, str], reason: str) -> str:
    before, after = lead
    stated = f"{before}{number_text(base)}{after}" if before else ""
    return f"{stated}{reason}{number_text(exponent)}"


def exp(value: float) -> float:
    """e to the power of the value."""
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def total(items: Sequence[float]) -> float:
    """The sum, rounded once."""
    try:
        return math.fsum(items)
    except OverflowError:
        return math.inf


def mean(items: Sequence[float]) -> float:
    """The arithmetic mean of one item or more."""
    return total(items) / len(items)


def median(items: Sequence[float]) -> float:
    """The middle of one item or more."""
    ordered, half = sorted(items), len(items) // 2
    return ordered[half] if len(items) % 2 else _between(ordered[half - 1], ordered[half], 0.5)


def stdev(items: Sequence[float]) -> float:
    """The sample deviation of two items or more."""
    centre = mean(items)
    return math.sqrt(total([(item - centre) * (item - centre) for item in items]) / (len(items) - 1))


def percentile(items: Sequence[float], percent: float) -> float:
    """The inclusive linear percentile of one item or more."""
    ordered = sorted(items)
    rank = (len(items) - 1) * percent / 100
    below = math.floor(rank)
    above = min(below + 1, len(items) - 1)
    return _between(ordered[below], ordered[above], rank - below)


def _between(low: float, high: float, share: float) -> float:
    """The point on the straight line; the result lies between the two, so their distance must not overflow it."""
    distance = high - low
    return low + share * distance if math.isfinite(distance) else low * (1 - share) + high * share
