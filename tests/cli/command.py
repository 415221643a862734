"""Running `kpi`: as a program of its own, and inside the test's process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalogues import ROOT
from kpiatlas.cli import main


@dataclass(frozen=True)
class Answer:
    """Exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as JSON; NaN and infinity are refused."""
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def run(*arguments: str, cwd: Path | None = None, stdin: str = "", **environment: str) -> Answer:
    """`kpi` in a process of its own, which finds the package as this one does."""
    path = os.pathsep.join([str(ROOT / "tools"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "kpiatlas", *arguments],
        cwd=cwd,
        input=stdin,
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


class Kpi:
    """`kpi` inside this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Answer:
        """Run a command; what argparse ends is an answer too."""
        self._capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as ending:
            code = int(ending.code or 0)
        out, err = self._capsys.readouterr()
        return Answer(code, out, err)
