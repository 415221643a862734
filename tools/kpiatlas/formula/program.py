"""A tree turned once into closures over a row of inputs; the meaning of every node stands here.

Arithmetic lets infinity pass, because it stays infinite or becomes NaN up to the top, where `evaluate` looks. Where it
could be swallowed (a divisor, a comparison, an argument) the operand is checked, if it can overflow at all.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from . import arithmetic, reasons
from .analysis import is_aggregate, literal, may_overflow, names
from .canonical import number_text
from .errors import Undefined
from .nodes import Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number, walk

Row: TypeAlias = Mapping[str, Any]  # a finite float for each input, a list of such for each series
Run: TypeAlias = Callable[[Row], float]
Test: TypeAlias = Callable[[Row], bool]

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_OF_SERIES: dict[str, Callable[[Sequence[float]], float]] = {
    "mean": arithmetic.mean,
    "median": arithmetic.median,
    "min": min,
    "max": max,
}
_OF_NUMBER: dict[str, Callable[[float], float]] = {"sqrt": math.sqrt, "ln": math.log, "log10": math.log10}


def program_of(node: Node, series: frozenset[str]) -> Run:
    """The closure of a tree whose kinds have been checked; for rows of finite floats and lists of such."""
    if isinstance(node, Name):
        name = node.name
        return lambda row: row[name]
    if isinstance(node, Number):
        value = node.value
        return lambda row: value
    if isinstance(node, Negate):
        inner = program_of(node.operand, series)
        return lambda row: -inner(row)
    if isinstance(node, Binary):
        return _binary(node, series)
    assert isinstance(node, Call), "conditions are compiled by _test"
    return _call(node, series)


def _checked(node: Node, series: frozenset[str]) -> Run:
    """The closure of a node, refusing what is not finite."""
    run = program_of(node, series)
    if not may_overflow(node):
        return run

    def finite(row: Row) -> float:
        value = run(row)
        if value - value != 0:
            raise Undefined(reasons.TOO_LARGE)
        return value

    return finite


def _binary(node: Binary, series: frozenset[str]) -> Run:
    if node.operator == "^":
        return _power(node, series)
    if node.operator == "/":
        return _divide(node, series)
    left, right = program_of(node.left, series), program_of(node.right, series)
    if node.operator == "+":
        return lambda row: left(row) + right(row)
    if node.operator == "-":
        return lambda row: left(row) - right(row)
    return lambda row: left(row) * right(row)


def _divide(node: Binary, series: frozenset[str]) -> Run:
    above, below = program_of(node.left, series), _checked(node.right, series)
    reason = reasons.zero_divisor(node.right)

    def divide(row: Row) -> float:
        part, whole = above(row), below(row)
        if whole == 0:
            raise Undefined(reason)
        return part / whole

    return divide


def _power(node: Binary, series: frozenset[str]) -> Run:
    base, exponent = _checked(node.left, series), _checked(node.right, series)
    lead = reasons.base_is(node.left)

    def power(row: Row) -> float:
        low, high = base(row), exponent(row)
        if low > 0:
            try:
                return low**high  # type: ignore[no-any-return]
            except OverflowError:
                return math.inf
        return arithmetic.power(low, high, lead)

    return power


def _test(node: Node, series: frozenset[str]) -> Test:
    """The closure of a condition."""
    if isinstance(node, Not):
        inner = _test(node.operand, series)
        return lambda row: not inner(row)
    if isinstance(node, Logic):
        first, second = _test(node.left, series), _test(node.right, series)
        if node.operator == "and":
            return lambda row: first(row) and second(row)
        return lambda row: first(row) or second(row)
    assert isinstance(node, Compare), "the parser lets nothing else stand for a condition"
    left, right, holds = _checked(node.left, series), _checked(node.right, series), _COMPARISONS[node.operator]
    return lambda row: holds(left(row), right(row))


def _call(node: Call, series: frozenset[str]) -> Run:
    if node.function == "if":
        test = _test(node.arguments[0], series)
        first, second = (program_of(branch, series) for branch in node.arguments[1:])
        return lambda row: first(row) if test(row) else second(row)
    if node.function == "count_if":
        return _count_if(node.arguments[0], series)
    if is_aggregate(node):
        return _aggregate(node)
    if node.function in ("min", "max"):
        return _extreme(node, series)
    return _of_number(node, series)


def _extreme(node: Call, series: frozenset[str]) -> Run:
    pick: Callable[..., float] = min if node.function == "min" else max
    arguments = [_checked(argument, series) for argument in node.arguments]
    if len(arguments) > 2:
        return lambda row: pick([argument(row) for argument in arguments])
    first, second = arguments
    return lambda row: pick(first(row), second(row))


def _of_number(node: Call, series: frozenset[str]) -> Run:
    """abs, round, exp, and the functions with a domain."""
    if node.function == "abs":
        operand = program_of(node.arguments[0], series)
        return lambda row: abs(operand(row))
    inner = _checked(node.arguments[0], series)
    if node.function == "exp":
        return lambda row: arithmetic.exp(inner(row))
    if node.function == "round":
        digits = int(literal(node.arguments[1]) or 0) if len(node.arguments) == 2 else 0
        return lambda row: arithmetic.round_half_away(inner(row), digits)
    return _with_domain(node, inner)


def _with_domain(node: Call, inner: Run) -> Run:
    function, from_zero = _OF_NUMBER[node.function], node.function == "sqrt"
    reason = reasons.outside(node.function, node.arguments[0])

    def apply(row: Row) -> float:
        value = inner(row)
        if value > 0 or (value == 0 and from_zero):
            return function(value)
        raise Undefined(reason + number_text(value))

    return apply


def _aggregate(node: Call) -> Run:
    (series,) = names(node)
    if node.function == "sum":
        return lambda row: arithmetic.total(row[series])
    if node.function == "count":
        return lambda row: float(len(row[series]))
    if node.function == "stdev":
        return _needing(2, reasons.too_few(series), series, arithmetic.stdev)
    if node.function == "percentile":
        percent = literal(node.arguments[1]) or 0.0
        return _needing(1, reasons.empty(series), series, lambda items: arithmetic.percentile(items, percent))
    return _needing(1, reasons.empty(series), series, _OF_SERIES[node.function])


def _needing(least: int, reason: str, series: str, compute: Callable[[Sequence[float]], float]) -> Run:
    def aggregate(row: Row) -> float:
        items = row[series]
        if len(items) < least:
            raise Undefined(reason)
        return compute(items)

    return aggregate


def _count_if(condition: Node, series: frozenset[str]) -> Run:
    """The items are put in the place of their series, one after the other."""
    name = next(node.name for node in walk(condition) if isinstance(node, Name) and node.name in series)
    test = _test(condition, series)

    def count(row: Row) -> float:
        inner = dict(row)
        met = 0
        for item in row[name]:
            inner[name] = item
            met += test(inner)
        return float(met)

    return count
