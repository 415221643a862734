"""The prose of a record, field by field: what the checks of wording read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from ..problem import FieldPath
from ..records import Kpi

# Facts, names and figures, which may stand in many records: they are not prose.
_FACTS = {
    "id", "path", "unit", "direction", "type", "level", "perspective", "frequency", "categories", "industries",
    "related", "benchmark_status",
}  # fmt: skip
_NOT_PROSE = {*_FACTS, "name", "abbreviation", "aliases", "asked_as", "benchmarks"}
_NOT_PROSE_BELOW = {
    "kpi", "chart", "rating", "kind", "system", "name", "unit", "expression", "source", "basis", "inputs", "before",
    "after", "example", "examples",
}  # fmt: skip
# The same word names prose in one place and a controlled word or a formula in another.
_NOT_PROSE_HERE = {("change_impact", "effect"), ("standard_formula", "text")}
_SENTENCE = re.compile(r"(?<=[.?!])[\"”)]?\s+(?=[\"“(]?[A-Z0-9])")


def prose(kpi: Kpi) -> Sequence[tuple[FieldPath, str]]:
    """Every text that was written for this record: names, quotations, formulas and inputs left aside."""
    return _prose(_Itself(kpi))


def all_text(kpi: Kpi) -> Sequence[tuple[FieldPath, str]]:
    """Every text of the record that a reader sees, names, quotations and inputs included."""
    return _all_text(_Itself(kpi))


class _Itself:
    """A record as a key: the same one, not an equal one. Rules look at one record after the other."""

    __slots__ = ("kpi",)

    def __init__(self, kpi: Kpi) -> None:
        self.kpi = kpi

    def __hash__(self) -> int:
        return id(self.kpi)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.kpi is other.kpi


@lru_cache(maxsize=2)
def _prose(one: _Itself) -> tuple[tuple[FieldPath, str], ...]:
    return tuple((path, text) for path, text, is_prose in _read(one) if is_prose)


@lru_cache(maxsize=2)
def _all_text(one: _Itself) -> tuple[tuple[FieldPath, str], ...]:
    return tuple((path, text) for path, text, _ in _read(one))


@lru_cache(maxsize=2)
def _read(one: _Itself) -> list[tuple[FieldPath, str, bool]]:
    found: list[tuple[FieldPath, str, bool]] = []
    for name, value in msgspec.to_builtins(one.kpi).items():
        if name not in _FACTS:
            _gather(value, (name,), name not in _NOT_PROSE, found)
    return found


def _gather(value: Any, path: FieldPath, is_prose: bool, found: list[tuple[FieldPath, str, bool]]) -> None:
    if isinstance(value, str):
        found.append((path, value, is_prose))
    elif isinstance(value, dict):
        for key, item in value.items():
            told = is_prose and key not in _NOT_PROSE_BELOW and (path[0], key) not in _NOT_PROSE_HERE
            _gather(item, (*path, key), told, found)
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            _gather(item, (*path, number), is_prose, found)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def singular(word: str) -> str:
    """A word without the s of its plural, as far as its letters tell."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
