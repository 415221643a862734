"""The index of a catalogue and how a query is answered. Joins understanding, postings, ranking and filters."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..paths import cache_dir
from ..records import Catalogue, Kpi, folded
from .facet_words import facet_words
from .facets import FacetIndex
from .fields import FIELDS, field_words, fingerprint, weighted_words
from .ranking import Scored, good, rank
from .store import Stored, open_stored, write_stored
from .synonyms import stems_of
from .understanding import Understood, understand
from .vocabulary import vocabulary_of
from .words import stem

CLOSEST = 5
LETTERS_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words, filters (id to values), how many results at most."""

    text: str
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers. `why` names the fields that matched, `lacks` the words and filters that did not."""

    id: str
    score: float
    why: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. Without results, `did_you_mean` and `closest` say what is near."""

    query: Query
    total: int
    results: tuple[Hit, ...]
    did_you_mean: tuple[str, ...] = ()
    closest: tuple[Hit, ...] = ()


class Index:
    """A catalogue that can be searched."""

    def __init__(self, catalogue: Catalogue, stored: Stored) -> None:
        self.catalogue, self.facets = catalogue, FacetIndex(catalogue)
        self.vocabulary = stored.vocabulary
        self.kept = stored.kept
        self._postings = stored.index.postings

    @cached_property
    def _facet_words(self) -> Mapping[str, tuple[str, str]]:
        return facet_words(self.catalogue)

    def search(self, query: Query) -> Answer:
        """Answer a query.

        Raises:
            UserError: a filter, category, industry or other filter value does not exist.
        """
        allowed = self.facets.allowed(query.filters)
        understood = understand(query.text, self.vocabulary, self._facet_words)
        if not understood.words:
            return self._everything(query, allowed)
        having = {facet: self.facets.having(facet[0], [facet[1]]) for facet in understood.facets}
        ranked = rank(understood, self._postings, len(self.catalogue), having)
        ordered = sorted(ranked, key=lambda row: (-row.score, self.catalogue.kpis[row.id].name))
        found = good([row for row in ordered if allowed is None or row.id in allowed])
        results = tuple(self._hit(row, understood) for row in found[: query.limit])
        suggested = (understood.corrected,) if understood.corrected else ()
        if found:
            return Answer(query, len(found), results, suggested)
        closest = self._closest(query, understood, ordered, allowed) or self._alike(understood)
        return Answer(query, 0, (), suggested or self._names(closest), closest)

    def _everything(self, query: Query, allowed: frozenset[str] | None) -> Answer:
        """Without a word, all records that pass the filters, by name; without a filter either, nothing."""
        if allowed is None:
            return Answer(query, 0, ())
        kpis = sorted((self.catalogue.kpis[id_] for id_ in allowed), key=lambda kpi: kpi.name)
        return Answer(query, len(kpis), tuple(Hit(kpi.id, 0.0) for kpi in kpis[: query.limit]))

    def _closest(
        self, query: Query, understood: Understood, ordered: list[Scored], allowed: frozenset[str] | None
    ) -> tuple[Hit, ...]:
        """What comes near: fewer of the words inside the filters first, then all of them outside."""
        inside = [row for row in ordered if allowed is None or row.id in allowed]
        outside = [row for row in good(ordered) if row not in inside]
        hits = [self._hit(row, understood) for row in inside[:CLOSEST]]
        for row in outside[: CLOSEST - len(hits)]:
            hits.append(self._hit(row, understood, self._failed(self.catalogue.kpis[row.id], query.filters)))
        return tuple(hits)

    def _alike(self, understood: Understood) -> tuple[Hit, ...]:
        """Where no word is known: the records whose names look most alike, letter by letter."""
        typed = " ".join(understood.words)
        names = {folded(name): kpi.id for kpi in self.catalogue for name in kpi.names}
        close = difflib.get_close_matches(typed, names, CLOSEST, LETTERS_ALIKE)
        return tuple(Hit(id_, 0.0, (), understood.words) for id_ in dict.fromkeys(names[name] for name in close))

    def _names(self, hits: tuple[Hit, ...]) -> tuple[str, ...]:
        return tuple(self.catalogue.kpis[hit.id].name for hit in hits[:1] if hit.score == 0)

    def _failed(self, kpi: Kpi, filters: Mapping[str, Collection[str]]) -> tuple[str, ...]:
        """The filters that a record does not pass, as `category: treasury`."""
        return tuple(
            f"{id_}: {', '.join(values)}"
            for id_, values in filters.items()
            if values and kpi.id not in (self.facets.allowed({id_: values}) or ())
        )

    def _hit(self, row: Scored, understood: Understood, failed: tuple[str, ...] = ()) -> Hit:
        return Hit(row.id, row.score, self._why(row, understood), (*row.lacks, *failed))

    def _why(self, row: Scored, understood: Understood) -> tuple[str, ...]:
        """The fields in which the matched words stand, the weightiest first."""
        kpi, wanted = self.catalogue.kpis[row.id], set().union(*map(stems_of, row.matched))
        for word in understood.words if row.exact else ():
            wanted.add(stem(word))
        found: dict[str, None] = {}
        for searched in FIELDS:
            here = wanted & {stem(word) for word in field_words(searched, kpi, self.catalogue)} if wanted else set()
            if here:
                found[searched.title] = None
                wanted -= here
        return tuple(found)


def open_index(catalogue: Catalogue, folder: Path | None = None) -> Index:
    """The index of a catalogue, kept below `folder` (the user's cache where none is given).

    It is built at first use and again whenever the searchable text has changed or what is kept is damaged.
    """
    mark, place = fingerprint(catalogue), (folder or cache_dir(catalogue.root)) / "search"
    stored = open_stored(place, mark)
    if stored is None:
        bags = {kpi.id: weighted_words(kpi, catalogue, browser=False) for kpi in catalogue}
        stored = write_stored(place, mark, bags, vocabulary_of(catalogue, browser=False))
    return Index(catalogue, stored)
