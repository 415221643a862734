"""The proof by execution: Node and LibreOffice compute what the evaluator computes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from engines import recalculate, run_node
from formula.cases import CASES
from formula.trees import Generator, extreme, formula_of, tame
from kpiatlas.formula import Formula, Outcome, TargetError, evaluate, render
from kpiatlas.formula.targets import javascript


@dataclass(frozen=True)
class Asked:
    """A formula, its inputs, and what the evaluator says."""

    formula: Formula
    inputs: dict[str, Any]
    outcome: Outcome

    def __str__(self) -> str:
        return f"{self.formula.source} for {self.inputs}"


def _asked(formula: Formula, values: dict[str, Any]) -> Asked:
    kept = {name: value for name, value in values.items() if name in formula.names}
    return Asked(formula, kept, evaluate(formula, kept))


def _written() -> list[Asked]:
    return [_asked(case.formula, case.inputs) for case in CASES]


def _generated(kind: Callable[[Random], Generator], count: int) -> list[Asked]:
    generator = kind(Random(20_780))
    return [_asked(formula_of(generator.value(1 + place % 4)), generator.inputs()) for place in range(count)]


def _agree(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


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


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(_written(), id="the table"),
        pytest.param(_generated(tame, 2000), id="generated"),
        pytest.param(_generated(extreme, 2000), id="generated from extreme numbers"),
    ],
)
class TestJavaScript:
    """Node computes expressions and modules."""

    def test_an_expression_gives_the_same_number_or_null(self, asked: list[Asked]) -> None:
        payload = [
            {
                "code": render(each.formula, "javascript"),
                "names": [javascript.default_name(name) for name in each.formula.names],
                "values": [each.inputs.get(name) for name in each.formula.names],
            }
            for each in asked
        ]
        answers: Any = run_node(_EXPRESSIONS, payload)
        wrong = [(str(each), value) for each, value in zip(asked, answers, strict=True) if not _same(each, value)]
        assert wrong == []

    def test_a_module_gives_the_same_number_and_the_same_reason(self, asked: list[Asked]) -> None:
        text = javascript.module(
            {f"formula {place}": each.formula for place, each in enumerate(asked)}, "./run_time.mjs"
        )
        files = {"formulas.mjs": text, "run_time.mjs": javascript.RUNTIME}
        answers: Any = run_node(_MODULE, [each.inputs for each in asked], files)
        wrong = [
            (str(each), answer, each.outcome)
            for each, answer in zip(asked, answers, strict=True)
            if not _same(each, answer["value"]) or not _same_reason(each.outcome, answer["because"])
        ]
        assert wrong == []


def _same(each: Asked, value: Any) -> bool:
    return not isinstance(value, str) and _agree(value, each.outcome.value)


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


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(_written(), id="the table"),
        pytest.param(_generated(tame, 2000), id="generated"),
    ],
)
def test_a_sheet_gives_the_same_number_or_nothing(asked: list[Asked], tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    written = _write_sheet(path, asked)
    sheet = recalculate(path).active
    assert sheet is not None
    wrong = []
    for row, each in written:
        value: Any = sheet.cell(row + 1, 1).value
        if not _same(each, None if value in ("", None) else value):
            wrong.append((str(each), value, each.outcome))
    assert wrong == []
    assert len(written) > len(asked) * 0.9


def _write_sheet(path: Path, asked: list[Asked]) -> list[tuple[int, Asked]]:
    """One formula to a row with its inputs beside it; those a sheet cannot say are left out."""
    written = []
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, each in enumerate(asked):
            if any(each.inputs.get(name) is None for name in each.formula.series):
                continue  # a range is never missing
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
