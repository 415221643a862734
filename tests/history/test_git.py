"""Versions out of git, by the command and by the functions under it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE
from cli.command import run
from history.conftest import Checkout
from kpiatlas.history import snapshot_at, snapshot_now
from kpiatlas.history.git import GitError, touches
from kpiatlas.problem import UserError


def diff(checkout: Checkout, *arguments: str) -> tuple[int, str, str]:
    answer = run("diff", *arguments, "--catalogue", str(checkout.small.root))
    return answer.code, answer.out, answer.err


def test_a_version_is_read_as_it_was(checkout: Checkout) -> None:
    before = snapshot_now(checkout.small.root)
    checkout.small.change(SUBJECT_FILE, ("name", "Something Else"))
    (checkout.small.root / COMPANION_FILE).unlink()
    then = snapshot_at(checkout.small.root, "first")
    assert (then.records, then.taxonomy, then.scorecards) == (before.records, before.taxonomy, before.scorecards)
    assert set(then.records) - set(snapshot_now(checkout.small.root).records) == {COMPANIONS[0]}


def test_an_unchanged_catalogue_differs_in_nothing(checkout: Checkout) -> None:
    assert diff(checkout, "first") == (0, "nothing differs between first and now\n", "")


def test_an_editorial_change_ends_with_0_and_a_breaking_one_with_1(checkout: Checkout) -> None:
    checkout.small.change(SUBJECT_FILE, ("faqs.0.answer", "No."))
    code, out, _ = diff(checkout, "first")
    assert (code, out.splitlines()[-1]) == (0, "first to now: 0 breaking, 0 added, 1 editorial")
    checkout.small.change(SUBJECT_FILE, ("unit", "ratio"))
    code, out, _ = diff(checkout, "first")
    assert code == 1
    assert out.startswith(f"Breaking:\n  {SUBJECT} (First Contact Resolution): changed\n    ! unit: percent → ratio\n")


def test_two_versions_are_compared_whatever_the_files_say_now(checkout: Checkout) -> None:
    checkout.small.change(SUBJECT_FILE, ("direction", "lower"))
    checkout.commit("second")
    checkout.small.change(SUBJECT_FILE, ("direction", "range"))
    code, out, _ = diff(checkout, "first", "second", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["from"], found["to"], found["breaking"]) == ("first", "second", True)
    change = {"field": "direction", "before": "higher", "after": "lower", "breaking": True}
    assert found["records"] == [
        {"id": SUBJECT, "title": "First Contact Resolution", "what": "changed", "changes": [change], "breaking": True}
    ]


def test_markdown_shows_text_of_a_record_as_text(checkout: Checkout) -> None:
    checkout.small.change(SUBJECT_FILE, ("name", "<b>[A](javascript:x)</b>"))
    code, out, _ = diff(checkout, "first", "--format", "markdown")
    assert code == 0
    assert "**\\<b\\>\\[A\\](javascript:x)\\</b\\>**" in out


def test_long_texts_are_shown_from_where_they_part(checkout: Checkout) -> None:
    story = checkout.small.data[SUBJECT_FILE]["case_study"]["story"]
    checkout.small.change(SUBJECT_FILE, ("case_study.story", story + " And so it stayed."))
    _, out, _ = diff(checkout, "first")
    line = next(line for line in out.splitlines() if "case_study.story" in line)
    assert line.endswith("And so it stayed.")
    assert len(line) < 260


@pytest.mark.parametrize("revision", ["nowhere", "--help", "first:measures", "-x", "first..HEAD"])
def test_a_revision_that_names_no_commit_is_said_in_one_line(checkout: Checkout, revision: str) -> None:
    with pytest.raises(GitError, match="git knows no commit") as raised:
        snapshot_at(checkout.small.root, revision)
    assert "\n" not in str(raised.value)


def test_a_folder_outside_a_checkout_is_said_in_one_line(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "lone" / "kpis").mkdir(parents=True)
    answer = run("diff", "HEAD", "--catalogue", str(tmp_path / "lone"), GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "not a git repository" in answer.err


def test_a_machine_without_git_is_told_so(checkout: Checkout, tmp_path: Path) -> None:
    answer = run("diff", "HEAD", "--catalogue", str(checkout.small.root), PATH=str(tmp_path))
    assert (answer.code, answer.err) == (2, "kpi: git is not installed; history comes from it\n")


def test_a_version_without_records_here_is_told(checkout: Checkout) -> None:
    checkout.git("mv", "measures", "elsewhere")
    checkout.commit("moved")
    with pytest.raises(UserError, match="first has no records at the place of this catalogue"):
        snapshot_at(checkout.top / "elsewhere" / "catalogue", "first")


def test_a_name_with_strange_signs_is_read_like_any_other(checkout: Checkout) -> None:
    odd = checkout.small.root / "kpis" / "customer-service" / 'zwölf \t"tabs".yml'
    odd.write_bytes((checkout.small.root / COMPANION_FILE).read_bytes())
    checkout.commit("odd")
    assert odd.stem in snapshot_at(checkout.small.root, "odd").records


def test_every_commit_that_touched_a_record_is_found_newest_first(checkout: Checkout) -> None:
    checkout.small.change(SUBJECT_FILE, ("faqs.0.answer", "No."))
    checkout.commit("second", "2026-02-01T12:00:00Z")
    (checkout.small.root / SUBJECT_FILE).unlink()
    checkout.commit("third", "2026-03-01T12:00:00Z")
    found = [touch for touch in touches(checkout.small.root, "kpis") if touch.path.endswith(f"{SUBJECT}.yml")]
    assert [(bool(t.before), bool(t.after)) for t in found] == [(True, False), (True, True), (False, True)]
    assert found[0].before == found[1].after != found[1].before == found[2].after
    assert [t.moment for t in found] == sorted((t.moment for t in found), reverse=True)
