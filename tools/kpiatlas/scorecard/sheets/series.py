"""The sheet Series: for every input that is a list of numbers a column for each period, filled from the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Rule, Sheet
from ..layout import SERIES, SERIES_LABEL, SERIES_PERIOD, SERIES_ROWS, SERIES_TOP, Layout
from ..model import InputRow
from .inputs import NOT_NEGATIVE, NUMBER, meaning

HOW = f"One value a cell, such as one survey answer, from the top of its column; up to {SERIES_ROWS:,} values a period."
SHOWN = 20
"""Rows that look like cells to fill in even while they are blank; all rows are read."""


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard that has series inputs."""
    rows = [row for row in layout.scorecard.inputs if row.is_series]
    cells = [cell for row in rows for cell in _block(layout, row)]
    width = len(rows) * len(layout.scorecard.periods)
    return Sheet(
        SERIES,
        "Series",
        (*_head(), *cells),
        (10, *(13 for _ in range(width))),
        frozen=(SERIES_TOP, 1),
        repeated=(SERIES_LABEL, SERIES_PERIOD),
        rules=tuple(_rule(layout, row) for row in rows),
        print_area=Area(0, 0, max(cell.row for cell in cells), width),
    )


def _head() -> Iterator[Cell]:
    yield Cell(0, 0, "Series", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    yield Cell(SERIES_LABEL, 0, "Input", look.HEADER)
    yield Cell(SERIES_PERIOD, 0, "Period", look.HEADER)


def _block(layout: Layout, row: InputRow) -> Iterator[Cell]:
    style = look.typed(replace(look.NUMBER, format=look.input_format(row.unit, row.unit_kind)))
    for period, label in enumerate(layout.scorecard.periods):
        column = layout.series_columns[row.key] + period
        yield Cell(SERIES_LABEL, column, row.label, look.HEADER, note="" if period else meaning(row))
        yield Cell(SERIES_PERIOD, column, label, look.HEADER_NUMBER)
        figure = layout.scorecard.figure(row.key, period)
        values = figure if isinstance(figure, tuple) else ()
        for place in range(max(SHOWN, len(values))):
            yield Cell(SERIES_TOP + place, column, values[place] if place < len(values) else None, style)


def _rule(layout: Layout, row: InputRow) -> Rule:
    first = layout.series_cells(row.key, 0)
    last = layout.series_cells(row.key, len(layout.scorecard.periods) - 1)
    kind, message = ("not negative", NOT_NEGATIVE) if row.never_negative else ("number", NUMBER)
    return Rule(Area(first.top, first.left, last.bottom, last.right), kind, message)
