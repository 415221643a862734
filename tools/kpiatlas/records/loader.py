"""From the files of a catalogue to the frozen `Catalogue`. Reading never stops at the first problem."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .. import __version__
from ..paths import cache_dir, data_root, shown
from ..problem import Problem, sorted_problems
from ..processes import shares, spread, uncollected
from .cache import RecordCache, content_hash
from .catalogue import Catalogue
from .lines import located
from .model import Kpi
from .schema import schema_problems
from .scorecard_template import ScorecardTemplate
from .strict_yaml import MAX_BYTES, YamlError, read_yaml
from .taxonomy import AllowedFinding, Function, Industry, Publication, Unit

EXCEPTIONS = "exceptions.yml"
_AT_ONCE = 100  # new files that a process reads before it takes the next
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
T = TypeVar("T")


@dataclass
class _Reading:
    """What has been read so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    hashes: dict[str, str] = field(default_factory=dict)

    def shown(self, path: str) -> str:
        """A path below the catalogue as a person would type it."""
        return shown(self.root / path)

    def report(self, path: str, message: str, line: int | None = None, hint: str = "", rule: str = "yaml") -> None:
        self.problems.append(Problem(rule, self.shown(path), message, line=line, hint=hint))

    def bytes_of(self, path: str) -> bytes | None:
        """The content of a file, or None after saying why not."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:
                if (size := os.fstat(file.fileno()).st_size) > MAX_BYTES:
                    self.report(path, f"{size:,} bytes; a file holds at most {MAX_BYTES:,} (256 KiB)")
                    return None
                raw = file.read()
        except OSError as error:
            self.report(path, f"cannot be read: {error.strerror or error}")
            return None
        self.hashes[path] = content_hash(raw)
        return raw

    def data_of(self, path: str, raw: bytes | None, kind: str) -> Any:
        """The data of a file that satisfies its schema, or None after saying why not."""
        if raw is None:
            return None
        try:
            data = read_yaml(raw)
        except YamlError as error:
            hint = "kpi fmt can put the quotes" if error.quote_it else ""
            self.report(path, error.message, error.line, hint)
            return None
        if data is None:
            self.report(path, "the file is empty")
            return None
        found = schema_problems(data, kind, path)
        self.problems += located((replace(problem, path=self.shown(path)) for problem in found), raw)
        return None if found else data


@dataclass(frozen=True, slots=True)
class _New:
    """A file that the cache does not know."""

    id: str
    path: str
    raw: bytes


def load_catalogue(root: Path, *, cached: bool = True) -> Catalogue:
    """Read a catalogue folder.

    Problems of reading are collected in the catalogue's `problems`; what could be read is in it all the same.
    `cached` allows a cache in the user's cache folder.
    """
    with uncollected():
        return _catalogue(_Reading(root), RecordCache.open(cache_dir(root) if cached else None))


def _catalogue(reading: _Reading, cache: RecordCache) -> Catalogue:
    root = reading.root
    categories = _mapping(reading, "taxonomy/categories.yml", "categories", Function)
    industries = _mapping(reading, "taxonomy/industries.yml", "industries", Industry)
    units = _mapping(reading, "taxonomy/units.yml", "units", Unit)
    sources = _sources(reading)
    scorecards = _scorecards(reading)
    exceptions = _exceptions(reading)
    kpis = _kpis(reading, cache)
    return Catalogue(
        root,
        _version(root, reading.hashes),
        kpis,
        categories,
        industries,
        units,
        sources,
        scorecards,
        sorted_problems(reading.problems),
        frozenset(reading.unreadable),
        exceptions,
        reading.hashes,
    )


def _version(root: Path, hashes: dict[str, str]) -> str:
    own = root == (data_root() / "catalogue").resolve()
    mark = content_hash("".join(f"{path} {hash_}" for path, hash_ in hashes.items()).encode())[:12]
    return f"{__version__}+{mark}" if own else mark


def _mapping(reading: _Reading, name: str, kind: str, type_: type[T]) -> dict[str, T]:
    """A taxonomy file: things by id. Where it is missing or broken its name becomes unreadable."""
    if not (reading.root / name).is_file():
        reading.report(name, "no such file; every catalogue needs it", rule="schema")
        data = None
    else:
        data = reading.data_of(name, reading.bytes_of(name), kind)
    if data is None:
        reading.unreadable.add(f"taxonomy/{kind}")
        return {}
    return msgspec.convert(data, dict[str, type_])  # type: ignore[valid-type]


def _exceptions(reading: _Reading) -> dict[str, tuple[AllowedFinding, ...]]:
    """The allowed findings by rule; a catalogue need not have any."""
    if not (reading.root / EXCEPTIONS).is_file():
        return {}
    data = reading.data_of(EXCEPTIONS, reading.bytes_of(EXCEPTIONS), "exceptions")
    return msgspec.convert(data or {}, dict[str, tuple[AllowedFinding, ...]])


_PLACES = {
    "kpis": (2, "a record lies in the folder of its function", "kpis/<function>/"),
    "sources": (1, "the file of a publisher lies in no further folder", "sources/"),
    "scorecards": (1, "a scorecard lies in no further folder", "scorecards/"),
}


def _files(reading: _Reading, folder: str) -> Iterator[str]:
    """The record files of a folder by their path below the catalogue; anything else that looks like one is reported."""
    depth, rule, place = _PLACES[folder]
    for path in sorted(_below(reading.root, folder), key=lambda path: path.split("/")):
        _, *folders, name = path.split("/")
        stem, _, ending = name.rpartition(".")
        if (name.startswith(".") and (not stem or ending != "yml")) or name.endswith("~"):
            continue
        if ending != "yml":
            reading.report(path, "not read: the name of a record ends in .yml", rule="file-name")
        elif len(folders) != depth - 1:
            reading.report(path, rule, hint=f"{place}{name}", rule="file-name")
        else:
            yield path
            continue
        reading.unreadable.add("sources" if folder == "sources" else stem or name)


def _below(root: Path, folder: str) -> Iterator[str]:
    """Every file below a folder of the catalogue."""
    top = str(root)
    for here, _, names in os.walk(root / folder):
        way = here[len(top) :].lstrip("/").replace(os.sep, "/")
        yield from (f"{way}/{name}" for name in names)


def _good_id(reading: _Reading, path: str) -> str | None:
    id_ = path.rpartition("/")[2].removesuffix(".yml")
    if ID.match(id_):
        return id_
    hint = "lower-case words joined by hyphens, such as gross-margin.yml"
    reading.report(path, f'"{id_}" cannot be an id', hint=hint, rule="file-name")
    return None


def _kpis(reading: _Reading, cache: RecordCache) -> dict[str, Kpi]:
    found: dict[str, Kpi] = {}
    taken: dict[str, str] = {}
    new: list[_New] = []
    for path in _files(reading, "kpis"):
        id_ = _good_id(reading, path)
        if id_ is None:
            continue
        if id_ in taken:
            reading.report(path, f"the id {id_} is taken by {taken[id_]}", rule="duplicate-name")
            continue
        taken[id_], raw = path, reading.bytes_of(path)
        if raw is None:
            continue
        if known := cache.get(path, reading.hashes[path]):
            found[id_] = known
        else:
            new.append(_New(id_, path, raw))
    unpack = msgspec.msgpack.Decoder(Kpi).decode
    for made, problems in spread(partial(_made, reading.root), shares(new, _AT_ONCE)):
        reading.problems += problems
        for file, packed in made:
            found[file.id] = unpack(packed)
            cache.put(file.path, reading.hashes[file.path], found[file.id])
    reading.unreadable |= taken.keys() - found.keys()
    cache.save()
    return dict(sorted(found.items()))


def _made(root: Path, files: Sequence[_New]) -> tuple[list[tuple[_New, bytes]], list[Problem]]:
    """What new files become, packed for the way between processes, and what is wrong with the others."""
    reading, made = _Reading(root), []
    for file in files:
        data = reading.data_of(file.path, file.raw, "kpi")
        if data is not None:
            kpi = msgspec.convert({"id": file.id, "path": file.path, **data}, Kpi)
            made.append((replace(file, raw=b""), msgspec.msgpack.encode(kpi)))
    return made, reading.problems


def _sources(reading: _Reading) -> dict[str, Publication]:
    found: dict[str, Publication] = {}
    for path in _files(reading, "sources"):
        raw = reading.bytes_of(path)
        data = reading.data_of(path, raw, "sources")
        if raw is None or data is None:
            reading.unreadable.add("sources")
            continue
        for id_, publication in data["publications"].items():
            if id_ in found:
                message = f"the publication {id_} stands in another file too"
                twice = Problem("duplicate-name", reading.shown(path), message, ("publications", id_))
                reading.problems += located([twice], raw)
            row = {"id": id_, "publisher": data["publisher"], **publication}
            found.setdefault(id_, msgspec.convert(row, Publication))
    return found


def _scorecards(reading: _Reading) -> dict[str, ScorecardTemplate]:
    found: dict[str, ScorecardTemplate] = {}
    for path in _files(reading, "scorecards"):
        id_, data = _good_id(reading, path), reading.data_of(path, reading.bytes_of(path), "scorecard")
        if id_ and data is not None:
            found[id_] = msgspec.convert({"id": id_, "path": path, **data}, ScorecardTemplate)
    return found
