"""Which operator binds before which, and when an operand needs brackets. Decided here for parser and all targets."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, TypeAlias

from .nodes import Binary, Compare, Logic, Negate, Node, Not

Side: TypeAlias = Literal["left", "right", "only"]


class Level(IntEnum):
    """How tightly a construct binds; a higher one first."""

    OR = 1
    AND = 2
    NOT = 3
    COMPARE = 4
    SUM = 5
    PRODUCT = 6
    SIGN = 7
    POWER = 8
    ATOM = 9


INFIX = {
    "or": Level.OR,
    "and": Level.AND,
    **dict.fromkeys(("<", "<=", ">", ">=", "=", "!="), Level.COMPARE),
    "+": Level.SUM,
    "-": Level.SUM,
    "*": Level.PRODUCT,
    "/": Level.PRODUCT,
    "^": Level.POWER,
}


def level(node: Node) -> Level:
    """The level of the node's own construct."""
    if isinstance(node, Binary | Compare | Logic):
        return INFIX[node.operator]
    if isinstance(node, Negate):
        return Level.SIGN
    return Level.NOT if isinstance(node, Not) else Level.ATOM


def needs_brackets(child: Node, parent: Node, side: Side) -> bool:
    """Whether the child must stand in brackets to be read back as this operand of the parent."""
    inner, outer = level(child), level(parent)
    if outer is Level.ATOM:
        return False
    if outer is Level.POWER:
        # 2^-1 and 2^3^2 need none on the right: an exponent may begin with a sign, and powers group from the right.
        return inner < Level.SIGN if side == "right" else inner <= Level.POWER
    if inner == outer:
        return side == "right"
    return inner < outer
