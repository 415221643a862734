"""Evaluation: inputs in, outcome out. Never an exception for numbers, never infinity or NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from . import reasons
from .canonical import number_text
from .errors import InputError, Undefined
from .formula import Formula
from .quick import SLOW

Input: TypeAlias = float | Sequence[float | None] | None

_MOST_SHOWN = 40
_LARGEST_SHOWN = 10**30
_SMALL_INTEGER = 2**53  # any smaller one is a double; the common case, so it is met first


class Outcome:
    """A value, or the reason why there is none.

    Nobody changes one. It is a bare class because it is made once for each evaluation, and a frozen one takes as long
    to make as the formula to compute.
    """

    __slots__ = ("undefined_because", "value")

    def __init__(self, value: float | None, undefined_because: str | None = None) -> None:
        self.value = value
        self.undefined_because = undefined_because

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Outcome):
            return NotImplemented
        return self.value == other.value and self.undefined_because == other.undefined_because

    def __hash__(self) -> int:
        return hash((self.value, self.undefined_because))

    def __reduce__(self) -> tuple[type[Outcome], tuple[float | None, str | None]]:
        return Outcome, (self.value, self.undefined_because)

    def __repr__(self) -> str:
        return f"Outcome({self.value!r}, {self.undefined_because!r})"


class _Value(Outcome):
    """An outcome made empty and given its value in place, in half the time that a call of Python's own takes."""

    __slots__ = ()
    __init__ = object.__init__
    undefined_because = None


def evaluate(formula: Formula, inputs: Mapping[str, Input]) -> Outcome:
    """The outcome of the formula for the inputs; a name not given counts as missing.

    InputError when an input is no finite number, or a list where one number belongs, or the other way round.
    """
    try:
        result = formula.quick(inputs)
        if result - result == 0.0:
            outcome: Outcome = _Value()
            outcome.value = result + 0.0  # turns -0 into 0
            return outcome
    except SLOW:
        pass
    return _with_care(formula, inputs)


def _with_care(formula: Formula, inputs: Mapping[str, Input]) -> Outcome:
    """The same for inputs of every kind: a wrong one comes before a missing one, and that before the undefined."""
    row = {name: _gathered(name, inputs.get(name), name in formula.series) for name in formula.names}
    for name, gathered in row.items():
        if gathered is None:
            return Outcome(None, name + reasons.MISSING)
    try:
        result = formula.run(row)
    except Undefined as undefined:
        return Outcome(None, str(undefined))
    if result - result != 0:
        return Outcome(None, reasons.TOO_LARGE)
    return Outcome(result + 0.0)


def _gathered(name: str, value: object, is_series: bool) -> float | list[float] | None:
    """One input as the program takes it; None stays None, items that are None are left out."""
    if value is None:
        return None
    if not is_series:
        if type(value) is int and -_SMALL_INTEGER < value < _SMALL_INTEGER:
            return float(value)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            raise InputError(name, "a list was given where one number belongs")
        return _number(name, value)
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise InputError(name, f"{_shown(value)} is not a list of numbers")
    return [_number(name, item) for item in value if item is not None]


def _number(name: str, value: object) -> float:
    """A finite float; bool, text and everything else is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(name, f"{_shown(value)} is not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(name, f"{_shown(value)} is not a finite number")
    return number


def _shown(value: object) -> str:
    """The value as a message shows it: text in quotes, numbers as they are written in a formula, both cut."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return number_text(value) if math.isfinite(value) else str(value)
    if isinstance(value, int):
        return "an integer with more digits than a double holds" if abs(value) > _LARGEST_SHOWN else str(value)
    if isinstance(value, str):
        return json.dumps(value if len(value) <= _MOST_SHOWN else value[:_MOST_SHOWN] + "...", ensure_ascii=False)
    return f"a value of type {type(value).__name__}"
