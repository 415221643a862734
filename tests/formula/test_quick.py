"""The quick way gives what the program gives, to the last bit, or leaves the row to it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpiatlas.formula import InputError, Outcome, evaluate, parse
from kpiatlas.formula.canonical import canonical
from kpiatlas.formula.evaluation import _with_care
from kpiatlas.formula.nodes import Binary, Name, Negate, Node, Number
from kpiatlas.formula.quick import SLOW

LITERALS = (0.0, 1.0, 0.1, 3.0, 100.0, 1e300, 5e-324, 1.7976931348623157e308)
ORDINARY = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, -0.0, 1.0, 0.1, -3.0, 1e308, 1e-308]
)
ODD = st.sampled_from([math.inf, -math.inf, math.nan, True, 7, 2**53 + 1, 10**400, "7", None, [1.0], (2.0,)])
leaves = st.sampled_from([Name(name) for name in "abcd"]) | st.builds(Number, st.sampled_from(LITERALS))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Arithmetic over what there is, quotients most often."""
    return st.builds(Binary, st.sampled_from("++--**//"), inner, inner) | st.builds(Negate, inner)


arithmetic = st.recursive(leaves, grown, max_leaves=9)
many = settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(arithmetic, st.fixed_dictionaries(dict.fromkeys("abcd", ORDINARY)))
def test_of_ordinary_rows_it_gives_the_same_double(tree: Node, row: dict[str, Any]) -> None:
    formula = parse(canonical(tree))
    quickly, carefully = evaluate(formula, row), _with_care(formula, row)
    assert repr(quickly) == repr(carefully)


@many
@given(arithmetic, st.fixed_dictionaries({}, optional=dict.fromkeys("abcd", ORDINARY | ODD)))
def test_of_any_row_it_gives_the_same_outcome_or_refusal(tree: Node, row: dict[str, Any]) -> None:
    formula = parse(canonical(tree))
    assert told(evaluate, formula, row) == told(_with_care, formula, row)


def told(how: Any, formula: Any, row: dict[str, Any]) -> str:
    """The outcome, or the message about an input."""
    try:
        return repr(how(formula, row))
    except InputError as error:
        return str(error)


SHAPES = (
    "a", "-a", "a * 2", "2 * a", "a + b", "a - b", "a * b", "a / b", "a - b - c", "a - b * 2 - c + 0.5 * d + a",
    "2 * a - b", "a / b * 100", "(a - b) / c * 100", "a / (b + c) * 100", "a / 60", "a / 60 + 1 - 2", "1 - a / b",
    "a / b * c", "a / b * 2 * 3", "a / b - c / d", "a * (b - c)", "a - (b - c)", "a / (b / c)", "7",
)  # fmt: skip


@pytest.mark.parametrize("source", SHAPES)
def test_an_ordinary_row_takes_the_quick_way_in_every_shape(source: str) -> None:
    formula, row = parse(source), {"a": 3.0, "b": 0.7, "c": 11.0, "d": -2.5}
    assert formula.quick(row) == formula.run(row) == evaluate(formula, row).value


@pytest.mark.parametrize(
    "source", ["a / b", "a / b * 100", "(a - c) / b", "1 / (a * b)", "c - a / b", "c + a / (b * 2)"]
)
@pytest.mark.parametrize("whole", [0.0, math.inf, -math.inf])
def test_nothing_below_a_stroke_can_vanish(source: str, whole: float) -> None:
    with pytest.raises(SLOW):
        parse(source).quick({"a": 3.0, "b": whole, "c": 2.0})


def test_an_outcome_is_equal_to_another_that_says_the_same() -> None:
    made, written = evaluate(parse("a / b"), {"a": 1.0, "b": 2.0}), Outcome(0.5)
    assert made == written
    assert hash(made) == hash(written)
    assert repr(made) == repr(written) == "Outcome(0.5, None)"
    assert made != Outcome(0.5, "b is 0")
    assert made != 0.5
