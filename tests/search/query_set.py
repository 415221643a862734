"""The kept query set: what people type and which record answers, read from queries.yml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("queries.yml")
# kind: (at which place the record must stand, share of the rows for which it must)
GOALS: Mapping[str, tuple[int, float]] = {
    "exact": (1, 0.99),
    "abbreviation": (1, 0.99),
    "typing": (3, 0.97),
    "question": (5, 0.85),
    "filter": (1, 0.97),
}


@dataclass(frozen=True)
class Row:
    """One query with the records of which any answers it."""

    kind: str
    query: str
    expect: tuple[str, ...]
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    set_aside: bool = False


def rows(known: Iterable[str]) -> list[Row]:
    """The rows whose records exist."""
    ids = set(known)
    read = (Row(**{**row, "expect": tuple(row["expect"])}) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return [row for row in read if ids >= set(row.expect)]


def misses(asked: Sequence[Row], found: Callable[[Row], Sequence[str]]) -> list[tuple[Row, list[str]]]:
    """The rows whose record does not stand where it should, each with what came first."""
    missed = []
    for row in asked:
        best = list(found(row)[: GOALS[row.kind][0]])
        if not set(best) & set(row.expect):
            missed.append((row, best))
    return missed


def hit_rate(asked: Sequence[Row], missed: Sequence[object]) -> float:
    """The share of rows that were answered; 1 where nothing was asked."""
    return 1 - len(missed) / len(asked) if asked else 1.0
