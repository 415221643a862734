"""What can be said of a tree without computing it: names, size, where it can be undefined, where it can overflow."""

from __future__ import annotations

from dataclasses import dataclass

from .canonical import canonical
from .functions import AGGREGATES
from .nodes import Binary, Call, Name, Negate, Node, Number, children, walk

_NEVER_LARGE = frozenset({"count", "count_if", "ln", "log10", "min", "max", "round", "sqrt"})


@dataclass(frozen=True, slots=True)
class Hazard:
    """A node that has no value for some inputs, and the operand that decides."""

    node: Node
    kind: str
    operand: str


def names(tree: Node) -> tuple[str, ...]:
    """The input names in order of first use."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Name)))


def node_count(tree: Node) -> int:
    """How many nodes the tree has."""
    return sum(1 for _ in walk(tree))


def depth(tree: Node) -> int:
    """How many levels the tree has; a single number or name has one."""
    return 1 + max((depth(child) for child in children(tree)), default=0)


def literal(node: Node) -> float | None:
    """The value of a number written out, with or without a minus sign; otherwise nothing."""
    if isinstance(node, Negate):
        value = literal(node.operand)
        return None if value is None else -value
    return node.value if isinstance(node, Number) else None


def is_aggregate(call: Call) -> bool:
    """Whether the call takes a whole series; min and max do so when they have one argument."""
    return call.function in AGGREGATES and (call.function not in ("min", "max") or len(call.arguments) == 1)


def hazards(tree: Node) -> tuple[Hazard, ...]:
    """Where the tree can be undefined, in the order of the source; overflow, which any step can reach, left out."""
    return tuple(hazard for node in walk(tree) if (hazard := _hazard(node)) is not None)


def may_overflow(node: Node) -> bool:
    """Whether the node can give infinity before anything has checked it; inputs and literals never do."""
    if isinstance(node, Negate):
        return may_overflow(node.operand)
    if isinstance(node, Call):
        if node.function in ("abs", "if"):
            return any(may_overflow(argument) for argument in node.arguments)
        return node.function not in _NEVER_LARGE
    return isinstance(node, Binary)


def may_fail(node: Node) -> bool:
    """Whether any step at or below the node can be undefined or overflow."""
    return any(may_overflow(part) or _hazard(part) is not None for part in walk(node))


def _hazard(node: Node) -> Hazard | None:
    if isinstance(node, Binary):
        return _arithmetic_hazard(node)
    if isinstance(node, Call) and node.function in ("sqrt", "ln", "log10"):
        value = literal(node.arguments[0])
        if value is not None and (value > 0 or (value == 0 and node.function == "sqrt")):
            return None
        kind = "negative root" if node.function == "sqrt" else "logarithm of no positive number"
        return Hazard(node, kind, canonical(node.arguments[0]))
    return _series_hazard(node)


def _arithmetic_hazard(node: Binary) -> Hazard | None:
    if node.operator == "/" and not literal(node.right):
        return Hazard(node, "division by zero", canonical(node.right))
    if node.operator == "^":
        base, exponent = literal(node.left), literal(node.right)
        whole = exponent is not None and exponent > 0 and exponent.is_integer()
        if not whole and not (base is not None and base > 0):
            return Hazard(node, "power without a value", canonical(node.left))
    return None


def _series_hazard(node: Node) -> Hazard | None:
    if not isinstance(node, Call) or not is_aggregate(node) or node.function in ("sum", "count"):
        return None
    kind = "fewer than two items" if node.function == "stdev" else "empty series"
    return Hazard(node, kind, canonical(node.arguments[0]))
