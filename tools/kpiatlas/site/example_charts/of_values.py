"""Example charts of single values: where one stands, and how many are spread."""

from __future__ import annotations

import math
from collections.abc import Callable

from .pen import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    VALUE,
    Point,
    across,
    base,
    boxes,
    columns,
    dots,
    line,
    number,
    text,
    up,
)

_RATINGS = ("poor", "fair", "good", "excellent")
_CLOUD = (
    (0.08, 0.2), (0.15, 0.33), (0.22, 0.18), (0.27, 0.42), (0.33, 0.3), (0.4, 0.5), (0.45, 0.36), (0.52, 0.58),
    (0.58, 0.44), (0.64, 0.66), (0.7, 0.55), (0.77, 0.74), (0.84, 0.62), (0.9, 0.84),
)  # fmt: skip


def ratings(direction: str) -> tuple[str, ...]:
    """The bands from left to right."""
    if direction == "range":
        return ("poor", "good", "excellent", "good", "poor")
    return _RATINGS if direction == "higher" else tuple(reversed(_RATINGS))


def _stands_at(direction: str) -> float:
    return {"higher": 0.68, "lower": 0.32}.get(direction, 0.5)


def _bullet(direction: str) -> str:
    names, place = ratings(direction), across(_stands_at(direction))
    width = (RIGHT - LEFT) / len(names)
    bands = "".join(boxes([(LEFT + n * width, 42, width, 36)], name) for n, name in enumerate(names))
    aim = across(_stands_at(direction) + (0.12 if direction != "lower" else -0.12))
    measure = boxes([(LEFT, 54, place - LEFT, 12)], "ink") + boxes([(aim, 46, 3, 28)], "ink")
    return bands + measure + text(place, 34, VALUE, "middle")


def _gauge(direction: str) -> str:
    names, middle, bottom, outer, inner = ratings(direction), 100, 98, 78, 52
    edges = [math.pi * (1 - place / len(names)) for place in range(len(names) + 1)]

    def at(angle: float, radius: float) -> str:
        return f"{number(middle + radius * math.cos(angle))} {number(bottom - radius * math.sin(angle))}"

    arcs = "".join(
        f'<path class="{name}" d="M{at(a, outer)}A{outer} {outer} 0 0 1 {at(b, outer)}L{at(b, inner)}'
        f'A{inner} {inner} 0 0 0 {at(a, inner)}z"/>'
        for name, a, b in zip(names, edges, edges[1:], strict=False)
    )
    hand = math.pi * (1 - _stands_at(direction))
    needle = f'<path class="needle" d="M{middle} {bottom}L{at(hand, outer - 4)}"/>'
    return arcs + needle + dots([(middle, bottom)], "ink", 4) + text(middle + 8, bottom + 10, VALUE)


def _histogram(direction: str) -> str:
    counts = (0.12, 0.3, 0.62, 0.92, 0.74, 0.5, 0.32, 0.2, 0.12, 0.06)
    found = columns(counts if direction != "higher" else tuple(reversed(counts)), 0.92)
    place = across(0.37 if direction != "higher" else 0.63)
    mean = f'<path class="guide" d="M{number(place)} {TOP - 4}V{BOTTOM}"/>'
    side = text(place + 5, TOP + 2, VALUE) if direction != "higher" else text(place - 5, TOP + 2, VALUE, "end")
    return boxes(found, "soft") + mean + base() + side


def _cloud(direction: str) -> list[Point]:
    return [(across(x), up(y if direction != "lower" else 1 - y)) for x, y in _CLOUD]


def _scatter(direction: str) -> str:
    points = _cloud(direction)
    first, last = (0.16, 0.82) if direction != "lower" else (0.84, 0.18)
    ends = [(across(0.04), up(first)), (across(0.95), up(last))]
    x, y = points[7]
    return base() + line(ends, "guide") + dots(points, "soft", 3) + dots([(x, y)], "main", 4) + text(
        x - 6, y - 7, VALUE, "end" if direction != "lower" else ""
    )  # fmt: skip


def _bubble(direction: str) -> str:
    points = _cloud(direction)[::2]
    sizes = (6, 10, 5, 13, 7, 9, 5)
    x, y = points[3]
    rest = "".join(
        dots([at], "soft", size) for place, (at, size) in enumerate(zip(points, sizes, strict=True)) if place != 3
    )
    return base() + rest + dots([(x, y)], "main", 13) + text(x, y - 17 if y > 40 else y + 26, VALUE, "middle")


OF_VALUES: dict[str, Callable[[str], str]] = {
    "bullet": _bullet,
    "gauge": _gauge,
    "histogram": _histogram,
    "scatter": _scatter,
    "bubble": _bubble,
}
