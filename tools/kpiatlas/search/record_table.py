"""What an answer needs of a catalogue beside words: ids, names, filters, taxonomy. Sits on `facets` and `facet_words`.

It is plain data in named pieces, so it is kept beside the index and read piece by piece when it is wanted: whoever
only answers a query never loads the catalogue. Everything stands in the order in which records were added; a replaced
record has no id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .facet_words import facet_words
from .facets import FACETS, FROM_TAXONOMY, Facet, known_values, typed_form
from .words import STOP_WORDS, split, stem

if TYPE_CHECKING:
    from ..records import Catalogue, Kpi
    from .understanding import FacetWords

RECORDS, TAXONOMY, FILTER = "records", "taxonomy", "filter-"
Pieces = Mapping[str, Any]


class RecordTable:
    """The pieces of a table, each read at its first use."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read
        self._columns: dict[str, tuple[list[list[str]], list[int]]] = {}

    @cached_property
    def _records(self) -> Mapping[str, list[Any]]:
        records: Mapping[str, list[Any]] = self._read(RECORDS)
        return records

    @cached_property
    def _taxonomy(self) -> Mapping[str, Any]:
        taxonomy: Mapping[str, Any] = self._read(TAXONOMY)
        return taxonomy

    @cached_property
    def ids(self) -> Sequence[str | None]:
        """The records in the order they were added; a replaced one is None."""
        return self._records["ids"]

    @cached_property
    def names(self) -> Sequence[str]:
        """Their names, in the same order."""
        return self._records["names"]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each record stands."""
        return {id_: place for place, id_ in enumerate(self.ids) if id_ is not None}

    def __len__(self) -> int:
        return len(self.places)

    def name(self, id_: str) -> str:
        """The name of a record."""
        return self.names[self.places[id_]]

    def column(self, facet: str) -> tuple[list[list[str]], list[int]]:
        """A filter: the combinations of values that occur, and the number of each record's combination."""
        if facet not in self._columns:
            piece = self._read(FILTER + facet)
            self._columns[facet] = piece["sets"], piece["numbers"]
        return self._columns[facet]

    def titles(self, facet: str) -> dict[str, str]:
        """The values of a filter with their titles."""
        if facet in FROM_TAXONOMY:
            titles: dict[str, str] = self._taxonomy["titles"][facet]
            return titles
        sets, numbers = self.column(facet)
        living = {number for number, id_ in zip(numbers, self.ids, strict=True) if id_ is not None}
        found = sorted({value for number in living for value in sets[number]})
        return {value: value.replace("-", " ").capitalize() for value in found}

    def also(self, facet: str) -> dict[str, str]:
        """Other names of a filter's values, as they are compared."""
        also: dict[str, dict[str, str]] = self._taxonomy["also"]
        return also.get(facet, {})

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The functions, in their order."""
        return tuple(self._taxonomy["functions"])

    @cached_property
    def subjects(self) -> dict[str, set[str]]:
        """The words of the titles of functions and groups that carry a subject."""
        titles = self.titles("category").items()
        return {id_: {stem(word) for word in split(title) if word not in STOP_WORDS} for id_, title in titles}

    @cached_property
    def facet_words(self) -> FacetWords:
        """The words of a query that name a filter."""
        return {words: tuple((f, v) for f, v in meant) for words, meant in self._taxonomy["facet_words"].items()}


def pieces_of(
    kpis: Iterable[Kpi], catalogue: Catalogue, before: RecordTable | None, kept: Sequence[str | None]
) -> Pieces:
    """The pieces of a table: the records `kept` of the one before, None where one is replaced, then more records."""
    more = list(kpis)
    names = [*(before.names if before else ()), *(kpi.name for kpi in more)]
    pieces = {f"{FILTER}{facet.id}": _column(facet, more, catalogue, before) for facet in FACETS}
    pieces[RECORDS] = {"ids": [*kept, *(kpi.id for kpi in more)], "names": names}
    pieces[TAXONOMY] = {
        "functions": list(catalogue.functions),
        "titles": {facet.id: known_values(catalogue, facet) for facet in FACETS if facet.id in FROM_TAXONOMY},
        "also": {"industry": {typed_form(also): id_ for id_, one in catalogue.industries.items() for also in one.also}},
        "facet_words": facet_words(catalogue),
    }
    return pieces


def _column(facet: Facet, kpis: Sequence[Kpi], catalogue: Catalogue, before: RecordTable | None) -> dict[str, Any]:
    sets, numbers = before.column(facet.id) if before else ([], [])
    known = {tuple(values): number for number, values in enumerate(sets)}
    more = [known.setdefault(facet.values(kpi, catalogue), len(known)) for kpi in kpis]
    return {"sets": [list(values) for values in known], "numbers": [*numbers, *more]}


def table_of(catalogue: Catalogue) -> RecordTable:
    """The table of a catalogue, in memory."""
    return RecordTable(pieces_of(catalogue, catalogue, None, ()).__getitem__)
