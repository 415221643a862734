"""The part `search` of `make bench`: places become figures, and a quick run asks every engine."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.search import ENGINES, aligned, scored
from catalogues import ROOT
from programs import chromium_program
from search.query_set import Row


def test_figures_are_shares_of_rows_and_the_mean_of_one_by_place() -> None:
    assert scored([1, 2, 4, None]).split() == ["25.0", "50.0", "75.0", "0.438"]
    assert scored([]) == "-"


@pytest.mark.parametrize(
    ("expect", "every", "found", "place"),
    [
        (("a", "b"), False, ["x", "b", "a"], 2),
        (("a", "b"), False, ["x"], None),
        (("a", "b"), True, ["b", "a"], 1),
        (("a", "b"), True, ["b", "x", "a"], 2),
        (("a", "b"), True, ["a"], None),
    ],
)
def test_a_row_is_answered_by_any_of_its_records_or_by_all(
    expect: tuple[str, ...], every: bool, found: list[str], place: int | None
) -> None:
    assert Row("exact", "q", expect, all=every).place(found) == place


def test_columns_are_aligned() -> None:
    assert list(aligned([("a", "bb"), ("ccc", "d")])) == ["a    bb", "ccc  d"]


@pytest.mark.slow
def test_a_quick_run_asks_every_engine(tmp_path: Path) -> None:
    if chromium_program() is None or importlib.util.find_spec("material") is None:
        reason = "chromium or mkdocs-material is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    done = _printed(tmp_path)
    head = next(line for line in done if line.startswith("kind"))
    assert all(engine in head for engine in ENGINES)
    rows = [line for line in done if re.match(r"(exact|abbreviation|typing|question|filter|every kind) ", line)]
    assert len(rows) == 12
    assert all(len(re.findall(r"\d\.\d{3}", line)) in (0, len(ENGINES)) for line in rows)
    assert re.search(r"same record first in \d+ of \d+ rows", done[-1])


def _printed(folder: Path) -> list[str]:
    """What a process of its own prints: Playwright allows one at a time."""
    paths = os.pathsep.join([str(ROOT / "tools"), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench", "--quick", "search"],
        cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
