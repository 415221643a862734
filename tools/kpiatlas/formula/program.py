"""A tree turned once into closures over a mapping of inputs; the meaning of every node stands here.

Whatever reads a single number looks at it first: anything but a float raises `Unready`, and `evaluate` then gathers
the inputs with care and starts again. So the common row is read once, where it is needed.

Arithmetic lets infinity pass, because it stays infinite or becomes NaN up to the top, where `evaluate` looks. Where it
could be swallowed (a divisor, a comparison, an argument) the operand is checked, if it can overflow at all or is an
input as it came.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeGuard

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


class Unready(Exception):  # noqa: N818 - no error: it says that the row must be gathered first
    """An input as it came is not a finite float."""


def program_of(node: Node, series: frozenset[str]) -> Run:
    """The closure of a tree whose kinds have been checked; for rows of finite floats and lists of such."""
    if isinstance(node, Name):
        return _name(node.name)
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


def quick_program(run: Run, tree: Node, series: frozenset[str]) -> Run:
    """The same for rows as they come; `Unready` where one must be gathered first, also when no branch would read it."""
    if series:
        return _unready
    if any(isinstance(node, Call) and node.function == "if" for node in walk(tree)):
        single = names(tree)

        def look_first(row: Row) -> float:
            for name in single:
                value = row[name]
                if type(value) is not float or value - value:
                    raise Unready
            return run(row)

        return look_first
    return run


def _unready(row: Row) -> float:
    raise Unready


def _name(name: str) -> Run:
    def read(row: Row) -> float:
        value = row[name]
        return value if type(value) is float else _refuse()

    return read


def _checked(node: Node, series: frozenset[str]) -> Run:
    """The closure of a node, refusing what is not finite."""
    run = program_of(node, series)
    if not may_overflow(node) and not _passes_an_input(node):
        return run

    def finite(row: Row) -> float:
        value = run(row)
        if value - value != 0:
            raise Undefined(reasons.TOO_LARGE)
        return value

    return finite


def _passes_an_input(node: Node) -> bool:
    """Whether the value is that of an input but for its sign; a branch of `if` has been looked at before."""
    if isinstance(node, Negate):
        return _passes_an_input(node.operand)
    if isinstance(node, Call) and node.function == "abs":
        return _passes_an_input(node.arguments[0])
    return isinstance(node, Name)


def _binary(node: Binary, series: frozenset[str]) -> Run:
    if node.operator == "^":
        return _power(node, series)
    if node.operator == "/":
        return _divide(node, series)
    left, right = node.left, node.right
    both_names, with_name, with_number, computed = _PLAIN[node.operator]
    if isinstance(left, Name) and isinstance(right, Name):
        return both_names(left.name, right.name)
    if node.operator == "*" and isinstance(right, Number) and _is_ratio(left):
        return _share(left, right.value)
    first = program_of(left, series)
    if isinstance(right, Name):
        return with_name(first, right.name)
    if isinstance(right, Number):
        return with_number(first, right.value)
    return computed(first, program_of(right, series))


def _refuse() -> float:
    raise Unready


# Each operation in four forms, by what its operands are: two names, anything with a name, anything with a literal,
# anything with anything. A formula then makes about half the calls.
_Forms: TypeAlias = tuple[
    Callable[[str, str], Run], Callable[[Run, str], Run], Callable[[Run, float], Run], Callable[[Run, Run], Run]
]
_PLAIN: dict[str, _Forms] = {
    "+": (
        lambda a, b: (
            lambda row: (
                x + y
                if type(x := row[a]) is float and type(y := row[b]) is float and not (x - x or y - y)
                else _refuse()
            )
        ),
        lambda f, b: lambda row: f(row) + (y if type(y := row[b]) is float else _refuse()),
        lambda f, c: lambda row: f(row) + c,
        lambda f, g: lambda row: f(row) + g(row),
    ),
    "-": (
        lambda a, b: (
            lambda row: (
                x - y
                if type(x := row[a]) is float and type(y := row[b]) is float and not (x - x or y - y)
                else _refuse()
            )
        ),
        lambda f, b: lambda row: f(row) - (y if type(y := row[b]) is float else _refuse()),
        lambda f, c: lambda row: f(row) - c,
        lambda f, g: lambda row: f(row) - g(row),
    ),
    "*": (
        lambda a, b: (
            lambda row: (
                x * y
                if type(x := row[a]) is float and type(y := row[b]) is float and not (x - x or y - y)
                else _refuse()
            )
        ),
        lambda f, b: lambda row: f(row) * (y if type(y := row[b]) is float else _refuse()),
        lambda f, c: lambda row: f(row) * c,
        lambda f, g: lambda row: f(row) * g(row),
    ),
}


def _is_ratio(node: Node) -> TypeGuard[Binary]:
    """Whether one input is divided by another."""
    return isinstance(node, Binary) and node.operator == "/" and _are_names(node.left, node.right)


def _are_names(*nodes: Node) -> bool:
    return all(isinstance(node, Name) for node in nodes)


def _divide(node: Binary, series: frozenset[str]) -> Run:
    if _is_ratio(node):
        return _share(node, 1.0)
    reason = reasons.zero_divisor(node.right)
    above = program_of(node.left, series)
    if isinstance(node.right, Name):
        return _over_name(above, node.right.name, reason)
    below = _checked(node.right, series)

    def divide(row: Row) -> float:
        try:
            return above(row) / below(row)
        except ZeroDivisionError:
            raise Undefined(reason) from None

    return divide


def _over_name(above: Run, below: str, reason: str) -> Run:
    def divide(row: Row) -> float:
        value = above(row)
        divisor = row[below]
        if type(divisor) is not float or divisor - divisor:
            raise Unready
        if divisor:
            return value / divisor
        raise Undefined(reason)

    return divide


def _share(ratio: Binary, times: float) -> Run:
    """One input divided by another and multiplied by a literal, by far the commonest KPI; 1 leaves a ratio as it is."""
    above, below = names(ratio.left)[0], names(ratio.right)[0]
    reason = reasons.zero_divisor(ratio.right)

    def share(row: Row) -> float:
        part, whole = row[above], row[below]
        if type(part) is not float or type(whole) is not float or whole - whole:  # infinity less itself is no number
            raise Unready
        if whole:
            return part / whole * times
        raise Undefined(reason)

    return share


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
