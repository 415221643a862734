"""The proof by execution: Node, LibreOffice and DuckDB compute what the evaluator computes."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from engines import Rows, recalculate, run_duckdb, run_node
from formula.asked import (
    EXTREME,
    FULL,
    TAME,
    Asked,
    agree,
    generated,
    generated_from_extremes,
    the_catalogue,
    the_table,
)
from kpiatlas.formula import Outcome, TargetError, render
from kpiatlas.formula.nodes import Call, walk
from kpiatlas.formula.targets import javascript

Source: TypeAlias = Callable[[], list[Asked]]
EVERYWHERE = (the_table, the_catalogue, generated)
IN_A_SHEET = 5_000  # formulas to a workbook


def named(source: Source) -> str:
    return source.__name__.replace("_", " ")


def test_as_many_are_asked_as_the_run_promises() -> None:
    assert (len(generated()), len(generated_from_extremes())) == (TAME, EXTREME)
    assert len({each.formula.source for each in generated()}) > TAME * 0.7
    assert (20_000 if FULL else 2_000) <= TAME + EXTREME
    assert len(the_catalogue()) > 100


_EXPRESSIONS = """
export default (asked) => asked.map(({ code, names, values }) => {
  const value = new Function(...names, `"use strict"; return ${code};`)(...values);
  return value === null || Number.isFinite(value) ? value : String(value);
});
"""
_MODULE = """
import { formulas } from "./formulas.mjs";
export default (asked) => asked.map((inputs, place) => formulas[`formula ${place}`].compute(inputs));
"""


@pytest.mark.parametrize("source", [*EVERYWHERE, generated_from_extremes], ids=named)
class TestJavaScript:
    """Node computes expressions and modules."""

    def test_an_expression_gives_the_same_number_or_null(self, source: Source) -> None:
        asked = source()
        payload = [
            {
                "code": render(each.formula, "javascript"),
                "names": [javascript.default_name(name) for name in each.formula.names],
                "values": [each.inputs.get(name) for name in each.formula.names],
            }
            for each in asked
        ]
        answers: Any = run_node(_EXPRESSIONS, payload)
        wrong = [(str(each), value) for each, value in zip(asked, answers, strict=True) if not agree(each, value)]
        assert wrong == []

    def test_a_module_gives_the_same_number_and_the_same_reason(self, source: Source) -> None:
        asked = source()
        text = javascript.module(
            {f"formula {place}": each.formula for place, each in enumerate(asked)}, "./run_time.mjs"
        )
        files = {"formulas.mjs": text, "run_time.mjs": javascript.RUNTIME}
        answers: Any = run_node(_MODULE, [each.inputs for each in asked], files)
        wrong = [
            (str(each), answer, each.outcome)
            for each, answer in zip(asked, answers, strict=True)
            if not agree(each, answer["value"]) or not _same_reason(each.outcome, answer["because"])
        ]
        assert wrong == []


def _same_reason(outcome: Outcome, because: str | None) -> bool:
    """Equal, but for the last digits of a computed number that the reason states."""
    expected = outcome.undefined_because
    if expected is None or because is None:
        return expected is because
    words, other = expected.split(" "), because.split(" ")
    return len(words) == len(other) and all(
        one == two or math.isclose(_number(one), _number(two), rel_tol=1e-9)
        for one, two in zip(words, other, strict=True)
    )


def _number(word: str) -> float:
    try:
        return float(word.rstrip(","))
    except ValueError:
        return math.nan


@pytest.mark.parametrize("source", EVERYWHERE, ids=named)
def test_a_sheet_gives_the_same_number_or_nothing(source: Source, tmp_path: Path) -> None:
    asked = source()
    wrong, count = [], 0
    for start in range(0, len(asked), IN_A_SHEET):
        path = tmp_path / f"formulas-{start}.xlsx"
        written = _write_sheet(path, asked[start : start + IN_A_SHEET])
        sheet = recalculate(path).active
        assert sheet is not None
        values = [row[0] for row in sheet.iter_rows(max_col=1, values_only=True)]
        count += len(written)
        wrong += [
            (str(each), values[row], each.outcome)
            for row, each in written
            if not agree(each, None if values[row] == "" else values[row])
        ]
    assert wrong == []
    assert count > len(asked) * 0.9


def _write_sheet(path: Path, asked: list[Asked]) -> list[tuple[int, Asked]]:
    """One formula to a row with its inputs beside it; those a sheet cannot say are left out."""
    written = []
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, each in enumerate(asked):
            if each.lacks_a_series:
                continue
            cells = _write_inputs(sheet, row, each)
            try:
                sheet.write_formula(row, 0, render(each.formula, "excel", cells), value="not computed")
            except TargetError:
                continue
            written.append((row, each))
    return written


def _write_inputs(sheet: Any, row: int, each: Asked) -> dict[str, str]:
    """The inputs in cells from the third column on; a missing item is a blank cell or, in turn, one with text."""
    cells: dict[str, str] = {}
    column = 2
    for name in each.formula.names:
        value = each.inputs.get(name)
        items = [*value, None] if isinstance(value, list) else [value]
        for offset, item in enumerate(items):
            if item is not None:
                sheet.write_number(row, column + offset, item)
            elif isinstance(value, list) and offset % 2 and "scores" not in each.formula.source:
                sheet.write_string(row, column + offset, "n/a")
        first = xl_rowcol_to_cell(row, column)
        last = xl_rowcol_to_cell(row, column + len(items) - 1)
        cells[name] = f"{first}:{last}" if isinstance(value, list) else first
        column += len(items)
    return cells


@pytest.mark.parametrize("source", [*EVERYWHERE, generated_from_extremes], ids=named)
def test_a_database_gives_the_same_number_or_null(source: Source) -> None:
    written = [
        (each, expression)
        for each in source()
        if not each.lacks_a_series and not _loses_items(each) and (expression := _sql(each)) is not None
    ]
    answers = run_duckdb([(expression, _rows(each)) for each, expression in written])
    wrong = [
        (str(each), value, each.outcome)
        for (each, _), value in zip(written, answers, strict=True)
        if not agree(each, value)
    ]
    assert wrong == []
    assert len(written) > len(source()) * 0.8


def _sql(each: Asked) -> str | None:
    places = {name: f"c{place}" for place, name in enumerate(each.formula.names)}
    try:
        return render(each.formula, "sql", places)
    except TargetError:
        return None


def _rows(each: Asked) -> Rows:
    """A table of the inputs: a series down its column, a single number the same in every row."""
    values = [each.inputs.get(name) for name in each.formula.names]
    height = max([1, *(len(value) for value in values if isinstance(value, list))])
    columns = [
        [*value, *[None] * (height - len(value))] if isinstance(value, list) else [value] * height for value in values
    ]
    return list(zip(*columns, strict=True)) if columns else [()]


def _loses_items(each: Asked) -> bool:
    """Whether items at the ends of doubles meet an aggregate in which DuckDB loses such.

    It adds plainly, so huge items swallow others or cancel them, and it halves the smallest there are to find a middle.
    """
    used = {node.function for node in walk(each.formula.tree) if isinstance(node, Call)}
    items = [abs(item or 0.0) for name in each.formula.series for item in each.inputs[name]]
    if used & {"sum", "mean", "stdev"} and any(item > 1e150 for item in items):
        return True
    return bool(used & {"median", "percentile"}) and any(0 < item < 1e-307 for item in items)
