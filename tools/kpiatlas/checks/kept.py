"""What checks found out about single records, kept by the content of their files. Used by `check_catalogue`.

It only saves time: a file that is missing, damaged, from another program or taxonomy is as good as an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from ..paths import program_files
from ..problem import Problem
from ..records import Catalogue, Kpi
from ..records.cache import content_hash, intact, write_intact

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """Values by record, as they were found for a content of its file; nothing is kept without a file."""

    file: Path | None
    surroundings: str
    hashes: Mapping[str, str]
    known: Mapping[str, tuple[str, T]]

    @classmethod
    def open(cls, file: Path | None, kind: Any, catalogue: Catalogue, surroundings: Iterable[str]) -> Kept[T]:
        """What a file holds that was written in the same surroundings, which are all that goes in beside a record."""
        now = content_hash("\n".join(surroundings).encode())
        known: Mapping[str, tuple[str, T]] = {}
        if file:
            with suppress(OSError, msgspec.MsgspecError):
                before, rows = msgspec.msgpack.decode(intact(file), type=tuple[str, dict[str, tuple[str, kind]]])
                known = rows if before == now else {}
        return cls(file, now, catalogue.hashes, known)

    def get(self, kpi: Kpi) -> T | None:
        """The value of a record as it is now; None where it is not known."""
        found = self.known.get(kpi.path)
        return found[1] if found and found[0] == self.hashes.get(kpi.path) else None

    def save(self, values: Mapping[str, T]) -> None:
        """Keep the values by path; those of records that are gone are forgotten."""
        if self.file:
            rows = {path: (self.hashes[path], value) for path, value in values.items()}
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                write_intact(self.file, msgspec.msgpack.encode((self.surroundings, rows)))


def findings(folder: Path | None, catalogue: Catalogue) -> Kept[list[Problem]]:
    """What the rules found that look at one record, with nothing beside but taxonomy and sources."""
    beside = (f"{path} {hash_}" for path, hash_ in catalogue.hashes.items() if not path.startswith("kpis/"))
    file = folder / "findings.msgpack" if folder else None
    if file is None:
        return Kept(None, "", {}, {})
    # What is old enough to be told of depends on the day.
    return Kept.open(file, list[Problem], catalogue, (program(), date.today().isoformat(), *beside))


def program() -> str:
    """A hash of the program: another may find something else."""
    return content_hash(b"\0".join(file.read_bytes() for file in program_files()))
