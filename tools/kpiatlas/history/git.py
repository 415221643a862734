"""What git is asked. The only module that runs git; it never writes, and takes no lock."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..problem import UserError

_COMMIT = "\x01"
_NOTHING = "0" * 40
_SECONDS = 120


class GitError(UserError):
    """Git is missing, the folder is in no checkout, or git refuses."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit that touched a file: when (seconds since 1970), its id, and the file's content before and after.

    `before` and `after` are ids of blobs; `before` is empty where the file was added, `after` where it was removed.
    """

    moment: int
    commit: str
    path: str
    before: str
    after: str


def run(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is run in a folder.

    Raises:
        GitError: with the reason that git gives.
    """
    env = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=env, timeout=_SECONDS, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed; history comes from it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git gave no answer in {_SECONDS} seconds") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
        raise GitError(f"git: {reason[-1].removeprefix('fatal: ')}")
    return done.stdout


def commit_of(root: Path, revision: str) -> str:
    """The full id of the commit that a revision names.

    Raises:
        GitError: no such commit, or no checkout.
    """
    run(root, "rev-parse", "--git-dir")
    try:
        found = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError:
        raise GitError(
            f'git knows no commit "{revision}" here; a tag, a branch, HEAD~1 or a commit id is right'
        ) from None
    return found.decode().strip()


def is_whole(root: Path) -> bool:
    """Whether the folder is in a checkout that holds its whole history."""
    try:
        return run(root, "rev-parse", "--is-shallow-repository").strip() == b"false"
    except GitError:
        return False


def files_at(root: Path, commit: str) -> dict[str, bytes]:
    """The files below a folder as they were in a commit, by path below that folder."""
    listed = run(root, "ls-tree", "-r", "-z", commit, "--", ".").decode("utf-8", "surrogateescape")
    blobs = {path: entry.split()[2] for entry, _, path in (row.partition("\t") for row in listed.split("\0") if row)}
    contents = blobs_of(root, blobs.values())
    return {path: contents[blob] for path, blob in blobs.items() if blob in contents}


def blobs_of(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by their ids; what is not a blob is left out."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    out = run(root, "cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
    found: dict[str, bytes] = {}
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        head = out[at:end].split()
        if len(head) != 3:  # missing
            at = end + 1
            continue
        size = int(head[2])
        if head[1] == b"blob":
            found[head[0].decode()] = out[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def touches(root: Path, folder: str) -> Iterator[Touch]:
    """Every commit that touched a file of a folder, the newest first; merges are left to the commits they bring."""
    log = run(root, "log", f"--format={_COMMIT}%ct %H", "--raw", "--no-abbrev", "--no-renames", "-z", "--", folder)
    moment, commit, entry = 0, "", ""
    for piece in log.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0"):
        if piece.startswith(_COMMIT):
            time, _, commit = piece.removeprefix(_COMMIT).partition(" ")
            moment = int(time)
        elif piece.startswith(":"):
            entry = piece
        elif piece and entry:
            before, after = entry.split()[2:4]
            yield Touch(moment, commit, piece, before.replace(_NOTHING, ""), after.replace(_NOTHING, ""))
            entry = ""
