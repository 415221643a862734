"""Why a formula has no value, in words. The evaluator and the JavaScript target take every sentence from here."""

from __future__ import annotations

from .canonical import canonical
from .nodes import Negate, Node, Number

TOO_LARGE = "the result is too large"
MISSING = " is missing"
NEGATIVE_POWER = "a negative number has no power "
ZERO_POWER = "0 has no power "


def zero_divisor(divisor: Node) -> str:
    """The operand below the stroke is 0."""
    return "the divisor is 0" if isinstance(divisor, Number) else f"{canonical(divisor)} is 0"


def outside(function: str, argument: Node) -> str:
    """The argument of a root or logarithm is out of its domain; the value follows this text."""
    noun = "square root" if function == "sqrt" else "logarithm"
    return f"the {noun} of " + ("" if _is_literal(argument) else f"{canonical(argument)}, which is ")


def base_is(base: Node) -> tuple[str, str]:
    """What stands before and after the value of a base, ahead of the reason a power has none."""
    return ("", "") if _is_literal(base) else (f"{canonical(base)} is ", ", and ")


def empty(series: str) -> str:
    """An aggregate that needs an item has none."""
    return f"{series} is empty"


def too_few(series: str) -> str:
    """A deviation needs two items."""
    return f"{series} has fewer than two items"


def _is_literal(node: Node) -> bool:
    return isinstance(node, Number) or (isinstance(node, Negate) and isinstance(node.operand, Number))
