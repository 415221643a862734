"""Formulas of a generated catalogue: several shapes, right in their units, over inputs that many records share."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from bench.generated.words import Words

Value = int | float | list[int]
Values = dict[str, Value]


@dataclass(frozen=True)
class Input:
    """An input, the same in every record that names it."""

    name: str
    label: str
    means: str
    unit: str
    series: bool


@dataclass(frozen=True)
class Shape:
    """A kind of formula over inputs a, b, c …: their units (a list in brackets), and its meaning in Python."""

    unit: str
    kind: str
    expression: str
    units: tuple[str, ...]
    meaning: Callable[..., float]


SHAPES = (
    Shape("percent", "Rate", "{a} / {b} * 100", ("order", "order"), lambda a, b: a / b * 100),
    Shape("percent", "Share", "{a} / {b} * 100", ("customer", "customer"), lambda a, b: a / b * 100),
    Shape("percent", "Margin", "({a} - {b}) / {a} * 100", ("currency", "currency"), lambda a, b: (a - b) / a * 100),
    Shape("percent", "Yield", "(1 - {a} / {b}) * 100", ("part", "part"), lambda a, b: (1 - a / b) * 100),
    Shape("currency/order", "Cost", "{a} / {b}", ("currency", "order"), lambda a, b: a / b),
    Shape("currency/customer", "Value", "({a} + {b}) / {c}", ("currency", "currency", "customer"),
          lambda a, b, c: (a + b) / c),
    Shape("hour/ticket", "Time", "{a} / {b}", ("hour", "ticket"), lambda a, b: a / b),
    Shape("minute", "Duration", "mean({a})", ("[minute]",), statistics.fmean),
    Shape("hour", "Delay", "median({a})", ("[hour]",), statistics.median),
    Shape("currency", "Balance", "{a} - {b} - {c}", ("currency",) * 3, lambda a, b, c: a - b - c),
    Shape("percent", "Coverage", "count_if({a} >= 50) / count({a}) * 100", ("[point]",),
          lambda a: sum(item >= 50 for item in a) / len(a) * 100),
    Shape("percent", "Ratio", "if({b} > 0, {a} / {b} * 100, 0)", ("employee", "employee"), lambda a, b: a / b * 100),
    Shape("percent", "Variance", "sum({a}) / {b} * 100", ("[currency]", "currency"), lambda a, b: sum(a) / b * 100),
)  # fmt: skip
_WEIGHTS = (20, 12, 12, 6, 10, 6, 8, 6, 4, 6, 4, 4, 2)


class Inputs:
    """All inputs of a catalogue, and formulas drawn over them; some inputs stand in many records, most in few."""

    def __init__(self, rng: random.Random, words: Words, count: int) -> None:
        self._rng = rng
        taken: set[str] = set()
        units = sorted({unit for shape in SHAPES for unit in shape.units})
        self._pools = {unit: [self._made(words, unit, taken) for _ in range(8 + count // 12)] for unit in units}
        size = len(self._pools[units[0]])
        self._sums = list(accumulate(1 / (rank + 5) for rank in range(size)))

    def _made(self, words: Words, unit: str, taken: set[str]) -> Input:
        while (label := words.phrase(3)) in taken:
            pass
        taken.add(label)
        name = label.lower().replace(" ", "_")
        return Input(name, label, words.sentence(9)[:-1], unit.strip("[]"), unit.startswith("["))

    def shape(self) -> Shape:
        """A shape, ratios the most often."""
        return self._rng.choices(SHAPES, _WEIGHTS)[0]

    def drawn(self, shape: Shape) -> list[Input]:
        """Different inputs for the places of a shape."""
        chosen: dict[str, Input] = {}
        for unit in shape.units:
            while (input_ := self._rng.choices(self._pools[unit], cum_weights=self._sums)[0]).name in chosen:
                pass
            chosen[input_.name] = input_
        return list(chosen.values())

    def values(self, shape: Shape, inputs: list[Input]) -> Values:
        """Plausible values: the first is the smallest number, except where others are taken from it."""
        sizes = [round(self._rng.lognormvariate(6, 1)) + 10 for _ in inputs]
        falling = shape.kind in ("Margin", "Balance")
        sizes.sort(reverse=falling)
        return {
            input_.name: [self._rng.randint(1, 99) for _ in range(self._rng.randint(4, 7))] if input_.series else size
            for input_, size in zip(inputs, sizes, strict=True)
        }


def result(shape: Shape, values: Mapping[str, Value]) -> float:
    """What the formula gives."""
    exact = shape.meaning(*values.values())
    return int(exact) if exact == int(exact) else float(f"{exact:.14g}")


def written(shape: Shape, inputs: list[Input]) -> tuple[str, str]:
    """The formula with names, and with labels."""
    names = {place: input_.name for place, input_ in zip("abc", inputs, strict=False)}
    labels = {place: input_.label for place, input_ in zip("abc", inputs, strict=False)}
    return shape.expression.format(**names), shape.expression.format(**labels)
