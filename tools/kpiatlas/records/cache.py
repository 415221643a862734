"""The cache of records: what a file became, kept by the hash of its content.

It only saves time. A cache that is missing, damaged, from another version or not writable is as good as an empty one.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import msgspec

from .. import __version__
from ..paths import schema_dir
from .model import Kpi

# Up to this part of all records may stand in the second file.
_SMALL_PART = 0.05
_ALL, _LATER = "records.msgpack", "later.msgpack"


def content_hash(raw: bytes) -> str:
    """A hash that tells one content from another; 32 hexadecimal digits."""
    return blake2b(raw, digest_size=16).hexdigest()


def format_version() -> str:
    """Changes whenever what a file becomes could change: the package, its schemas, or the shape of a record."""
    shape = "".join(path.read_text(encoding="utf-8") for path in sorted(schema_dir().glob("*.json")))
    return content_hash((__version__ + shape + ",".join(Kpi.__annotations__)).encode())


class _File(msgspec.Struct, gc=False):
    version: str
    records: dict[str, tuple[str, Kpi]]


@dataclass
class RecordCache:
    """Records by path below the catalogue, each with the hash of the file it came from.

    What changed since the cache was written stands in a second file, so that an edit in a large catalogue does not
    write every record again.
    """

    folder: Path | None
    version: str
    mark: str = ""
    known: dict[str, tuple[str, Kpi]] = field(default_factory=dict)
    later: dict[str, tuple[str, Kpi]] = field(default_factory=dict)
    fresh: dict[str, tuple[str, Kpi]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path | None) -> RecordCache:
        """The cache in a folder; without a folder nothing is kept."""
        version = format_version()
        if folder is None:
            return cls(None, version)
        known, mark = _stored(folder / _ALL, version)
        later, _ = _stored(folder / _LATER, mark)
        return cls(folder, version, mark, {**known, **later} if later else known, later)

    def get(self, path: str, hash_: str) -> Kpi | None:
        """The record that a file of this content became; None where it is not known."""
        found = self.known.get(path)
        if found is None or found[0] != hash_:
            return None
        self.fresh[path] = found
        return found[1]

    def put(self, path: str, hash_: str, kpi: Kpi) -> None:
        """Remember what a file became."""
        self.fresh[path] = (hash_, kpi)

    def save(self) -> None:
        """Write what is known now, whole or not at all; a folder that cannot be written is left alone."""
        if self.folder is None or self.fresh == self.known:
            return
        changed = {path: made for path, made in self.fresh.items() if self.known.get(path) is not made}
        later = {path: made for path, made in {**self.later, **changed}.items() if path in self.fresh}
        gone = len(self.known.keys() - self.fresh.keys())
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            if len(later) + gone > _SMALL_PART * len(self.fresh):
                _store(self.folder / _ALL, self.version, self.fresh)
            elif changed:
                _store(self.folder / _LATER, self.mark, later)


def _stored(file: Path, version: str) -> tuple[dict[str, tuple[str, Kpi]], str]:
    """The records of a cache file of that version, and a mark of what it holds; none where it is not to be used."""
    with suppress(OSError, msgspec.MsgspecError):
        content = intact(file)
        stored = msgspec.msgpack.decode(content, type=_File)
        if stored.version == version:
            return stored.records, f"{version} {_checksum(content).hex()}"
    return {}, "none"


def _store(file: Path, version: str, records: dict[str, tuple[str, Kpi]]) -> None:
    write_intact(file, msgspec.msgpack.encode(_File(version, records)))


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big")


def intact(file: Path) -> bytes:
    """The content behind a file's checksum; nothing where they differ, for a damaged text may still be a text."""
    stored = file.read_bytes()
    content = stored[4:]
    return content if stored[:4] == _checksum(content) else b""


def write_intact(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all, that `intact` reads."""
    write_whole(file, _checksum(content) + content)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
