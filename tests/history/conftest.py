"""A small catalogue in a git checkout of its own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogues import Small, small_catalogue

NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


@dataclass
class Checkout:
    """A checkout that holds a catalogue in a folder of its own, as a company's would."""

    top: Path
    small: Small

    def git(self, *arguments: str, date: str = "2026-01-01T12:00:00Z") -> str:
        """Run git there; a commit bears the date."""
        env = {**os.environ, **NOBODY, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *WHO, *arguments], cwd=self.top, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, tag: str, date: str = "2026-01-01T12:00:00Z") -> None:
        """Commit everything and tag it."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", tag, date=date)
        self.git("tag", tag)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """The small catalogue, committed as `first`."""
    top = tmp_path / "company"
    made = Checkout(top, small_catalogue(top / "measures" / "catalogue"))
    made.git("init", "-q", "-b", "main")
    made.commit("first")
    return made
