"""The sheet History: every KPI in every period, computed from the inputs by the KPI's own formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Sheet
from ..layout import FIRST_PERIOD, HISTORY, NAME_COLUMN, PERIOD_ROW, Layout
from ..model import Line
from .inputs import period_header

HOW = "Computed from the inputs by each KPI's formula. Blank: a figure is missing, or it has no value (division by 0)."
COLUMNS = (("KPI", 40), ("Unit", 20), ("Group", 26), ("Id", 30))


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for place, line in enumerate(layout.scorecard.lines) for cell in _row(layout, place, line)]
    return Sheet(
        HISTORY,
        "History",
        (*_head(layout), *cells),
        (*(width for _, width in COLUMNS), *(13 for _ in layout.scorecard.periods)),
        frozen=(PERIOD_ROW + 1, 1),
        repeated=(PERIOD_ROW, PERIOD_ROW),
        print_area=Area(0, 0, PERIOD_ROW + len(layout.scorecard.lines), layout.last_period),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    yield Cell(0, 0, "History", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    yield from period_header(layout, tuple(word for word, _ in COLUMNS))


def _row(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    row = layout.history_row(place)
    yield Cell(row, 0, line.name, look.NAME, note=line.words)
    yield Cell(row, 1, line.unit_text, look.BODY)
    yield Cell(row, 2, layout.group_titles[place], look.BODY)
    yield Cell(row, NAME_COLUMN, line.kpi.id, look.CODE)
    style = replace(look.NUMBER, format=look.result_format(line.unit, line.unit_kind))
    actuals, formulas = layout.scorecard.actuals[place], layout.actual_formulas(line)
    for column, (actual, formula) in enumerate(zip(actuals, formulas, strict=True), FIRST_PERIOD):
        yield Cell(row, column, "" if actual is None else actual, style, formula=formula)
