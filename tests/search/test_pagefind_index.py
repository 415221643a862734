"""What is written for the browser: the bundle, the word list, whole or not at all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.search import pagefind_index
from kpiatlas.search.browser_documents import page, word_list
from kpiatlas.search.pagefind_index import build_browser_index
from kpiatlas.search.vocabulary import Vocabulary


def test_the_bundle_holds_a_page_for_each_record_and_no_interface_of_pagefind(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    out = tmp_path / "site" / "pagefind"
    build_browser_index(catalogue, out, lambda kpi: f"kpi/{kpi.id}/")
    assert len(list(out.glob("fragment/*.pf_fragment"))) == len(catalogue)
    assert {file.name for file in out.glob("*.js")} == {"pagefind.js"}
    assert len(list(out.glob("wasm.*"))) == 1
    assert [path.name for path in out.parent.iterdir()] == ["pagefind"]


def test_a_second_build_replaces_the_first_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "pagefind"
    build_browser_index(catalogue, out, lambda kpi: f"old/{kpi.id}/")
    (out / "stray").touch()
    build_browser_index(catalogue, out, lambda kpi: f"kpi/{kpi.id}/")
    assert not (out / "stray").exists()
    assert len(list(out.glob("fragment/*"))) == len(catalogue)


def test_every_file_of_the_bundle_is_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    for number in range(3):
        out = tmp_path / f"pagefind{number}"
        build_browser_index(catalogue, out, lambda kpi: kpi.id)
        assert json.loads((out / "pagefind-entry.json").read_bytes())["version"] == "1.5.2"
        for file in out.rglob("*"):
            assert file.is_dir() or file.stat().st_size > 0
            if file.suffix in (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter"):
                assert gzip.decompress(file.read_bytes())


def test_another_version_of_pagefind_is_refused(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind_index, "version", lambda _: "9.9")
    with pytest.raises(UserError, match=r"needs pagefind 1\.5\.2, not 9\.9"):
        build_browser_index(catalogue, tmp_path / "pagefind", lambda kpi: kpi.id)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_ends_early_is_an_error_and_not_a_wait(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/true")
    with pytest.raises((RuntimeError, OSError)):
        build_browser_index(catalogue, tmp_path / "pagefind", lambda kpi: kpi.id)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_what_stood(catalogue: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "pagefind"
    out.mkdir()
    (out / "old").touch()
    with pytest.raises(KeyError):
        build_browser_index(catalogue, out, lambda kpi: {}[kpi.id])
    assert [path.name for path in out.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["pagefind"]


def test_markup_in_a_record_stays_text(catalogue: Catalogue) -> None:
    from dataclasses import replace

    kpi = replace(catalogue.kpis["win-rate"], name='<script>"x"</script>', definition="<img src=x onerror=alert(1)>")
    text = page(kpi, catalogue, "kpi/win-rate/")
    assert "<script" not in text
    assert "<img" not in text


def test_the_word_list_is_small_and_reads_back(catalogue: Catalogue) -> None:
    text = json.dumps(word_list(catalogue))
    again = json.loads(text)
    vocabulary = Vocabulary(tuple(tuple(tier.split()) for tier in again["words"]))
    assert vocabulary.knows("resolution")
    assert again["size"] == len(catalogue)
    assert len(text) < 40_000
