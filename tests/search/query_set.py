"""The kept query set: what people type and which record answers, read from queries.yml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from kpiatlas.records import Catalogue
from kpiatlas.search.facet_words import facet_words
from kpiatlas.search.fields import name_words
from kpiatlas.search.understanding import FacetWords, facet_phrase
from kpiatlas.search.words import STOP_WORDS, split, stem

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
    """One query with the records of which any answers it; with `all` they must all stand in the first places."""

    kind: str
    query: str
    expect: tuple[str, ...]
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    set_aside: bool = False
    all: bool = False
    as_well: frozenset[str] = frozenset()  # records that answer it too; where they stand does not matter

    def place(self, found: Sequence[str]) -> int | None:
        """At which place, counted from 1, the row is answered; the last of its records must stand close enough."""
        others = [id_ for id_ in found if id_ not in self.as_well]
        places = sorted(at for at, id_ in enumerate(others, 1) if id_ in self.expect)
        if self.all:
            return max(1, places[-1] - len(places) + 1) if len(places) == len(self.expect) else None
        return places[0] if places else None


def every_row() -> list[Row]:
    """All rows, also those that ask for records to come."""
    return [_row(data) for data in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def rows(catalogue: Catalogue) -> list[Row]:
    """The rows that some record answers, with those of their records that exist and those that answer as well."""
    ids = catalogue.kpis.keys()
    here = [replace(row, expect=tuple(id_ for id_ in row.expect if id_ in ids)) for row in every_row()]
    as_well = _as_well(catalogue)
    return [replace(row, as_well=as_well(row)) for row in here if row.expect]


def _row(data: dict[str, Any]) -> Row:
    return Row(**{**data, "expect": tuple(data["expect"])})


def _as_well(catalogue: Catalogue) -> Callable[[Row], frozenset[str]]:
    """For a row the records that answer it as well as those it names, so that new records break no row.

    A record that is called just what was typed always does (an abbreviation may stand for several). One whose names
    have every word that was typed, the words of filters aside, does where a filter and a word or two leave open which
    is meant ("cost" in marketing), unless the query is the whole name of a record that the row names.
    """
    words = {kpi.id: {stem(word) for name in kpi.names for word in name_words(name)} for kpi in catalogue}
    phrases = facet_words(catalogue)

    def of(row: Row) -> frozenset[str]:
        called = frozenset(kpi.id for kpi in catalogue.named(row.query))
        found = called
        if row.kind == "filter" and not called & set(row.expect):
            asked = {stem(word) for word in split(_without_filters(row.query, phrases)) if word not in STOP_WORDS}
            found |= {id_ for id_, known in words.items() if asked and asked <= known}
        return found - set(row.expect)

    return of


def _without_filters(query: str, phrases: FacetWords) -> str:
    """A query without the words that name a filter."""
    words = split(query)
    for length in (4, 3, 2, 1):
        for at in range(len(words) - length + 1):
            if facet_phrase(" ".join(words[at : at + length])) in phrases:
                return _without_filters(" ".join((*words[:at], *words[at + length :])), phrases)
    return " ".join(words)


def misses(asked: Sequence[Row], found: Callable[[Row], Sequence[str]]) -> list[tuple[Row, list[str]]]:
    """The rows whose record does not stand where it should, each with what came first."""
    missed = []
    for row in asked:
        best = list(found(row))
        place = row.place(best)
        if place is None or place > GOALS[row.kind][0]:
            missed.append((row, best[:5]))
    return missed


def hit_rate(asked: Sequence[Row], missed: Sequence[object]) -> float:
    """The share of rows that were answered; 1 where nothing was asked."""
    return 1 - len(missed) / len(asked) if asked else 1.0
