"""The nodes of a formula: frozen, with the span of source text each came from.

The parser makes them, every later stage reads them. Two trees are equal when they say the same; spans are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; never negative, because the minus sign is a node of its own."""

    value: float
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An input, single number or series."""

    name: str
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """A minus sign before an operand."""

    operand: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two operands; the operator is one of `+ - * / ^`."""

    operator: str
    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; the operator is one of `< <= > >= = !=`."""

    operator: str
    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Two conditions joined by `and` or `or`."""

    operator: str
    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """A condition turned round."""

    operand: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


Node: TypeAlias = Number | Name | Negate | Binary | Compare | Logic | Not | Call
CONDITIONS = (Compare, Logic, Not)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the source."""
    kind = type(node)  # quicker than isinstance, and every stage passes here
    if kind is Number or kind is Name:
        return ()
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Negate | Not):
        return (node.operand,)
    assert isinstance(node, Binary | Compare | Logic)
    return (node.left, node.right)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first, in the order of the source; no recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        below = children(current)
        if below:
            stack.extend(below[::-1])
