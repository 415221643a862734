"""The frame of every writer of formulas: one method for each kind of node, brackets put in one place.

`canonical` and each module in `targets` subclass it.
"""

from __future__ import annotations

from collections.abc import Callable

from .nodes import Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number
from .precedence import Side, needs_brackets


class Printer:
    """Writes a tree; a subclass says how each kind of node looks."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self.name_of = name_of

    def write(self, node: Node) -> str:
        """The text of the node without outer brackets."""
        match node:
            case Number():
                return self.number(node)
            case Name():
                return self.name(node)
            case Negate():
                return self.negate(node)
            case Binary():
                return self.binary(node)
            case Compare():
                return self.compare(node)
            case Logic():
                return self.logic(node)
            case Not():
                return self.invert(node)
            case Call():
                return self.call(node)

    def operand(self, child: Node, parent: Node, side: Side) -> str:
        """The text of an operand, in brackets where its parent needs them."""
        text = self.write(child)
        return self.brackets(text) if self.bracketed(child, parent, side) else text

    def bracketed(self, child: Node, parent: Node, side: Side) -> bool:
        """Whether this operand gets brackets; a target with other rules than ours overrides it."""
        return needs_brackets(child, parent, side)

    def brackets(self, text: str) -> str:
        """The text in brackets."""
        return f"({text})"

    def name(self, node: Name) -> str:
        """An input, through the binding."""
        return self.name_of(node.name)

    def number(self, node: Number) -> str:
        """A literal."""
        raise NotImplementedError

    def negate(self, node: Negate) -> str:
        """A minus sign."""
        return "-" + self.operand(node.operand, node, "only")

    def binary(self, node: Binary) -> str:
        """Arithmetic."""
        raise NotImplementedError

    def compare(self, node: Compare) -> str:
        """A comparison."""
        raise NotImplementedError

    def logic(self, node: Logic) -> str:
        """`and` or `or`."""
        raise NotImplementedError

    def invert(self, node: Not) -> str:
        """`not`."""
        raise NotImplementedError

    def call(self, node: Call) -> str:
        """A function."""
        raise NotImplementedError
