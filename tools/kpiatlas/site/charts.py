"""The band chart: inline SVG drawn at build time, one horizontal scale with bands, benchmarks and a marker.

Colors come from the style sheet by class, so that they follow light and dark; every band carries its word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from markupsafe import Markup, escape

from ..records import Kpi
from ..records.model import Band, Benchmark

WIDTH, LEFT, RIGHT = 420, 4, 416
_BAR_TOP, _BAR_HEIGHT, _AXIS_HEIGHT = 18, 24, 4


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of values drawn between LEFT and RIGHT; `step` is a round distance between ticks."""

    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Where a value lies, in drawing units; values outside stick to the edge."""
        share = (value - self.low) / (self.high - self.low)
        return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 1)


def scale_of(kpi: Kpi) -> Scale | None:
    """The scale of a KPI's chart; None where there is nothing to draw."""
    figures = [value for row in kpi.benchmarks for value in (row.value, row.low, row.high) if value is not None]
    limits = limits_of(kpi.interpretation.bands)
    if not limits and not figures:
        return None
    values = [*limits, *figures, kpi.standard_formula.example.result]
    low, high = min(values), max(values)
    room = (high - low) * 0.2 or abs(high) * 0.5 or 1.0
    step = _step(high - low + 2 * room)
    first, last = math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step
    if kpi.unit == "percent" and high <= 100 and (not limits or limits[-1] < 100):
        last = min(last, 100.0)
    below_zero = low < 0 or (bool(limits) and limits[0] <= 0)
    return Scale(first if below_zero else max(0.0, first), last, step)


def limits_of(bands: tuple[Band, ...]) -> list[float]:
    """The thresholds of the bands in order."""
    return sorted({limit for band in bands for limit in (band.at_least, band.at_most) if limit is not None})


def _step(span: float) -> float:
    """A round number of which four or so make the span."""
    rough = span / 4
    power = 10 ** math.floor(math.log10(rough))
    return float(next(round_ * power for round_ in (1, 2, 2.5, 5, 10) if round_ * power >= rough))


def band_chart(kpi: Kpi) -> Markup:
    """Bands, benchmarks and a hidden marker that the calculator moves; empty where there is nothing to draw."""
    scale = scale_of(kpi)
    if scale is None:
        return Markup("")
    bands, rows = kpi.interpretation.bands, kpi.benchmarks
    bottom = _BAR_TOP + (_BAR_HEIGHT if bands else _AXIS_HEIGHT)
    height = bottom + 20 + (22 if rows else 0)
    parts = [
        *_bands(bands, scale),
        *ticks(limits_of(bands), scale, bottom + 15),
        *_benchmarks(rows, scale, bottom + 30),
    ]
    label = f"Bands of {kpi.name}" + (" with benchmarks" if rows else "")
    return Markup(
        f'<svg class="atlas-bands" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}" '
        f'data-scale="" data-low="{scale.low!r}" data-high="{scale.high!r}" data-left="{LEFT}" data-right="{RIGHT}">'
        f"{''.join(parts)}"
        f'<g class="atlas-marker" data-marker="" hidden=""><path d="M-7 {_BAR_TOP - 15}h14l-7 12z"/></g></svg>'
    )


def stretches(bands: tuple[Band, ...], low: float, high: float) -> Iterator[tuple[Band, float, float]]:
    """Each band with the stretch of values it covers between `low` and `high`, in ascending order."""
    rising = any(band.at_most is not None for band in bands)
    ordered = bands if rising else tuple(reversed(bands))
    start = low
    for band, following in zip_longest(ordered, ordered[1:]):
        limit = band.at_most if rising else (following.at_least if following else None)
        end = high if limit is None else min(max(limit, low), high)
        yield band, start, end
        start = end


def _bands(bands: tuple[Band, ...], scale: Scale) -> Iterator[str]:
    if not bands:
        y = _BAR_TOP + _AXIS_HEIGHT
        yield f'<line class="atlas-axis" x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}"/>'
    for band, start, end in stretches(bands, scale.low, scale.high):
        x1, x2 = scale.x(start), scale.x(end)
        if x2 <= x1:
            continue
        shape = f'x="{x1}" y="{_BAR_TOP}" width="{round(x2 - x1, 1)}" height="{_BAR_HEIGHT}"'
        said = f"{escape(band.rating)}: {escape(band.meaning)}"
        yield f'<rect class="atlas-{band.rating}" {shape}><title>{said}</title></rect>'
        if x2 - x1 > 8.5 * len(band.rating):
            middle = round((x1 + x2) / 2, 1)
            yield f'<text class="atlas-band-word" x="{middle}" y="{_BAR_TOP + 17}">{band.rating}</text>'


def ticks(limits: list[float], scale: Scale, y: float) -> Iterator[str]:
    """The thresholds, and round numbers where they leave room."""
    count = round((scale.high - scale.low) / scale.step)
    rounds = [scale.low + number * scale.step for number in range(count + 1)]
    taken: list[tuple[float, float]] = []
    for value in (*limits, scale.low, scale.high, *(rounds if not limits else ())):
        x, text = scale.x(value), short_number(value)
        half = 3.8 * len(text) + 3
        left = x if x <= LEFT + half else x - 2 * half if x >= RIGHT - half else x - half
        if any(left < end and start < left + 2 * half for start, end in taken):
            continue
        taken.append((left, left + 2 * half))
        anchor = "start" if x <= LEFT + half else "end" if x >= RIGHT - half else "middle"
        yield f'<text class="atlas-tick" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'


def _benchmarks(rows: tuple[Benchmark, ...], scale: Scale, y: float) -> Iterator[str]:
    for row in rows:
        who = f"{row.statistic}, {row.population.who}, {row.population.period}"
        if row.value is not None:
            title = f"<title>{_said(row.value, who)}</title>"
            yield f'<circle class="atlas-benchmark" cx="{scale.x(row.value)}" cy="{y}" r="5">{title}</circle>'
        elif row.low is not None and row.high is not None:
            x1, x2 = scale.x(row.low), scale.x(row.high)
            shape = f'x="{x1}" y="{y - 4}" width="{max(4.0, round(x2 - x1, 1))}" height="8" rx="4"'
            title = f"<title>{_said(row.low, who)} to {short_number(row.high)}</title>"
            yield f'<rect class="atlas-benchmark" {shape}>{title}</rect>'


def _said(value: float, who: str) -> Markup:
    return escape(f"{who}: {short_number(value)}")


def short_number(value: float) -> str:
    """A number as a scale shows it: grouped, at most two decimals, small ones with two significant digits."""
    if value and abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
