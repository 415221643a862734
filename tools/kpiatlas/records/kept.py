"""What was found out about single records, kept by the content of their files. Used by checks and search.

It only saves time: a file that is missing, damaged, from another program or taxonomy is as good as an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from ..paths import program_files
from .cache import content_hash, intact, write_intact
from .catalogue import Catalogue
from .model import Kpi

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
            rows = {path: (self.hashes[path], value) for path, value in values.items() if path in self.hashes}
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                write_intact(self.file, msgspec.msgpack.encode((self.surroundings, rows)))


def program() -> str:
    """A hash of the program: another may find something else."""
    return content_hash(b"\0".join(file.read_bytes() for file in program_files()))
