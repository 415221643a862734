"""Presentation MathML for pages: fractions, roots and cases as a reader knows them from print."""

from __future__ import annotations

from html import escape

from ..canonical import canonical, number_text
from ..formula import Formula
from ..nodes import Call, Name, Negate, Not, Number
from .drawing import DrawingPrinter
from .target import Naming, Target

_SIGNS = {"+": "+", "-": "\u2212", "*": "\u00d7", "<": "<", "<=": "\u2264", ">": ">", ">=": "\u2265", "=": "="}
_SIGNS["!="] = "\u2260"


class _MathPrinter(DrawingPrinter):
    def brackets(self, text: str) -> str:
        return f"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>"

    def number(self, node: Number) -> str:
        return f"<mn>{_grouped(number_text(node.value))}</mn>"

    def name(self, node: Name) -> str:
        # Not mtext: that counts as a space, and a row of spaces and one operator loses the room around the operator.
        return f'<mi mathvariant="normal">{escape(self.name_of(node.name))}</mi>'

    def negate(self, node: Negate) -> str:
        return f"<mrow><mo>{_SIGNS['-']}</mo>{self.operand(node.operand, node, 'only')}</mrow>"

    def fraction(self, above: str, below: str) -> str:
        return f"<mfrac>{above}{below}</mfrac>"

    def raised(self, base: str, exponent: str) -> str:
        return f"<msup>{base}{exponent}</msup>"

    def infix(self, left: str, operator: str, right: str) -> str:
        sign = _SIGNS.get(operator)
        return f"<mrow>{left}{_word(operator) if sign is None else f'<mo>{escape(sign)}</mo>'}{right}</mrow>"

    def invert(self, node: Not) -> str:
        return f"<mrow>{_word('not')}{self.operand(node.operand, node, 'only')}</mrow>"

    def call(self, node: Call) -> str:
        arguments = [self.write(argument) for argument in node.arguments]
        match node.function:
            case "abs":
                return f"<mrow><mo>|</mo>{arguments[0]}<mo>|</mo></mrow>"
            case "sqrt":
                return f"<msqrt>{arguments[0]}</msqrt>"
            case "exp":
                return f"<msup><mi>e</mi>{arguments[0]}</msup>"
            case "log10":
                return _applied("<msub><mi>log</mi><mn>10</mn></msub>", arguments)
            case "if":
                return _cases(*arguments)
            case "sum":
                return f"<mrow><mo>\u2211</mo>{arguments[0]}</mrow>"
            case "count_if":
                return _applied("<mi>count</mi>", [f"{_word('where')}{arguments[0]}"])
            case "percentile":
                return _applied(f"<msub><mi>P</mi>{arguments[1]}</msub>", arguments[:1])
        return _applied(f"<mi>{node.function}</mi>", arguments)


def _grouped(text: str) -> str:
    """Thousands set apart by commas; a power of ten stays as it is."""
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole.isdigit() else text


def _word(word: str) -> str:
    return f'<mspace width="0.4em"/><mtext>{word}</mtext><mspace width="0.4em"/>'


def _applied(function: str, arguments: list[str]) -> str:
    return f"<mrow>{function}<mo>(</mo>{'<mo>,</mo>'.join(arguments)}<mo>)</mo></mrow>"


def _cases(condition: str, first: str, second: str) -> str:
    rows = (
        f"<mtr><mtd>{first}</mtd><mtd><mtext>if </mtext>{condition}</mtd></mtr>"
        f"<mtr><mtd>{second}</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>"
    )
    return f'<mrow><mo>{{</mo><mtable columnalign="left left">{rows}</mtable></mrow>'


def _write(formula: Formula, name_of: Naming) -> str:
    alternative = escape(canonical(formula.tree))
    content = _MathPrinter(name_of).write(formula.tree)
    return (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" '
        f'alttext="{alternative}"><mrow>{content}</mrow></math>'
    )


TARGET = Target("mathml", "MathML", _write)
