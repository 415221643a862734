"""The files of a catalogue by size and times: whether anything has changed, without reading a file. Sits on `marks`.

Times can lie: what is written within one tick of a file system's clock looks unchanged. So files count as settled only
some time after the last change.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from ..paths import schema_dir
from .marks import program_mark

_SETTLED = 2_000_000_000  # ns; the coarsest clock of a file system in use ticks every two seconds


@dataclass(frozen=True, slots=True)
class FileTimes:
    """A hash over all files, and whether the last change is long enough ago for it to be believed later."""

    mark: str
    settled: bool


def file_times(root: Path) -> FileTimes:
    """The times of everything that a loaded catalogue depends on: its files, the schemas, the program."""
    now = time.time_ns()
    found = blake2b(program_mark().encode(), digest_size=16)
    newest = 0
    folders = [os.fspath(schema_dir()), os.fspath(root)]
    while folders:
        folder = folders.pop()
        rows = [folder]
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                    continue
                try:
                    is_ = entry.stat()
                except OSError:  # a link that leads nowhere
                    is_ = entry.stat(follow_symlinks=False)
                changed = is_.st_ctime_ns  # unlike the time of the content, nobody sets it by hand
                if changed > newest:
                    newest = changed
                rows.append(f"{entry.name}/{is_.st_size} {is_.st_mtime_ns} {changed} {is_.st_ino}")
        rows.sort()
        found.update("\0".join(rows).encode("utf-8", "surrogateescape"))
    return FileTimes(found.hexdigest(), now - newest > _SETTLED)
