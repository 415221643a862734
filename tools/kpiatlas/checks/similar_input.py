"""`similar-input`: one input has one name, and one name has one unit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from ..problem import FieldPath, Problem
from ..records import Catalogue, Kpi, folded
from ..records.model import Input
from .check import Check, Finding, problem
from .formula import place
from .texts import singular

NAME = "similar-input"
_WORD = re.compile(r"[^\W_]+")
# What tells no two inputs apart: small words, words of quantity, and that a stock is taken at the end of the period.
_SMALL_WORDS = """
a all an and are as at by closing count counted each end ending every for in is number of on or overall sum summed that
the their they this to total was were which who with
"""
_NO_MATTER = frozenset(_SMALL_WORDS.split())
_FEWEST_WORDS_OF_A_MEANING = 3


@dataclass(frozen=True, slots=True)
class _Use:
    """An input where a record declares it."""

    kpi: Kpi
    field: FieldPath
    name: str
    input: Input

    @property
    def where(self) -> str:
        return Problem(NAME, self.kpi.path, "", self.field).field_name

    @property
    def measure(self) -> tuple[str, str]:
        return self.input.unit, self.input.kind


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    known = {*catalogue.units, "1"}
    # An unknown unit is told by the check `unknown-reference`.
    uses = [use for use in _uses(catalogue) if known.issuperset(re.split(r"[/*]", use.input.unit))]
    yield from _units(uses)
    told: set[tuple[str, str]] = set()
    yield from _alike(uses, told, lambda use: folded(use.input.label), "have the same label", "error")
    yield from _alike(uses, told, lambda use: _words(use.input.label), "have labels of the same words", "warning")
    yield from _alike(uses, told, lambda use: _meaning(use.input.means), "mean the same by their words", "warning")


def _uses(catalogue: Catalogue) -> Iterator[_Use]:
    for kpi in catalogue:
        formula = kpi.standard_formula
        for variant in (None, *formula.variants):
            for name, input_ in ((variant.inputs or {}) if variant else formula.inputs).items():
                yield _Use(kpi, (*place(kpi, variant), "inputs", name), name, input_)


def _units(uses: list[_Use]) -> Iterator[Problem]:
    """A name whose unit or kind differs from what most places say, the first among equals."""
    by_name: dict[str, list[_Use]] = defaultdict(list)
    for use in uses:
        by_name[use.name].append(use)
    for same in by_name.values():
        usual = Counter(use.measure for use in same).most_common(1)[0][0]
        first = next(use for use in same if use.measure == usual)
        for use in same:
            if use.measure != usual:
                message = f"{use.name} is {_said(use)} here, but {_said(first)} in {first.kpi.path} ({first.where})"
                hint = "convert it, or give it a name of its own"
                yield problem(NAME, use.kpi, Finding(use.field, message, hint))


def _alike(
    uses: list[_Use], told: set[tuple[str, str]], sense: Callable[[_Use], Hashable], how: str, severity: str
) -> Iterator[Problem]:
    """Inputs of other names that agree in a sense, in unit and in kind; each pair of names is told once."""
    first: dict[Hashable, _Use] = {}
    for use in uses:
        said = sense(use)
        if not said:
            continue
        other = first.setdefault((said, *use.measure), use)
        pair = (min(use.name, other.name), max(use.name, other.name))
        if use.name != other.name and pair not in told:
            told.add(pair)
            message = f"{use.name} and {other.name} in {other.kpi.path} ({other.where}) {how}"
            hint = f"use one name, such as {other.name}, or words that tell the two apart"
            yield problem(NAME, use.kpi, Finding(use.field, message, hint, "", severity))


def _said(use: _Use) -> str:
    return f"a list in {use.input.unit}" if use.input.is_series else f"a number in {use.input.unit}"


def _words(text: str) -> tuple[str, ...]:
    """The words that matter, in the singular, in any order."""
    words = (singular(word) for word in _WORD.findall(text.casefold()) if word not in _NO_MATTER)
    return tuple(sorted(set(words)))


def _meaning(text: str) -> tuple[str, ...]:
    words = _words(text)
    return words if len(words) >= _FEWEST_WORDS_OF_A_MEANING else ()


CHECK = Check(
    NAME,
    "An input has one name and one unit in all records: no two names stand for inputs of the same label or meaning and "
    "unit, and no name for two units.",
    _run,
)
