"""What LaTeX and MathML share: formulas as print shows them, where a stroke or a raised place does what brackets do."""

from __future__ import annotations

from ..nodes import Binary, Call, Compare, Logic, Name, Node, Number
from ..precedence import Level, Side, level, needs_brackets
from ..printer import Printer


class DrawingPrinter(Printer):
    """Puts fractions and exponents in their places; a subclass says how they look."""

    def bracketed(self, child: Node, parent: Node, side: Side) -> bool:
        if isinstance(parent, Binary) and parent.operator == "/":
            return False  # the stroke of the fraction holds its operands together
        if isinstance(parent, Binary) and parent.operator == "^":
            # So does the raised place of an exponent.
            return side == "left" and not self.holds_together(child)
        if isinstance(child, Binary) and child.operator == "/" and level(parent) > Level.COMPARE:
            return False
        return needs_brackets(child, parent, side)

    def holds_together(self, base: Node) -> bool:
        """Whether an exponent set beside the base can only mean the whole of it."""
        return isinstance(base, Number | Name) or (isinstance(base, Call) and base.function == "abs")

    def binary(self, node: Binary) -> str:
        left, right = self.operand(node.left, node, "left"), self.operand(node.right, node, "right")
        if node.operator == "/":
            return self.fraction(left, right)
        return self.raised(left, right) if node.operator == "^" else self.infix(left, node.operator, right)

    def compare(self, node: Compare) -> str:
        return self.infix(self.operand(node.left, node, "left"), node.operator, self.operand(node.right, node, "right"))

    def logic(self, node: Logic) -> str:
        return self.infix(self.operand(node.left, node, "left"), node.operator, self.operand(node.right, node, "right"))

    def fraction(self, above: str, below: str) -> str:
        """One above the other."""
        raise NotImplementedError

    def raised(self, base: str, exponent: str) -> str:
        """A power."""
        raise NotImplementedError

    def infix(self, left: str, operator: str, right: str) -> str:
        """Any other operator or word between its operands."""
        raise NotImplementedError
