"""`make bench` works; what it measures is nobody's business here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, printed, side_by_side
from catalogues import ROOT


def test_a_quick_run_prints_the_machine_and_every_part(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "expressions", "tables", "catalogue"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    machine, *parts = re.split(r"\n\n(?=[a-z]+\n)", done.stdout)
    assert re.search(r"\d+ cores, \d+ GiB", machine)
    assert [part.split("\n")[0] for part in parts] == ["expressions", "tables", "catalogue"]
    for part in parts:
        _, head, *rows = part.strip().split("\n")
        assert re.split(r"\s{2,}", head) == ["ratio", "ours", "theirs", "rival", "what"]
        assert rows
        assert all(re.search(r"\d (s|ms|us|ns)\b", row) for row in rows)


def test_an_unknown_part_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "weather"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "unknown part weather; parts are expressions, tables, catalogue" in done.stderr


def test_ratios_come_first_and_say_who_is_faster() -> None:
    figures = [Figure("slow", 2.0, "rival", 1.0), Figure("fast", 0.001, "rival", 1.0, 1000), Figure("alone", 3e-8)]
    assert [re.split(r"\s{2,}", line) for line in printed(figures).split("\n")[1:]] == [
        ["2.00 x the time", "2 s", "1 s", "rival", "slow"],
        ["1000.0 x faster", "1 us", "1 ms", "rival", "fast"],
        ["", "30 ns", "alone"],
    ]


def test_works_are_timed_in_turns_and_the_best_round_counts() -> None:
    order: list[str] = []
    times = side_by_side(3, lambda: order.append("a"), lambda: order.append("b"))
    assert order == ["a", "b"] * 3
    assert len(times) == 2
    assert all(0 <= time < 1 for time in times)
