"""The versions of each record as git has them: when it was added, and what each later commit changed by meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from ..records.cache import content_hash, format_version, write_whole
from . import git
from .difference import Change, record_changes
from .snapshot import mapping_of

LATEST = 6
_CACHE = "history.msgpack"


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that added or changed a record. `moment` is seconds since 1970; `changes` what it changed by meaning."""

    moment: int
    commit: str
    what: str
    changes: tuple[Change, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether the commit changed what others rely on."""
        return any(change.breaking for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Step:
    """A commit that wrote a record: the blobs before (none where it was added) and after; the places where it moved."""

    moment: int
    commit: str
    before: str
    after: str
    moved: tuple[str, str] | None = None


Known = dict[str, tuple[Change, ...]]


def versions(root: Path, cache: Path | None = None, latest: int = LATEST) -> dict[str, tuple[Version, ...]]:
    """The latest versions of every record by id, the newest first; a commit that changed no meaning is none.

    Nothing without git, outside a checkout, and in a shallow clone, whose one commit would date everything. `cache` is
    a folder that keeps what was compared before.
    """
    if not git.is_whole(root):
        return {}
    kept = {id_: _kept(rows, latest) for id_, rows in _by_id(root).items()}
    pairs = {(step.before, step.after) for rows in kept.values() for step in rows if step.before}
    known = _compared(root, pairs, cache)
    found = {id_: tuple(v for step in rows if (v := _version(step, known))) for id_, rows in kept.items()}
    return {id_: rows for id_, rows in found.items() if rows}


def _by_id(root: Path) -> dict[str, list[_Step]]:
    """Every commit that wrote a record, by id, the newest first. A file that a commit moved was not added by it."""
    gone: dict[tuple[str, str], git.Touch] = {}
    written: dict[str, list[git.Touch]] = defaultdict(list)
    for touch in git.touches(root, "kpis"):
        if touch.path.endswith(".yml"):
            id_ = PurePosixPath(touch.path).stem
            if touch.after:
                written[id_].append(touch)
            else:
                gone[touch.commit, id_] = touch
    return {id_: [_step(touch, gone.get((touch.commit, id_))) for touch in rows] for id_, rows in written.items()}


def _step(touch: git.Touch, moved_from: git.Touch | None) -> _Step:
    if touch.before or moved_from is None:
        return _Step(touch.moment, touch.commit, touch.before, touch.after)
    return _Step(touch.moment, touch.commit, moved_from.before, touch.after, (moved_from.path, touch.path))


def _kept(rows: list[_Step], latest: int) -> list[_Step]:
    """The latest commits, and the first one that added the record."""
    changed = [step for step in rows if step.before]
    added = [step for step in rows if not step.before][-1:]
    return [*changed[:latest], *added]


def _version(step: _Step, known: Known) -> Version | None:
    if not step.before:
        return Version(step.moment, step.commit, "added")
    moved = (Change("path", *step.moved),) if step.moved else ()
    changes = (*moved, *known.get(step.before + step.after, ()))
    return Version(step.moment, step.commit, "changed", changes) if changes else None


def _compared(root: Path, pairs: Iterable[tuple[str, str]], cache: Path | None) -> Known:
    """The changes between pairs of blobs, by the ids of both."""
    known = _remembered(cache)
    wanted = {before + after: (before, after) for before, after in pairs}
    fresh = {key: pair for key, pair in wanted.items() if key not in known}
    if fresh:
        blobs = git.blobs_of(root, (blob for pair in fresh.values() for blob in pair))
        data = {id_: mapping_of(raw) or {} for id_, raw in blobs.items()}
        for key, (before, after) in fresh.items():
            known[key] = record_changes(data.get(before, {}), data.get(after, {}))
        _remember(cache, {key: known[key] for key in wanted})
    return known


class _Kept(msgspec.Struct):
    version: str
    changes: dict[str, tuple[Change, ...]]


def _remembered(cache: Path | None) -> Known:
    if cache is None:
        return {}
    with suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.msgpack.decode((cache / _CACHE).read_bytes(), type=_Kept)
        if kept.version == _shape():
            return kept.changes
    return {}


def _remember(cache: Path | None, changes: Mapping[str, tuple[Change, ...]]) -> None:
    if cache is not None:
        with suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
            write_whole(cache / _CACHE, msgspec.msgpack.encode(_Kept(_shape(), dict(changes))))


def _shape() -> str:
    """Changes with the package and with what a change is."""
    return content_hash((format_version() + ",".join(Change.__annotations__)).encode())
