"""Where an index is kept: a folder of the user's cache, written whole, trusted only when nobody else could write to it.

whoosh reads pickles, and a pickle can run any program. So an index is opened only where folder and files belong to this
user and are not writable by others; everything else is treated as missing, and the index is built in memory instead.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .vocabulary import Vocabulary
from .whoosh_index import WhooshIndex, read_index, write_index

_ABOUT = "about.json"
Bags = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Stored:
    """An opened index with the catalogue's vocabulary. `kept` tells whether it lies in a folder."""

    index: WhooshIndex
    vocabulary: Vocabulary
    kept: bool


def open_stored(folder: Path, mark: str) -> Stored | None:
    """The index of that mark; None where it is missing, damaged or not to be trusted."""
    place = folder / f"index-{mark}"
    if not _private(folder) or not _private(place) or not all(map(_private, place.iterdir())):
        return None
    try:
        about = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
        vocabulary = Vocabulary(tuple(tuple(words) for words in about["words"]))
        return Stored(read_index(place, about["ids"]), vocabulary, True)
    except Exception:  # whatever a damaged index raises, the answer is to build it anew
        return None


def write_stored(folder: Path, mark: str, bags: Bags, vocabulary: Vocabulary) -> Stored:
    """Build the index, in the folder if that is possible, else in memory.

    It is written beside its place and moved there whole. Where another process was quicker, its index is left alone.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _private(folder):
            return _in_memory(bags, vocabulary)
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    except OSError:
        return _in_memory(bags, vocabulary)
    try:
        write_index(fresh, bags).reader.close()
        about = {"ids": list(bags), "words": vocabulary.tiers}
        (fresh / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        _make_private(fresh)
        _put(fresh, folder / f"index-{mark}")
    except OSError:
        return _in_memory(bags, vocabulary)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _sweep(folder, mark)
    return open_stored(folder, mark) or _in_memory(bags, vocabulary)


def _in_memory(bags: Bags, vocabulary: Vocabulary) -> Stored:
    return Stored(write_index(None, bags), vocabulary, False)


def _make_private(place: Path) -> None:
    for file in place.iterdir():
        file.chmod(0o600)


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


def _private(path: Path) -> bool:
    """Whether a file or folder is this user's own and nobody else may write to it."""
    if not hasattr(os, "getuid"):
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o022
