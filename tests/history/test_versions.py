"""The versions of a record, for its page and for the feed of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogues import SUBJECT, SUBJECT_FILE, Change
from history.conftest import Checkout
from kpiatlas.history.versions import versions


def told(checkout: Checkout, cache: Path | None = None, latest: int = 6) -> list[tuple[str, list[str], bool]]:
    found = versions(checkout.small.root, cache, latest).get(SUBJECT, ())
    return [(version.what, [change.field for change in version.changes], version.breaking) for version in found]


def commit(checkout: Checkout, tag: str, month: int, *changes: Change) -> None:
    checkout.small.change(SUBJECT_FILE, *changes)
    checkout.commit(tag, f"2026-{month:02}-01T12:00:00Z")


def test_a_record_was_added_and_each_commit_changed_something(checkout: Checkout) -> None:
    commit(checkout, "second", 2, ("faqs.0.answer", "No."))
    commit(checkout, "third", 3, ("unit", "ratio"), ("level", "strategic"))
    assert told(checkout) == [
        ("changed", ["unit", "level"], True),
        ("changed", ["faqs[1].answer"], False),
        ("added", [], False),
    ]
    moments = [version.moment for version in versions(checkout.small.root)[SUBJECT]]
    assert moments == sorted(moments, reverse=True)


def test_a_commit_that_changes_no_meaning_is_no_version(checkout: Checkout) -> None:
    raw = (checkout.small.root / SUBJECT_FILE).read_bytes()
    checkout.small.write_bytes(SUBJECT_FILE, b"# a remark\n" + raw)
    checkout.commit("remark")
    assert told(checkout) == [("added", [], False)]


def test_only_the_latest_are_given_and_the_addition_with_them(checkout: Checkout) -> None:
    for month in range(2, 8):
        commit(checkout, f"v{month}", month, ("faqs.0.answer", f"Answer {month}."))
    assert [what for what, _, _ in told(checkout, latest=2)] == ["changed", "changed", "added"]


def test_what_was_compared_before_is_remembered_and_a_damaged_memory_is_none(
    checkout: Checkout, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    commit(checkout, "second", 2, ("unit", "ratio"))
    first = told(checkout, cache)
    (kept,) = cache.iterdir()
    assert told(checkout, cache) == first
    kept.write_bytes(b"damaged")
    assert told(checkout, cache) == first
    commit(checkout, "third", 3, ("unit", "point"))
    assert len(told(checkout, cache)) == 3


def test_a_record_that_was_broken_for_a_while_has_its_versions(checkout: Checkout) -> None:
    good = (checkout.small.root / SUBJECT_FILE).read_bytes()
    checkout.small.write_bytes(SUBJECT_FILE, b"name: [broken\n")
    checkout.commit("broken")
    checkout.small.write_bytes(SUBJECT_FILE, good)
    checkout.commit("mended")
    assert [what for what, _, _ in told(checkout)] == ["changed", "changed", "added"]


@pytest.mark.parametrize("kind", ["no checkout", "shallow clone"])
def test_without_a_whole_history_nothing_is_said(checkout: Checkout, tmp_path: Path, kind: str) -> None:
    root = checkout.small.root
    if kind == "shallow clone":
        checkout.git("clone", "-q", "--depth", "1", checkout.top.as_uri(), str(tmp_path / "clone"))
        root = tmp_path / "clone" / "measures" / "catalogue"
    else:
        checkout.top.joinpath(".git").rename(tmp_path / "git")
    assert versions(root) == {}


def test_a_record_that_moved_was_not_added_anew(checkout: Checkout) -> None:
    folder = checkout.small.root / "kpis" / "accounting"
    folder.mkdir()
    (checkout.small.root / SUBJECT_FILE).rename(folder / f"{SUBJECT}.yml")
    checkout.commit("moved", "2026-02-01T12:00:00Z")
    assert told(checkout) == [("changed", ["path"], False), ("added", [], False)]
