"""Generated catalogues are valid, as large as was asked, and the same every time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.generated import write_catalogue
from catalogues import ROOT
from kpiatlas.checks import check_catalogue
from kpiatlas.records import load_catalogue


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated catalogue of 120 records."""
    folder = tmp_path_factory.mktemp("generated") / "catalogue"
    write_catalogue(folder, 120)
    return folder


def _content(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_a_generated_catalogue_has_no_error_and_the_size_that_was_asked_for(made: Path) -> None:
    catalogue = load_catalogue(made, cached=False)
    assert [problem.text() for problem in check_catalogue(catalogue) if problem.severity == "error"] == []
    assert len(catalogue) == 120
    sizes = [len((made / kpi.path).read_bytes()) for kpi in catalogue]
    assert 5800 < sum(sizes) / len(sizes) < 6600


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made: Path, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "again", 120)
    write_catalogue(tmp_path / "other", 120, seed=6)
    assert _content(tmp_path / "again") == _content(made)
    assert not _content(tmp_path / "other").keys() >= {name for name in _content(made) if name.startswith("kpis/")}


def test_records_share_inputs_differ_in_shape_and_words_follow_zipf(made: Path) -> None:
    catalogue = load_catalogue(made, cached=False)
    assert max(len(catalogue.with_input(name)) for kpi in catalogue for name in kpi.standard_formula.inputs) > 3
    assert len({kpi.unit for kpi in catalogue}) > 4
    assert {kpi.direction for kpi in catalogue} == {"higher", "lower", "range"}
    assert {bool(kpi.benchmarks) for kpi in catalogue} == {bool(kpi.interpretation.bands) for kpi in catalogue}
    words = Counter(word for kpi in catalogue for word in kpi.case_study.story.lower().split())
    counts = [count for _, count in words.most_common()]
    assert counts[0] > 5 * counts[40] > 5
    assert counts.count(1) > len(counts) / 3


def test_the_command_writes_a_catalogue_and_never_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.generated", str(tmp_path / "made"), "20"]
    path = {"PYTHONPATH": f"{ROOT / 'tools'}:{ROOT / 'tests'}"}
    assert subprocess.run(command, env=path, check=False).returncode == 0
    assert len(list((tmp_path / "made/kpis").rglob("*.yml"))) == 20
    again = subprocess.run(command, env=path, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "is not empty" in again.stderr


def test_too_few_records_to_link_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few"):
        write_catalogue(tmp_path / "made", 5)
