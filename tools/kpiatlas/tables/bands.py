"""The band of a value as SQL, with the same limits to the last bit as `Interpretation.band`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ..records.model import BAND_DECIMALS, Band
from .quoting import literal, number


def band_case(value: str, bands: Sequence[Band]) -> str:
    """The rating of the first band that holds the column `value`; NULL where the value is."""
    if not bands:
        return "CAST(NULL AS VARCHAR)"
    cases = " ".join(f"WHEN {_holds(value, band)} THEN {literal(band.rating)}" for band in bands)
    return f"CASE WHEN {value} IS NULL THEN NULL {cases} END"


def _holds(value: str, band: Band) -> str:
    limits = []
    if band.at_least is not None:
        limits.append(f"{value} >= {number(lowest(float(band.at_least)))}")
    if band.at_most is not None:
        limits.append(f"{value} <= {number(highest(float(band.at_most)))}")
    return " AND ".join(limits) or "TRUE"


def lowest(threshold: float) -> float:
    """The smallest double that reaches the threshold once it is rounded as values of bands are.

    Comparing with it is the same as rounding every value, which databases do in ways of their own.
    """
    return _border(threshold, lambda value: round(value, BAND_DECIMALS) >= threshold)[1]


def highest(threshold: float) -> float:
    """The largest double that does not exceed the threshold once it is rounded."""
    return _border(threshold, lambda value: round(value, BAND_DECIMALS) > threshold)[0]


def _border(near: float, beyond: Callable[[float], bool]) -> tuple[float, float]:
    """The two neighboring doubles between which `beyond`, which rounding keeps in order, becomes true."""
    below, above = math.nextafter(near - 1, -math.inf), math.nextafter(near + 1, math.inf)
    while math.nextafter(below, math.inf) < above:
        middle = below + (above - below) / 2
        below, above = (below, middle) if beyond(middle) else (middle, above)
    return below, above
