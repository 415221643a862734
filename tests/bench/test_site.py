"""The benchmark of the site runs; what it measures is nobody's business here."""

from __future__ import annotations

import os
import re
import shutil
import sys

import pytest

from bench import site


def test_every_build_is_timed_and_sized(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    _, head, *rows = site.table(quick=True)
    assert head == "100 records"
    assert [
        row
        for row in rows
        if not re.match(r" +\d+\.\d\d s( +\d+\.\d\d s +\d+ MB)?  ", row) and "not installed" not in row
    ] == []
    sized = [row for row in rows if re.search(r"MB in [\d,]+ files, pages \d+\.\d KB", row)]
    assert len(sized) >= (5 if shutil.which("hugo") else 3)
    assert any(re.search("Hugo.*not installed", row) for row in rows) == (shutil.which("hugo") is None)


def test_a_program_that_fails_or_takes_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = site.measured([sys.executable, "-c", "raise SystemExit('no luck')"], dict(os.environ))
    assert (failed.seconds, failed.note) == (None, "failed: no luck")
    monkeypatch.setattr(site, "LONGEST", 0.2)
    stopped = site.measured([sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
    assert stopped.seconds is None
    assert "stopped" in stopped.note


def test_memory_is_that_of_the_program_and_its_children() -> None:
    holds = "x = bytearray(90_000_000); import time; time.sleep(1)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holds!r}])"
    assert site.measured([sys.executable, "-c", child], dict(os.environ)).memory > 90_000_000
