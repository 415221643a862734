r"""LaTeX for papers and slides: fractions, roots and cases; what stands between `\[` and `\]`, for amsmath."""

from __future__ import annotations

import re

from ..canonical import number_text
from ..formula import Formula
from ..nodes import Call, Name, Node, Not, Number
from .drawing import DrawingPrinter
from .target import Naming, Target

_SIGNS = {"*": r"\times", "<=": r"\le", ">=": r"\ge", "!=": r"\ne", "and": r"\land", "or": r"\lor"}
_NAMED = {"min": r"\min", "max": r"\max", "ln": r"\ln", "exp": r"\exp", "log10": r"\log_{10}", "sum": r"\sum"}
# What TeX reads as its own, in text.
_ESCAPES = {
    **{character: f"\\{character}" for character in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


class _LatexPrinter(DrawingPrinter):
    def holds_together(self, base: Node) -> bool:
        if isinstance(base, Number) and "e" in number_text(base.value):
            return False  # 10^21 is a power itself
        return super().holds_together(base)

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def number(self, node: Number) -> str:
        mantissa, _, exponent = number_text(node.value).partition("e")
        if exponent:
            return rf"{mantissa} \times 10^{{{exponent}}}"
        whole, point, fraction = mantissa.partition(".")
        return f"{int(whole):,}".replace(",", "{,}") + point + fraction

    def name(self, node: Name) -> str:
        return rf"\text{{{_escaped(self.name_of(node.name))}}}"

    def fraction(self, above: str, below: str) -> str:
        return rf"\frac{{{above}}}{{{below}}}"

    def raised(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def infix(self, left: str, operator: str, right: str) -> str:
        return f"{left} {_SIGNS.get(operator, operator)} {right}"

    def invert(self, node: Not) -> str:
        return rf"\lnot {self.operand(node.operand, node, 'only')}"

    def call(self, node: Call) -> str:
        arguments = [self.write(argument) for argument in node.arguments]
        match node.function:
            case "abs":
                return rf"\left|{arguments[0]}\right|"
            case "sqrt":
                return rf"\sqrt{{{arguments[0]}}}"
            case "exp":
                return f"e^{{{arguments[0]}}}"
            case "sum":
                return rf"\sum {arguments[0]}"
            case "if":
                return _cases(*arguments)
            case "count_if":
                return _applied(r"\operatorname{count}", [rf"\text{{where }} {arguments[0]}"])
            case "percentile":
                return _applied(f"P_{{{arguments[1]}}}", arguments[:1])
        return _applied(_NAMED.get(node.function, rf"\operatorname{{{node.function}}}"), arguments)


def _applied(function: str, arguments: list[str]) -> str:
    return rf"{function}\left({', '.join(arguments)}\right)"


def _cases(condition: str, first: str, second: str) -> str:
    return rf"\begin{{cases}} {first} & \text{{if }} {condition} \\ {second} & \text{{otherwise}} \end{{cases}}"


def _escaped(label: str) -> str:
    """The label as TeX prints it, on one line."""
    return "".join(_ESCAPES.get(character, character) for character in re.sub(r"[\s\x00-\x1f\x7f]+", " ", label))


def _write(formula: Formula, name_of: Naming) -> str:
    return _LatexPrinter(name_of).write(formula.tree)


TARGET = Target("latex", "LaTeX", _write)
