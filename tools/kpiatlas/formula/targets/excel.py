"""Formulas for spreadsheets: one text that means the same in Excel and in LibreOffice Calc.

The cell shows nothing where the value is missing or undefined. A scalar cell that is blank or holds text is missing;
in a range such cells are skipped. Only functions that both programs and old file formats know are used.

What a spreadsheet cannot be brought to: a range is never missing, only empty; `=` and the other comparisons look at
about 15 digits, and a difference that is nearly 0 counts as 0.
"""

from __future__ import annotations

import re

from ..analysis import hazards, is_aggregate, literal, may_fail
from ..canonical import number_text
from ..formula import Formula
from ..nodes import Binary, Call, Compare, Logic, Name, Node, Not, Number, children, walk
from ..precedence import Level, Side, level, needs_brackets
from ..printer import Printer
from .target import Naming, Target, TargetError, kept_apart

MOST_CHARACTERS = 8_192
MOST_NESTED = 64
MOST_ARGUMENTS = 255
LARGEST, SMALLEST = 9.99999999999999e307, 2.2251e-308

# a1 to xfd1048576, r, c, r1c1 and the constants are not free to be names in a sheet.
_TAKEN = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*|true|false")
_FUNCTIONS = {
    **{name: name.upper() for name in ("abs", "sqrt", "exp", "ln", "log10", "sum", "median", "count", "stdev")},
    "mean": "AVERAGE",
}


class _ExcelPrinter(Printer):
    def __init__(self, name_of: Naming, series: frozenset[str]) -> None:
        super().__init__(name_of)
        self.series = series
        self.item: str | None = None  # the series whose items a count_if is looking at
        self.item_text = ""  # how an item is written there, when not as the range itself

    def write(self, node: Node) -> str:
        text = super().write(node)
        # Checked at every node, because guards repeat their operands.
        if len(text) > MOST_CHARACTERS:
            raise TargetError(f"it takes more than {MOST_CHARACTERS:,} characters", TARGET.name, node)
        return text

    def bracketed(self, child: Node, parent: Node, side: Side) -> bool:
        # The sign binds before the power here, and powers group from the left.
        if level(child) is Level.POWER and (side == "only" or level(parent) is Level.POWER):
            return True
        return needs_brackets(child, parent, side)

    def number(self, node: Number) -> str:
        if 0 < node.value < SMALLEST:
            raise self.refused(node, f"{number_text(node.value)} is 0 in a sheet")
        if node.value > LARGEST:
            return f"({_sheet_number(node.value / 16)}*16)"  # computed, it may be as large as a double
        return _sheet_number(node.value)

    def binary(self, node: Binary) -> str:
        left, right = self.operand(node.left, node, "left"), self.operand(node.right, node, "right")
        plain = f"{left}{node.operator}{right}"
        return self.guarded_power(node, plain) if node.operator == "^" else plain

    def guarded_power(self, node: Binary, plain: str) -> str:
        """LibreOffice gives 1 for 0^0 and a real root for (-8)^(1/3); both are undefined."""
        base, exponent = literal(node.left), literal(node.right)
        if (base is not None and base > 0) or (exponent is not None and exponent and exponent.is_integer()):
            return plain
        if self.item is not None:
            raise self.refused(node, "this power inside count_if needs a guard for each item")
        shown = self.write(node.left)
        if exponent is not None:
            return f"IF({shown}{'<0' if exponent else '=0'},NA(),{plain})"
        power = self.write(node.right)
        broken = f"AND({shown}<0,{power}<>INT({power}))"
        if isinstance(node.right, Binary) and node.right.operator == "/" and literal(node.right.left):
            return f"IF({broken},NA(),{plain})"  # an exponent like 1/years is never 0
        return f"IF(OR({broken},AND({shown}=0,{power}=0)),NA(),{plain})"

    def compare(self, node: Compare) -> str:
        sign = "<>" if node.operator == "!=" else node.operator
        return f"{self.operand(node.left, node, 'left')}{sign}{self.operand(node.right, node, 'right')}"

    def logic(self, node: Logic) -> str:
        left, right = self.write(node.left), self.write(node.right)
        if self.item is not None:
            return self.logic_on_items(node, left, right)
        if may_fail(node.right):
            # AND and OR compute all their arguments; IF stops where the language does.
            return f"IF({left},{right},FALSE)" if node.operator == "and" else f"IF({left},TRUE,{right})"
        return f"{node.operator.upper()}({left},{right})"

    def logic_on_items(self, node: Logic, left: str, right: str) -> str:
        if hazards(node.right):
            raise self.refused(node.right, "inside count_if both sides are computed for every item")
        return f"({left})*({right})" if node.operator == "and" else f"(({left})+({right})>0)"

    def invert(self, node: Not) -> str:
        inner = self.write(node.operand)
        return f"(1-({inner}))" if self.item is not None else f"NOT({inner})"

    def call(self, node: Call) -> str:
        if self.item is not None and node.function in ("if", "min", "max"):
            raise self.refused(node, f"{node.function} inside count_if would look at all items at once")
        if node.function == "count_if":
            return self.count_if(node)
        if len(node.arguments) > MOST_ARGUMENTS:
            raise self.refused(node, f"{node.function} takes at most {MOST_ARGUMENTS} arguments there")
        arguments = [self.write(argument) for argument in node.arguments]
        if node.function in ("min", "max") and is_aggregate(node):
            return f"IF(COUNT({arguments[0]})=0,NA(),{node.function.upper()}({arguments[0]}))"
        if node.function == "round":
            return f"ROUND({arguments[0]},{arguments[1] if len(arguments) == 2 else '0'})"
        if node.function == "percentile":
            return f"PERCENTILE({arguments[0]},{_sheet_number((literal(node.arguments[1]) or 0.0) / 100)})"
        return f"{_FUNCTIONS.get(node.function, node.function.upper())}({','.join(arguments)})"

    def count_if(self, node: Call) -> str:
        """SUMPRODUCT looks at each item without being entered as an array formula."""
        condition = node.arguments[0]
        self.item = next(each.name for each in walk(condition) if isinstance(each, Name) and each.name in self.series)
        cells = self.name_of(self.item)
        if self.is_compared_only(condition):
            test, weight = self.write(condition), f"ISNUMBER({cells})*"
        else:
            # Arithmetic on a cell with text would fail, so the numbers are picked out first; LARGE skips the rest.
            self.item_text = f'LARGE({cells},ROW(INDIRECT("A1:A"&COUNT({cells}))))'
            test, weight = self.write(condition), "1*"
        simple, self.item, self.item_text = not self.item_text, None, ""
        counted = f"SUMPRODUCT({weight}({test}))"
        return counted if simple and not may_fail(condition) else f"IF(COUNT({cells})=0,0,{counted})"

    def is_compared_only(self, condition: Node) -> bool:
        """Whether the item stands nowhere but directly beside a comparison sign."""
        arithmetic = [node for node in walk(condition) if not isinstance(node, Compare)]
        return not any(isinstance(each, Name) and each.name == self.item for n in arithmetic for each in children(n))

    def name(self, node: Name) -> str:
        return self.item_text if self.item_text and node.name == self.item else super().name(node)

    def refused(self, node: Node, message: str) -> TargetError:
        return TargetError(message, TARGET.name, node)


def _sheet_number(value: float) -> str:
    return number_text(value).replace("e-", "E-").replace("e", "E+")


def default_name(name: str) -> str:
    """The input as a defined name. One that a sheet reads as a cell (q1, r, tax2024) gets an underscore at its end."""
    return kept_apart(name, _TAKEN.fullmatch(name.rstrip("_")) is not None)


def _write(formula: Formula, name_of: Naming) -> str:
    value = _ExcelPrinter(name_of, formula.series).write(formula.tree)
    single = [name_of(name) for name in formula.names if name not in formula.series]
    text = f'IFERROR({value},"")'
    if len(single) > MOST_ARGUMENTS:
        raise TargetError(f"it has more than {MOST_ARGUMENTS} inputs that are one number", TARGET.name, formula.tree)
    if single:
        text = f'IF(COUNT({",".join(single)})<{len(single)},"",{text})'
    if len(text) + 1 > MOST_CHARACTERS or _nesting(text) > MOST_NESTED:
        raise TargetError(
            f"it takes more than {MOST_CHARACTERS:,} characters or {MOST_NESTED} levels", TARGET.name, formula.tree
        )
    return f"={text}"


def _nesting(text: str) -> int:
    """How deep brackets stand inside one another; as many as there are is deep enough where these are few."""
    if text.count("(") <= MOST_NESTED:
        return text.count("(")
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


TARGET = Target("excel", "Excel and LibreOffice", _write, default_name)
