"""A value in a table is what the evaluator gives for its row or its group."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiatlas.formula import Formula, Outcome, evaluate, parse
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue
from kpiatlas.tables import Calculation, Preview
from tables.conftest import Write, write_csv

CATALOGUE = load_catalogue(catalogue_dir())
FORMULAS = [
    (f"{kpi.id}, {variant.name if variant else 'standard'}", expression, inputs, example)
    for kpi in CATALOGUE
    for variant, expression, inputs, example in kpi.formulas()
]
OF_ROWS = (
    "a / b * 100",
    "a / (b - c)",
    "(a / b)^(1 / c) - 1",
    "a^b",
    "-a^2 + b",
    "sqrt(a - b)",
    "ln(a) + log10(b)",
    "exp(a) * b",
    "if(b = 0, 0, a / b)",
    "if(a / b > 1 and c > 0, a, c)",
    "if(not (a < b) or c / a > 2, 1, 0)",
    "min(a, b, c) + max(a, 0)",
    "round(a / b, 2)",
    "1 / (a * 1e308 * 10)",
    "abs(a - b) / c",
)
OF_GROUPS = (
    "mean(s)",
    "sum(s) / d",
    "count(s) / d * 100",
    "median(s) - min(s)",
    "percentile(s, 90)",
    "stdev(s) / mean(s)",
    "max(s) - t",
    "count_if(s >= t) / count(s) * 100",
    "if(count(s) = 0, d, sum(s))",
    "sum(s) / sum(w)",
)
cells = st.one_of(
    st.none(),
    st.sampled_from((0.0, 1.0, -1.0, 2.0, 0.5, 100.0, 1e-300, 1e300, -8.0)),
    st.integers(-1000, 1000).map(float),
    st.floats(-1e6, 1e6, allow_subnormal=False),
)


def result(formula: Formula, rows: list[list[Any]], **more: Any) -> Preview:
    """The formula over rows, the first of which are the names."""
    with tempfile.TemporaryDirectory() as folder:
        return Calculation(formula, write_csv(Path(folder, "rows.csv"), rows), **more).preview()


def outcomes(preview: Preview) -> list[Outcome]:
    """The value of each row, and the reason where there is none."""
    value = preview.names.index("value")
    reasons = [row[-1] if "undefined_because" in preview.names else "" for row in preview.rows]
    return [Outcome(row[value], because or None) for row, because in zip(preview.rows, reasons, strict=True)]


def same(got: Outcome, expected: Outcome) -> bool:
    """Equal to 1e-9 relative, undefined as undefined."""
    if got.value is None or expected.value is None:
        return got.value is expected.value
    return math.isclose(got.value, expected.value, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("source", OF_ROWS)
@given(rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
@settings(max_examples=12, deadline=None)
def test_each_row_has_the_value_and_the_reason_that_the_evaluator_gives(source: str, rows: list[tuple[Any]]) -> None:
    formula = parse(source)
    expected = [evaluate(formula, dict(zip("abc", row, strict=True))) for row in rows]
    got = outcomes(result(formula, [["a", "b", "c"], *map(list, rows)]))
    for row, mine, theirs in zip(rows, got, expected, strict=True):
        assert same(mine, theirs), row
        assert mine.undefined_because == theirs.undefined_because, row


@pytest.mark.parametrize("source", OF_GROUPS)
@given(
    groups=st.lists(
        st.tuples(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), cells, cells), min_size=1, max_size=4
    )
)
@settings(max_examples=12, deadline=None)
def test_each_group_has_the_value_that_the_evaluator_gives(source: str, groups: list[Any]) -> None:
    formula = parse(source)
    rows: list[list[Any]] = [["group", "s", "w", "d", "t"]]
    expected = []
    for place, (items, d, t) in enumerate(groups):
        rows += [[f"group {place}", s, w, d, t] for s, w in items]
        inputs = {"s": [s for s, _ in items], "w": [w for _, w in items], "d": d, "t": t}
        expected.append(evaluate(formula, inputs))
    preview = result(formula, rows, by=("group",))
    assert [row[0] for row in preview.rows] == [f"group {place}" for place in range(len(groups))]
    for mine, theirs in zip(outcomes(preview), expected, strict=True):
        assert same(mine, theirs)
        assert mine.undefined_because in (theirs.undefined_because, "undefined")


@pytest.mark.parametrize(("name", "expression", "inputs", "example"), FORMULAS, ids=[each[0] for each in FORMULAS])
def test_every_worked_example_of_the_catalogue_comes_out_of_a_table(
    name: str, expression: str, inputs: Any, example: Any, write: Write
) -> None:
    formula = parse(expression, {name for name, input_ in inputs.items() if input_.is_series})
    used = {name: example.inputs[name] for name in formula.names}
    length = max([len(value) for value in used.values() if isinstance(value, tuple)], default=1)
    columns = [value + (None,) * (length - len(value)) if isinstance(value, tuple) else (value,) * length
               for value in used.values()]  # fmt: skip
    table = write([list(used), *map(list, zip(*columns, strict=True))])
    (row,) = Calculation(formula, table).preview().rows
    assert math.isclose(row[-1], example.result, rel_tol=1e-9)


def test_a_number_beside_a_series_may_be_missing_in_some_rows_of_its_group(write: Write) -> None:
    table = write([["s", "d"], [1, ""], [3, 2], ["", ""]])
    assert Calculation(parse("sum(s) / d"), table).preview().rows == ((2.0,),)


def test_a_table_without_rows_is_an_empty_series(write: Write) -> None:
    assert Calculation(parse("sum(s)"), write([["s"]])).preview().rows == ((0.0,),)
    preview = Calculation(parse("mean(s)"), write([["s"]])).preview()
    assert preview.rows == ((None, "s is empty"),)
    assert Calculation(parse("mean(s)"), write([["s", "g"]]), by=("g",)).preview().rows == ()


def test_numbers_alone_are_grouped_where_they_are_the_same_in_all_rows(write: Write) -> None:
    table = write([["g", "a", "b"], ["x", 1, 4], ["y", 1, 0], ["x", "", 4]])
    preview = Calculation(parse("a / b"), table, by=("g",)).preview()
    assert preview.names == ("g", "value", "undefined_because")
    assert preview.rows == (("x", 0.25, ""), ("y", None, "b is 0"))


def test_an_input_can_be_a_number_that_the_table_does_not_have(write: Write) -> None:
    table = write([["a"], [1], [2]])
    preview = Calculation(parse("a / days"), table, constants={"days": 4.0}).preview()
    assert preview.rows == (("1", 0.25), ("2", 0.5))
    preview = Calculation(parse("a / days"), table, constants={"days": None}).preview()
    assert preview.rows[0] == ("1", None, "days is missing")


def test_a_number_given_once_counts_for_a_series_without_items(write: Write) -> None:
    assert Calculation(parse("sum(s) / days"), write([["s"]]), constants={"days": 4.0}).preview().rows == ((0.0,),)
