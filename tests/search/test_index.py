"""Answers, and the index on disk: built, kept, rebuilt when stale or damaged, trusted only where it is safe."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue, Kpi
from kpiatlas.search import Index, Query, as_json, open_index
from kpiatlas.search import index as index_module
from kpiatlas.search.marks import marks_of

ODD = [
    "", "   ", "the of and", "AND OR NOT", "name:*", '"(', "a" * 10_000, "🙂🙂", "\x00\x1b[31m", "مرحبا بالعالم",
    "<script>alert(1)</script>", "x^9", "-", "50%", "xxgrossmargin", "zz3", "zzevery", "zz99999",
]  # fmt: skip


def _with(catalogue: Catalogue, *kpis: Kpi, without: str = "") -> Catalogue:
    """The catalogue with other or more records, as if their files had been written."""
    records = {id_: kpi for id_, kpi in catalogue.kpis.items() if id_ != without}
    records |= {kpi.id: kpi for kpi in kpis}
    hashes = {**catalogue.hashes, **{kpi.path: f"{kpi.name} {kpi.aliases}" for kpi in kpis}}
    return replace(catalogue, kpis=dict(sorted(records.items())), hashes=hashes)


def _top(index: Index, text: str, **filters: list[str]) -> str:
    return index.search(Query(text, filters)).results[0].id


def test_a_shared_abbreviation_shows_both(catalogue: Catalogue, cache: Path) -> None:
    other = replace(catalogue.kpis["win-rate"], abbreviation="AHT")
    both = replace(catalogue, kpis={**catalogue.kpis, "win-rate": other})
    found = open_index(both, cache).search(Query("aht")).results
    assert {hit.id for hit in found[:2]} == {"average-handle-time", "win-rate"}


def test_a_name_comes_before_the_same_alias(catalogue: Catalogue, cache: Path) -> None:
    other = replace(catalogue.kpis["absence-rate"], aliases=("Win Rate",))
    both = replace(catalogue, kpis={**catalogue.kpis, "absence-rate": other})
    found = [hit.id for hit in open_index(both, cache).search(Query("win rate")).results]
    assert found[:2] == ["win-rate", "absence-rate"]


def test_results_are_best_first_limited_and_say_why(index: Index) -> None:
    answer = index.search(Query("customer satisfaction", limit=3))
    scores = [hit.score for hit in answer.results]
    assert scores == sorted(scores, reverse=True)
    assert len(answer.results) == 3 < answer.total
    assert "name" in answer.results[0].why


def test_without_a_hit_inside_a_filter_the_closest_outside_are_named(index: Index) -> None:
    answer = index.search(Query("oee", {"category": ["sales"]}))
    assert answer.total == 0
    assert answer.closest[0].id == "overall-equipment-effectiveness"
    assert answer.closest[0].lacks == ("category: sales",)


def test_the_closest_records_tell_the_words_they_lack(index: Index) -> None:
    answer = index.search(Query("qqvwxz margin zzjjqx"))
    assert any("qqvwxz" in hit.lacks for hit in (*answer.results, *answer.closest))


def test_an_unknown_word_is_met_with_the_names_most_alike(index: Index) -> None:
    answer = index.search(Query("qmttr"))
    assert answer.results or answer.closest


def test_filters_without_words_list_what_passes_by_name(index: Index, catalogue: Catalogue) -> None:
    answer = index.search(Query("", {"category": ["human-resources"]}, limit=1000))
    assert [hit.id for hit in answer.results] == [kpi.id for kpi in catalogue.in_category("human-resources")]


def test_only_a_filter_word_lists_its_records(index: Index, catalogue: Catalogue) -> None:
    found = {hit.id for hit in index.search(Query("treasury", limit=50)).results}
    assert {kpi.id for kpi in catalogue.in_category("treasury")} <= found


def test_an_unknown_filter_value_is_refused(index: Index) -> None:
    with pytest.raises(UserError, match="did you mean"):
        index.search(Query("churn", {"category": ["contact-centre"]}))


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_answered_and_can_be_printed(text: str, index: Index) -> None:
    answer = as_json(index.search(Query(text)))
    assert set(answer) >= {"query", "total", "results", "did_you_mean", "closest"}
    assert answer["query"] == text


def test_marks_of_the_index_cannot_be_asked_for_by_accident(index: Index, catalogue: Catalogue) -> None:
    assert index.search(Query("zzevery")).total < len(catalogue)


def test_the_data_of_an_answer_holds_what_the_command_line_promises(index: Index) -> None:
    row = as_json(index.search(Query("absenteeism")))["results"][0]
    assert row["id"] == "absence-rate"
    assert row["abbreviation"] == ""
    assert {"name", "score", "summary", "categories", "industries"} <= set(row)


def test_an_index_is_kept_and_opened_again(catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_index(catalogue, cache).kept
    monkeypatch.setattr(index_module, "write_stored", lambda *_: pytest.fail("built twice"))
    assert _top(open_index(catalogue, cache), "aht") == "average-handle-time"


def test_a_changed_record_makes_a_new_index_and_removes_the_old(catalogue: Catalogue, cache: Path) -> None:
    open_index(catalogue, cache)
    changed = _with(catalogue, replace(catalogue.kpis["win-rate"], aliases=("Zebra Quotient",)))
    assert marks_of(changed).whole != marks_of(catalogue).whole
    assert _top(open_index(changed, cache), "zebra quotient") == "win-rate"
    assert len(list((cache / "search").glob("index-*"))) == 1


def _many(catalogue: Catalogue) -> Catalogue:
    """So many records that a change of a few is few."""
    template = catalogue.kpis["win-rate"]
    return _with(catalogue, *(replace(template, id=f"a{n}", path=f"a{n}.yml", name=f"Zygote {n}") for n in range(200)))


def test_a_few_changed_records_are_added_and_answered_as_from_a_new_index(catalogue: Catalogue, cache: Path) -> None:
    many = _many(catalogue)
    open_index(many, cache)
    first = replace(many.kpis["win-rate"], name="Quokka Share", aliases=("Numbat Part",), definition="About a wombat.")
    added = replace(many.kpis["win-rate"], id="new-one", path="new.yml", name="Bandicoot Rate", aliases=())
    second = replace(first, name="Quoll Share", aliases=())
    for now in (_with(many, first), _with(many, first, added), _with(many, second, added), _with(many, second)):
        near, anew = open_index(now, cache), open_index(now, cache.parent / f"anew-{id(now)}")
        for text in ("quokka", "numbat part", "wombat", "bandicoot rate", "quoll share", "win rate", "aht", "zygote 7"):
            assert near.search(Query(text)) == anew.search(Query(text)), text
        assert near.vocabulary.words.keys() == anew.vocabulary.words.keys()
        assert len(list((cache / "search").glob("index-*"))) == 1


def test_a_changed_record_is_read_alone(catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = _many(catalogue)
    open_index(many, cache)
    read: list[str] = []
    plain = index_module.document_of
    monkeypatch.setattr(index_module, "document_of", lambda kpi, *more: read.append(kpi.id) or plain(kpi, *more))
    open_index(_with(many, replace(many.kpis["win-rate"], aliases=("Zebra Quotient",))), cache)
    assert read == ["win-rate"]


def test_many_changed_records_make_the_index_anew(catalogue: Catalogue, cache: Path) -> None:
    many = _many(catalogue)
    open_index(many, cache)
    others = [replace(kpi, aliases=("Zebra Quotient",)) for kpi in list(many)[:50]]
    index = open_index(_with(many, *others), cache)
    assert len(list((cache / "search").glob("index-*/*.trm"))) == 1
    assert index.search(Query("zebra quotient")).total >= 50


@pytest.mark.parametrize("damage", ["empty", "cut", "garbage", "gone"])
def test_a_damaged_index_is_built_anew(damage: str, catalogue: Catalogue, cache: Path) -> None:
    open_index(catalogue, cache)
    for file in (cache / "search").glob("index-*/*"):
        content = file.read_bytes()
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(
                {"empty": b"", "cut": content[: len(content) // 2], "garbage": b"\xff" * len(content)}[damage]
            )
    again = open_index(catalogue, cache)
    assert _top(again, "aht") == "average-handle-time"
    assert again.kept


@pytest.mark.parametrize("below", ["search", "search/index-*", "search/index-*/*.toc"])
def test_an_index_that_others_could_have_written_is_not_opened(below: str, catalogue: Catalogue, cache: Path) -> None:
    open_index(catalogue, cache)
    for path in cache.glob(below):
        path.chmod(path.stat().st_mode | 0o022)
    assert index_module.open_stored(cache / "search", marks_of(catalogue).whole) is None
    assert _top(open_index(catalogue, cache), "aht") == "average-handle-time"


def test_a_link_in_place_of_the_folder_is_not_followed(catalogue: Catalogue, cache: Path, tmp_path: Path) -> None:
    open_index(catalogue, cache)
    (cache / "search").rename(tmp_path / "elsewhere")
    (cache / "search").symlink_to(tmp_path / "elsewhere")
    assert not open_index(catalogue, cache).kept


def test_a_folder_that_cannot_be_written_leaves_the_index_in_memory(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    opened = open_index(catalogue, tmp_path / "file")
    assert not opened.kept
    assert _top(opened, "aht") == "average-handle-time"


def test_two_at_once_do_not_clash(catalogue: Catalogue, cache: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        tops = list(pool.map(lambda _: _top(open_index(catalogue, cache), "aht"), range(4)))
    assert tops == ["average-handle-time"] * 4
    assert [path.name[:6] for path in (cache / "search").iterdir()] == ["index-"]


def test_two_processes_at_once_do_not_clash(catalogue: Catalogue, cache: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kpiatlas.records import load_catalogue;"
        "from kpiatlas.search import Query, open_index;"
        "c = load_catalogue(Path(sys.argv[1]), cached=False);"
        "print(open_index(c, Path(sys.argv[2])).search(Query('aht')).results[0].id)"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, str(catalogue.root), str(cache)]
    paths = os.pathsep.join(path for path in sys.path if path)
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths})
        for _ in "ab"
    ]
    assert [process.communicate()[0].strip() for process in both] == ["average-handle-time"] * 2


def test_whoosh_is_imported_by_one_module_and_only_when_it_is_needed() -> None:
    folder = Path(index_module.__file__).parent
    assert [
        path.name for path in folder.glob("*.py") if "import" in path.read_text() and "from whoosh" in path.read_text()
    ] == ["whoosh_index.py"]
    program = "import sys, kpiatlas.search; sys.exit('whoosh' in sys.modules)"
    paths = os.pathsep.join(path for path in sys.path if path)
    assert (
        subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": paths}, check=False).returncode
        == 0
    )
