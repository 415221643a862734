"""Example charts of a value over time."""

from __future__ import annotations

from collections.abc import Callable

from .pen import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    VALUE,
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
    up,
)

_RISING = (0.22, 0.3, 0.27, 0.38, 0.36, 0.47, 0.44, 0.56, 0.6, 0.57, 0.7, 0.78)
_SWINGING = (0.85, 0.2, 0.75, 0.3, 0.66, 0.38, 0.58, 0.44, 0.54, 0.47, 0.52, 0.5)


def trend(direction: str) -> tuple[float, ...]:
    """Twelve periods that go the way the KPI should go: up, down, or ever closer to the middle."""
    if direction == "range":
        return _SWINGING
    return _RISING if direction == "higher" else tuple(1 - value for value in _RISING)


def _last(values: tuple[float, ...]) -> str:
    x, y = spread(values)[-1]
    clear = 18 if values[0] > values[-1] + 0.5 else 6  # a falling line comes in from above
    return dots([(x, y)], radius=3) + text(RIGHT, y - clear, VALUE, "end")


def _line(direction: str) -> str:
    values = trend(direction)
    return base() + line(spread(values)) + _last(values)


def _area(direction: str) -> str:
    values = trend(direction)
    upper = spread(values)
    lower = spread(tuple(0.55 * value for value in values))
    ends = [(upper[-1][0], BOTTOM), (upper[0][0], BOTTOM)]
    return surface([*upper, *ends], "soft") + surface([*lower, *ends], "main") + base() + _last(values)


def _column(direction: str) -> str:
    values = trend(direction)[5:]
    found, (x, y, width, _) = columns(values), columns(values)[-1]
    return boxes(found[:-1], "soft") + boxes(found[-1:], "main") + base() + text(x + width, y - 5, VALUE, "end")


def _combo(direction: str) -> str:
    volume = (0.3, 0.36, 0.33, 0.42, 0.4, 0.46, 0.44, 0.5, 0.47, 0.42, 0.4, 0.45)
    values = trend(direction)
    return boxes(columns(volume), "soft") + base() + line(spread(values)) + _last(values)


def _control_chart(direction: str) -> str:
    values = [0.48, 0.55, 0.42, 0.51, 0.58, 0.45, 0.53, 0.4, 0.92 if direction == "lower" else 0.08, 0.5, 0.47, 0.5]
    points = spread(values)
    limits = level(up(0.8)) + level(up(0.2)) + level(up(0.5), "axis")
    return limits + line(points) + dots(points[:8] + points[9:], radius=2) + dots([points[8]], "poor", 3.5) + text(
        RIGHT, up(0.5) - 6, VALUE, "end"
    )  # fmt: skip


def _cohort(direction: str) -> str:
    start, step = (0.9, -0.14) if direction != "lower" else (0.2, 0.14)
    width, height = (RIGHT - LEFT) / 6, (BOTTOM - TOP) / 5
    shades: dict[str, list[tuple[float, float, float, float]]] = {"deep": [], "main": [], "soft": [], "faint": []}
    for row in range(5):
        for column in range(6 - row):
            shade = start + step * column + 0.03 * row
            name = "deep" if shade > 0.75 else "main" if shade > 0.55 else "soft" if shade > 0.35 else "faint"
            shades[name].append((LEFT + column * width, TOP + row * height, width - 2, height - 2))
    return "".join(boxes(found, name) for name, found in shades.items() if found) + text(
        RIGHT, BOTTOM - 4, VALUE, "end"
    )


def _survival(direction: str) -> str:
    left = (1.0, 0.86, 0.77, 0.7, 0.65, 0.61, 0.58, 0.56)
    kept = left if direction != "lower" else tuple(value**2.5 for value in left)
    steps = f"M{LEFT} {number(up(kept[0]))}" + "".join(
        f"H{number(across(place / 8))}V{number(up(value))}" for place, value in enumerate(kept[1:], 1)
    )
    return base() + f'<path class="line" d="{steps}H{RIGHT}"/>' + text(RIGHT, up(kept[-1]) - 6, VALUE, "end")


def _small_multiples(direction: str) -> str:
    parts, values = [], trend(direction)
    for place, factor in enumerate((1, 0.75, 0.9, 0.6)):
        left, bottom = (LEFT, 104)[place % 2], (56, BOTTOM)[place // 2]
        points = [(left + n * 7.6, bottom - 4 - 30 * factor * value) for n, value in enumerate(values)]
        parts.append(f'<path class="axis" d="M{left} {bottom}h88"/>' + line(points, "line" if place == 0 else "thin"))
    return "".join(parts) + text(LEFT, 12, VALUE)


OVER_TIME: dict[str, Callable[[str], str]] = {
    "line": _line,
    "area": _area,
    "column": _column,
    "combo": _combo,
    "control-chart": _control_chart,
    "cohort": _cohort,
    "survival": _survival,
    "small-multiples": _small_multiples,
}
