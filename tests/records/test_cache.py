"""The cache saves time and does nothing else."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogues import COMPANION_FILE, SUBJECT, SUBJECT_FILE, Small
from kpiatlas import paths
from kpiatlas.paths import cache_dir
from kpiatlas.records import cache
from kpiatlas.records.cache import RecordCache, content_hash, write_whole


@pytest.fixture
def kept(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache file of the small catalogue, in a folder of this test's own; nothing is in it yet."""
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "cache"))
    return cache_dir(small.root) / "records.msgpack"


def test_a_second_load_gives_what_the_first_gave(small: Small, kept: Path) -> None:
    first, second, fresh = small.load(cached=True), small.load(cached=True), small.load()
    assert kept.is_file()
    assert dict(first.kpis) == dict(second.kpis) == dict(fresh.kpis)
    assert (first.problems, first.version) == (second.problems, second.version) == (fresh.problems, fresh.version)
    example = second.kpis[SUBJECT].standard_formula.example
    assert [type(v) for v in example.inputs.values()] == [
        type(v) for v in fresh.kpis[SUBJECT].standard_formula.example.inputs.values()
    ]


def test_the_second_load_reads_no_record_that_is_known(
    small: Small, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.load(cached=True)
    before = kept.stat()
    known = RecordCache.open(kept.parent)
    assert set(known.known) == {file for file in small.data if file.startswith("kpis/")}
    time.sleep(0.01)
    small.load(cached=True)
    assert kept.stat().st_mtime_ns == before.st_mtime_ns, "a cache that knows all is not written again"


def test_a_changed_file_is_read_again_and_a_deleted_one_forgotten(small: Small, kept: Path) -> None:
    small.load(cached=True)
    small.change(SUBJECT_FILE, ("name", "Settled at Once"))
    assert small.load(cached=True).kpis[SUBJECT].name == "Settled at Once"
    (small.root / SUBJECT_FILE).unlink()
    assert SUBJECT not in small.load(cached=True).kpis
    assert SUBJECT_FILE not in RecordCache.open(kept.parent).known


def test_a_record_that_became_broken_is_not_taken_from_the_cache(small: Small, kept: Path) -> None:
    small.load(cached=True)
    small.change(SUBJECT_FILE, ("level", "middle"))
    for _ in range(2):
        catalogue = small.load(cached=True)
        assert SUBJECT not in catalogue.kpis
        assert [problem.field_name for problem in catalogue.problems] == ["level"]


def test_an_edit_in_a_large_catalogue_is_kept_beside_and_means_the_same(
    small: Small, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SMALL_PART", 0.5)
    small.load(cached=True)
    whole = kept.read_bytes()
    for name in ("Settled at Once", "Settled Later"):
        small.change(SUBJECT_FILE, ("name", name))
        assert small.load(cached=True).kpis[SUBJECT].name == name
        assert kept.read_bytes() == whole
        assert dict(small.load(cached=True).kpis) == dict(small.load().kpis)
        assert RecordCache.open(kept.parent).known[SUBJECT_FILE][1].name == name
    small.change(COMPANION_FILE, ("name", "Money a Contact"))
    small.load(cached=True)
    assert kept.read_bytes() != whole, "two of three are no small part"
    assert {kpi.name for _, kpi in RecordCache.open(kept.parent).known.values()} >= {"Settled Later", "Money a Contact"}


def test_a_part_that_belongs_to_another_cache_is_not_believed(
    small: Small, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SMALL_PART", 0.5)
    small.load(cached=True)
    small.change(SUBJECT_FILE, ("name", "Settled at Once"))
    small.load(cached=True)
    later = (kept.parent / "later.msgpack").read_bytes()
    kept.unlink()
    small.change(SUBJECT_FILE, ("name", "Settled Later"))
    small.load(cached=True)
    (kept.parent / "later.msgpack").write_bytes(later)
    assert RecordCache.open(kept.parent).known[SUBJECT_FILE][1].name == "Settled Later"


DAMAGE = {
    "empty": lambda raw: b"",
    "text": lambda raw: b"not a cache",
    "cut short": lambda raw: raw[: len(raw) // 2],
    "longer": lambda raw: raw + b"\x00",
    "of an older version": lambda raw: raw[4:],
    "another shape": lambda raw: cache._checksum(b"\x93\x01\x02\x03") + b"\x93\x01\x02\x03",
    "deeply nested": lambda raw: cache._checksum(b"\x91" * 100_000) + b"\x91" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_foreign_cache_is_as_good_as_none_and_is_replaced(small: Small, kept: Path, damage: str) -> None:
    expected = small.load(cached=True)
    kept.write_bytes(DAMAGE[damage](kept.read_bytes()))
    assert RecordCache.open(kept.parent).known == {}
    assert dict(small.load(cached=True).kpis) == dict(expected.kpis)
    assert RecordCache.open(kept.parent).known


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_cache_with_one_bit_changed_is_not_believed(small: Small, kept: Path, place: float, bit: int) -> None:
    if not kept.exists():
        small.load(cached=True)
    raw = bytearray(kept.read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    damaged = kept.parent / "damaged"
    damaged.mkdir(exist_ok=True)
    (damaged / kept.name).write_bytes(raw)
    assert RecordCache.open(damaged).known == {}


def test_a_changed_schema_makes_every_known_record_unknown(
    small: Small, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.load(cached=True)
    assert RecordCache.open(kept.parent).known
    other = tmp_path / "schema"
    shutil.copytree(paths.schema_dir(), other)
    units = json.loads((other / "units.schema.json").read_text(encoding="utf-8"))
    (other / "units.schema.json").write_text(json.dumps({**units, "description": "Units."}), encoding="utf-8")
    monkeypatch.setattr(cache, "schema_dir", lambda: other)
    assert RecordCache.open(kept.parent).known == {}


def test_a_changed_version_of_the_package_makes_every_known_record_unknown(
    small: Small, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.load(cached=True)
    monkeypatch.setattr(cache, "__version__", "999")
    assert RecordCache.open(kept.parent).known == {}


def test_a_cache_that_cannot_be_written_harms_nothing(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "file"))
    assert len(small.load(cached=True)) == 3
    assert small.load(cached=True).problems == ()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_a_folder_where_the_cache_file_belongs_harms_nothing(small: Small, kept: Path) -> None:
    kept.mkdir(parents=True)
    assert len(small.load(cached=True)) == 3
    assert [file.name for file in kept.parent.iterdir()] == [kept.name], "no temporary file is left behind"


def test_nothing_is_kept_unless_asked_for(small: Small, kept: Path) -> None:
    small.load()
    assert not kept.exists()


def test_two_catalogues_have_two_caches(tmp_path: Path) -> None:
    assert cache_dir(tmp_path / "a") != cache_dir(tmp_path / "b")


def test_a_hash_tells_contents_apart() -> None:
    assert len({content_hash(raw) for raw in (b"", b"a", b"b", b"ab")}) == 4
    assert len(content_hash(b"")) == 32


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, b"old")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o644
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"x")
    with pytest.raises(TypeError):
        write_whole(file, "text")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_bytes() == b"new"
