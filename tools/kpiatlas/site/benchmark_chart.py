"""The benchmark chart: inline SVG drawn at build time, one row a benchmark on the scale of the band chart.

The shape tells the statistic, the fill tells the kind, and both stand there as words; hovering gives the source. The
calculator moves a line through all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from textwrap import wrap

from markupsafe import Markup, escape

from ..records import Catalogue, Kpi
from ..records.model import Benchmark
from .charts import LEFT, RIGHT, WIDTH, Scale, limits_of, scale_of, stretches, ticks

_TOP, _LINE, _MARK = 6, 16, 24
_POPULATION, _UNKNOWN = ("who", "industry", "geography", "period"), "not stated"
_ACROSS = 56  # signs of 13 drawing units that fit over the width

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
    shared, labels = _labels(kpi.benchmarks, figure, words)
    head, lines = _wrapped(shared), [_wrapped(label) for label in labels]
    first = _TOP + _LINE * len(head) + (_TOP if head else 0)
    tops = list(accumulate((_LINE * len(each) + _MARK for each in lines), initial=first))
    bottom = tops[-1]
    parts = [
        *_bands(kpi, scale, first, bottom),
        f'<path class="atlas-you" data-marker="" hidden="" d="M0 {first}V{bottom}"/>',
        f'<text class="atlas-shared">{_lines(head, _TOP)}</text>' if head else "",
        *(
            _row(row, scale, y, f"{figure(row)} {words(row)}", shown, catalogue)
            for row, y, shown in zip(kpi.benchmarks, tops, lines, strict=False)
        ),
        f'<path class="atlas-axis" d="M{LEFT} {bottom}H{RIGHT}"/>',
        *ticks(limits_of(kpi.interpretation.bands), scale, bottom + 15),
    ]
    return Markup(
        f'<svg class="atlas-benchmark-chart" viewBox="0 0 {WIDTH} {bottom + 20}" role="img" data-scale="" '
        f'data-low="{scale.low!r}" data-high="{scale.high!r}" data-left="{LEFT}" data-right="{RIGHT}">'
        f"<title>Benchmarks of {escape(kpi.name)}; each stands in the list below</title>{''.join(parts)}</svg>"
    )


def _bands(kpi: Kpi, scale: Scale, top: float, bottom: float) -> Iterator[str]:
    for band, start, end in stretches(kpi.interpretation.bands, scale.low, scale.high):
        x1, x2 = scale.x(start), scale.x(end)
        if x2 > x1:
            shape = f'x="{x1}" y="{top}" width="{round(x2 - x1, 1)}" height="{bottom - top}"'
            yield f'<rect class="atlas-{band.rating}" {shape}/>'


def _labels(rows: tuple[Benchmark, ...], figure: Figure, words: Figure) -> tuple[str, list[str]]:
    """What all rows have in common, said once, and what each row says beside it, the most telling first."""
    said = [(words(row), *(getattr(row.population, name) for name in _POPULATION)) for row in rows]
    kinds = [len(set(column)) for column in zip(*said, strict=True)]
    shared = [place for place, count in enumerate(kinds) if len(rows) > 1 and count == 1]
    telling = sorted(range(len(kinds)), key=lambda place: (place > 0, -kinds[place]))
    labels = []
    for row, each in zip(rows, said, strict=True):
        own = ", ".join(each[place] for place in telling if place not in shared and each[place] != _UNKNOWN)
        labels.append(": ".join(filter(None, (figure(row), own))))
    common = ", ".join(said[0][place] for place in shared if said[0][place] != _UNKNOWN)
    return common and f"All: {common}", labels


def _wrapped(text: str) -> list[str]:
    return wrap(text, _ACROSS, break_on_hyphens=False)


def _lines(lines: list[str], y: float) -> str:
    """Text over several lines, the first below `y`."""
    return "\n".join(
        f'<tspan x="{LEFT}" y="{y + _LINE * number - 4}">{escape(line)}</tspan>' for number, line in enumerate(lines, 1)
    )


def _row(row: Benchmark, scale: Scale, y: float, said: str, lines: list[str], catalogue: Catalogue) -> str:
    """The label over as many lines as it takes, and the mark below it; hovering tells everything."""
    source = catalogue.sources.get(row.source)
    title = f"{said}: {', '.join(getattr(row.population, name) for name in _POPULATION)}"
    title += f". {source.publisher}, {source.title}" if source else ""
    style = f"atlas-{row.kind}" + (" atlas-derived" if row.derived else "")
    mark = f'{_mark(row, scale, y + _LINE * len(lines) + _MARK / 2 - 2)} class="{style}"/>'
    return f"<g><title>{escape(title)}</title><text>{_lines(lines, y)}</text>{mark}</g>"


def _mark(row: Benchmark, scale: Scale, y: float) -> str:
    """The beginning of the element that stands for the figure."""
    if row.value is None:
        x1, x2 = scale.x(row.low or 0), scale.x(row.high or 0)
        return f'<rect x="{x1}" y="{y - 4}" width="{max(4.0, round(x2 - x1, 1))}" height="8" rx="4"'
    return _SHAPES.get(row.statistic, _round)(scale.x(row.value), y)
