"""Where an index is kept: a folder of the user's cache, written whole, trusted only when nobody else could write to it.

whoosh reads pickles, and a pickle can run any program. So an index is opened only where `trusted_files` finds folder
and files to be this user's own; everything else is treated as missing, and the index is built in memory instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from .documents import Document
from .marks import Marks
from .record_table import Pieces, RecordTable
from .trusted_files import DamagedIndexError, all_private, private, read_piece, write_piece
from .vocabulary import Vocabulary
from .whoosh_index import WhooshIndex, add_to_index, index_in_memory, read_index, write_index
from .words import stem

_ABOUT, _WORDS, _FILES = "about", "words", "files"
_FEW = 0.05  # up to this part of the records an index is added to; beyond it is written anew, which packs it as well


class Source(Protocol):
    """A catalogue as it is indexed."""

    def documents(self, ids: Iterable[str]) -> tuple[Mapping[str, Document], Vocabulary]:
        """Records as documents, and all their words."""

    def pieces(self, ids: Iterable[str], before: RecordTable | None, kept: Sequence[str | None]) -> Pieces:
        """The table of records that are kept from one before, with more records."""


@dataclass(frozen=True)
class Stored:
    """An opened index with the catalogue's table and vocabulary. `kept` tells whether it lies in a folder."""

    index: WhooshIndex
    table: RecordTable
    vocabulary: Vocabulary
    kept: bool


@dataclass(frozen=True)
class _Content:
    """What is written beside the postings. `marks` are the records' hashes, in the order of the table."""

    rules: str
    marks: Sequence[str]
    table: Pieces
    vocabulary: Vocabulary

    def write(self, folder: Path) -> None:
        write_piece(folder, _ABOUT, {"rules": self.rules, "marks": self.marks})
        write_piece(folder, _WORDS, {"tiers": self.vocabulary.tiers, "stems": sorted(self.vocabulary.stems)})
        for name, piece in self.table.items():
            write_piece(folder, name, piece)


def open_stored(folder: Path, mark: str) -> Stored | None:
    """The index of what this hash stands for; None where it is missing, damaged or not to be trusted."""
    place = folder / f"index-{mark}"
    if not private(folder) or not all_private(place):
        return None
    try:
        table = RecordTable(partial(read_piece, place))
        words = read_piece(place, _WORDS)
        vocabulary = Vocabulary(tuple(map(tuple, words["tiers"])), frozenset(words["stems"]))
        return Stored(read_index(place, table.ids), table, vocabulary, True)
    except Exception:  # whatever a damaged index raises, the answer is to build it anew
        return None


def open_known(folder: Path, files: str) -> tuple[Stored, int] | None:
    """The index that stood for files of these times, and how many problems the catalogue had; None where unknown."""
    if not private(folder) or not private(folder / _FILES):
        return None
    try:
        known = read_piece(folder, _FILES)
    except DamagedIndexError:
        return None
    stored = open_stored(folder, known["index"]) if known["files"] == files else None
    return (stored, known["problems"]) if stored else None


def remember(folder: Path, files: str, mark: str, problems: int) -> None:
    """Note which index stands for files of these times; where that cannot be written it is found out again."""
    with suppress(OSError):
        write_piece(folder, _FILES, {"files": files, "index": mark, "problems": problems})


def update_stored(folder: Path, marks: Marks, source: Source) -> Stored | None:
    """The index of a catalogue that differs in a few records from one that is kept; None where none is near.

    The files of the old index are linked and a part is added to them, so that old readers are not disturbed.
    """
    for place in folder.glob("index-*"):
        old = open_stored(folder, place.name.removeprefix("index-"))
        about = _about(place) if old else None
        if old is None or about is None or about["rules"] != marks.rules:
            continue
        rows = list(zip(old.table.ids, about["marks"], strict=True))
        known = {id_: mark for id_, mark in rows if id_ is not None}
        changed = [id_ for id_, mark in marks.records.items() if known.get(id_) != mark]
        kept = [id_ if id_ is not None and marks.records.get(id_) == mark else None for id_, mark in rows]
        if len(changed) + kept.count(None) <= _FEW * len(marks.records):
            try:
                return _updated(folder, place, old, about["marks"], kept, changed, marks, source)
            except DamagedIndexError:
                continue
    return None


def _updated(
    folder: Path,
    place: Path,
    old: Stored,
    hashes: Sequence[str],
    kept: Sequence[str | None],
    changed: Sequence[str],
    marks: Marks,
    source: Source,
) -> Stored | None:
    documents, vocabulary = source.documents(changed)
    content = _Content(
        marks.rules,
        [*hashes, *(marks.records[id_] for id_ in changed)],
        source.pieces(changed, old.table, kept),
        _merged(old.vocabulary, vocabulary, _gone(old.index, kept)),
    )
    return _written(folder, marks, content, partial(_link, place, content.table, documents))


def _gone(old: WhooshIndex, kept: Sequence[str | None]) -> set[str]:
    """The stems that no record has any more once only some records of an index are kept."""
    left = [at for at, id_ in enumerate(old.ids) if id_ is not None and kept[at] is None]
    now = WhooshIndex(kept, old.reader)
    return {word for at in left for word in set().union(*old.document(at).stems) if not now.postings(word)}


def _merged(old: Vocabulary, new: Vocabulary, gone: set[str]) -> Vocabulary:
    """The words by tier with the new ones, without those that no record has any more.

    A word that has left every name keeps its better tier until the index is written anew: that decides only between
    corrections that are equally near.
    """
    tier_of = {word: tier for word, tier in old.words.items() if not gone or stem(word) not in gone}
    for word, tier in new.words.items():
        tier_of[word] = min(tier, tier_of.get(word, tier))
    tiers = (tuple(sorted(word for word, at in tier_of.items() if at == tier)) for tier in range(len(old.tiers)))
    return Vocabulary(tuple(tiers), (old.stems - gone) | new.stems)


def write_stored(folder: Path, marks: Marks, source: Source) -> Stored:
    """Build the index, in the folder if that is possible, else in memory."""
    documents, vocabulary = source.documents(marks.records)
    pieces = source.pieces(marks.records, None, ())
    content = _Content(marks.rules, list(marks.records.values()), pieces, vocabulary)
    stored = _written(folder, marks, content, lambda new: write_index(new, documents.values()))
    if stored:
        return stored
    table = RecordTable(pieces.__getitem__)
    return Stored(WhooshIndex(table.ids, index_in_memory(documents.values())), table, vocabulary, False)


def _written(folder: Path, marks: Marks, content: _Content, write: Callable[[Path], Any]) -> Stored | None:
    """Write an index beside its place and move it there whole. Where another process was quicker, its index stays."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not private(folder):
            return None
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    except OSError:
        return None
    try:
        write(fresh)
        content.write(fresh)
        for file in fresh.iterdir():
            file.chmod(0o600)
        _put(fresh, folder / f"index-{marks.whole}")
    except OSError:
        return None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _sweep(folder, marks.whole)
    return open_stored(folder, marks.whole)


def _link(place: Path, pieces: Pieces, documents: Mapping[str, Document], fresh: Path) -> None:
    for file in place.iterdir():
        if file.name not in {_ABOUT, _WORDS, *pieces}:
            os.link(file, fresh / file.name)
    if documents:
        add_to_index(fresh, documents.values())


def _about(place: Path) -> Any:
    with suppress(DamagedIndexError):
        return read_piece(place, _ABOUT)
    return None


def _put(fresh: Path, place: Path) -> None:
    """Move a new index to its place; what lies there is another process's or a damaged one and makes way."""
    try:
        fresh.rename(place)
    except OSError:
        old = Path(tempfile.mkdtemp(dir=place.parent, prefix=".old-"))
        with suppress(OSError):
            place.rename(old / "index")
        with suppress(OSError):
            fresh.rename(place)
        shutil.rmtree(old, ignore_errors=True)


def _sweep(folder: Path, mark: str) -> None:
    """Remove indexes of other contents; one that is in use stays readable to who has it open."""
    for place in folder.glob("index-*"):
        if place.name != f"index-{mark}":
            shutil.rmtree(place, ignore_errors=True)
