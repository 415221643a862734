"""Writing an export: into a folder that exists, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ..paths import shown
from ..problem import UserError
from ..records.cache import write_whole


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
