"""The sheet History: every KPI in every period, computed from the inputs by the KPI's own formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...formula import render
from .. import look
from ..grid import Area, Cell, Sheet
from ..layout import FIRST_PERIOD, HISTORY, PERIOD_ROW, Layout
from ..model import Line

HOW = "Computed from the inputs by each KPI's formula. Blank: a figure is missing, or it has no value (division by 0)."


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for place, line in enumerate(layout.scorecard.lines) for cell in _row(layout, place, line)]
    return Sheet(
        HISTORY,
        "History",
        (*_head(layout), *cells),
        (40, 22, 26, *(13 for _ in layout.scorecard.periods)),
        frozen=(PERIOD_ROW + 1, FIRST_PERIOD),
        repeated=(PERIOD_ROW, PERIOD_ROW),
        print_area=Area(0, 0, PERIOD_ROW + len(layout.scorecard.lines), layout.last_period),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    yield Cell(0, 0, "History", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    for column, word in enumerate(("KPI", "Unit", "Group")):
        yield Cell(PERIOD_ROW, column, word, look.HEADER)
    for column, label in enumerate(layout.scorecard.periods, FIRST_PERIOD):
        yield Cell(PERIOD_ROW, column, label, look.HEADER_NUMBER)


def _row(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    row, card = layout.history_row(place), layout.scorecard
    yield Cell(row, 0, line.name, look.NAME, note=line.words)
    yield Cell(row, 1, line.unit_text, look.BODY)
    yield Cell(row, 2, layout.group_titles[place], look.BODY)
    style = replace(look.NUMBER, format=look.result_format(line.unit, line.unit_kind))
    for period, actual in enumerate(card.actuals[place]):
        value = "" if actual is None else actual
        yield Cell(row, FIRST_PERIOD + period, value, style, formula=actual_formula(layout, line, period))


def actual_formula(layout: Layout, line: Line, period: int) -> str:
    """The line's formula over the cells of a period.

    A series column without any value is a missing figure, which the bare formula cannot tell from an empty list.
    """
    binding = layout.binding(line, period)
    formula = render(line.formula, "excel", binding)
    empty = [f"COUNT({binding[name]})=0" for name in line.formula.names if name in line.formula.series]
    if not empty:
        return formula
    return f'=IF(OR({",".join(empty)}),"",{formula.removeprefix("=")})'
