"""Writing an export into a folder that exists, whole or not at all; reading a file of limited size."""

from __future__ import annotations

from pathlib import Path

from ..paths import shown
from ..problem import UserError
from ..records.cache import write_whole

MOST_BYTES = 256 * 1024
"""As much as a file of a catalogue may hold."""


def read_file(path: Path) -> bytes:
    """The content of a scorecard file.

    Raises:
        UserError: it cannot be read or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{shown(path)}: cannot be read: {error.strerror or error}") from None
    if len(content) > MOST_BYTES:
        raise UserError(f"{shown(path)}: more than {MOST_BYTES:,} bytes; a scorecard file is smaller")
    return content


def write_file(target: Path, content: bytes) -> None:
    """Write the content, replacing a file that stands there.

    Raises:
        UserError: the folder does not exist, the target is a folder, or the disk refuses.
    """
    if not target.parent.is_dir():
        raise UserError(f"{shown(target.parent)}: no such folder")
    if target.is_dir():
        raise UserError(f"{shown(target)} is a folder; name a file in it")
    try:
        write_whole(target, content)
    except OSError as error:
        raise UserError(f"{shown(target)}: cannot be written: {error.strerror or error}") from None
