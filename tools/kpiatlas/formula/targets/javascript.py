"""JavaScript: one expression that gives a number or null, or a module of formulas that also say why.

Both come from the same printer. It leaves infinity alone where plain arithmetic carries it to the top, exactly where
the evaluator does, and calls a helper of the runtime for everything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from .. import reasons
from ..analysis import is_aggregate, literal, may_overflow
from ..canonical import number_text
from ..formula import Formula
from ..nodes import Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number, walk
from ..printer import Printer
from .javascript_runtime import MODULE_NAMES, RUNTIME, helpers_for
from .target import Naming, Target, kept_apart

__all__ = ["RUNTIME", "TARGET", "default_name", "module"]

# fmt: off
_RESERVED = frozenset((
    "arguments", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default",
    "delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "get", "if",
    "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "of", "package", "private",
    "protected", "public", "return", "set", "static", "super", "switch", "this", "throw", "true", "try", "typeof",
    "undefined", "var", "void", "while", "with", "yield",
))
# fmt: on
_COMPARISONS = {"=": "===", "!=": "!=="}
_LOGIC = {"and": "&&", "or": "||"}


class _JavaScriptPrinter(Printer):
    """Writes the computing part; `explain` adds the reasons, which the bare expression does without."""

    def __init__(self, name_of: Naming, series: frozenset[str], explain: bool) -> None:
        super().__init__(name_of)
        self.series = series
        self.explain = explain
        self.item: str | None = None

    def finite(self, node: Node) -> str:
        """An operand whose infinity would be swallowed."""
        return f"$finite({self.write(node)})" if may_overflow(node) else self.write(node)

    def because(self, reason: str) -> str:
        return f", {json.dumps(reason)}" if self.explain else ""

    def computed(self, helper: str, *words: str) -> str:
        """A reason that is made of words and of values met on the way."""
        return f", {helper}({', '.join(map(json.dumps, words))})" if self.explain else ""

    def name(self, node: Name) -> str:
        return "$item" if node.name == self.item else self.name_of(node.name)

    def number(self, node: Number) -> str:
        return number_text(node.value)

    def negate(self, node: Negate) -> str:
        inner = self.operand(node.operand, node, "only")
        return f"-({inner})" if inner.startswith("-") else f"-{inner}"

    def binary(self, node: Binary) -> str:
        if node.operator == "^":
            return self.power(node)
        left = self.operand(node.left, node, "left")
        if node.operator == "/":
            return self.divide(node, left)
        return f"{left} {node.operator} {self.operand(node.right, node, 'right')}"

    def divide(self, node: Binary, left: str) -> str:
        if literal(node.right):
            return f"{left} / {self.operand(node.right, node, 'right')}"
        if self.explain:
            divisor = self.write(node.right)  # $over looks whether it is finite
            return f"$over({self.write(node.left)}, {divisor}{self.because(reasons.zero_divisor(node.right))})"
        if may_overflow(node.right):
            return f"{left} / {self.finite(node.right)}"
        return f"{left} / {self.operand(node.right, node, 'right')}"

    def power(self, node: Binary) -> str:
        because = self.computed("$noPower", *reasons.base_is(node.left))
        return f"$power({self.finite(node.left)}, {self.finite(node.right)}{because})"

    def compare(self, node: Compare) -> str:
        return f"{self.finite(node.left)} {_COMPARISONS.get(node.operator, node.operator)} {self.finite(node.right)}"

    def logic(self, node: Logic) -> str:
        left, right = self.operand(node.left, node, "left"), self.operand(node.right, node, "right")
        return f"{left} {_LOGIC[node.operator]} {right}"

    def invert(self, node: Not) -> str:
        return f"!({self.write(node.operand)})"

    def call(self, node: Call) -> str:
        if node.function == "if":
            test, first, second = map(self.write, node.arguments)
            return f"({test} ? {first} : {second})"
        if node.function == "count_if":
            return self.count_if(node)
        if is_aggregate(node):
            return self.aggregate(node)
        if node.function == "abs":
            return f"Math.abs({self.write(node.arguments[0])})"
        arguments = [self.finite(argument) for argument in node.arguments]
        if node.function == "round":
            return f"$round({arguments[0]}, {arguments[1] if len(arguments) == 2 else '0'})"
        if node.function in ("sqrt", "ln", "log10"):
            because = self.computed("$which", reasons.outside(node.function, node.arguments[0]))
            return f"${node.function}({arguments[0]}{because})"
        return f"Math.{node.function}({', '.join(arguments)})"

    def aggregate(self, node: Call) -> str:
        series = node.arguments[0]
        assert isinstance(series, Name)
        arguments = ", ".join([self.name_of(series.name), *map(self.write, node.arguments[1:])])
        if node.function in ("sum", "count"):
            return f"${node.function}({arguments})"
        reason = reasons.too_few if node.function == "stdev" else reasons.empty
        return f"${node.function}({arguments}{self.because(reason(series.name))})"

    def count_if(self, node: Call) -> str:
        self.item = next(each.name for each in walk(node) if isinstance(each, Name) and each.name in self.series)
        test, series = self.write(node.arguments[0]), self.name_of(self.item)
        self.item = None
        return f"$countIf({series}, ($item) => {test})"


def default_name(name: str) -> str:
    """The input as a variable; a word that JavaScript keeps for itself gets an underscore at its end."""
    return kept_apart(name, name.rstrip("_") in _RESERVED)


def module(formula_by_name: Mapping[str, Formula], runtime: str = "./formula-runtime.js") -> str:
    """An ES module that exports `formulas`: name to `{names, series, compute(inputs)}`.

    `compute` gives `{value, because}`, with the same reason in words as the evaluator. `runtime` is the address of a
    file that holds `RUNTIME`.
    """
    entries = [f"  {_text(name)}: {_entry(formula)},\n" for name, formula in formula_by_name.items()]
    body = f"export const formulas = {{\n{''.join(entries)}}};\n"
    used = [name for name in MODULE_NAMES if f"{name}(" in body]
    imports = f"import {{ {', '.join(used)} }} from {_text(runtime)};\n" if used else ""
    return imports + body


def _entry(formula: Formula) -> str:
    names, series = list(formula.names), [name for name in formula.names if name in formula.series]
    code = _JavaScriptPrinter(default_name, formula.series, explain=True).write(formula.tree)
    return f"$formula({json.dumps(names)}, {json.dumps(series)}, ({', '.join(map(default_name, names))}) => {code})"


def _text(text: str) -> str:
    """A string literal that is safe in a script element too."""
    return json.dumps(text).replace("<", "\\u003c")


def _write(formula: Formula, name_of: Naming) -> str:
    code = _JavaScriptPrinter(name_of, formula.series, explain=False).write(formula.tree)
    if helpers_for(code):
        helpers = helpers_for(f"$finite({code})")
        value = f"(() => {{ {helpers} try {{ return $finite({code}); }} catch {{ return null; }} }})()"
    else:
        value = f"((x) => Number.isFinite(x) ? x : null)({code})"
    missing = " || ".join(f"{name_of(name)} == null" for name in formula.names)
    return f"({missing} ? null : {value})" if missing else value


TARGET = Target("javascript", "JavaScript", _write, default_name)
