"""The index of a catalogue: built at first use, kept, added to, opened again. `answering` answers from it.

`open_search` is for who has a question: where no file has changed, the catalogue is not loaded at all. `open_index` is
for who has the catalogue already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..paths import cache_dir
from .answering import answer
from .answers import Answer, Query
from .documents import Document, Kept, document_of
from .facet_index import FacetIndex
from .fields import words_by_field
from .file_times import file_times
from .marks import Marks, marks_of
from .record_table import Pieces, RecordTable, pieces_of
from .store import Stored, open_known, open_stored, remember, update_stored, write_stored
from .trusted_files import DamagedIndexError
from .vocabulary import Vocabulary, WordTiers

if TYPE_CHECKING:
    from ..records import Catalogue


class Index:
    """A catalogue that can be searched. `problems` is how many the catalogue had when it was read."""

    def __init__(self, stored: Stored, again: Callable[[], Stored], problems: int) -> None:
        self.problems = problems
        self._again: Callable[[], Stored] | None = again
        self._take(stored)

    def _take(self, stored: Stored) -> None:
        self.table, self.vocabulary, self.kept = stored.table, stored.vocabulary, stored.kept
        self._stored, self.facets = stored, FacetIndex(stored.table)
        self.postings = stored.index.postings

    def forget(self) -> None:
        """Let go of the postings that were read; a process that answers for long may want its memory back."""
        self._stored.index.seen.clear()

    def document(self, id_: str) -> Kept:
        """What is kept of a record."""
        return self._stored.index.document(self.table.places[id_])

    def search(self, query: Query) -> Answer:
        """Answer a query. Damage that shows only now is mended: the index is built anew, once.

        Raises:
            UserError: a filter, category, industry or other filter value does not exist.
        """
        try:
            return answer(query, self)
        except DamagedIndexError:
            if self._again is None:
                raise
            again, self._again = self._again, None
            self._take(again())
            return answer(query, self)


@dataclass(frozen=True)
class _Source:
    """A catalogue as it is indexed."""

    catalogue: Catalogue

    def documents(self, ids: Iterable[str]) -> tuple[dict[str, Document], Vocabulary]:
        documents: dict[str, Document] = {}
        tiers = WordTiers()
        for kpi in map(self.catalogue.kpis.__getitem__, ids):
            found = words_by_field(kpi, self.catalogue, browser=False)
            documents[kpi.id] = document_of(kpi, self.catalogue, found)
            tiers.add(found)
        return documents, tiers.vocabulary()

    def pieces(self, ids: Iterable[str], before: RecordTable | None, kept: Sequence[str | None]) -> Pieces:
        return pieces_of(map(self.catalogue.kpis.__getitem__, ids), self.catalogue, before, kept)


def open_search(root: Path, folder: Path | None = None) -> Index:
    """The index of a catalogue's folder, kept below `folder` (the user's cache where none is given).

    The catalogue is loaded only where a file has changed since the index was opened last, or nothing is kept.
    """
    place, times = _place(root, folder), file_times(root)
    if known := open_known(place, times.mark):
        stored, problems = known
        return Index(stored, lambda: _built(_loaded(root), place, whole=True), problems)
    catalogue = _loaded(root)
    index = open_index(catalogue, folder)
    if index.kept and times.settled:
        remember(place, times.mark, marks_of(catalogue).whole, index.problems)
    return index


def open_index(catalogue: Catalogue, folder: Path | None = None) -> Index:
    """The index of a catalogue, kept below `folder` (the user's cache where none is given).

    It is built at first use and again where what is kept is damaged; where a few records have changed, they are added.
    """
    catalogue = catalogue.living
    marks, place = marks_of(catalogue), _place(catalogue.root, folder)
    stored = open_stored(place, marks.whole) or _built(catalogue, place, marks)
    return Index(stored, lambda: _built(catalogue, place, marks, whole=True), len(catalogue.problems))


def _place(root: Path, folder: Path | None) -> Path:
    return (folder or cache_dir(root)) / "search"


def _loaded(root: Path) -> Catalogue:
    from ..records import load_catalogue  # the reader of records takes longer to import than a query to answer

    return load_catalogue(root).living


def _built(catalogue: Catalogue, place: Path, marks: Marks | None = None, *, whole: bool = False) -> Stored:
    from ..processes import uncollected

    marks = marks or marks_of(catalogue)
    with uncollected():
        near = None if whole else update_stored(place, marks, _Source(catalogue))
        return near or write_stored(place, marks, _Source(catalogue))
