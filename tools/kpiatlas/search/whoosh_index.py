"""The whoosh index: the only module that imports whoosh. It keeps weighted words and gives their postings back.

whoosh is imported when an index is opened, not before: it costs 46 ms. Its table of contents is a pickle, so a folder
is opened only after `store` has found that nobody else can have written to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FIELD = "words"


@dataclass(frozen=True)
class WhooshIndex:
    """Postings of an opened index. `ids` are the records in the order they were added."""

    ids: Sequence[str]
    reader: Any
    seen: dict[str, Mapping[str, float]] = field(default_factory=dict)

    def postings(self, word: str) -> Mapping[str, float]:
        """The records that have a word, with its weight in each."""
        if word not in self.seen:
            self.seen[word] = self._read(word)
        return self.seen[word]

    def _read(self, word: str) -> Mapping[str, float]:
        from whoosh.reading import TermNotFound

        try:
            matcher = self.reader.postings(_FIELD, word)
        except TermNotFound:
            return {}
        found: dict[str, float] = {}
        while matcher.is_active():
            found[self.ids[matcher.id()]] = matcher.weight()
            matcher.next()
        return found


def write_index(folder: Path | None, bags: Mapping[str, Mapping[str, float]]) -> WhooshIndex:
    """Index records by their weighted words, into an empty folder or into memory."""
    from whoosh.filedb.filestore import FileStorage, RamStorage

    storage = FileStorage(str(folder)) if folder else RamStorage()
    writer = storage.create_index(_schema()).writer(limitmb=256)
    for bag in bags.values():
        writer.add_document(**{_FIELD: " ".join(f"{word}^{weight}" for word, weight in bag.items())})
    writer.commit(optimize=True)
    return WhooshIndex(tuple(bags), storage.open_index().reader())


def read_index(folder: Path, ids: Sequence[str]) -> WhooshIndex:
    """Open the index in a trusted folder. Anything whoosh raises means that it is damaged."""
    from whoosh.filedb.filestore import FileStorage

    reader = FileStorage(str(folder), readonly=True).open_index().reader()
    if reader.doc_count_all() != len(ids):
        raise ValueError(f"{folder}: {reader.doc_count_all()} documents, not {len(ids)}")
    return WhooshIndex(ids, reader)


def _schema() -> Any:
    from whoosh.analysis import DelimitedAttributeFilter, SpaceSeparatedTokenizer
    from whoosh.fields import KEYWORD, Schema

    weighted = SpaceSeparatedTokenizer() | DelimitedAttributeFilter(delimiter="^", attribute="boost", default=1.0)
    return Schema(**{_FIELD: KEYWORD(analyzer=weighted, scorable=True)})
