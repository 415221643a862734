"""Workbooks for the tests: exported, opened, recalculated by LibreOffice, compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook

from engines import recalculate
from kpiatlas.scorecard import Scorecard, write_xlsx
from kpiatlas.scorecard.layout import ACTUAL, PERCENT, SCORE, STATUS, TARGET, TOTAL, TREND, VARIANCE, Layout


def exported(card: Scorecard, folder: Path, *, with_examples: bool = False, name: str = "card") -> Path:
    """The path of the card's workbook."""
    path = folder / f"{name}.xlsx"
    write_xlsx(card, path, with_examples=with_examples)
    return path


def formula_cells(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, address and formula of every cell with a formula."""
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def same(one: object, other: object) -> bool:
    """Whether two values of cells are the same; empty text is a blank."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return (one or None) == (other or None)


def assert_recalculation_changes_nothing(path: Path) -> Workbook:
    """Every formula's stored value is the one LibreOffice computes; the recalculated workbook."""
    computed = recalculate(path)
    assert_same_values(path, computed)
    return computed


def assert_same_values(path: Path, computed: Workbook) -> None:
    """Every formula's stored value is the computed one."""
    stored = openpyxl.load_workbook(path, data_only=True)
    for sheet, place, formula in formula_cells(path):
        before, after = stored[sheet][place].value, computed[sheet][place].value
        assert same(before, after), f"{sheet}!{place} {formula}: stored {before!r}, computed {after!r}"


def actuals_of(workbook: Workbook, card: Scorecard) -> list[list[object]]:
    """What the sheet History shows, by line and period; None for a blank."""
    layout = Layout(card)
    rows = []
    for place in range(len(card.lines)):
        area = layout.history_periods(place)
        cells = workbook["History"].iter_rows(area.top + 1, area.bottom + 1, area.left + 1, area.right + 1)
        rows.append([cell.value or None if cell.value == "" else cell.value for row in cells for cell in row])
    return rows


def edited(path: Path, cells: dict[str, object]) -> Path:
    """A copy in which cells, named `Sheet!A1`, hold other values."""
    workbook = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        workbook[sheet][cell] = value
    copy = path.with_name(f"edited-{path.name}")
    workbook.save(copy)
    return copy


def assert_shows_what_the_evaluator_gives(workbook: Workbook, card: Scorecard, period: int) -> None:
    """Actual, target, variance, percent, status, trend and score of every line, and all scores, in one period."""
    sheet, layout = workbook["Scorecard"], Layout(card)
    for place, (line, row) in enumerate(zip(card.lines, layout.line_rows, strict=True)):
        standing = card.standing(place, period)
        expected = {
            ACTUAL: standing.actual,
            TARGET: standing.target,
            VARIANCE: standing.variance,
            PERCENT: standing.percent_of_target,
            STATUS: standing.status,
            TREND: standing.trend,
            SCORE: standing.score,
        }
        shown = {column: sheet.cell(row + 1, column + 1).value for column in expected}
        assert all(same(shown[column], expected[column]) for column in expected), (line.name, shown, expected)
    for row, score in zip(layout.group_rows, card.group_scores(period), strict=True):
        assert same(sheet.cell(row + 1, SCORE + 1).value, score)
    assert same(sheet.cell(TOTAL[0] + 1, TOTAL[1] + 1).value, card.total_score(period))
