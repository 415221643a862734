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
    """Records by path below the catalogue, each with the hash of the file it came from."""

    file: Path | None
    version: str
    known: dict[str, tuple[str, Kpi]] = field(default_factory=dict)
    fresh: dict[str, tuple[str, Kpi]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path | None) -> RecordCache:
        """The cache in a folder; without a folder nothing is kept."""
        version = format_version()
        if folder is None:
            return cls(None, version)
        file = folder / "records.msgpack"
        with suppress(OSError, msgspec.MsgspecError):
            stored = msgspec.msgpack.decode(_intact(file.read_bytes()), type=_File)
            if stored.version == version:
                return cls(file, version, stored.records)
        return cls(file, version)

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
        if self.file is None or self.fresh == self.known:
            return
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            content = msgspec.msgpack.encode(_File(self.version, self.fresh))
            write_whole(self.file, _checksum(content) + content)


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big")


def _intact(stored: bytes) -> bytes:
    """The content behind its checksum; nothing where they differ, for a damaged text may still be a text."""
    content = stored[4:]
    return content if stored[:4] == _checksum(content) else b""


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
