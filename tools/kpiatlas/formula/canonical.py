"""The canonical text of a tree: what `parse` reads back into the same tree. Messages and the text target use it."""

from __future__ import annotations

from decimal import Decimal

from .nodes import Binary, Call, Compare, Logic, Negate, Node, Not, Number
from .printer import Printer


def number_text(value: float) -> str:
    """The shortest text that reads back as the same double, as JavaScript writes it, but without a plus sign."""
    if value == 0:
        return "0"
    sign, digit_tuple, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, digit_tuple))
    point = len(digits) + int(exponent)  # the decimal point stands after so many digits
    digits = digits.rstrip("0") or "0"
    minus = "-" if sign else ""
    if 0 < point <= 21:
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{minus}{whole}.{fraction}" if fraction else f"{minus}{whole}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{minus}{mantissa}e{point - 1}"


class CanonicalPrinter(Printer):
    """Writes the language itself."""

    def number(self, node: Number) -> str:
        return number_text(node.value)

    def negate(self, node: Negate) -> str:
        return "-" + self.operand(node.operand, node, "only")

    def binary(self, node: Binary) -> str:
        return self._infix(node, "^" if node.operator == "^" else f" {node.operator} ")

    def compare(self, node: Compare) -> str:
        return self._infix(node, f" {node.operator} ")

    def logic(self, node: Logic) -> str:
        return self._infix(node, f" {node.operator} ")

    def invert(self, node: Not) -> str:
        return "not " + self.operand(node.operand, node, "only")

    def call(self, node: Call) -> str:
        return f"{node.function}({', '.join(map(self.write, node.arguments))})"

    def _infix(self, node: Binary | Compare | Logic, sign: str) -> str:
        return self.operand(node.left, node, "left") + sign + self.operand(node.right, node, "right")


def canonical(node: Node) -> str:
    """The canonical text of the node with the names as they are."""
    return CanonicalPrinter(str).write(node)
