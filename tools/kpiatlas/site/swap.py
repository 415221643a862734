"""Putting a finished folder in the place of another, whole, and keeping two builds apart."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def alone(target: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the right to build `target`; says so and waits while another process holds it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.parent / f".{target.name}.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another build of {target} is running; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends well.

    Whoever looks at `target` sees the old folder or the new one, complete. When the block fails, the old one stays
    as it was. Remains of a build that was killed are cleared away; hold `alone` meanwhile.
    """
    prefix = f".{target.name}.new-"
    for rest in target.parent.glob(f"{prefix}*"):
        shutil.rmtree(rest, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        if target.exists():
            _exchange(fresh, target)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _exchange(fresh: Path, target: Path) -> None:
    """Swap two folders in one step where the system can (Linux), else in two renames."""
    if sys.platform == "linux":
        renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if (
            renameat2
            and renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0
        ):
            return
        if renameat2 and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
            raise OSError(ctypes.get_errno(), f"cannot put {fresh} in the place of {target}")
    old = fresh.with_name(f"{fresh.name}-old")
    target.rename(old)
    fresh.rename(target)
    old.rename(fresh)
