"""How a workbook looks: styles, number formats by unit, colors that people with any color vision tell apart.

Ratings run from dark blue over pale tones to dark orange: blue and orange differ under every common color blindness,
and the word always stands in the cell.
"""

from __future__ import annotations

from dataclasses import replace

from .grid import Style
from .judging import BETTER, DOWN, EXCELLENT, FAIR, GOOD, OFF_TARGET, ON_TARGET, POOR, UP, WORSE

TEXT = Style()
TITLE = Style(bold=True, size=16, color="1F3A5F")
FACT = Style(format="0")
SUBTITLE = Style(color="52606D", italic=True)
LABEL = Style(bold=True, color="1F3A5F")
HEADER = Style(bold=True, color="FFFFFF", fill="1F3A5F", border=True, wrap=True)
HEADER_NUMBER = replace(HEADER, align="right")
HEADER_MIDDLE = replace(HEADER, align="center")
INTRODUCTION = Style(wrap=True, top=True)
GROUP = Style(bold=True, size=11, color="1F3A5F", fill="E4EBF3")
GROUP_NUMBER = replace(GROUP, align="right", border=True)
TOTAL = Style(format="0.0", bold=True, size=14, color="1F3A5F", align="center", border=True)
BODY = Style(border=True, wrap=True)
LONG = replace(BODY, top=True)
NAME = replace(BODY, bold=True)
NAME_OF_LONG = replace(NAME, top=True)
NUMBER = Style(border=True, align="right")
CHOICE = Style(format="@", bold=True, fill="FFF8DC", border=True, align="center", typed=True)
STATUS = Style(bold=True, border=True, align="center")
CODE = Style(border=True, color="52606D")
MIDDLE = Style(border=True, align="center")
MEASURED = Style(italic=True, color="52606D", border=True, align="right")

NONE_OF_IT = Style(color="7B8794", fill="FFFFFF")
"""The colors of a count that is 0."""

RATING_COLORS = {
    EXCELLENT: ("0B5394", "FFFFFF"),
    GOOD: ("BDD7EE", "1F2933"),
    FAIR: ("FCE4B6", "1F2933"),
    POOR: ("A84300", "FFFFFF"),
    ON_TARGET: ("BDD7EE", "1F2933"),
    OFF_TARGET: ("A84300", "FFFFFF"),
}


TREND_COLORS = {
    f"{arrow} {word}": color for word, color in ((BETTER, "0B5394"), (WORSE, "A84300")) for arrow in (UP, DOWN)
}
PERCENT = '0"%"'
SCORE = "0"
POINTS = "0.0"


def trend(word: str) -> Style:
    """The style of a cell that holds a trend; its word says the same."""
    return replace(STATUS, color=TREND_COLORS[word], fill="FFFFFF")


def typed(style: Style) -> Style:
    """The style of a cell that people fill in."""
    return replace(style, fill="FFF8DC", typed=True)


def rating(word: str) -> Style:
    """The style of a cell that holds the word of a status."""
    fill, color = RATING_COLORS[word]
    return replace(STATUS, fill=fill, color=color)


def result_format(unit: str, kind: str) -> str:
    """The number format of a KPI's values. The number 74 means 74 percent, so the sign is text behind it."""
    if unit == "percent":
        return '0.0"%"'
    if "/" in unit or kind == "proportion":
        return "#,##0.00"
    return {"currency": "#,##0", "counted": "#,##0"}.get(kind, "#,##0.0")


def variance_format(unit: str, kind: str) -> str:
    """The number format of a distance: with its sign, and percentage points for percent."""
    plain = '0.0" pp"' if unit == "percent" else result_format(unit, kind)
    return f"+{plain};-{plain};{plain}"


def input_format(unit: str, kind: str) -> str:
    """The number format of an input. A score or a quotient shows the decimals that were typed."""
    if unit == "percent":
        return '0.0##"%"'
    if "/" in unit or kind in ("score", "proportion"):
        return "General"
    return "#,##0.0" if kind == "time" and unit != "second" else "#,##0"
