"""The few strokes that every example chart is drawn with: short SVG, colors by class, whole drawing units.

Sits below the charts themselves and knows nothing of KPIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 200, 112
LEFT, RIGHT, TOP, BOTTOM = 8, 192, 18, 102
# Where a chart writes the worked example's result; put in for each record.
VALUE = "\x00"

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def across(share: float) -> float:
    """A place between the left and the right edge, from 0 to 1."""
    return LEFT + (RIGHT - LEFT) * share


def up(share: float) -> float:
    """A height between the base and the top, from 0 to 1."""
    return BOTTOM - (BOTTOM - TOP) * share


def line(points: Iterable[Point], style: str = "line") -> str:
    """A stroke through the points."""
    return f'<path class="{style}" d="M{_through(points)}"/>'


def surface(points: Iterable[Point], style: str) -> str:
    """A filled outline."""
    return f'<path class="{style}" d="M{_through(points)}z"/>'


def _through(points: Iterable[Point]) -> str:
    return "L".join(f"{number(x)} {number(y)}" for x, y in points)


def boxes(found: Iterable[Box], style: str) -> str:
    """Rectangles (x, y, width, height) in one element."""
    shapes = (f"M{number(x)} {number(y)}h{number(w)}v{number(h)}h{number(-w)}z" for x, y, w, h in found)
    return f'<path class="{style}" d="{"".join(shapes)}"/>'


def dots(points: Iterable[Point], style: str = "main", radius: float = 2.5) -> str:
    """Circles in one element."""
    turn = f"a{number(radius)} {number(radius)} 0 1 "
    shapes = (
        f"M{number(x - radius)} {number(y)}{turn}0 {number(2 * radius)} 0{turn}0 {number(-2 * radius)} 0"
        for x, y in points
    )
    return f'<path class="{style}" d="{"".join(shapes)}"/>'


def level(y: float, style: str = "guide") -> str:
    """A line over the whole width."""
    return f'<path class="{style}" d="M{LEFT} {number(y)}H{RIGHT}"/>'


def text(x: float, y: float, words: str, anchor: str = "") -> str:
    """Words; `anchor` is empty, `middle` or `end`."""
    place = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{number(x)}" y="{number(y)}"{place}>{words}</text>'


def base() -> str:
    """The line on which everything stands."""
    return level(BOTTOM, "axis")


def spread(values: Sequence[float], low: float = 0.0, high: float = 1.0) -> list[Point]:
    """The values as points from left to right, with room at both ends."""
    step = 1 / len(values)
    return [(across((place + 0.5) * step), up(low + (high - low) * value)) for place, value in enumerate(values)]


def columns(values: Sequence[float], share: float = 0.66) -> list[Box]:
    """The values as boxes standing on the base."""
    width = (RIGHT - LEFT) / len(values)
    return [
        (LEFT + (place + (1 - share) / 2) * width, up(value), share * width, BOTTOM - up(value))
        for place, value in enumerate(values)
    ]
