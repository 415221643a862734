"""Generated formulas: trees the parser could have made, and inputs for them.

One generator serves both uses: fed by a seeded `random.Random` it gives the engines thousands of formulas at once,
fed by Hypothesis it gives properties that shrink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from kpiatlas.formula import Formula, parse
from kpiatlas.formula.canonical import canonical
from kpiatlas.formula.nodes import Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number

SINGLE, SERIES = ("a", "b", "c", "r1"), ("s", "t")

_TAME = (0.0, 1.0, 2.0, 3.0, 0.5, 10.0, 100.0, 12.25)
_EXTREME = (*_TAME, 1e-7, 0.1, 1e21, 1e300, 5e-324, 1.7976931348623157e308, 123456789.987654321, 709.0)
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True)
class Generator:
    """Makes trees and inputs. Tame ones hold quarters only, which add and multiply without rounding, so that every
    engine agrees on what is equal and what is 0."""

    random: Random
    literals: tuple[float, ...]
    tame: bool

    def value(self, depth: int) -> Node:
        """A tree that gives a number."""
        if depth == 0 or self.random.random() < 0.12:
            return self.leaf()
        make: Callable[[int], Node] = self.random.choice(
            [self.arithmetic, self.arithmetic, self.arithmetic, self.negated, self.power, self.call, self.choice]
        )
        return make(depth - 1)

    def leaf(self) -> Node:
        return self.random.choice([self.number, self.name, self.name, self.name, self.aggregate])()

    def number(self) -> Node:
        return Number(self.random.choice(self.literals))

    def name(self) -> Node:
        return Name(self.random.choice(SINGLE))

    def arithmetic(self, depth: int) -> Node:
        return Binary(self.random.choice("+-*/"), self.value(depth), self.value(depth))

    def negated(self, depth: int) -> Node:
        return Negate(self.value(depth))

    def power(self, depth: int) -> Node:
        exponent = self.random.choice([2.0, 3.0, 0.5, 0.2, 0.0])
        small = Name("r1") if self.tame else self.value(min(depth, 1))
        share = Binary("/", Number(1.0), small)
        exponents: list[Node] = [Number(exponent), Number(exponent), Negate(Number(exponent)), small, share]
        return Binary("^", self.value(depth), self.random.choice(exponents))

    def call(self, depth: int) -> Node:
        function = self.random.choice(["abs", "sqrt", "exp", "ln", "log10", "round", "round", "min", "max"])
        if function == "round" and self.random.random() < 0.5:
            digits = Number(float(self.random.randint(0, 3)))
            either: list[Node] = [digits, Negate(digits)]
            return Call("round", (self.value(depth), self.random.choice(either)))
        many = self.random.randint(2, 3) if function in ("min", "max") else 1
        return Call(function, tuple(self.value(depth) for _ in range(many)))

    def choice(self, depth: int) -> Node:
        return Call("if", (self.condition(depth), self.value(depth), self.value(depth)))

    def condition(self, depth: int) -> Node:
        kind = self.random.random() if depth else 0.0
        if kind < 0.6:
            return Compare(self.random.choice(_COMPARISONS), self.value(depth), self.value(depth))
        if kind < 0.75:
            return Not(self.condition(depth - 1))
        return Logic(self.random.choice(["and", "or"]), self.condition(depth - 1), self.condition(depth - 1))

    def aggregate(self) -> Node:
        series = Name(self.random.choice(SERIES))
        kinds = ["sum", "mean", "median", "count", "stdev", "min", "max", "percentile", "count_if", "count_if"]
        function = self.random.choice(kinds)
        if function == "percentile":
            return Call(function, (series, Number(self.random.choice([0.0, 25.0, 37.5, 90.0, 100.0]))))
        return Call(function, (self.item_condition(series, 2) if function == "count_if" else series,))

    def item_condition(self, series: Name, depth: int) -> Node:
        if depth and self.random.random() < 0.4:
            inner = self.item_condition(series, depth - 1)
            other = Compare(self.random.choice(_COMPARISONS), self.limit(), self.limit())
            pair = (inner, other) if self.random.random() < 0.5 else (other, inner)
            joined: list[Node] = [Not(inner), Logic("and", *pair), Logic("or", *pair)]
            return self.random.choice(joined)
        item = self.random.choice([series, series, Negate(series), Binary("*", series, Number(2.0))])
        sides = (item, self.limit()) if self.random.random() < 0.5 else (self.limit(), item)
        return Compare(self.random.choice(_COMPARISONS), *sides)

    def limit(self) -> Node:
        return self.random.choice([self.number, self.name])()

    def input(self) -> float:
        """A number to put in."""
        if self.tame:
            return self.random.choice([0.0, 1.0, -1.0, -8.0, *(self.random.randint(-80, 400) / 4 for _ in range(8))])
        return self.random.choice([0.0, 1.0, -8.0, 1e308, -1e308, 5e-324, self.random.uniform(-1e3, 1e3), 1e-9, 1e200])

    def inputs(self) -> dict[str, Any]:
        """Inputs for every name, a few of them missing."""
        single = {name: None if self.random.random() < 0.03 else self.input() for name in SINGLE}
        if self.tame:
            # The exponent stays small: LibreOffice calls a power below the smallest double an error, not 0.
            single["r1"] = self.random.choice([-2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, 3.0, 5.0])
        return {**single, **{name: self.items() for name in SERIES}}

    def items(self) -> list[float | None]:
        count = self.random.randint(0, 6)
        return [None if self.random.random() < 0.2 else self.input() for _ in range(count)]


def tame(random: Random) -> Generator:
    """A generator on whose formulas spreadsheets agree too."""
    return Generator(random, _TAME, tame=True)


def extreme(random: Random) -> Generator:
    """A generator that reaches for the ends of the range of doubles."""
    return Generator(random, _EXTREME, tame=False)


def trees(kind: Callable[[Random], Generator]) -> st.SearchStrategy[Node]:
    """The generator's trees, for Hypothesis."""
    return st.builds(lambda random, depth: kind(random).value(depth), st.randoms(), st.integers(0, 5))


def inputs(kind: Callable[[Random], Generator]) -> st.SearchStrategy[dict[str, Any]]:
    """The generator's inputs, for Hypothesis."""
    return st.builds(lambda random: kind(random).inputs(), st.randoms())


def formula_of(tree: Node) -> Formula:
    """The formula of a generated tree, by way of its text."""
    return parse(canonical(tree), SERIES)
