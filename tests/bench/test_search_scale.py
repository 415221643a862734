"""The measurement of search at scale runs; what it measures is nobody's business here."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from catalogues import ROOT


@pytest.mark.slow
def test_a_quick_run_says_what_search_costs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "scale"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for figure in (
        "browser's index, built",
        "first search, home page",
        "a keystroke",
        "whoosh index, one record changed",
        "whoosh: a query",
        "SQLite FTS5: a query",
        "arrays in a file: a query",
        "kpi search, process start included",
    ):
        assert figure in done.stdout
