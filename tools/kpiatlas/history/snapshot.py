"""A version of a catalogue as plain data: what its files said, whatever the schema was at the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..problem import UserError
from ..records.strict_yaml import YamlError, read_yaml
from . import git

Data = Mapping[str, Any]
TAXONOMY = ("categories", "industries", "units")


@dataclass(frozen=True)
class Snapshot:
    """What a version of a catalogue said.

    `records` and `scorecards` are by id, `paths` the places of the records, `taxonomy` by kind and id. `unreadable` are
    files that could not be read; nothing is said of what they held.
    """

    name: str
    records: Mapping[str, Data] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    scorecards: Mapping[str, Data] = field(default_factory=dict)
    taxonomy: Mapping[str, Data] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def snapshot_at(root: Path, revision: str) -> Snapshot:
    """The catalogue of a folder as it was in a commit.

    Raises:
        GitError: there is no such commit.
        UserError: the catalogue was not there.
    """
    files = git.files_at(root, git.commit_of(root, revision))
    if not any(path.startswith("kpis/") for path in files):
        raise UserError(f"{revision} has no records at the place of this catalogue")
    return _snapshot(revision, files.items())


def snapshot_now(root: Path) -> Snapshot:
    """The catalogue of a folder as it is."""
    files = sorted(path for path in root.rglob("*.yml") if path.is_file())
    return _snapshot("now", ((path.relative_to(root).as_posix(), path.read_bytes()) for path in files))


def _snapshot(name: str, files: Iterable[tuple[str, bytes]]) -> Snapshot:
    records: dict[str, Data] = {}
    paths: dict[str, str] = {}
    scorecards: dict[str, Data] = {}
    taxonomy: dict[str, Data] = {}
    unreadable: list[str] = []
    for path, raw in files:
        place = PurePosixPath(path)
        kind = place.parts[0]
        if place.suffix != ".yml" or kind not in ("kpis", "scorecards", "taxonomy"):
            continue
        data = mapping_of(raw)
        if data is None:
            unreadable.append(path)
        elif kind == "kpis":
            records[place.stem], paths[place.stem] = data, path
        elif kind == "scorecards":
            scorecards[place.stem] = data
        elif place.stem in TAXONOMY:
            taxonomy[place.stem] = data
    return Snapshot(name, records, paths, scorecards, taxonomy, tuple(unreadable))


def mapping_of(raw: bytes) -> Data | None:
    """The data of a file; None where it is no mapping or not strict YAML."""
    try:
        data = read_yaml(raw)
    except YamlError:
        return None
    return data if isinstance(data, dict) else None
