"""Findings that were kept are the findings that checking anew gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, SOURCES_FILE, SUBJECT_FILE, UNITS_FILE, Small
from kpiatlas import processes
from kpiatlas.checks import check_catalogue, kept
from kpiatlas.paths import cache_dir
from kpiatlas.problem import Problem
from kpiatlas.records import kept as records_kept

SENTENCE = "Weigh the repeats of every single week against the calmest week known."


@pytest.fixture
def folder(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of the small catalogue, this test's own."""
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "cache"))
    return cache_dir(small.root)


def _both(small: Small) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    catalogue = small.load()
    return check_catalogue(catalogue, cached=True), check_catalogue(catalogue)


EDITS = (
    (SUBJECT_FILE, "definition", SENTENCE),
    (COMPANION_FILE, "case_study.story", SENTENCE),
    (COMPANION_FILE, "definition", "This is robust! It counts what is settled."),
    (SUBJECT_FILE, "name", "Weigh the repeats of every single week"),
    (SUBJECT_FILE, "standard_formula.example.result", 75),
    (SUBJECT_FILE, "related.0", "no-such-record"),
    (UNITS_FILE, "issue.kind", "currency"),
    (SOURCES_FILE, "publications.some-study-2022.seen", "2036-11-22"),
    (SUBJECT_FILE, "categories", ["profitability"]),
    (SUBJECT_FILE, "categories", ["contact-center"]),
    (SUBJECT_FILE, "definition", "The share of issues that are settled during the first contact of all."),
)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_findings_are_those_of_checking_anew(small: Small, folder: Path, seed: int) -> None:
    rng = random.Random(seed)
    seen = set()
    for _ in range(12):
        file, field, value = rng.choice(EDITS)
        small.change(file, (field, value))
        cached, anew = _both(small)
        assert cached == anew
        seen.add(cached)
    assert len(seen) > 1


def test_a_record_that_did_not_change_is_not_looked_at_again(
    small: Small, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    plain = records_kept.Kept.get

    def watching(self: records_kept.Kept[object], kpi: object) -> object:
        found = plain(self, kpi)  # type: ignore[arg-type]
        looked.append("known" if found is not None else "new")
        return found

    _both(small)
    monkeypatch.setattr(records_kept.Kept, "get", watching)
    monkeypatch.setattr(processes, "_processes", lambda: 1)  # what a child looks at is not seen here
    small.change(SUBJECT_FILE, ("definition", "The share of issues that are settled during the first contact of all."))
    check_catalogue(small.load(), cached=True)
    assert looked.count("new") == 2, "one record, for its findings and for its wording"
    assert looked.count("known") == 4


@pytest.mark.parametrize("content", [b"", b"not a cache", b"\x00\x00\x00\x00\x92\xa0\x80"])
@pytest.mark.parametrize("name", ["findings.msgpack", "wording.msgpack"])
def test_a_damaged_file_is_as_good_as_none(small: Small, folder: Path, name: str, content: bytes) -> None:
    small.change(SUBJECT_FILE, ("definition", "This is robust! It counts what is settled."))
    _both(small)
    (folder / name).write_bytes(content)
    cached, anew = _both(small)
    assert cached == anew != ()


def test_another_program_finds_anew(
    small: Small, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = small.load()
    check_catalogue(catalogue, cached=True)
    assert kept.findings(folder, catalogue).known
    (tmp_path / "other.py").write_text("")
    monkeypatch.setattr(records_kept, "program_files", lambda: [tmp_path / "other.py"])
    assert not kept.findings(folder, catalogue).known
