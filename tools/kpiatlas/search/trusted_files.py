"""Files that only this user can have written: who may be trusted, and pieces of data with a checksum. Imports nothing.

A folder or file is trusted where it belongs to this user, is no link and is not writable by group or others; on a
system without owners nothing is.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

_CHECKSUM = 4  # bytes before the data, for a damaged text may still be a text


class DamagedIndexError(Exception):
    """Something in an index cannot be read; the answer is to build it anew."""


def private(path: Path) -> bool:
    """Whether a file or folder is this user's own and nobody else may write to it."""
    if not hasattr(os, "getuid"):
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o022


def all_private(folder: Path) -> bool:
    """Whether a folder and every file in it are."""
    try:
        return private(folder) and all(map(private, folder.iterdir()))
    except OSError:
        return False


def write_piece(folder: Path, name: str, data: Any) -> None:
    """Write plain data so that a reader sees the old content or the new one, never a part."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    handle, fresh = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.crc32(content).to_bytes(_CHECKSUM, "big") + content)
        os.replace(fresh, folder / name)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def read_piece(folder: Path, name: str) -> Any:
    """What `write_piece` has written.

    Raises:
        DamagedIndexError: it is missing or not whole.
    """
    try:
        stored = (folder / name).read_bytes()
        content = stored[_CHECKSUM:]
        if zlib.crc32(content).to_bytes(_CHECKSUM, "big") != stored[:_CHECKSUM]:
            raise DamagedIndexError(f"{folder / name}: not whole")
        return json.loads(content)
    except (OSError, ValueError) as error:
        raise DamagedIndexError(f"{folder / name}: {error}") from error
