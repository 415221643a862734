"""Example charts that set groups, causes or steps side by side."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from .pen import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    VALUE,
    Box,
    across,
    base,
    boxes,
    columns,
    dots,
    level,
    line,
    number,
    spread,
    surface,
    text,
)
from .pen import up as height

_RANKED = (0.92, 0.74, 0.6, 0.45, 0.3)
_LANE = (BOTTOM - TOP) / 5


def _best_first(direction: str) -> tuple[float, ...]:
    return tuple(reversed(_RANKED)) if direction == "lower" else _RANKED


def _lanes(values: tuple[float, ...], room: float = 0.82) -> list[Box]:
    """The values as bars from the left, one lane each."""
    return [
        (LEFT, TOP + place * _LANE + 2, (RIGHT - LEFT) * room * value, _LANE - 5) for place, value in enumerate(values)
    ]


def _bar(direction: str) -> str:
    found = _lanes(_best_first(direction))
    x, y, width, lane = found[2]
    label = text(x + width + 4, y + lane - 2, VALUE)
    return boxes(found[:2] + found[3:], "soft") + boxes([found[2]], "main") + label


def _stacked_bar(direction: str) -> str:
    parts: dict[str, list[Box]] = {"deep": [], "main": [], "soft": []}
    for x, y, width, lane in _lanes(_best_first(direction)):
        for name, start, end in (("deep", 0, 0.45), ("main", 0.45, 0.75), ("soft", 0.75, 1)):
            parts[name].append((x + start * width, y, (end - start) * width, lane))
    x, y, width, lane = _lanes(_best_first(direction))[2]
    return "".join(boxes(found, name) for name, found in parts.items()) + text(x + width + 4, y + lane - 2, VALUE)


def _pareto(direction: str) -> str:
    causes = (0.38, 0.24, 0.15, 0.1, 0.07, 0.06)
    found = columns(tuple(2 * cause for cause in causes), 0.8)
    points = spread(tuple(accumulate(causes)), 0, 0.95)
    return (
        boxes(found[:2], "main") + boxes(found[2:], "soft") + level(height(0.76)) + base() + line(points)
        + dots(points, "main", 2) + text(RIGHT, 11, VALUE, "end")
    )  # fmt: skip


def _box_plot(direction: str) -> str:
    parts = []
    for place, middle in enumerate((0.35, 0.5, 0.62) if direction != "lower" else (0.62, 0.5, 0.35)):
        x = across(place / 3 + 1 / 6)
        whisker = f"M{number(x)} {number(height(middle - 0.3))}V{number(height(middle + 0.32))}"
        parts.append(f'<path class="thin" d="{whisker}"/>')
        parts.append(boxes([(x - 14, height(middle + 0.14), 28, height(0) - height(0.26))], "soft"))
        parts.append(f'<path class="line" d="M{number(x - 14)} {number(height(middle))}h28"/>')
    last = 0.62 if direction != "lower" else 0.35
    return "".join(parts) + base() + text(RIGHT, height(last + 0.2), VALUE, "end")


def _heatmap(direction: str) -> str:
    shades: dict[str, list[Box]] = {"deep": [], "main": [], "soft": [], "faint": []}
    names, width, lane = tuple(shades), (RIGHT - LEFT) / 8, _LANE
    for row in range(5):
        for column in range(8):
            near = abs(column - 3.5) / 3.5 + abs(row - 2) / 3
            shade = min(3, int(near * 2 + (row * 5 + column * 3) % 4 / 3))
            name = names[shade if direction != "lower" else 3 - shade]
            shades[name].append((LEFT + column * width, TOP + row * lane, width - 2, lane - 2))
    return "".join(boxes(found, name) for name, found in shades.items() if found) + text(RIGHT, 12, VALUE, "end")


def _funnel(direction: str) -> str:
    middle, widths = (LEFT + RIGHT) / 2, (1.0, 0.72, 0.5, 0.34)
    parts, lane = [], (BOTTOM - TOP) / 4
    for place, (upper, lower) in enumerate(zip(widths, (*widths[1:], 0.28), strict=True)):
        y, half, next_half = TOP + place * lane, upper * 90, lower * 90
        foot = y + lane - 3
        outline = [(middle - half, y), (middle + half, y), (middle + next_half, foot), (middle - next_half, foot)]
        parts.append(surface(outline, "main" if place == 3 else "soft"))
    return "".join(parts) + text(middle + 40, BOTTOM - 6, VALUE)


def _waterfall(direction: str) -> str:
    moves = (0.16, 0.1, -0.12, 0.2) if direction != "lower" else (-0.16, -0.1, 0.12, -0.2)
    start = 0.45 if direction != "lower" else 0.8
    levels = [start, *accumulate(moves, initial=start)][1:]
    width = (RIGHT - LEFT) / 6
    wanted = "good" if direction != "lower" else "poor"
    other = "poor" if direction != "lower" else "good"
    ups: list[Box] = []
    downs: list[Box] = []
    for place, (before, move) in enumerate(zip(levels, moves, strict=False), 1):
        upper, size = max(before, before + move), height(0) - height(abs(move))
        (ups if move > 0 else downs).append((LEFT + place * width + 4, height(upper), width - 8, size))
    ends = [
        (LEFT + 4, height(start), width - 8, BOTTOM - height(start)),
        (RIGHT - width + 4, height(levels[-1]), width - 8, BOTTOM - height(levels[-1])),
    ]
    return boxes(ends, "main") + boxes(ups, wanted) + boxes(downs, other) + base() + text(
        RIGHT, height(levels[-1]) - 5, VALUE, "end"
    )  # fmt: skip


def _sankey(direction: str) -> str:
    def flow(y1: float, y2: float, size: float, style: str) -> str:
        curve = f"M18 {number(y1)}C90 {number(y1)} 90 {number(y2)} 150 {number(y2)}"
        back = f"v{number(size)}C90 {number(y2 + size)} 90 {number(y1 + size)} 18 {number(y1 + size)}z"
        return f'<path class="{style}" d="{curve}{back}"/>'

    flows = (
        flow(TOP, TOP, 34, "soft")
        + flow(TOP + 34, 72, 12, "faint")
        + flow(70, 54, 14, "faint")
        + flow(84, 86, 16, "soft")
    )
    ends = [(LEFT, TOP, 10, 46), (LEFT, 70, 10, 30), (150, TOP, 10, 34), (150, 54, 10, 14), (150, 72, 10, 30)]
    return flows + boxes(ends, "main") + text(RIGHT, 12, VALUE, "end")


def _treemap(direction: str) -> str:
    width, tall = RIGHT - LEFT, BOTTOM - TOP
    parts: dict[str, list[Box]] = {
        "deep": [(LEFT, TOP, width * 0.45, tall)],
        "main": [(LEFT + width * 0.45 + 2, TOP, width * 0.55 - 2, tall * 0.5)],
        "soft": [(LEFT + width * 0.45 + 2, TOP + tall * 0.5 + 2, width * 0.32, tall * 0.5 - 2)],
        "faint": [(LEFT + width * 0.77 + 4, TOP + tall * 0.5 + 2, width * 0.23 - 4, tall * 0.5 - 2)],
    }
    return text(LEFT, 12, VALUE) + "".join(boxes(found, name) for name, found in parts.items())


def _dot_plot(direction: str) -> str:
    parts, before, after = [], [], []
    for place, (first, gain) in enumerate(((0.3, 0.35), (0.4, 0.3), (0.25, 0.2), (0.5, 0.15), (0.35, 0.1))):
        start, end = (first, first + gain) if direction != "lower" else (1 - first, 1 - first - gain)
        y = TOP + (place + 0.5) * _LANE
        parts.append(f"M{number(across(start))} {number(y)}H{number(across(end))}")
        before.append((across(start), y))
        after.append((across(end), y))
    (x, y), side = after[0], "" if direction != "lower" else "end"
    label = text(x + (7 if not side else -7), y + 4, VALUE, side)
    return f'<path class="thin" d="{"".join(parts)}"/>' + dots(before, "soft", 3.5) + dots(after, "main", 3.5) + label


def _table(direction: str) -> str:
    rules = "".join(f"M{LEFT} {number(TOP + place * _LANE)}H{RIGHT}" for place in range(1, 6))
    names = boxes([(LEFT, TOP + place * _LANE + 6, 60 - 9 * (place % 3), 5) for place in range(5)], "soft")
    figures = [(150 - 5 * (place % 2), TOP + place * _LANE + 6, 30 + 5 * (place % 2), 5) for place in range(1, 5)]
    others = [(95 - 5 * (place % 2), TOP + place * _LANE + 6, 25 + 5 * (place % 2), 5) for place in range(5)]
    return (
        f'<path class="axis" d="{rules}"/>' + names + boxes([*figures, *others], "faint")
        + text(180, TOP + _LANE - 4, VALUE, "end")
    )  # fmt: skip


BY_GROUP: dict[str, Callable[[str], str]] = {
    "bar": _bar,
    "stacked-bar": _stacked_bar,
    "pareto": _pareto,
    "box-plot": _box_plot,
    "heatmap": _heatmap,
    "funnel": _funnel,
    "waterfall": _waterfall,
    "sankey": _sankey,
    "treemap": _treemap,
    "dot-plot": _dot_plot,
    "table": _table,
}
