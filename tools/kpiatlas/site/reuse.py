"""What a site that stands already holds: pages of KPIs that would come out the same are taken over, not made again.

A page is known by a key of everything that goes into it: the program, the frame, taxonomy and sources, its record and
the records that it names or that name it. A test changes catalogues at random and holds such a site equal to one that
was built from nothing. The list of what was made lies beside the site; a file that was touched since is made anew.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import msgspec

from .. import __version__
from ..paths import program_files
from ..records import Catalogue, Kpi
from ..records.cache import content_hash, write_whole

_MAKERS = ("jinja2", "markupsafe", "markdown-it-py", "mkdocs", "mkdocs-material")
File = tuple[str, int, int]  # place on the site, bytes, time of writing


class Made(msgspec.Struct, array_like=True, gc=False):
    """What was made for one KPI, and the key of what went into it."""

    key: str
    files: list[File]


@dataclass(frozen=True)
class Standing:
    """The site that stands, or none."""

    folder: Path | None = None
    made: dict[str, Made] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> Standing:
        """What is known of the site in a folder."""
        with suppress(OSError, msgspec.MsgspecError):
            return cls(folder, msgspec.msgpack.decode(_list_of(folder).read_bytes(), type=dict[str, Made]))
        return cls()

    def take_over(self, id_: str, key: str, fresh: Path) -> Made | None:
        """Put the files of a KPI into a new site; None where they are not what they would be now."""
        made = self.made.get(id_)
        if self.folder is None or made is None or made.key != key:
            return None
        try:
            for name, size, time in made.files:
                status = os.stat(f"{self.folder}/{name}")
                if (status.st_size, status.st_mtime_ns) != (size, time):
                    return None
            for name, _, _ in made.files:
                _link(f"{self.folder}/{name}", f"{fresh}/{name}")
        except FileNotFoundError:
            return None
        return made


def remember(folder: Path, made: Mapping[str, Made]) -> None:
    """Write down what was made for the site in a folder."""
    write_whole(_list_of(folder), msgspec.msgpack.encode(made))


def _list_of(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.made"


def _link(old: str, new: str) -> None:
    """The same file in a second place where the file system can, else a copy."""
    with suppress(FileExistsError):
        os.mkdir(os.path.dirname(new))
    try:
        os.link(old, new)
    except FileExistsError:  # a task that is done again because its process was ended
        return
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(old, new)


class Keys:
    """Keys of the KPIs of one catalogue.

    `surroundings` are texts that go into every page, such as the frame; `history` gives what git knows of a record.
    """

    def __init__(self, catalogue: Catalogue, surroundings: Iterable[str], history: Callable[[Kpi], object]) -> None:
        self._catalogue, self._history = catalogue, history
        beside = (f"{path} {hash_}" for path, hash_ in catalogue.hashes.items() if not path.startswith("kpis/"))
        makers = (f"{package} {version(package)}" for package in _MAKERS)
        self._same = content_hash("\n".join([_program(), *makers, *beside, *surroundings]).encode())

    def overview(self, kpis: Iterable[Kpi]) -> str:
        """The key of a page over these KPIs."""
        rows = (f"{kpi.id} {kpi.path} {self._catalogue.hashes[kpi.path]}" for kpi in kpis)
        return content_hash("\n".join([self._same, self.outline, *rows]).encode())

    @cached_property
    def outline(self) -> str:
        """What overviews say of KPIs beside their own: how many there are where, and names of those to begin with."""
        known = self._catalogue
        counts = [f"{id_} {len(known.in_category(id_))}" for id_ in (*known.functions, *known.groups)]
        counts += [f"{id_} {len(known.in_industry(id_))}" for id_ in known.industries]
        counts += [f"{id_} {count}" for id_, count in Counter(k.function for k in known.for_every_industry).items()]
        named = {row.kpi for function in known.functions.values() for row in function.starter}
        first = [known.kpis[id_] for id_ in sorted(named & known.kpis.keys())]
        rows = (f"{kpi.path} {known.hashes[kpi.path]} {bool(kpi.industries)}" for kpi in first)
        return content_hash("\n".join([*counts, *rows]).encode())

    def key(self, kpi: Kpi) -> str:
        """The key of one KPI."""
        records = (self._catalogue.kpis[id_] for id_ in sorted(neighbors(kpi, self._catalogue)))
        rows = (f"{record.id} {record.path} {self._catalogue.hashes[record.path]}" for record in (kpi, *records))
        return content_hash("\n".join([self._same, *rows, repr(self._history(kpi))]).encode())


def neighbors(kpi: Kpi, catalogue: Catalogue) -> set[str]:
    """The records that may go into the page of a KPI beside its own: those it names, and those that name it."""
    named = {*kpi.related, *(impact.kpi for impact in kpi.change_impact)}
    named = (named | ({kpi.deprecated.replaced_by} if kpi.deprecated else set())) & catalogue.kpis.keys()
    naming = {other.id for other in (*catalogue.related_from(kpi.id), *catalogue.replaces(kpi.id))}
    return named | naming | {other.id for other, _ in catalogue.moved_by(kpi.id)}


def _program() -> str:
    """The program that makes the pages, templates and schemas included."""
    return content_hash(b"\0".join(file.read_bytes() for file in program_files()) + __version__.encode())
