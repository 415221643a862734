"""The quick way through a formula: closures that read rows as they come, for the usual row alone.

Whatever is unusual (an input that is no float, nothing below a stroke, a result swallowed by infinity) raises one of
`SLOW`, and `evaluate` then gathers the inputs and runs `program`, which knows the meaning and the reasons.

Arithmetic lets infinity and NaN pass: `+ - *` and a division's upper side hand them on up to the top, where `evaluate`
looks. Below a stroke infinity would vanish and leave 0, so a quotient of 0 is looked into. All else that could swallow
them has the whole row looked at first, and then runs the program.

Closures are fused over the shapes that KPIs have, because a call costs more than the arithmetic in it: a sum of inputs
times literals (`a - b - c * 0.5`) is one, and a quotient times a literal (`a / b * 100`). Each step rounds as it is
written: what is fused is never reordered.
"""

from __future__ import annotations

from typing import TypeAlias

from .analysis import names
from .errors import Undefined
from .nodes import Binary, Name, Negate, Node, Number, walk
from .program import Row, Run

Term: TypeAlias = tuple[str, float]  # an input and what it is multiplied by


class Unready(Exception):  # noqa: N818 - no error: it says that the row must be gathered first
    """The row is not one for the quick way."""


SLOW = (Unready, KeyError, ZeroDivisionError, Undefined)


def quick_program(tree: Node, series: frozenset[str], run: Run) -> Run:
    """The closure for rows as they come; `run` is the program for gathered ones."""
    if series:
        return lambda row: _refuse()
    if all(isinstance(node, Number | Name | Negate) or _is_plain(node) for node in walk(tree)):
        return _arithmetic(tree)
    return _looked_through(names(tree), run)


def _is_plain(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator != "^"


def _looked_through(single: tuple[str, ...], run: Run) -> Run:
    def look_first(row: Row) -> float:
        for name in single:
            value = row[name]
            if type(value) is not float or value - value:
                raise Unready
        return run(row)

    return look_first


def _refuse() -> float:
    raise Unready


def _arithmetic(node: Node) -> Run:
    terms = _terms(node)
    if terms:
        return _linear(terms)
    if isinstance(node, Number):
        value = node.value
        return lambda row: value
    if isinstance(node, Negate):
        inner = _arithmetic(node.operand)
        return lambda row: -inner(row)
    assert isinstance(node, Binary)
    ratio = _scaled_ratio(node)
    return _operation(node) if ratio is None else _share(*ratio)


def _terms(node: Node) -> list[Term]:
    """The inputs with the literals they are multiplied by, where the node is their sum from left to right; else none.

    Subtracting is adding what is multiplied by a negative number, to the last bit.
    """
    if isinstance(node, Name):
        return [(node.name, 1.0)]
    if not isinstance(node, Binary):
        return []
    if node.operator == "*":
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, Name) and isinstance(other, Number):
                return [(one.name, other.value)]
    if node.operator in "+-":
        before, last = _terms(node.left), _terms(node.right)
        if before and len(last) == 1:
            ((name, times),) = last
            return [*before, (name, times if node.operator == "+" else -times)]
    return []


def _linear(terms: list[Term]) -> Run:
    (name, times), *others = terms
    if times != 1.0 or not others:
        run, fused = _input(name, times), 0
    elif len(others) == 1:
        run, fused = _two(name, *others[0]), 1
    else:
        run, fused = _three(name, *others[0], *others[1]), 2
    for term in others[fused:]:
        run = _plus_input(run, *term)
    return run


def _input(a: str, i: float) -> Run:
    if i == 1.0:
        return lambda row: x if type(x := row[a]) is float else _refuse()
    return lambda row: x * i if type(x := row[a]) is float else _refuse()


def _two(a: str, b: str, j: float) -> Run:
    if j == -1.0:
        return lambda row: x - y if type(x := row[a]) is float and type(y := row[b]) is float else _refuse()
    return lambda row: x + y * j if type(x := row[a]) is float and type(y := row[b]) is float else _refuse()


def _three(a: str, b: str, j: float, c: str, k: float) -> Run:
    return lambda row: (
        x + y * j + z * k
        if type(x := row[a]) is float and type(y := row[b]) is float and type(z := row[c]) is float
        else _refuse()
    )


def _plus_input(run: Run, name: str, times: float) -> Run:
    return lambda row: run(row) + x * times if type(x := row[name]) is float else _refuse()


def _scaled_ratio(node: Binary) -> tuple[Binary, float] | None:
    """A quotient, alone or times a literal on its right; another order could round otherwise."""
    if node.operator == "/" and not isinstance(node.right, Number):
        return node, 1.0
    if node.operator == "*" and isinstance(node.right, Number) and isinstance(node.left, Binary):
        inner = _scaled_ratio(node.left)
        return (inner[0], node.right.value) if inner and inner[1] == 1.0 else None
    return None


def _operation(node: Binary) -> Run:
    first = _arithmetic(node.left)
    if isinstance(node.right, Number):
        return _with_literal(node.operator, first, node.right.value)
    terms = _terms(node.right)
    if node.operator in "+-" and len(terms) == 1:
        ((name, times),) = terms
        return _plus_input(first, name, times if node.operator == "+" else -times)
    second = _arithmetic(node.right)
    if node.operator == "+":
        return lambda row: first(row) + second(row)
    if node.operator == "-":
        return lambda row: first(row) - second(row)
    if isinstance(node.right, Name):
        name = node.right.name
        return lambda row: first(row) * x if type(x := row[name]) is float else _refuse()
    return lambda row: first(row) * second(row)


def _with_literal(operator: str, run: Run, value: float) -> Run:
    if operator == "*":
        return lambda row: run(row) * value
    if operator == "/":
        return lambda row: run(row) / value
    signed = value if operator == "+" else -value
    return lambda row: run(row) + signed


def _share(ratio: Binary, times: float) -> Run:
    above, below = ratio.left, ratio.right
    if isinstance(below, Name):
        if isinstance(above, Name):
            return _share_of_inputs(above.name, below.name, times)
        return _share_of_input(_arithmetic(above), below.name, times)
    return _share_of_computed(_arithmetic(above), _arithmetic(below), times)


def _share_of_inputs(above: str, below: str, times: float) -> Run:
    def share(row: Row) -> float:
        part, whole = row[above], row[below]
        if type(part) is float and type(whole) is float:
            value: float = part / whole * times
            if value or whole - whole == 0.0:  # infinity less itself is no number
                return value
        raise Unready

    return share


def _share_of_input(above: Run, below: str, times: float) -> Run:
    def share(row: Row) -> float:
        whole = row[below]
        if type(whole) is float:
            value = above(row) / whole * times
            if value or whole - whole == 0.0:
                return value
        raise Unready

    return share


def _share_of_computed(above: Run, below: Run, times: float) -> Run:
    def share(row: Row) -> float:
        whole = below(row)
        value = above(row) / whole * times
        if value or whole - whole == 0.0:
            return value
        raise Unready

    return share
