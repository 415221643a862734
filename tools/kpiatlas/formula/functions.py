"""The functions of the language in one table, from which the parser checks calls and the reference page is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Takes(Enum):
    """What the arguments of a function are."""

    NUMBERS = "numbers"
    DIGITS = "a number, then perhaps a literal count of digits"
    BRANCHES = "a condition, then two numbers"
    SERIES = "one series"
    PERCENT_OF_SERIES = "one series, then a literal from 0 to 100"
    EITHER = "two or more numbers, or one series"
    CONDITION = "a condition on the items of one series"


@dataclass(frozen=True, slots=True)
class Function:
    """One row of the table; `result` is what `example` gives for `inputs`."""

    name: str
    signature: str
    takes: Takes
    least: int
    most: int | None
    meaning: str
    example: str
    result: float
    inputs: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict, hash=False)


_SCORES: Mapping[str, tuple[float, ...]] = {"scores": (2.0, 9.0, 4.0, 5.0)}
_ONE = Takes.NUMBERS
_LIST = Takes.SERIES

_ROWS = (
    Function("abs", "abs(x)", _ONE, 1, 1, "The size of x without its sign.", "abs(-3)", 3),
    Function("min", "min(a, b, ...) or min(series)", Takes.EITHER, 1, None, "The smallest.", "min(7, 3, 5)", 3),
    Function("max", "max(a, b, ...) or max(series)", Takes.EITHER, 1, None, "The largest.", "max(7, 3, 5)", 7),
    Function(
        "round",
        "round(x) or round(x, digits)",
        Takes.DIGITS,
        1,
        2,
        "x rounded to the digits after the point (before it when negative), half away from zero.",
        "round(2.675, 2)",
        2.68,
    ),
    Function("sqrt", "sqrt(x)", _ONE, 1, 1, "The square root; undefined below 0.", "sqrt(16)", 4),
    Function("exp", "exp(x)", _ONE, 1, 1, "e to the power x.", "exp(0)", 1),
    Function("ln", "ln(x)", _ONE, 1, 1, "The natural logarithm; undefined at 0 and below.", "ln(1)", 0),
    Function("log10", "log10(x)", _ONE, 1, 1, "The logarithm to base 10; undefined at 0 and below.", "log10(1000)", 3),
    Function(
        "if",
        "if(condition, a, b)",
        Takes.BRANCHES,
        3,
        3,
        "a when the condition holds, otherwise b; the other branch is not computed.",
        "if(2 > 1, 10, 20)",
        10,
    ),
    Function("sum", "sum(series)", _LIST, 1, 1, "The items added; 0 when there is none.", "sum(scores)", 20, _SCORES),
    Function("mean", "mean(series)", _LIST, 1, 1, "The arithmetic mean.", "mean(scores)", 5, _SCORES),
    Function(
        "median",
        "median(series)",
        _LIST,
        1,
        1,
        "The middle item, or the mean of the two in the middle.",
        "median(scores)",
        4.5,
        _SCORES,
    ),
    Function("count", "count(series)", _LIST, 1, 1, "How many items are there.", "count(scores)", 4, _SCORES),
    Function(
        "stdev",
        "stdev(series)",
        _LIST,
        1,
        1,
        "The sample standard deviation (n - 1); needs two items.",
        "stdev(scores)",
        2.943920288775949,
        _SCORES,
    ),
    Function(
        "percentile",
        "percentile(series, p)",
        Takes.PERCENT_OF_SERIES,
        2,
        2,
        "The value below which p percent of the items lie, between items in a straight line (PERCENTILE.INC in Excel).",
        "percentile(scores, 90)",
        7.8,
        _SCORES,
    ),
    Function(
        "count_if",
        "count_if(condition)",
        Takes.CONDITION,
        1,
        1,
        "How many items of the one series in the condition meet it.",
        "count_if(scores >= 4)",
        3,
        _SCORES,
    ),
)

FUNCTIONS: Mapping[str, Function] = {row.name: row for row in _ROWS}
WORDS = frozenset({"and", "or", "not"})
AGGREGATES = frozenset(row.name for row in _ROWS if row.takes in (Takes.SERIES, Takes.PERCENT_OF_SERIES, Takes.EITHER))
