"""A process that only answers: no catalogue is loaded while no file has changed, and the answers are the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from catalogues import ROOT
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.search import Index, Query, as_json, file_times, open_index, open_search
from kpiatlas.search import index as index_module
from kpiatlas.search.trusted_files import read_piece, write_piece

from .query_set import every_row

OTHER = ["", "the of", "qqvwxz margin zzjjqx", "absencewise", "<script>", "xxgrossmargin", "zz3", "oee " * 200]


@pytest.fixture
def root(catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of one's own whose files count as settled, so that what is found out is remembered."""
    monkeypatch.setattr(file_times, "_SETTLED", 0)
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "records"))
    return Path(shutil.copytree(catalogue.root, tmp_path / "catalogue"))


def _forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_loaded", lambda root: pytest.fail("the catalogue was loaded"))


def _ids(index: Index, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text)).results]


def _change(root: Path, id_: str, old: str, new: str) -> None:
    (file,) = root.rglob(f"{id_}.yml")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_every_answer_is_the_same_as_from_the_loaded_catalogue(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    open_search(root, cache)
    _forbid(monkeypatch)
    cold, loaded = open_search(root, cache), open_index(load_catalogue(root), tmp_path / "another")
    asked = [(row.query, row.filters) for row in every_row()] + [(text, {}) for text in OTHER]
    asked += [("", {"category": ["treasury"]}), ("oee", {"category": ["sales"]}), ("rate", {"benchmark": ["yes"]})]
    for text, filters in asked:
        for words_only in (False, True):
            query = Query(text, filters, 10, words_only)
            assert as_json(cold.search(query)) == as_json(loaded.search(query)), query
            assert cold.search(query) == loaded.search(query), query


def test_counts_beside_filter_values_are_those_of_the_records(root: Path, cache: Path, catalogue: Catalogue) -> None:
    open_search(root, cache)
    counts = open_search(root, cache).facets.counts(catalogue.kpis)
    for id_ in catalogue.functions:
        assert counts["category"][id_] == len(catalogue.in_category(id_))


@pytest.mark.parametrize("change", ["edit", "touch", "new", "gone", "taxonomy"])
def test_a_change_of_any_file_is_noticed(change: str, root: Path, cache: Path) -> None:
    assert _ids(open_search(root, cache), "win rate")[0] == "win-rate"
    (file,) = root.rglob("win-rate.yml")
    if change == "edit":
        _change(root, "win-rate", "name: Win Rate", "name: Numbat Share")
        assert _ids(open_search(root, cache), "numbat share")[0] == "win-rate"
    elif change == "touch":
        os.utime(file)
        assert _ids(open_search(root, cache), "win rate")[0] == "win-rate"
    elif change == "new":
        text = file.read_text(encoding="utf-8").replace("name: Win Rate", "name: Numbat Share", 1)
        (file.parent / "numbat-share.yml").write_text(text, encoding="utf-8")
        assert _ids(open_search(root, cache), "numbat share")[0] == "numbat-share"
    elif change == "gone":
        file.unlink()
        assert "win-rate" not in _ids(open_search(root, cache), "win rate")
    else:
        titles = root / "taxonomy" / "categories.yml"
        titles.write_text(
            titles.read_text(encoding="utf-8").replace("title: Treasury and cash", "title: Numbats", 1), "utf-8"
        )
        assert open_search(root, cache).table.titles("category")["treasury"] == "Numbats"


def test_a_file_of_the_same_size_and_time_but_other_content_is_noticed(root: Path, cache: Path) -> None:
    open_search(root, cache)
    (file,) = root.rglob("win-rate.yml")
    before = file.stat()
    _change(root, "win-rate", "name: Win Rate", "name: Xin Rate")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert _ids(open_search(root, cache), "xin rate")[0] == "win-rate"


def test_nothing_is_remembered_of_files_that_changed_just_now(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_times, "_SETTLED", 10**18)
    open_search(root, cache)
    assert not (cache / "search" / "files").exists()


def test_problems_of_the_catalogue_are_told_each_time(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(load_catalogue(root).problems)
    (root / "kpis" / "sales" / "broken.yml").write_text("name: [", encoding="utf-8")
    assert open_search(root, cache).problems > before
    found = open_search(root, cache).problems
    _forbid(monkeypatch)
    assert open_search(root, cache).problems == found


@pytest.mark.parametrize("piece", ["files", "index-*/records", "index-*/words", "index-*/filter-unit", "index-*/*.pst"])
@pytest.mark.parametrize("damage", ["empty", "cut", "garbage", "gone"])
def test_what_is_damaged_is_built_anew_even_where_it_shows_only_at_a_query(
    piece: str, damage: str, root: Path, cache: Path
) -> None:
    query = Query("average handle time", {"unit": ["time"]})
    expected = open_search(root, cache).search(query)
    (file,) = (cache / "search").glob(piece)
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "garbage": b"\xff" * len(content)}[damage])
    assert open_search(root, cache).search(query) == expected
    assert open_search(root, cache).search(query) == expected


def test_what_others_could_have_written_is_not_read(root: Path, cache: Path) -> None:
    first = open_search(root, cache)
    found, answered = first.problems, _ids(first, "aht")
    files = cache / "search" / "files"
    write_piece(files.parent, "files", {**read_piece(files.parent, "files"), "problems": 7_777})
    assert open_search(root, cache).problems == 7_777
    files.chmod(0o666)
    assert open_search(root, cache).problems == found
    assert _ids(open_search(root, cache), "aht") == answered


def test_a_piece_is_whole_or_refused(tmp_path: Path) -> None:
    write_piece(tmp_path, "piece", {"a": ["é", 1]})
    assert read_piece(tmp_path, "piece") == {"a": ["é", 1]}
    assert [path.name for path in tmp_path.iterdir()] == ["piece"]


def test_the_command_answers_without_reading_records(root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), "KPI_CATALOGUE": str(root)}
    program = (
        "import sys; from kpiatlas.search import file_times; file_times._SETTLED = 0; from kpiatlas.cli import main;"
        "code = main(['search', 'aht', '--json']); print('kpiatlas.records' in sys.modules, file=sys.stderr)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(2)
    ]
    assert runs[0].stderr.strip().endswith("True")
    assert runs[1].stderr.strip().endswith("False")
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["results"][0]["id"] == "average-handle-time"
