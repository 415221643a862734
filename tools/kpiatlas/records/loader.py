"""From the files of a catalogue to the frozen `Catalogue`. Reading never stops at the first problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .. import __version__
from ..paths import cache_dir, data_root, shown
from ..problem import Problem, sorted_problems
from .cache import RecordCache, content_hash
from .catalogue import Catalogue
from .lines import located
from .model import Kpi
from .schema import schema_problems
from .scorecard_template import ScorecardTemplate
from .strict_yaml import MAX_BYTES, YamlError, read_yaml
from .taxonomy import Function, Industry, Publication, Unit

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
T = TypeVar("T")


@dataclass
class _Reading:
    """What has been read so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    hashes: list[str] = field(default_factory=list)

    def report(self, file: Path, message: str, line: int | None = None, hint: str = "", rule: str = "yaml") -> None:
        self.problems.append(Problem(rule, shown(file), message, line=line, hint=hint))

    def bytes_of(self, file: Path) -> bytes | None:
        """The content of a file, or None after saying why not."""
        try:
            if (size := file.stat().st_size) > MAX_BYTES:
                self.report(file, f"{size:,} bytes; a file holds at most {MAX_BYTES:,} (256 KiB)")
                return None
            raw = file.read_bytes()
        except OSError as error:
            self.report(file, f"cannot be read: {error.strerror or error}")
            return None
        self.hashes.append(f"{file.relative_to(self.root).as_posix()} {content_hash(raw)}")
        return raw

    def data_of(self, file: Path, raw: bytes | None, kind: str) -> Any:
        """The data of a file that satisfies its schema, or None after saying why not."""
        if raw is None:
            return None
        try:
            data = read_yaml(raw)
        except YamlError as error:
            hint = "kpi fmt can put the quotes" if error.quote_it else ""
            self.report(file, error.message, error.line, hint)
            return None
        if data is None:
            self.report(file, "the file is empty")
            return None
        found = schema_problems(data, kind, shown(file))
        self.problems += located(found, raw)
        return None if found else data


def load_catalogue(root: Path, *, cached: bool = True) -> Catalogue:
    """Read a catalogue folder.

    Problems of reading are collected in the catalogue's `problems`; what could be read is in it all the same.
    `cached` allows a cache in the user's cache folder.
    """
    reading = _Reading(root)
    categories = _mapping(reading, "taxonomy/categories.yml", "categories", Function)
    industries = _mapping(reading, "taxonomy/industries.yml", "industries", Industry)
    units = _mapping(reading, "taxonomy/units.yml", "units", Unit)
    sources = _sources(reading)
    scorecards = _scorecards(reading)
    kpis = _kpis(reading, RecordCache.open(cache_dir(root) if cached else None))
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
    )


def _version(root: Path, hashes: list[str]) -> str:
    own = root == (data_root() / "catalogue").resolve()
    mark = content_hash("".join(hashes).encode())[:12]
    return f"{__version__}+{mark}" if own else mark


def _mapping(reading: _Reading, name: str, kind: str, type_: type[T]) -> dict[str, T]:
    """A taxonomy file: things by id. Where it is missing or broken its name becomes unreadable."""
    file = reading.root / name
    if not file.is_file():
        reading.report(file, "no such file; every catalogue needs it", rule="schema")
        data = None
    else:
        data = reading.data_of(file, reading.bytes_of(file), kind)
    if data is None:
        reading.unreadable.add(f"taxonomy/{kind}")
        return {}
    return msgspec.convert(data, dict[str, type_])  # type: ignore[valid-type]


_PLACES = {
    "kpis": (2, "a record lies in the folder of its function", "kpis/<function>/"),
    "sources": (1, "the file of a publisher lies in no further folder", "sources/"),
    "scorecards": (1, "a scorecard lies in no further folder", "scorecards/"),
}


def _files(reading: _Reading, folder: str) -> Iterator[Path]:
    """The record files below a folder, by path; anything else that looks like one is reported."""
    depth, rule, place = _PLACES[folder]
    for file in sorted((reading.root / folder).rglob("*")):
        if file.is_dir() or (file.name.startswith(".") and file.suffix != ".yml") or file.name.endswith("~"):
            continue
        if file.suffix != ".yml":
            reading.report(file, "not read: the name of a record ends in .yml", rule="file-name")
        elif len(file.relative_to(reading.root / folder).parts) != depth:
            reading.report(file, rule, hint=f"{place}{file.name}", rule="file-name")
        else:
            yield file
            continue
        reading.unreadable.add("sources" if folder == "sources" else file.stem)


def _good_id(reading: _Reading, file: Path) -> str | None:
    if ID.match(file.stem):
        return file.stem
    hint = "lower-case words joined by hyphens, such as gross-margin.yml"
    reading.report(file, f'"{file.stem}" cannot be an id', hint=hint, rule="file-name")
    return None


def _kpis(reading: _Reading, cache: RecordCache) -> dict[str, Kpi]:
    found: dict[str, Kpi] = {}
    for file in _files(reading, "kpis"):
        path, id_ = file.relative_to(reading.root).as_posix(), _good_id(reading, file)
        if id_ is None:
            continue
        if id_ in found:
            reading.report(file, f"the id {id_} is taken by {found[id_].path}", rule="duplicate-name")
        elif kpi := _kpi(reading, cache, file, path):
            found[id_] = kpi
        else:
            reading.unreadable.add(id_)
    cache.save()
    return dict(sorted(found.items()))


def _kpi(reading: _Reading, cache: RecordCache, file: Path, path: str) -> Kpi | None:
    raw = reading.bytes_of(file)
    if raw is None:
        return None
    hash_ = content_hash(raw)
    if known := cache.get(path, hash_):
        return known
    data = reading.data_of(file, raw, "kpi")
    if data is None:
        return None
    kpi = msgspec.convert({"id": file.stem, "path": path, **data}, Kpi)
    cache.put(path, hash_, kpi)
    return kpi


def _sources(reading: _Reading) -> dict[str, Publication]:
    found: dict[str, Publication] = {}
    for file in _files(reading, "sources"):
        raw = reading.bytes_of(file)
        data = reading.data_of(file, raw, "sources")
        if raw is None or data is None:
            reading.unreadable.add("sources")
            continue
        for id_, publication in data["publications"].items():
            if id_ in found:
                message = f"the publication {id_} stands in another file too"
                twice = Problem("duplicate-name", shown(file), message, ("publications", id_))
                reading.problems += located([twice], raw)
            row = {"id": id_, "publisher": data["publisher"], **publication}
            found.setdefault(id_, msgspec.convert(row, Publication))
    return found


def _scorecards(reading: _Reading) -> dict[str, ScorecardTemplate]:
    found: dict[str, ScorecardTemplate] = {}
    for file in _files(reading, "scorecards"):
        id_, data = _good_id(reading, file), reading.data_of(file, reading.bytes_of(file), "scorecard")
        if id_ and data is not None:
            path = file.relative_to(reading.root).as_posix()
            found[id_] = msgspec.convert({"id": id_, "path": path, **data}, ScorecardTemplate)
    return found
