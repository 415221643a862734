"""What moves a result: elasticities, the value needed for a target, and the same answers in the browser."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import CATALOGUE, ROOT
from engines import run_node
from formula.asked import FULL
from formula.trees import formula_of, tame
from kpiatlas.formula import Driver, Formula, InputError, drivers_of, evaluate, parse
from kpiatlas.formula.canonical import number_text
from kpiatlas.formula.targets import javascript
from kpiatlas.records import load_catalogue

_ANNUAL = 0.24 * 0.98**11 / (1 - 0.98**12)  # x f'(x) / f(x) at 2 percent a month
NO_ELASTICITY = "the result is 0, and no percent of it can be given"


def driver(source: str, name: str, target: float | None = None, floor: str = "", /, **inputs: Any) -> Driver:
    """One driver of a formula; `floor` names the inputs that are never negative."""
    found = drivers_of(parse(source), inputs, target, floor.split()).drivers
    return next(each for each in found if each.input == name)


@pytest.mark.parametrize(
    ("source", "inputs", "expected"),
    [
        ("a / b * 100", {"a": 1480, "b": 2000}, {"a": 1, "b": -1}),
        ("a / (a + b) * 100", {"a": 30, "b": 70}, {"a": 0.7, "b": -0.7}),
        ("(a - b) / a * 100", {"a": 200, "b": 150}, {"a": 3, "b": -3}),
        ("(1 - (1 - a / b) ^ 12) * 100", {"a": 2, "b": 100}, {"a": _ANNUAL, "b": -_ANNUAL}),
        ("exp(-a) * 100", {"a": 0.3}, {"a": -0.3}),
        ("sqrt(a)", {"a": 9}, {"a": 0.5}),
        ("a + b", {"a": 0, "b": 5}, {"a": 0, "b": 1}),
        ("mean(s)", {"s": [1, 2, None, 6]}, {"s": 1}),
        ("stdev(s) / mean(s)", {"s": [1, 2, 6]}, {"s": 0}),
        ("if(a > 2, a ^ 2, b)", {"a": 3, "b": 8}, {"a": 2, "b": 0}),
        ("round(a)", {"a": 3.2}, {"a": 0}),
        ("sum(s) + 1", {"s": []}, {"s": 0}),
        ("a ^ 100", {"a": 1.5}, {"a": 100}),
    ],
)  # fmt: skip
def test_the_elasticity_is_what_calculus_gives(source: str, inputs: dict[str, Any], expected: dict[str, float]) -> None:
    for name, elasticity in expected.items():
        found = driver(source, name, **inputs)
        assert found.elasticity == pytest.approx(elasticity, rel=1e-6, abs=1e-9)
        assert found.because is None


def test_the_elasticity_says_whether_the_result_rises_also_below_zero() -> None:
    assert driver("(a - b) / b * 100", "a", a=90, b=100).elasticity == 9
    assert driver("(a - b) / b * 100", "b", a=90, b=100).elasticity == -9
    assert driver("a * 2 + 10", "a", a=-3).elasticity == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("source", "name", "inputs", "because"),
    [
        ("min(a, b)", "a", {"a": 3, "b": 3}, "the result bends here: 0 % for 1 % more, -1 % for 1 % less"),
        ("max(a, b)", "b", {"a": 3, "b": 3}, "the result bends here: 1 % for 1 % more, 0 % for 1 % less"),
        ("abs(a - 3) + 3", "a", {"a": 3}, "the result bends here: 1 % for 1 % more, 1 % for 1 % less"),
        ("if(a <= 4, a, 2 * a - 4)", "a", {"a": 4}, "the result bends here: 2 % for 1 % more, -1 % for 1 % less"),
        ("round(a)", "a", {"a": 3.5}, "the result jumps at this value"),
        ("count_if(s >= 4)", "s", {"s": [3, 4, 5]}, "the result jumps at this value"),
        ("if(a > 3, 10, 20)", "a", {"a": 3}, "the result jumps at this value"),
        ("a - b", "a", {"a": 3, "b": 3}, NO_ELASTICITY),
    ],
)
def test_where_there_is_no_one_slope_the_reason_stands_in_its_place(
    source: str, name: str, inputs: dict[str, Any], because: str
) -> None:
    found = driver(source, name, **inputs)
    assert (found.elasticity, found.because) == (None, because)


def test_at_the_end_of_the_domain_the_slope_inside_it_counts() -> None:
    found = driver("1 + (a - 3) * sqrt(a - 3)", "a", a=3)
    assert found.elasticity == pytest.approx(0, abs=0.1)
    assert found.because == "there is no result for a little less of it"


@pytest.mark.parametrize(
    ("source", "name", "target", "floor", "inputs", "needed", "change"),
    [
        ("a / b * 100", "a", 80, "a b", {"a": 1480, "b": 2000}, 1600, 8.108108108108),
        ("a / b * 100", "b", 80, "a b", {"a": 1480, "b": 2000}, 1850, -7.5),
        ("a / b * 100", "b", 74, "a b", {"a": 1480, "b": 2000}, 2000, 0),
        ("a / (a + b) * 100", "b", 100, "a b", {"a": 1480, "b": 2000}, 0, -100),
        ("a / (a + b) * 100", "a", 99.999, "a b", {"a": 1480, "b": 2000}, 199997999.998, 13513278.37824),
        ("a / (b - c)", "c", 1e6, "a b c", {"a": 1500, "b": 1000, "c": 100}, 999.9985, 899.9985),
        ("a / (b - c)", "b", 1e6, "a b c", {"a": 1500, "b": 1000, "c": 100}, 100.0015, -89.99985),
        ("a - b", "a", -500, "", {"a": 100, "b": 40}, -460, -560),
        ("a * b", "a", 12, "a", {"a": 0, "b": 3}, 4, None),
        ("a * b", "a", -12, "", {"a": 0, "b": 3}, -4, None),
        ("a * a", "a", 2, "", {"a": -1}, -math.sqrt(2), -41.4213562373),
        ("a * a - 3 * a", "a", 0, "", {"a": 2}, 3, 50),
        ("sqrt(a - b)", "b", 0, "", {"a": 5, "b": 3}, 5, 66.6666666667),
        ("round(a)", "a", 5, "", {"a": 3.2}, 4.5, 40.625),
        ("mean(s)", "s", 5, "", {"s": [1, 2, None, 3]}, (2.5, 5, None, 7.5), 150),
        ("count_if(s >= 4) / count(s) * 100", "s", 75, "", {"s": [1, 2, 3, 4]}, (2, 4, 6, 8), 100),
    ],
)  # fmt: skip
def test_the_value_needed_gives_the_target(
    source: str, name: str, target: float, floor: str, inputs: dict[str, Any], needed: Any, change: float | None
) -> None:
    found = driver(source, name, target, floor, **inputs)
    assert _near(found.needed, needed)
    assert found.change_percent == (None if change is None else pytest.approx(change, rel=1e-9))
    outcome = evaluate(parse(source), {**inputs, name: found.needed})
    assert outcome.value == pytest.approx(target, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("source", "name", "target", "floor", "inputs", "because"),
    [
        ("a / (a + b) * 100", "a", 100, "a b", {"a": 3, "b": 7}, "the result comes ever closer and never arrives"),
        ("a / (a + b) * 100", "a", 130, "a b", {"a": 3, "b": 7}, "the result comes no nearer than 100"),
        ("a / b", "b", 0, "a b", {"a": 3, "b": 7}, "the result comes ever closer and never arrives"),
        ("a / b", "b", -1, "a b", {"a": 3, "b": 7}, "the result comes no nearer than 0"),
        ("a - b", "a", -5, "a b", {"a": 3, "b": 2}, "at 0, the least it can be, the result is -2"),
        ("min(a, b)", "b", 5, "", {"a": 3, "b": 7}, "the result comes no nearer than 3"),
        ("min(a, b)", "b", 5, "", {"a": 3, "b": 2}, "the result comes no nearer than 3"),
        ("if(a > 2, b, c)", "c", 5, "", {"a": 3, "b": 1, "c": 9}, "the result does not depend on it here"),
        ("a / b", "a", 1e308, "a b", {"a": 3, "b": 2}, "the result comes no nearer than 1.51346e30"),
        ("round(a)", "a", 5.6, "", {"a": 3.2}, "the result comes no nearer than 6"),
        ("(a - 3) ^ 2 + 1", "a", 0.5, "", {"a": 3}, "every change leads away from it"),
        ("mean(s)", "s", -1, "", {"s": [1, 2]}, "at 0, the least it can be, the result is 0"),
    ],
)
def test_what_cannot_be_reached_says_why(
    source: str, name: str, target: float, floor: str, inputs: dict[str, Any], because: str
) -> None:
    found = driver(source, name, target, floor, **inputs)
    assert (found.needed, found.change_percent) == (None, None)
    assert found.because is not None
    assert found.because.endswith(f"cannot reach {number_text(target)}: {because}")


def test_without_a_result_there_are_no_drivers_but_the_reason() -> None:
    found = drivers_of(parse("a / b"), {"a": 1, "b": 0}, 3)
    assert (found.drivers, found.outcome.undefined_because) == ((), "b is 0")
    assert drivers_of(parse("a / b"), {"a": 1}).outcome.undefined_because == "b is missing"
    with pytest.raises(InputError):
        drivers_of(parse("a / b"), {"a": 1, "b": "many"})  # type: ignore[dict-item]


def test_two_reasons_stand_one_behind_the_other() -> None:
    found = driver("min(a, b)", "a", 5, a=3, b=3)
    assert found.because == (
        "the result bends here: 0 % for 1 % more, -1 % for 1 % less; cannot reach 5: the result comes no nearer than 3"
    )


_SIZES = st.floats(1e-6, 1e9)


@given(_SIZES, _SIZES, _SIZES, st.floats(1e-3, 1e3))
@settings(max_examples=100, deadline=None)
def test_a_reachable_target_is_always_reached(a: float, b: float, c: float, factor: float) -> None:
    formula = parse("(a + c) / b * 100")
    inputs = {"a": a, "b": b, "c": c}
    value = evaluate(formula, inputs).value
    assert value is not None
    found = {each.input: each for each in drivers_of(formula, inputs, value * factor, "abc").drivers}
    assert found["b"].needed == pytest.approx(b / factor, rel=1e-8)
    for name, other in ("ac", "ca"):
        needed = found[name].needed
        if needed is not None:
            assert evaluate(formula, {**inputs, name: needed}).value == pytest.approx(value * factor)
        else:  # the other part alone gives more than the target
            assert inputs[other] / (a + c) > factor * (1 - 1e-9)


def _generated() -> Iterator[tuple[Formula, dict[str, Any]]]:
    generator = tame(Random(3))
    for place in range(400):
        formula = formula_of(generator.value(1 + place % 4))
        yield formula, {name: value for name, value in generator.inputs().items() if name in formula.names}


def test_no_generated_formula_makes_an_error_or_a_number_that_is_none() -> None:
    for formula, inputs in _generated():
        outcome = evaluate(formula, inputs)
        if outcome.value is None:
            assert drivers_of(formula, inputs, 1.5).drivers == ()
            continue
        target = outcome.value * 1.1 + 0.5
        for each in drivers_of(formula, inputs, target).drivers:
            numbers = [each.elasticity, each.change_percent]
            assert all(number is None or math.isfinite(number) for number in numbers)
            assert (each.needed is None or each.elasticity is None) <= (each.because is not None)
            if each.needed is not None:
                reached = evaluate(formula, {**inputs, each.input: each.needed}).value
                assert reached == pytest.approx(target, rel=1e-8, abs=1e-8 * abs(outcome.value))


_SCRIPT = """
import { formulas } from "./formulas.mjs";
import { driversOf } from "./drivers.mjs";
export default (asked) => asked.map(({ name, inputs, target, floor }) =>
  driversOf(formulas[name].compute, inputs, target, new Set(floor)));
"""


def _near(found: Any, expected: Any) -> bool:
    if isinstance(expected, (list, tuple)):
        same = isinstance(found, (list, tuple)) and len(found) == len(expected)
        return same and all(map(_near, found, expected))
    if expected is None or found is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-8, abs_tol=1e-12)


def test_the_browser_gives_the_same_drivers_for_every_worked_example() -> None:
    formulas: dict[str, Formula] = {}
    asked: list[dict[str, Any]] = []
    for kpi in load_catalogue(CATALOGUE, cached=False):
        for variant, expression, inputs, example in kpi.formulas():
            name = f"{kpi.id} {variant.name if variant else ''}"
            formulas[name] = parse(expression, {each for each, input_ in inputs.items() if input_.is_series})
            values = {each: example.inputs[each] for each in formulas[name].names}
            floor = [each for each in values if not inputs[each].unit.startswith(("currency", "percent", "point"))]
            for factor in (None, 1, 1.2, 0.5, -1) if FULL or len(formulas) % 5 == 0 else (None, 1.2):
                target = None if factor is None else example.result * factor
                asked.append({"name": name, "inputs": values, "target": target, "floor": floor})
    files = {
        "formulas.mjs": javascript.module(formulas, "./runtime.mjs"),
        "runtime.mjs": javascript.RUNTIME,
        "drivers.mjs": (ROOT / "docs/assets/atlas/drivers.js").read_text(encoding="utf-8"),
    }
    answers = run_node(_SCRIPT, asked, files)
    assert isinstance(answers, list)
    assert len(formulas) > 200
    for question, answer in zip(asked, answers, strict=True):
        expected = drivers_of(formulas[question["name"]], question["inputs"], question["target"], question["floor"])
        assert [row["input"] for row in answer] == [each.input for each in expected.drivers]
        for row, each in zip(answer, expected.drivers, strict=True):
            for key in ("value", "elasticity", "needed", "change_percent"):
                assert _near(row[key], getattr(each, key)), f"{question} {each.input} {key}: {row} {each}"
            assert row["because"] == each.because, question
