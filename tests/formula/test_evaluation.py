"""The meaning of the language, as the evaluator gives it."""

from __future__ import annotations

import math
import pickle
from array import array
from collections import UserDict
from typing import Any

import pytest

from engines import run_duckdb, run_node
from formula.cases import CASES, Case
from kpiatlas.formula import FUNCTIONS, InputError, Outcome, evaluate, parse, render
from kpiatlas.formula.targets import javascript


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_expression_gives_its_value_or_the_reason_for_none(case: Case) -> None:
    outcome = evaluate(case.formula, case.inputs)
    if isinstance(case.expected, str):
        assert outcome == Outcome(None, case.expected)
    else:
        assert outcome.undefined_because is None
        assert outcome.value == pytest.approx(case.expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_every_example_of_the_function_table_gives_what_the_table_says(function: Any) -> None:
    inputs = {name: list(value) for name, value in function.inputs.items()}
    assert evaluate(parse(function.example), inputs).value == pytest.approx(function.result)
    assert function.signature.startswith(f"{function.name}(")
    assert function.meaning.endswith(".")


def test_integers_are_computed_as_doubles() -> None:
    assert evaluate(parse("a + 1 - a"), {"a": 2**53}) == Outcome(0.0)


def test_zero_never_comes_out_negative() -> None:
    value = evaluate(parse("-a"), {"a": 0.0}).value
    assert value is not None
    assert math.copysign(1, value) == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("many", 'issues: "many" is not a number'),
        ("7", 'issues: "7" is not a number'),
        ("", 'issues: "" is not a number'),
        (True, "issues: true is not a number"),
        (float("nan"), "issues: nan is not a finite number"),
        (float("-inf"), "issues: -inf is not a finite number"),
        (10**400, "issues: an integer with more digits than a double holds is not a finite number"),
        ([1, 2], "issues: a list was given where one number belongs"),
        (1 + 2j, "issues: a value of type complex is not a number"),
        ("x" * 100, f'issues: "{"x" * 40}..." is not a number'),
    ],
)
def test_an_input_that_is_no_finite_number_is_refused_by_name(value: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(parse("resolved / issues"), {"resolved": 1, "issues": value})
    assert str(caught.value) == message
    assert caught.value.name == "issues"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (5, "scores: 5 is not a list of numbers"),
        ("12", 'scores: "12" is not a list of numbers'),
        ([1, "2"], 'scores: "2" is not a number'),
        ([1, False], "scores: false is not a number"),
        ([1, math.inf], "scores: inf is not a finite number"),
        ([[1]], "scores: a value of type list is not a number"),
        ({"a": 1}, "scores: a value of type dict is not a list of numbers"),
    ],
)
def test_a_series_that_is_no_list_of_finite_numbers_is_refused_by_name(value: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(parse("sum(scores)"), {"scores": value})
    assert str(caught.value) == message


def test_a_wrong_input_is_refused_even_when_another_is_missing() -> None:
    inputs: dict[str, Any] = {"a": None, "b": "many"}
    with pytest.raises(InputError):
        evaluate(parse("a / b"), inputs)


def test_inputs_that_the_formula_does_not_name_are_left_alone() -> None:
    inputs: dict[str, Any] = {"a": 1.0, "b": "many"}
    assert evaluate(parse("a"), inputs) == Outcome(1.0)


@pytest.mark.parametrize("series", [(1.0, 2.0), array("d", [1, 2]), range(1, 3)])
def test_any_sequence_of_numbers_is_a_series(series: Any) -> None:
    assert evaluate(parse("sum(s)"), {"s": series}) == Outcome(3.0)


def test_any_mapping_gives_the_inputs() -> None:
    assert evaluate(parse("a + b"), UserDict(a=1.0, b=2)) == Outcome(3.0)


def test_count_if_leaves_the_inputs_as_they_were() -> None:
    inputs: dict[str, Any] = {"s": [1.0, 2.0], "a": 1.0}
    evaluate(parse("count_if(s > a) + sum(s)"), inputs)
    assert inputs == {"s": [1.0, 2.0], "a": 1.0}


def test_a_formula_survives_pickling_after_it_ran() -> None:
    formula = parse("count_if(s > a) / count(s)")
    evaluate(formula, {"s": [1.0], "a": 0.0})
    copy = pickle.loads(pickle.dumps(formula))
    assert copy == formula
    assert hash(copy) == hash(formula)
    assert evaluate(copy, {"s": [1.0], "a": 0.0}) == Outcome(1.0)


def test_items_are_added_without_losing_the_small_ones() -> None:
    assert evaluate(parse("sum(s)"), {"s": [1e16, 1.0, 1.0, -1e16]}) == Outcome(2.0)


@pytest.mark.parametrize(
    ("source", "items", "value"),
    [
        ("median(s)", [1e308, 1e308], 1e308),
        ("median(s)", [-1e308, 1e308], 0.0),
        ("percentile(s, 75)", [-1e308, 1e308], 5e307),
    ],
)
def test_what_lies_between_two_items_is_never_too_large(source: str, items: list[float], value: float) -> None:
    assert evaluate(parse(source), {"s": items}).value == pytest.approx(value, abs=0)
    script = 'import { formulas } from "./formulas.mjs"; export default (s) => formulas.k.compute({ s }).value;'
    files = {
        "formulas.mjs": javascript.module({"k": parse(source)}, "./run_time.mjs"),
        "run_time.mjs": javascript.RUNTIME,
    }
    assert run_node(script, items, files) == pytest.approx(value, abs=0)
    assert run_duckdb([(render(parse(source), "sql", {"s": "c0"}), [[item] for item in items])]) == pytest.approx(
        [value]
    )


WRONG_WHERE_IT_IS_NOT_MET: list[tuple[str, dict[str, Any], str]] = [
    ("a / b + c", {"a": 1.0, "b": 0.0, "c": "many"}, 'c: "many" is not a number'),
    ("if(a > 0, a, b)", {"a": 1.0, "b": True}, "b: true is not a number"),
    ("if(a > 0 or b > 0, 1, 2)", {"a": 1.0, "b": math.inf}, "b: inf is not a finite number"),
    ("a / b", {"a": 1.0, "b": math.inf}, "b: inf is not a finite number"),
    ("a / -b", {"a": 1.0, "b": math.inf}, "b: inf is not a finite number"),
    ("a / abs(-b)", {"a": 1.0, "b": -math.inf}, "b: -inf is not a finite number"),
    ("min(a, b)", {"a": 1.0, "b": math.inf}, "b: inf is not a finite number"),
    ("max(a, -b)", {"a": 1.0, "b": math.inf}, "b: inf is not a finite number"),
    ("exp(-b)", {"b": math.inf}, "b: inf is not a finite number"),
    ("b^-1", {"b": math.inf}, "b: inf is not a finite number"),
    ("a - b", {"a": math.inf, "b": math.inf}, "a: inf is not a finite number"),
    ("a * 0", {"a": math.nan}, "a: nan is not a finite number"),
    ("a * 2", {"a": True}, "a: true is not a number"),
    ("a + b", {"a": "x", "b": "y"}, 'a: "x" is not a number'),
    ("a * 3", {"a": [1.0]}, "a: a list was given where one number belongs"),
]


@pytest.mark.parametrize(("source", "inputs", "message"), WRONG_WHERE_IT_IS_NOT_MET)
def test_a_wrong_input_is_refused_wherever_it_stands(source: str, inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(parse(source), inputs)
    assert str(caught.value) == message


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_large_integers_are_doubles_before_anything_is_done_with_them(operator: str) -> None:
    for source in (f"a {operator} b", f"(a {operator} b) * 3", f"2 {operator} a {operator} b", f"a {operator} b - 1"):
        whole: dict[str, Any] = {"a": 2**53 + 1, "b": 3}
        assert evaluate(parse(source), whole) == evaluate(parse(source), {"a": 2.0**53, "b": 3.0})
