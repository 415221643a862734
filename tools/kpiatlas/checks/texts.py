"""The prose of a record, field by field: what the checks of wording read."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def prose(kpi: Kpi) -> Iterator[tuple[FieldPath, str]]:
    """Every text that was written for this record: names, quotations, formulas and inputs left aside."""
    for path, text in all_text(kpi):
        keys = {step for step in path[1:] if isinstance(step, str)}
        here = {(path[0], key) for key in keys}
        if path[0] not in _NOT_PROSE and not keys & _NOT_PROSE_BELOW and not here & _NOT_PROSE_HERE:
            yield path, text


def all_text(kpi: Kpi) -> Iterator[tuple[FieldPath, str]]:
    """Every text of the record that a reader sees, names, quotations and inputs included."""
    for name, value in msgspec.to_builtins(kpi).items():
        if name not in _FACTS:
            yield from _texts(value, (name,))


def _texts(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]
