"""What is known of a formula before it is computed."""

from __future__ import annotations

import pytest

from kpiatlas.formula import evaluate, parse
from kpiatlas.formula.analysis import depth, hazards, may_fail, may_overflow, node_count


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a / b * 100", [("division by zero", "b")]),
        ("a / 2 + sqrt(4) + ln(2) + 2^a + a^2", []),
        ("a / (b - c)", [("division by zero", "b - c")]),
        ("a / 0", [("division by zero", "0")]),
        ("sqrt(a - b) + ln(a) + log10(0)", [
            ("negative root", "a - b"),
            ("logarithm of no positive number", "a"),
            ("logarithm of no positive number", "0"),
        ]),
        ("(a / b)^(1 / c)", [
            ("power without a value", "a / b"), ("division by zero", "b"), ("division by zero", "c")
        ]),
        ("a^0.5 + a^-1", [("power without a value", "a"), ("power without a value", "a")]),
        ("mean(s) + sum(s) + count(s) + stdev(s) + min(s) + min(a, b)", [
            ("empty series", "s"), ("fewer than two items", "s"), ("empty series", "s")
        ]),
        ("if(b = 0, 0, a / b)", [("division by zero", "b")]),
    ],
)  # fmt: skip
def test_hazards_name_the_operand_that_decides(source: str, found: list[tuple[str, str]]) -> None:
    assert [(hazard.kind, hazard.operand) for hazard in hazards(parse(source).tree)] == found


def test_a_tree_is_counted_and_measured() -> None:
    tree = parse("a + b * -2").tree
    assert node_count(tree) == 6
    assert depth(tree) == 4
    assert depth(parse("a").tree) == 1


@pytest.mark.parametrize(
    ("source", "large", "fails"),
    [
        ("a", False, False),
        ("-a", False, False),
        ("a + b", True, True),
        ("abs(a)", False, False),
        ("abs(a * b)", True, True),
        ("if(a > b, a, b)", False, False),
        ("if(a > b * b, a, b)", False, True),
        ("sqrt(a)", False, True),
        ("exp(a)", True, True),
        ("count(s)", False, False),
        ("min(a, b)", False, False),
        ("sum(s)", True, True),
    ],
)
def test_it_is_known_where_infinity_and_failure_can_arise(source: str, large: bool, fails: bool) -> None:
    tree = parse(source).tree
    assert may_overflow(tree) is large
    assert may_fail(tree) is fails


def test_no_hazard_means_defined_for_any_numbers() -> None:
    formula = parse("a / 4 + max(a, b) + sum(s)")
    assert hazards(formula.tree) == ()
    assert evaluate(formula, {"a": 0, "b": -3, "s": []}).value == 0
