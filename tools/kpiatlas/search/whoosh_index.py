"""The whoosh index: the only module that imports whoosh. It keeps documents, gives postings and kept texts back.

whoosh is imported when an index is opened, not before: it costs 46 ms. Its table of contents is a pickle, so a folder
is opened only after `store` has found that nobody else can have written to it.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .documents import Document, Kept, read_document
from .trusted_files import DamagedIndexError

_NAME, _FIELD, _KEPT = "MAIN", "words", "kept"
_BLOCK = 1024  # postings that are packed together


@dataclass(frozen=True)
class WhooshIndex:
    """Postings of an opened index. `ids` are the records in the order they were added; a replaced one is None."""

    ids: Sequence[str | None]
    reader: Any
    seen: dict[str, Mapping[float, Sequence[str]]] = field(default_factory=dict)

    def postings(self, word: str) -> Mapping[float, Sequence[str]]:
        """The records that have a word, by its weight in them."""
        if word not in self.seen:
            try:
                self.seen[word] = self._read(word)
            except Exception as error:  # whatever whoosh raises on a damaged file
                raise DamagedIndexError(f"the postings of {word}: {error!r}") from error
        return self.seen[word]

    def _read(self, word: str) -> Mapping[float, Sequence[str]]:
        from whoosh.reading import TermNotFound

        found: dict[float, list[str]] = {}
        for part, offset in self.reader.leaf_readers():
            try:
                matcher = part.postings(_FIELD, word)
            except TermNotFound:
                continue
            while matcher.is_active():
                matcher.id(), matcher.weight()  # they unpack a block
                # Whole blocks at once: asking for each posting takes five times as long.
                for number, weight in zip(matcher._ids, matcher._weights, strict=True):
                    id_ = self.ids[offset + number]
                    if id_ is not None:
                        found.setdefault(weight, []).append(id_)
                matcher._next_block()
        return found

    def document(self, place: int) -> Kept:
        """What is kept of the record that was added at a place.

        Raises:
            DamagedIndexError: it cannot be read.
        """
        try:
            return read_document(self.ids[place] or "", self.reader.stored_fields(place)[_KEPT])
        except Exception as error:  # whatever whoosh raises on a damaged file
            raise DamagedIndexError(f"record {place}: {error!r}") from error


def write_index(folder: Path, documents: Collection[Document]) -> None:
    """Index records, into an empty folder."""
    from whoosh.fields import ID, STORED, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC

    storage, schema = FileStorage(str(folder)), Schema(**{_FIELD: ID(), _KEPT: STORED()})
    TOC(schema, [_segment(storage, schema, documents)], 1).write(storage, _NAME)


def index_in_memory(documents: Collection[Document]) -> Any:
    """A reader of an index of records that lies in no folder."""
    from whoosh.filedb.filestore import FileStorage, copy_to_ram

    with TemporaryDirectory() as folder:  # whoosh's own memory writes to a fixed name below the temporary folder
        write_index(Path(folder), documents)
        return copy_to_ram(FileStorage(folder)).open_index(_NAME).reader()


def add_to_index(folder: Path, documents: Collection[Document]) -> None:
    """Add records to the index in a trusted folder, as a part of its own."""
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC

    storage = FileStorage(str(folder))
    old = TOC.read(storage, _NAME)
    parts = [*old.segments, _segment(storage, old.schema, documents)]
    TOC(old.schema, parts, old.generation + 1).write(storage, _NAME)


def _segment(storage: Any, schema: Any, documents: Collection[Document]) -> Any:
    """Write a part of an index through whoosh's codec.

    whoosh's own writer takes texts, splits them, and sorts each posting on its way; ours come split, weighted and in
    order, and without that way the index is written in a third of the time.
    """
    from whoosh.codec.whoosh3 import W3Codec

    codec = W3Codec(blocklimit=_BLOCK)
    segment = codec.new_segment(storage, _NAME)
    writer = codec.per_document_writer(storage, segment)
    for number, (_, kept) in enumerate(documents):
        writer.start_doc(number)
        writer.add_field(_KEPT, schema[_KEPT], kept, 0)
        writer.finish_doc()
    writer.close()
    storage.temp_storage(f"{_NAME}.tmp").destroy()  # what the writer leaves behind
    segment.set_doc_count(len(documents))
    fields = codec.field_writer(storage, segment)
    fields.start_field(_FIELD, schema[_FIELD])
    for word, numbers, weights in _postings(documents):
        fields.start_term(word)
        for number, weight in zip(numbers, weights, strict=True):
            fields.add(number, weight, b"", None)
        fields.finish_term()
    fields.finish_field()
    fields.close()
    return segment


def _postings(documents: Iterable[Document]) -> Iterator[tuple[bytes, Sequence[int], Sequence[float]]]:
    """Every word in the order of its bytes, with the records that have it and how heavily."""
    found: dict[str, tuple[array[int], array[float]]] = {}
    for number, (words, _) in enumerate(documents):
        for word, weight in words.items():
            lists = found.get(word)
            if lists is None:
                lists = found[word] = array("I"), array("f")
            lists[0].append(number)
            lists[1].append(weight)
    yield from ((word, *lists) for word, lists in sorted((word.encode(), lists) for word, lists in found.items()))


def read_index(folder: Path, ids: Sequence[str | None]) -> WhooshIndex:
    """Open the index in a trusted folder. Anything whoosh raises means that it is damaged."""
    from whoosh.filedb.filestore import FileStorage

    reader = FileStorage(str(folder), readonly=True).open_index(_NAME).reader()
    if reader.doc_count_all() != len(ids):
        raise ValueError(f"{folder}: {reader.doc_count_all()} documents, not {len(ids)}")
    return WhooshIndex(ids, reader)
