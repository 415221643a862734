"""The charts of the report: SVG drawn when the page is written, colors by class, a sentence for those who cannot see.

A line over all periods with its target, and a bar of how many KPIs stand at each status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..judging import OFF_TARGET, ON_TARGET
from ..model import Line, Scorecard
from ..shown import value_text
from .markup import Markup, element, joined

WIDE, HIGH = 320, 104
LEFT, RIGHT, TOP, BOTTOM = 8, 312, 4, 86
BAR_WIDE, BAR_HIGH = 320, 14
_CLASSES = {ON_TARGET: "good", OFF_TARGET: "poor", "": "none"}


def status_class(word: str) -> str:
    """The class that gives a status its color."""
    return f"atlas-{_CLASSES.get(word, word)}"


def trend_chart(card: Scorecard, place: int, period: int) -> Markup:
    """A line's values over all periods, its target dashed, the period marked; empty where no period has a value."""
    line, values = card.lines[place], card.actuals[place]
    targets = [line.target(label) for label in card.periods]
    known = [value for value in values if value is not None]
    if not known:
        return Markup("")
    scale = _Scale(known + [target for target in targets if target is not None], len(values))
    parts = [
        element("path", class_="report-target", d=_path(scale, targets, stepped=True)),
        element("path", class_="report-line", d=_path(scale, values)),
        *(_dot(card, place, at, scale, at == period) for at, value in enumerate(values) if value is not None),
        *_words(card),
    ]
    label = _sentence(card, line, values, targets[period], period)
    drawn = (part for part in parts if ' d=""' not in part and part)
    return element("svg", *drawn, class_="report-trend", viewBox=f"0 0 {WIDE} {HIGH}", role="img", aria_label=label)


class _Scale:
    """Where values and periods lie in the drawing. Halves keep differences of huge values finite."""

    def __init__(self, shown: Sequence[float], periods: int) -> None:
        self._low, high = min(shown), max(shown)
        self._half = high / 2 - self._low / 2
        self._steps = max(1, periods - 1)
        self._alone = periods == 1

    def x(self, period: int) -> float:
        if self._alone:
            return (LEFT + RIGHT) / 2
        return LEFT + 4 + (RIGHT - LEFT - 8) * period / self._steps

    def y(self, value: float) -> float:
        share = (value / 2 - self._low / 2) / self._half if self._half else 0.5
        return BOTTOM - 6 - (BOTTOM - TOP - 12) * share


def _path(scale: _Scale, values: Sequence[float | None], stepped: bool = False) -> str:
    """A stroke through the values, interrupted where there is none; `stepped` ones reach half a period to each side."""
    path, drawing = "", False
    half = (scale.x(1) - scale.x(0)) / 2 or 20
    for at, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        x, y = scale.x(at), scale.y(value)
        if stepped:
            path += f"{'L' if drawing else 'M'}{max(LEFT, x - half):.1f} {y:.1f}H{min(RIGHT, x + half):.1f}"
        else:
            path += f"{'L' if drawing else 'M'}{x:.1f} {y:.1f}"
        drawing = True
    return path


def _dot(card: Scorecard, place: int, at: int, scale: _Scale, chosen: bool) -> Markup:
    value = card.actuals[place][at] or 0.0
    status = card.standing(place, at).status
    said = f"{card.periods[at]}: {value_text(card.lines[place], value)}" + (f", {status}" if status else "")
    return element(
        "circle",
        element("title", said),
        class_=f"{status_class(status)}{' report-now' if chosen else ''}",
        cx=scale.x(at),
        cy=scale.y(value),
        r=5 if chosen else 2.6,
    )


def _words(card: Scorecard) -> list[Markup]:
    """The first and the last period below the line; values stand beside the chart, and in the dots' titles."""
    words = [element("text", card.periods[0], x=LEFT, y=HIGH - 4)]
    if len(card.periods) > 1:
        words.append(element("text", card.periods[-1], x=RIGHT, y=HIGH - 4, text_anchor="end"))
    return words


def _sentence(card: Scorecard, line: Line, values: Sequence[float | None], target: float | None, period: int) -> str:
    known = [value for value in values if value is not None]
    low, high = value_text(line, min(known)), value_text(line, max(known))
    aim = f", target {value_text(line, target)}" if target is not None else ""
    now = value_text(line, values[period]) if values[period] is not None else "no value"
    over = f"{len(known)} of {len(values)} periods have a value, between {low} and {high}"
    return f"{line.name}: {now} in {card.periods[period]}{aim}; {over}."


def status_bar(words: Mapping[str, int]) -> Markup:
    """A bar with a part for each status, as wide as its share of the KPIs."""
    total, x, parts = sum(words.values()), 0.0, []
    for word, count in words.items():
        wide = BAR_WIDE * count / total
        parts.append(
            element("rect", class_=status_class(word), x=x, y=0, width=max(1.0, wide - 2), height=BAR_HIGH, rx=2)
        )
        x += wide
    return element(
        "svg",
        joined(parts),
        class_="report-bar",
        viewBox=f"0 0 {BAR_WIDE} {BAR_HIGH}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
