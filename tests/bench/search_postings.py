"""Engines side by side: the same queries, read and ranked by the same rules, over the postings of each.

What an engine owes is the records that have a word, by its weight in them. whoosh's are read from its files by our
module; SQLite keeps them in FTS5, each weight of a word as a word of its own, for FTS5 has no weights; the third are
plain arrays in one file, mapped into memory.
"""

from __future__ import annotations

import json
import mmap
import sqlite3
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpiatlas.records import Catalogue
from kpiatlas.search import Answer, Index, Query
from kpiatlas.search.answering import answer
from kpiatlas.search.documents import Kept
from kpiatlas.search.facet_index import FacetIndex
from kpiatlas.search.fields import weighted_words, words_by_field
from kpiatlas.search.posting_lists import PostingLists
from kpiatlas.search.ranking import Postings
from kpiatlas.search.record_table import RecordTable
from kpiatlas.search.vocabulary import Vocabulary

Lists = Mapping[str, Mapping[float, Sequence[int]]]


@dataclass(frozen=True)
class Side:
    """An index whose postings come from another engine."""

    index: Index
    postings: Postings

    @property
    def table(self) -> RecordTable:
        return self.index.table

    @property
    def facets(self) -> FacetIndex:
        return self.index.facets

    @property
    def vocabulary(self) -> Vocabulary:
        return self.index.vocabulary

    @property
    def document(self) -> Callable[[str], Kept]:
        return self.index.document

    def search(self, query: Query) -> Answer:
        """Answer a query."""
        return answer(query, self)


def posting_lists(catalogue: Catalogue, ids: Sequence[str | None]) -> Lists:
    """The postings of a catalogue in the order of an index, weights as whoosh keeps them: in four bytes."""
    lists = PostingLists()
    for number, id_ in enumerate(ids):
        kpi = catalogue.kpis[str(id_)]
        bag = weighted_words(kpi, words_by_field(kpi, catalogue, browser=False))
        lists.add(number, dict(zip(bag, array("f", bag.values()), strict=True)))
    return lists.words


def in_arrays(lists: Lists, ids: Sequence[str | None], folder: Path) -> Postings:
    """Plain arrays in one file, and a file that says where each word's begin."""
    places: dict[str, list[tuple[float, int, int]]] = {}
    with (folder / "postings").open("wb") as file:
        for word, by_weight in lists.items():
            for weight, numbers in by_weight.items():
                places.setdefault(word, []).append((weight, file.tell(), 4 * len(numbers)))
                array("I", numbers).tofile(file)
    (folder / "places").write_text(json.dumps(places), encoding="utf-8")
    opened: dict[str, list[tuple[float, int, int]]] = json.loads((folder / "places").read_text(encoding="utf-8"))
    with (folder / "postings").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def postings(word: str) -> Mapping[float, Sequence[str]]:
        found = {}
        for weight, start, size in opened.get(word, ()):
            found[weight] = [str(ids[number]) for number in array("I", mapped[start : start + size])]
        return found

    return postings


def in_fts5(lists: Lists, ids: Sequence[str | None], folder: Path) -> Postings:
    """SQLite's FTS5 without content: a record's words, each with the number of its weight behind it."""
    weights = sorted({weight for by_weight in lists.values() for weight in by_weight})
    code = {weight: f"w{at}" for at, weight in enumerate(weights)}
    texts: list[list[str]] = [[] for _ in ids]
    for word, by_weight in lists.items():
        for weight, numbers in by_weight.items():
            for number in numbers:
                texts[number].append(word + code[weight])
    database = sqlite3.connect(folder / "fts5.db")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5(t, content='', detail=none, tokenize='unicode61 remove_diacritics 0')"
    )
    database.execute("CREATE TABLE weights (word TEXT, weight REAL)")
    database.execute("CREATE INDEX of_word ON weights (word)")
    database.executemany("INSERT INTO words (rowid, t) VALUES (?, ?)", _rows(texts))
    database.executemany("INSERT INTO weights VALUES (?, ?)", ((word, w) for word in lists for w in lists[word]))
    database.commit()

    def postings(word: str) -> Mapping[float, Sequence[str]]:
        found = {}
        for (weight,) in database.execute("SELECT weight FROM weights WHERE word = ?", (word,)).fetchall():
            asked = (f'"{word}{code[weight]}"',)
            numbers = database.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", asked)
            found[weight] = [str(ids[number - 1]) for (number,) in numbers]
        return found

    return postings


def _rows(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    return ((number, " ".join(words)) for number, words in enumerate(texts, 1))


ENGINES: Mapping[str, Callable[[Lists, Sequence[str | None], Path], Postings]] = {
    "SQLite FTS5": in_fts5,
    "arrays in a file": in_arrays,
}
