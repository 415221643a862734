"""Where the results that a workbook stores differ from those the evaluator gives.

The results are never taken from the workbook. A difference tells that a formula was changed or typed over, or that the
program that saved the file did not compute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from ..layout import ACTUAL, FIRST_PERIOD, HISTORY, NAME_COLUMN, SCORE, SCORECARD, STATUS, TOTAL, Layout
from ..model import Scorecard
from .cells import Cells, place
from .spreadsheet_parts import NUMBER, Stored

Value = float | str | None
Result = tuple[str, int, int, Value]
_BLANK = Stored("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose stored result is another than the computed one; `typed_over` where it holds no formula."""

    place: str
    stored: Value
    computed: Value
    typed_over: bool


@dataclass(frozen=True)
class Comparison:
    """How many stored results were compared, and what differs. None compared: the file stores no results."""

    compared: int
    differences: tuple[Difference, ...]


def compare(cells: Cells, card: Scorecard, shown: int | None) -> Comparison:
    """Compare History in every period, and Scorecard in the period that it shows.

    A formula with an empty value says that its result is blank, or that nobody computed it: only the other formulas
    tell. Where none of them has a value, the program that saved the file stored none.
    """
    results = list(_results(cells, card, shown))
    found = [cells.grid(sheet).get((row, column), _BLANK) for sheet, row, column, _ in results]
    if not any(cell.formula and cell.kind for cell in found):
        return Comparison(0, tuple(_typed_over(results, found)))
    return Comparison(len(results), tuple(_differing(results, found)))


def _typed_over(results: list[Result], found: list[Stored]) -> Iterator[Difference]:
    for (sheet, row, column, computed), cell in zip(results, found, strict=True):
        if cell.kind and not cell.formula:
            yield Difference(place(sheet, row, column), _value(cell), computed, True)


def _differing(results: list[Result], found: list[Stored]) -> Iterator[Difference]:
    for (sheet, row, column, computed), cell in zip(results, found, strict=True):
        typed_over = bool(cell.kind) and not cell.formula
        if typed_over or not _same(_value(cell), computed):
            yield Difference(place(sheet, row, column), _value(cell), computed, typed_over)


def _value(cell: Stored) -> Value:
    """What a cell stores; a blank where that is nothing or an empty text."""
    return cell.value if cell.kind == NUMBER else str(cell.value) or None


def _results(cells: Cells, card: Scorecard, shown: int | None) -> Iterator[Result]:
    """The cells with results that say something of their own, with the computed value; the rest follows from them."""
    layout = Layout(card)
    for at, line in enumerate(card.lines):
        row = layout.history_row(at)
        if cells.text(HISTORY, row, NAME_COLUMN) == line.kpi.id:
            for period, actual in enumerate(card.actuals[at]):
                yield HISTORY, row, FIRST_PERIOD + period, actual
    if shown is None or SCORECARD not in cells.opened.sheets:
        return
    for at, row in enumerate(layout.line_rows):
        standing = card.standing(at, shown)
        yield SCORECARD, row, ACTUAL, standing.actual
        yield SCORECARD, row, STATUS, standing.status or None
        yield SCORECARD, row, SCORE, standing.score
    for row, score in zip(layout.group_rows, card.group_scores(shown), strict=True):
        yield SCORECARD, row, SCORE, score
    yield SCORECARD, *TOTAL, card.total_score(shown)


def _same(stored: Value, computed: Value) -> bool:
    if isinstance(stored, float) and isinstance(computed, (int, float)):
        return isclose(stored, computed, rel_tol=1e-9, abs_tol=1e-9)
    return stored == computed
