"""One table of meaning: what an expression gives for its inputs, in every engine that can say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kpiatlas.formula import Formula, parse

SCORES = [2, 9, None, 4, 5]


@dataclass(frozen=True)
class Case:
    """An expression, inputs, and the value expected or the reason why there is none."""

    expression: str
    expected: float | str
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def formula(self) -> Formula:
        """The expression parsed with its lists declared as series."""
        return parse(self.expression, self.lists | {"scores"})

    @property
    def lists(self) -> set[str]:
        """The inputs that are given as lists."""
        return {name for name, value in self.inputs.items() if isinstance(value, list)}

    def __str__(self) -> str:
        return f"{self.expression} for {self.inputs} is {self.expected}"


def _case(expression: str, expected: float | str, **inputs: Any) -> Case:
    return Case(expression, expected, inputs)


TOO_LARGE = "the result is too large"

CASES = (
    # Arithmetic and how it binds
    _case("resolved / issues * 100", 74, resolved=1480, issues=2000),
    _case("1 + 2 * 3", 7),
    _case("(1 + 2) * 3", 9),
    _case("10 - 4 - 3", 3),
    _case("10 - (4 - 3)", 9),
    _case("100 / 10 / 5", 2),
    _case("100 / (10 / 5)", 50),
    _case("2 * 3 / 4", 1.5),
    _case("2 * (3 / 4)", 1.5),
    _case("-2^2", -4),
    _case("(-2)^2", 4),
    _case("-a^2", -9, a=3),
    _case("(-a)^2", 9, a=3),
    _case("2^3^2", 512),
    _case("(2^3)^2", 64),
    _case("2^-1", 0.5),
    _case("2^-1^2", 0.5),
    _case("a^-b^c", 0.0625, a=2, b=2, c=2),
    _case("--3", 3),
    _case("5 - -3", 8),
    _case("5 * -3", -15),
    _case("-a * -b", 6, a=2, b=3),
    _case("-(a + b)", -5, a=2, b=3),
    _case("1e3 + 1.5E-1", 1000.15),
    _case("1e21 / 1e20", 10),
    _case("0.0000001 * 1e7", 1),
    _case("a - a", 0, a=-0.5),
    _case("-a", 0, a=0),
    # Functions of numbers
    _case("abs(-3) + abs(3)", 6),
    _case("abs(a - b)", 2, a=3, b=5),
    _case("min(7, 3, 5)", 3),
    _case("max(a, b)", 5, a=-5, b=5),
    _case("max(0, a - b)", 0, a=3, b=5),
    _case("round(2.5)", 3),
    _case("round(-2.5)", -3),
    _case("round(0.5)", 1),
    _case("round(0.4)", 0),
    _case("round(2.675, 2)", 2.68),
    _case("round(1.005, 2)", 1.01),
    _case("round(-1.005, 2)", -1.01),
    _case("round(0.285, 2)", 0.29),
    _case("round(1234.5678, 3)", 1234.568),
    _case("round(12345, -2)", 12300),
    _case("round(12350, -2)", 12400),
    _case("round(49, -2)", 0),
    _case("round(50, -2)", 100),
    _case("round(123456789.987654321, 6)", 123456789.987654),
    _case("round(a / b, 4)", 0.3333, a=1, b=3),
    _case("round(1e20, 2)", 1e20),
    _case("round(1.5, 15)", 1.5),
    _case("sqrt(16)", 4),
    _case("sqrt(a - a)", 0, a=2),
    _case("exp(0) + exp(a)", 2, a=0),
    _case("exp(1)", 2.718281828459045),
    _case("ln(exp(2))", 2),
    _case("log10(1000)", 3),
    _case("(last / first)^(1 / years) - 1", 0.2599210498948732, last=200, first=100, years=3),
    _case("(last / first)^(1 / years) - 1", -1, last=0, first=100, years=3),
    # Conditions
    _case("if(2 > 1, 10, 20)", 10),
    _case("if(a < b, 10, 20)", 20, a=2, b=2),
    _case("if(a <= b, 10, 20)", 10, a=2, b=2),
    _case("if(a >= b, 10, 20)", 10, a=2, b=2),
    _case("if(a = b, 10, 20)", 10, a=2, b=2),
    _case("if(a == b, 10, 20)", 10, a=2, b=2),
    _case("if(a != b, 10, 20)", 20, a=2, b=2),
    _case("if(a <> b, 10, 20)", 10, a=2, b=1),
    _case("if(not a > b, 10, 20)", 20, a=2, b=1),
    _case("if(not (a > b and a > 5), 10, 20)", 10, a=2, b=1),
    _case("if(a > 1 and b > 1, 10, 20)", 20, a=2, b=1),
    _case("if(a > 1 or b > 1, 10, 20)", 10, a=2, b=1),
    _case("if(a > 5 or b > 1 and c > 1, 10, 20)", 10, a=2, b=2, c=2),
    _case("if((a > 5 or b > 1) and c > 5, 10, 20)", 20, a=2, b=2, c=2),
    _case("if(a + 1 > b * 2, a, b)", 4, a=4, b=2),
    _case("if(a > 0, if(b > 0, 1, 2), 3)", 2, a=1, b=-1),
    _case("if(a > 0, 1, 0) + if(b > 0, 1, 0)", 1, a=1, b=-1),
    _case("if(b = 0, 0, a / b)", 0, a=1, b=0),
    _case("if(b != 0 and a / b > 2, 1, 2)", 2, a=1, b=0),
    _case("if(b = 0 or a / b > 2, 1, 2)", 1, a=1, b=0),
    _case("if(1e307 * a > 1, 1, 2)", 1, a=1),
    # Series
    _case("sum(scores)", 20, scores=SCORES),
    _case("mean(scores)", 5, scores=SCORES),
    _case("median(scores)", 4.5, scores=SCORES),
    _case("median(scores)", 4, scores=[9, 2, 4]),
    _case("count(scores)", 4, scores=SCORES),
    _case("stdev(scores)", 2.943920288775949, scores=SCORES),
    _case("stdev(scores)", 0, scores=[3, 3]),
    _case("min(scores)", 2, scores=SCORES),
    _case("max(scores)", 9, scores=SCORES),
    _case("min(scores)", -4, scores=[-4, 3]),
    _case("percentile(scores, 90)", 7.8, scores=SCORES),
    _case("percentile(scores, 0)", 2, scores=SCORES),
    _case("percentile(scores, 100)", 9, scores=SCORES),
    _case("percentile(scores, 37.5)", 4.125, scores=SCORES),
    _case("percentile(scores, 50)", 7, scores=[7]),
    _case("median(scores)", 10, scores=[100, 9, 10]),
    _case("count_if(scores >= 4)", 3, scores=SCORES),
    _case("count_if(scores = 0)", 1, scores=[0, None, 1]),
    _case("count_if(scores < 0)", 0, scores=[None, 1]),
    _case("count_if(scores >= target) / count(scores) * 100", 75, scores=SCORES, target=4),
    _case("count_if(target <= scores)", 3, scores=SCORES, target=4),
    _case("count_if(scores > 3 and scores < 9)", 2, scores=SCORES),
    _case("count_if(scores < 3 or scores >= 9)", 2, scores=SCORES),
    _case("count_if(not scores < 3)", 3, scores=SCORES),
    _case("count_if(not (scores < 3 or scores > 8) and scores != 4)", 1, scores=SCORES),
    _case("count_if(scores * 2 + 1 > 10)", 2, scores=SCORES),
    _case("count_if(abs(scores - 5) <= 1)", 2, scores=SCORES),
    _case("count_if(round(scores / 2) = 2)", 1, scores=SCORES),
    _case("count_if(scores^2 > 16)", 2, scores=SCORES),
    _case("(count_if(s >= 9) - count_if(s <= 6)) / count(s) * 100", 25, s=[10, 9, 9, 8, 7, 3, 6, None, 10]),
    _case("sum(won) / sum(offered)", 0.5, won=[1, 2], offered=[4, 2]),
    _case("sum(scores)", 0, scores=[]),
    _case("sum(scores)", 0, scores=[None, None]),
    _case("count(scores)", 0, scores=[]),
    _case("count_if(scores > 1)", 0, scores=[]),
    _case("count_if(scores > a / b)", 0, scores=[], a=1, b=0),
    _case("sum(scores)", 0.6, scores=[0.1, 0.2, 0.3]),
    _case("max(sum(scores), a)", 20, scores=SCORES, a=3),
    # Missing
    _case("a / b", "a is missing", b=2),
    _case("a / b", "b is missing", a=0, b=None),
    _case("a / b", "a is missing", a=None, b=0),
    _case("b * 0 + a", "b is missing", a=1),
    _case("if(a > 0, a, b)", "b is missing", a=1),
    _case("sum(scores) / a", "a is missing", scores=[1]),
    _case("count_if(scores > a)", "a is missing", scores=[]),
    _case("sum(scores) + a", "scores is missing", a=1, scores=None),
    # Undefined
    _case("a / issues", "issues is 0", a=5, issues=0),
    _case("a / (b - c)", "b - c is 0", a=5, b=2, c=2),
    _case("a / issues / b", "issues is 0", a=5, issues=0, b=0),
    _case("1 / (a / b)", "b is 0", a=1, b=0),
    _case("a / 0", "the divisor is 0", a=1),
    _case("0 / 0", "the divisor is 0"),
    _case("1 / sum(scores)", "sum(scores) is 0", scores=[]),
    _case("sqrt(revenue - cost)", "the square root of revenue - cost, which is -4", revenue=2, cost=6),
    _case("sqrt(-4)", "the square root of -4"),
    _case("ln(a)", "the logarithm of a, which is 0", a=0),
    _case("log10(a - 1.5)", "the logarithm of a - 1.5, which is -0.5", a=1),
    _case("ln(0)", "the logarithm of 0"),
    _case("0^0", "0 has no power 0"),
    _case("a^b", "a is 0, and 0 has no power 0", a=0, b=0),
    _case("a^-2", "a is 0, and 0 has no power -2", a=0),
    _case("a^0", "a is 0, and 0 has no power 0", a=0),
    _case("a^0", 1, a=-3),
    _case("a^0.5", 0, a=0),
    _case("a^0.2", "a is -8, and a negative number has no power 0.2", a=-8),
    _case("a^b", "a is -8, and a negative number has no power 0.5", a=-8, b=0.5),
    _case("a^b", -512, a=-8, b=3),
    _case("a^b", 0.015625, a=-8, b=-2),
    _case("(-8)^a", "a negative number has no power 0.25", a=0.25),
    _case("(a / b)^(1 / c)", "a / b is -8, and a negative number has no power 0.2", a=-8, b=1, c=5),
    _case("mean(scores)", "scores is empty", scores=[]),
    _case("median(scores)", "scores is empty", scores=[None]),
    _case("min(scores)", "scores is empty", scores=[]),
    _case("max(scores)", "scores is empty", scores=[None, None]),
    _case("percentile(scores, 50)", "scores is empty", scores=[]),
    _case("stdev(scores)", "scores has fewer than two items", scores=[4, None]),
    _case("if(a / b > 1, 1, 2)", "b is 0", a=1, b=0),
    _case("if(a / b > 1 or a > 0, 1, 2)", "b is 0", a=1, b=0),
    _case("if(a > 0 and a / b > 1, 1, 2)", "b is 0", a=1, b=0),
    _case("if(not a / b > 1, 1, 2)", "b is 0", a=1, b=0),
    _case("count_if(scores > a / b)", "b is 0", scores=[1], a=1, b=0),
    _case("min(1, a / b)", "b is 0", a=1, b=0),
    _case("abs(a / b)", "b is 0", a=1, b=0),
    _case("round(a / b)", "b is 0", a=1, b=0),
    # Beyond the range of doubles, wherever it could be swallowed
    _case("a * 1e300 * 1e300", TOO_LARGE, a=1),
    _case("1 / (a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("1 / (x * 1e308 * 10)", TOO_LARGE, x=1),
    _case("min(1, a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("max(1, -a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("if(a * 1e307 * 1000 > 1, 1, 2)", TOO_LARGE, a=1),
    _case("a * 1e307 * 1000 - a * 1e307 * 1000", TOO_LARGE, a=1),
    _case("exp(a)", TOO_LARGE, a=710),
    _case("exp(-a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("1 / exp(a)", TOO_LARGE, a=1000),
    _case("10^a", TOO_LARGE, a=309),
    _case("(-10)^a", TOO_LARGE, a=309),
    _case("1 / 10^a", TOO_LARGE, a=309),
    _case("9^9^9^9", TOO_LARGE),
    _case("sqrt(a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("round(a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("0 * (a * 1e307 * 1000)", TOO_LARGE, a=1),
    _case("1 / sum(scores)", TOO_LARGE, scores=[1e308, 1e308]),
    _case("1 / mean(scores)", TOO_LARGE, scores=[1e308, 1e308]),
    _case("count_if(scores * 1e300 > 1)", TOO_LARGE, scores=[1, 1e10]),
)
