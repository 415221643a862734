"""The figures that people filled in, from the sheets Inputs and Series, by the key of the input and the period.

Rows are found by their key, so that a workbook whose rows were moved, or whose records have changed since, is still
read; columns by their place, whose label the sheet Inputs gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..layout import (
    FIRST_PERIOD,
    INPUTS,
    NAME_COLUMN,
    PERIOD_ROW,
    SERIES,
    SERIES_LABEL,
    SERIES_PERIOD,
    SERIES_ROWS,
    SERIES_TOP,
)
from ..model import Figure, InputRow
from .cells import Cells, quoted
from .xml_parts import WorkbookError

Row = tuple[Figure | None, ...]


@dataclass(frozen=True)
class Filled:
    """What the sheets hold: figures by key for each period, the keys there are, and those that nothing needs."""

    figures: Mapping[str, Row]
    keys: frozenset[str]
    unneeded: tuple[str, ...]


def period_labels(cells: Cells) -> tuple[str, ...]:
    """The labels of the periods, from the first column of Inputs to the last that has one.

    Raises:
        WorkbookError: the workbook has no sheet Inputs, or no period on it.
    """
    if INPUTS not in cells.opened.sheets:
        raise WorkbookError(f"{cells.opened.name}: the sheet {INPUTS} was renamed or deleted; give it its name again")
    columns = [column for row, column in cells.grid(INPUTS) if row == PERIOD_ROW and column >= FIRST_PERIOD]
    labels: list[str] = []
    for column in range(FIRST_PERIOD, max(columns, default=FIRST_PERIOD - 1) + 1):
        before = len(cells.wrong)
        label = cells.label(INPUTS, PERIOD_ROW, column)
        if label in labels and label:
            cells.refuse(INPUTS, PERIOD_ROW, column, f"the period {quoted(label)} stands twice")
        elif not label and len(cells.wrong) == before:
            cells.refuse(INPUTS, PERIOD_ROW, column, "the label of the period is missing")
        labels.append(label)
    if not labels:
        raise WorkbookError(f"{cells.opened.name}: the sheet {INPUTS} has no periods")
    return tuple(labels)


def read_figures(cells: Cells, inputs: Sequence[InputRow], labels: Sequence[str]) -> Filled:
    """The figures of the inputs that a scorecard needs; wrong cells are noted."""
    needed = {row.key: row for row in inputs}
    rows = _rows_by_key(cells)
    series = {found.value for (row, _), found in cells.grid(SERIES).items() if row == SERIES_LABEL}
    figures: dict[str, Row] = {}
    block = 0
    for key, at in rows.items():
        row = needed.get(key)
        is_series = row.is_series if row else cells.text(INPUTS, at, 0) in series and _counts(cells, at)
        if row and is_series:
            figures[key] = tuple(_series(cells, row, at, 1 + block * len(labels), labels))
        elif row:
            figures[key] = tuple(_numbers(cells, row, at, len(labels)))
        block += is_series
    filled = {key: row for key, row in figures.items() if any(figure is not None for figure in row)}
    return Filled(filled, frozenset(rows), tuple(key for key in rows if key not in needed))


def _counts(cells: Cells, at: int) -> bool:
    """Whether a row holds formulas, as the rows do that count the values on Series."""
    found = cells.grid(INPUTS).get((at, FIRST_PERIOD))
    return found is not None and found.formula


def _rows_by_key(cells: Cells) -> dict[str, int]:
    """The row of each key, from the top."""
    found: dict[str, int] = {}
    for row in sorted(row for row, column in cells.grid(INPUTS) if column == NAME_COLUMN and row > PERIOD_ROW):
        key = cells.text(INPUTS, row, NAME_COLUMN)
        if key in found:
            cells.refuse(INPUTS, row, NAME_COLUMN, f"the input {quoted(key)} stands twice")
        elif key:
            found[key] = row
    return found


def _numbers(cells: Cells, row: InputRow, at: int, count: int) -> Iterator[float | None]:
    for column in range(FIRST_PERIOD, FIRST_PERIOD + count):
        yield cells.figure(INPUTS, at, column, never_negative=row.never_negative, percent=row.unit == "percent")


def _series(cells: Cells, row: InputRow, at: int, first: int, labels: Sequence[str]) -> Iterator[Figure | None]:
    """The values of each period from the top, blanks left out; None where there is none."""
    own = cells.text(INPUTS, at, 0)
    for period, label in enumerate(labels):
        column = first + period
        if cells.text(SERIES, SERIES_LABEL, column) != own or cells.label(SERIES, SERIES_PERIOD, column) != label:
            message = f"the values of {quoted(own)} for {quoted(label)} belong here; its headings were changed"
            cells.refuse(SERIES, SERIES_PERIOD, column, message)
            yield None
            continue
        yield _values(cells, row, column)


def _values(cells: Cells, row: InputRow, column: int) -> tuple[float, ...] | None:
    grid = cells.grid(SERIES)
    found = []
    for at in range(SERIES_TOP, SERIES_TOP + SERIES_ROWS):
        if (at, column) in grid:
            value = cells.figure(SERIES, at, column, never_negative=row.never_negative, percent=row.unit == "percent")
            if value is not None:
                found.append(value)
    if cells.at(SERIES, SERIES_TOP + SERIES_ROWS, column) is not None:
        message = f"only {SERIES_ROWS:,} values a period are counted; there are more"
        cells.refuse(SERIES, SERIES_TOP + SERIES_ROWS, column, message)
    return tuple(found) or None
