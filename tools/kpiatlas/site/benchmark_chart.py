"""The benchmark chart: inline SVG drawn at build time, one row a benchmark on the scale of the band chart.

The shape tells the statistic, the fill tells the kind, and both stand there as words; hovering gives the source. The
calculator moves a line through all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from ..records import Catalogue, Kpi
from ..records.model import Benchmark
from .charts import LEFT, RIGHT, WIDTH, Scale, limits_of, scale_of, stretches, ticks

_TOP, _ROW, _MARK = 6, 38, 24
_LONGEST = 60  # signs of 12 drawing units that fit over the width

Figure = Callable[[Benchmark], str]


def _round(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5"'


def _path(shape: str) -> Callable[[float, float], str]:
    return lambda x, y: f'<path d="M{x} {y}{shape}"'


_SHAPES: dict[str, Callable[[float, float], str]] = {
    "mean": _round,
    "median": _path("m0-6.5l6.5 6.5-6.5 6.5-6.5-6.5z"),
    "p25": _path("m-6-4.5h12l-6 10z"),
    "p75": _path("m-6 4.5h12l-6-10z"),
    "share": _path("m-5-5h10v10h-10z"),
    "rate": _path("m-5-5h10v10h-10z"),
}


def benchmark_chart(kpi: Kpi, catalogue: Catalogue, figure: Figure, words: Figure) -> Markup:
    """Every benchmark of the KPI on one scale; empty without any.

    `figure` gives a benchmark's value with its unit, `words` its kind and statistic.
    """
    scale = scale_of(kpi)
    if scale is None or not kpi.benchmarks:
        return Markup("")
    bottom = _TOP + _ROW * len(kpi.benchmarks)
    telling = _telling(kpi.benchmarks)
    parts = [
        *_bands(kpi, scale, bottom),
        f'<path class="atlas-you" data-marker="" hidden="" d="M0 0V{bottom}"/>',
        *(
            _row(number, row, scale, f"{figure(row)} {words(row)}", telling, catalogue)
            for number, row in enumerate(kpi.benchmarks)
        ),
        f'<path class="atlas-axis" d="M{LEFT} {bottom}H{RIGHT}"/>',
        *ticks(limits_of(kpi.interpretation.bands), scale, bottom + 15),
    ]
    return Markup(
        f'<svg class="atlas-benchmark-chart" viewBox="0 0 {WIDTH} {bottom + 20}" role="img" data-scale="" '
        f'data-low="{scale.low!r}" data-high="{scale.high!r}" data-left="{LEFT}" data-right="{RIGHT}">'
        f"<title>Benchmarks of {escape(kpi.name)}; each stands in the list below</title>{''.join(parts)}</svg>"
    )


def _bands(kpi: Kpi, scale: Scale, bottom: float) -> Iterator[str]:
    for band, start, end in stretches(kpi.interpretation.bands, scale.low, scale.high):
        x1, x2 = scale.x(start), scale.x(end)
        if x2 > x1:
            yield f'<rect class="atlas-{band.rating}" x="{x1}" y="0" width="{round(x2 - x1, 1)}" height="{bottom}"/>'


def _telling(rows: tuple[Benchmark, ...]) -> list[str]:
    """What describes a population, that which tells the rows apart first."""
    names = ("who", "industry", "geography", "period")
    return sorted(names, key=lambda name: -len({getattr(row.population, name) for row in rows}))


def _row(number: int, row: Benchmark, scale: Scale, said: str, telling: list[str], catalogue: Catalogue) -> str:
    y, source = _TOP + number * _ROW, catalogue.sources.get(row.source)
    words = f"{said}: {', '.join(getattr(row.population, name) for name in telling)}"
    title = words + (f". {source.publisher}, {source.title}" if source else "")
    shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip(' ,')}…"
    style = f"atlas-{row.kind}" + (" atlas-derived" if row.derived else "")
    mark = f'{_mark(row, scale, y + _MARK)} class="{style}"/>'
    return f'<g><title>{escape(title)}</title><text x="{LEFT}" y="{y + 11}">{escape(shown)}</text>{mark}</g>'


def _mark(row: Benchmark, scale: Scale, y: float) -> str:
    """The beginning of the element that stands for the figure."""
    if row.value is None:
        x1, x2 = scale.x(row.low or 0), scale.x(row.high or 0)
        return f'<rect x="{x1}" y="{y - 4}" width="{max(4.0, round(x2 - x1, 1))}" height="8" rx="4"'
    return _SHAPES.get(row.statistic, _round)(scale.x(row.value), y)
