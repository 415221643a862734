"""What is written for the browser: postings, filters and rows that say what the catalogue says, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from kpiatlas.records import Catalogue, Kpi
from kpiatlas.search import record_words
from kpiatlas.search.browser_index import INDEX_FILE, build_browser_index, index_files
from kpiatlas.search.facets import EVERY, FACETS
from kpiatlas.search.fields import weighted_words, words_by_field
from kpiatlas.search.packing import unpacked
from kpiatlas.search.posting_lists import LARGEST_FILE, SMALLEST_FILE, PostingLists
from kpiatlas.search.vocabulary import vocabulary_of

from .test_packing import numbers_of, words_of


def address(kpi: Kpi) -> str:
    return f"kpi/{kpi.id}/"


class Written:
    """An index as it lies in a folder, read back without the browser."""

    def __init__(self, folder: Path) -> None:
        self.start: dict[str, Any] = json.loads(unpacked((folder / INDEX_FILE).read_bytes()))
        self.files = {
            file.stem: unpacked(file.read_bytes()) for file in sorted((folder / self.start["version"]).iterdir())
        }

    def rows(self) -> list[list[str]]:
        """What is shown of the records, in their order."""
        count = sum(name.startswith("r") for name in self.files)
        return [row for at in range(count) for row in json.loads(self.files[f"r{at}"])]

    def words(self) -> dict[str, dict[int, float]]:
        """Every word with its records and their weights."""
        found: dict[str, dict[int, float]] = {}
        for at, first in enumerate(words_of(self.start["starts"])):
            lists = self._lists(self.files[f"w{at}"])
            assert next(iter(lists)) == first
            found |= lists
        return found

    def _lists(self, content: bytes) -> dict[str, dict[int, float]]:
        found: dict[str, dict[int, float]] = {}
        word, at = "", 0
        while at < len(content):
            count, at = _number(content, at)
            rest, at = _number(content, at)
            word, at = word[:count] + content[at : at + rest].decode(), at + rest
            length, at = _number(content, at)
            found[word], at = self._postings(numbers_of(content[at : at + length])), at + length
        return found

    def _postings(self, numbers: list[int]) -> dict[int, float]:
        found: dict[int, float] = {}
        while numbers:
            code, count, *numbers = numbers
            found |= dict.fromkeys(accumulate(numbers[:count]), self.start["weights"][code])
            numbers = numbers[count:]
        return found

    def values(self, facet: str) -> list[set[str]]:
        """The values that each record has of a filter."""
        names = [row[0] for one in self.start["facets"] if one["id"] == facet for row in one["values"]]
        content, at, combinations = self.files[f"f-{facet}"], 0, []
        count, at = _number(content, at)
        for _ in range(count):
            length, at = _number(content, at)
            places = []
            for _ in range(length):
                place, at = _number(content, at)
                places.append(place)
            combinations.append({[*names, EVERY][place] for place in places})
        size = self.start["size"]
        high = content[at + size :] or bytes(size)
        return [combinations[low + 256 * more] for low, more in zip(content[at : at + size], high, strict=True)]


def _number(content: bytes, at: int) -> tuple[int, int]:
    end = at
    while content[end] >= 0x80:
        end += 1
    return numbers_of(content[at : end + 1])[0], end + 1


@pytest.fixture(scope="module")
def written(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Written:
    out = tmp_path_factory.mktemp("site") / "search-index"
    build_browser_index(catalogue, out, address)
    return Written(out)


def test_every_word_leads_to_its_records_with_the_weight_of_the_command_line(
    written: Written, catalogue: Catalogue
) -> None:
    rows, words = written.rows(), written.words()
    found: dict[str, dict[str, float]] = {row[0]: {} for row in rows}
    for word, postings in words.items():
        for number, weight in postings.items():
            found[rows[number][0]][word] = weight
    for kpi in catalogue:
        assert found[kpi.id] == weighted_words(kpi, words_by_field(kpi, catalogue, browser=True)), kpi.id


def test_records_stand_by_name_and_show_what_they_say(written: Written, catalogue: Catalogue) -> None:
    rows = written.rows()
    assert [row[1] for row in rows] == sorted(kpi.name for kpi in catalogue)
    for id_, name, abbreviation, aliases, summary, url in rows:
        kpi = catalogue.kpis[id_]
        assert (name, abbreviation, summary, url) == (kpi.name, kpi.abbreviation, kpi.summary, address(kpi))
        assert aliases == ", ".join(kpi.aliases)


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_every_filter_gives_each_record_its_values(facet: Any, written: Written, catalogue: Catalogue) -> None:
    values = written.values(facet.id)
    for row, has in zip(written.rows(), values, strict=True):
        assert has == set(facet.values(catalogue.kpis[row[0]], catalogue)), row[0]


def test_a_filter_of_more_than_256_combinations_keeps_them_apart(catalogue: Catalogue, tmp_path: Path) -> None:
    groups = list(catalogue.groups)
    pairs = [(a, b) for at, a in enumerate(groups) for b in groups[at + 1 :]][:300]
    template = catalogue.kpis["win-rate"]
    kpis = {f"k{at}": replace(template, id=f"k{at}", name=f"K{at}", categories=pair) for at, pair in enumerate(pairs)}
    many = replace(catalogue, kpis=kpis)
    build_browser_index(many, tmp_path / "out", address)
    again = Written(tmp_path / "out")
    for row, has in zip(again.rows(), again.values("category"), strict=True):
        assert has == set(many.categories_of(kpis[row[0]]))


def test_the_first_file_has_every_word_for_corrections(written: Written, catalogue: Catalogue) -> None:
    tiers = vocabulary_of(catalogue, browser=True).tiers
    assert [words_of(tier) for tier in written.start["words"]] == [list(tier) for tier in tiers]


def test_the_same_catalogue_gives_the_same_bytes_and_another_one_another_folder(catalogue: Catalogue) -> None:
    first, again = dict(index_files(catalogue, address)), dict(index_files(catalogue, address))
    assert first == again
    kpi = replace(catalogue.kpis["win-rate"], aliases=("Zebra Quotient",))
    other = dict(index_files(replace(catalogue, kpis={**catalogue.kpis, kpi.id: kpi}), address))
    assert first.keys() & other.keys() == {INDEX_FILE}


def test_a_catalogue_without_records_has_an_index_too(catalogue: Catalogue, tmp_path: Path) -> None:
    build_browser_index(replace(catalogue, kpis={}), tmp_path / "out", address)
    assert Written(tmp_path / "out").words() == {}


def test_files_of_words_stay_small_and_a_long_list_stands_alone() -> None:
    lists = PostingLists()
    for number in range(20_000):
        lists.add(number, {f"word{number:05}": 1.0, "rate": 8.0 if number % 2 else 5.0})
    sizes = {first: len(content) for first, content in lists.files(20_000)}
    assert max(size for first, size in sizes.items() if first != "rate") <= LARGEST_FILE + 100
    assert sizes["rate"] > 20_000
    assert all(len(content) <= SMALLEST_FILE + 100 for _, content in PostingLists({"a": {1.0: [1]}}).files(10))


def test_a_second_build_replaces_the_first_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "site" / "search-index"
    build_browser_index(catalogue, out, lambda kpi: f"old/{kpi.id}/")
    (out / "stray").touch()
    build_browser_index(catalogue, out, address)
    assert {file.name for file in out.iterdir()} == {INDEX_FILE, Written(out).start["version"]}
    assert [path.name for path in out.parent.iterdir()] == ["search-index"]


def test_a_failed_build_leaves_what_stood(catalogue: Catalogue, tmp_path: Path) -> None:
    out = tmp_path / "search-index"
    out.mkdir()
    (out / "old").touch()
    with pytest.raises(KeyError):
        build_browser_index(catalogue, out, lambda kpi: {}[kpi.id])
    assert [path.name for path in out.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["search-index"]


def test_from_kept_words_the_same_index_comes_and_only_files_that_changed_are_read_again(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    plain = record_words.packed_words

    def watched(kpi: Kpi, of: Catalogue) -> str:
        read.append(kpi.id)
        return plain(kpi, of)

    monkeypatch.setattr(record_words, "packed_words", watched)
    anew = dict(index_files(catalogue, address))
    assert dict(index_files(catalogue, address, tmp_path)) == anew
    read.clear()
    assert dict(index_files(catalogue, address, tmp_path)) == anew
    assert read == []
    kpi = replace(next(iter(catalogue)), definition="A wholly othersaid thing.")
    edited = replace(
        catalogue, kpis={**catalogue.kpis, kpi.id: kpi}, hashes={**catalogue.hashes, kpi.path: "another content"}
    )
    assert dict(index_files(edited, address, tmp_path)) == dict(index_files(edited, address)) != anew
    assert sorted(read) == sorted([kpi.id, *edited.kpis]), "one for the kept words, all for the index made anew"


@pytest.mark.parametrize("content", [b"", b"not a file of ours", b"\x00\x00\x00\x00\x92\xa0\x80"])
def test_damaged_kept_words_are_as_good_as_none(catalogue: Catalogue, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "browser-words.msgpack").write_bytes(content)
    assert dict(index_files(catalogue, address, tmp_path)) == dict(index_files(catalogue, address))
