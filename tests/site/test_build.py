"""Building: the same site both ways, whole or not at all, and nothing lost when it fails."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogues import CATALOGUE, ROOT, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.problem import UserError
from kpiatlas.records import load_catalogue
from kpiatlas.site.build import BrokenCatalogueError, build_site
from kpiatlas.site.files import site_files
from kpiatlas.site.mkdocs_plugin import build_with_mkdocs
from kpiatlas.site.swap import alone, replacing

CONFIG = ROOT / "mkdocs.yml"


def _quiet(text: str) -> None:
    """Nobody needs to hear of the progress."""


def _content(folder: Path) -> dict[str, bytes]:
    # gzip writes the time into its file; all else must be equal.
    left_out = re.compile(r"sitemap\.xml\.gz")
    files = (file for file in folder.rglob("*") if file.is_file())
    named = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    return {name: content for name, content in named.items() if not left_out.match(name)}


def test_stamped_pages_are_equal_to_pages_rendered_one_by_one(small: Small, tmp_path: Path) -> None:
    catalogue = small.load()
    for frame in ("stamped", "rendered"):
        build_with_mkdocs(catalogue, CONFIG, tmp_path / frame, frame)
    stamped, rendered = _content(tmp_path / "stamped"), _content(tmp_path / "rendered")
    assert stamped.keys() == rendered.keys()
    assert [name for name in stamped if stamped[name] != rendered[name]] == []


def test_mkdocs_build_gives_the_same_site(small: Small, tmp_path: Path) -> None:
    build_site(small.root, tmp_path / "ours", _quiet)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(CONFIG), "-d", str(tmp_path / "theirs")]
    env = {**os.environ, "KPI_CATALOGUE": str(small.root), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert _content(tmp_path / "ours") == _content(tmp_path / "theirs")


def test_a_catalogue_with_errors_is_not_built_and_the_site_that_stands_is_unharmed(
    small: Small, tmp_path: Path
) -> None:
    target = tmp_path / "site"
    build_site(small.root, target, _quiet)
    before = _content(target)
    small.write_bytes(SUBJECT_FILE, b"name: [")
    with pytest.raises(BrokenCatalogueError) as broken:
        build_site(small.root, target, _quiet)
    assert any(SUBJECT_FILE in problem.path and problem.line for problem in broken.value.problems)
    assert _content(target) == before


def test_problems_can_be_allowed_and_the_unreadable_record_is_left_out(small: Small, tmp_path: Path) -> None:
    small.write_bytes(SUBJECT_FILE, b"name: [")
    build_site(small.root, tmp_path / "site", _quiet, allow_problems=True)
    assert not (tmp_path / "site" / "kpi" / SUBJECT).exists()
    assert (tmp_path / "site" / "kpi" / "cost-per-contact" / "index.html").is_file()


def test_a_folder_that_is_no_site_is_never_replaced(small: Small, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(UserError, match="holds other files"):
        build_site(small.root, tmp_path / "mine", _quiet)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"


def test_the_whole_catalogue_lies_beside_the_site(small: Small, tmp_path: Path) -> None:
    build_site(small.root, tmp_path / "site", _quiet)
    stored = json.loads((tmp_path / "catalogue.json").read_bytes())
    assert {"version", "kpis", "functions", "industries", "units", "sources", "scorecards"} <= stored.keys()
    assert [kpi["id"] for kpi in stored["kpis"]] == sorted(small.load().kpis)


def test_every_json_file_of_the_site_is_json_and_every_record_is_there() -> None:
    catalogue = load_catalogue(CATALOGUE.resolve(), cached=False)
    files = dict(site_files(catalogue))
    index = json.loads(files["api/v1/index.json"])
    assert [row["id"] for row in index] == list(catalogue.kpis)
    for row in index:
        assert json.loads(files[row["json"]])["name"] == row["name"]
        assert files[f"kpi/{row['id']}/{row['id']}.yml"] == (CATALOGUE / catalogue.kpis[row["id"]].path).read_bytes()


def test_a_csv_cell_never_begins_as_a_formula(small: Small) -> None:
    small.change(SUBJECT_FILE, ("name", '=cmd|"/c calc"!A1'))
    files = dict(site_files(small.load()))
    text = files["category/contact-center/kpis.csv"].decode("utf-8-sig")
    assert "\"'=cmd" in text


def test_a_block_that_fails_leaves_the_old_folder_and_no_remains(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").write_text("old")

    def fail() -> None:
        with replacing(target) as fresh:
            (fresh / "index.html").write_text("new")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert (target / "index.html").read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def _swap_forever(target: str) -> None:
    number = 0
    while True:
        number += 1
        with replacing(Path(target)) as fresh:
            for name in "abcdef":
                (fresh / name).write_text(str(number))


def test_killed_at_any_moment_the_folder_is_the_old_or_the_new_one_complete(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for round_ in range(12):
        process = multiprocessing.get_context("spawn").Process(target=_swap_forever, args=(str(target),))
        process.start()
        time.sleep(0.4 + 0.013 * round_)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        if target.exists():
            assert len({(target / name).read_text() for name in "abcdef"}) == 1
    with replacing(target) as fresh:
        (fresh / "a").write_text("done")
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_second_build_says_that_it_waits(tmp_path: Path) -> None:
    heard: list[str] = []
    code = (
        "import sys, time; from pathlib import Path; from kpiatlas.site.swap import alone\n"
        "with alone(Path(sys.argv[1]), print):\n  print('held', flush=True); time.sleep(1.5)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "site")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with alone(tmp_path / "site", heard.append):
        assert holder.wait(10) == 0
    assert "waiting" in heard[0]
