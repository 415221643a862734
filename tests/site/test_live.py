"""An edit is shown before the whole site is built: the same pages, sooner, and nothing else."""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, ROOT, SUBJECT, SUBJECT_FILE, UNITS_FILE, Small
from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.site import live
from kpiatlas.site.build import build_site
from kpiatlas.site.live import LiveSite, changed_files
from kpiatlas.site.mkdocs_plugin import build_with_mkdocs
from kpiatlas.site.writing import Built

from .conftest import served

CONFIG = ROOT / "mkdocs.yml"
WORDS = ("business_insights.0.detail", "Shows within a week whether the desk keeps up.")


@pytest.fixture
def edited(small: Small, tmp_path: Path) -> LiveSite:
    """The small catalogue's site, built once."""
    said: list[str] = []
    made = LiveSite(small.root, tmp_path / "site", said.append)
    made.change()
    made.build()
    return made


def _read(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def _pages(folder: Path) -> dict[str, bytes]:
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("kpi/*/*")}
    return found | {str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("api/v1/*/*.json")}


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (SUBJECT_FILE, WORDS),
        (SUBJECT_FILE, ("name", "Settled at First Contact")),
        (COMPANION_FILE, ("definition", "What one contact costs when all hands are counted.")),
        (COMPANION_FILE, ("abbreviation", "CPCT")),
        (SUBJECT_FILE, ("standard_formula.text", "Issues settled at once, of all issues, times 100")),
    ],
)
def test_files_shown_ahead_are_those_of_the_new_site_and_all_that_changed(
    edited: LiveSite, small: Small, file: str, change: tuple[str, object]
) -> None:
    before = _pages(edited.target)
    small.change(file, change)
    edited.change()
    ahead = dict(edited.ahead)
    edited.build()
    after = _pages(edited.target)
    assert ahead
    assert {name: after[name] for name in ahead} == ahead
    assert {name for name in after if after[name] != before.get(name)} <= ahead.keys()
    assert edited.ahead == {}


def test_the_page_of_a_kpi_that_is_named_no_longer_is_among_them(small: Small, tmp_path: Path) -> None:
    small.write("kpis/customer-service/other.yml", {**small.data[COMPANION_FILE], "name": "Other", "aliases": []})
    # The companion does not name the subject, which alone joins them.
    small.change(COMPANION_FILE, ("change_impact.0.kpi", "other"), ("related.0", "other"))
    target = tmp_path / "site"
    built = build_site(small.root, target, lambda text: None, allow_problems=True)
    before = _pages(target)
    small.change(SUBJECT_FILE, ("change_impact.0.kpi", "other"), ("related.0", "other"))
    ahead = changed_files(built, small.load())
    build_site(small.root, target, lambda text: None, allow_problems=True)
    after = _pages(target)
    differing = {name for name in after if after[name] != before.get(name)}
    assert f"kpi/{COMPANIONS[0]}/index.html" in differing
    assert differing <= ahead.keys()
    assert {name: after[name] for name in ahead} == ahead


def test_they_are_served_instead_of_the_files_that_stand(edited: LiveSite, small: Small) -> None:
    small.change(SUBJECT_FILE, WORDS)
    edited.change()
    with served(edited.target, lambda: edited.ahead) as address:
        assert WORDS[1] in _read(f"{address}kpi/{SUBJECT}/")
        assert WORDS[1] in _read(f"{address}kpi/{SUBJECT}/?at=1")
        assert WORDS[1] not in _read(f"{address}kpi/{COMPANIONS[0]}/")
        with pytest.raises(OSError, match="404"):
            _read(f"{address}kpi/{SUBJECT}/none/")


def test_an_edit_during_a_build_is_shown_whether_that_build_saw_it_or_not(
    edited: LiveSite, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = LiveSite._built_beside

    def edited_meanwhile(self: LiveSite, before: Built, catalogue: Catalogue) -> Built | None:
        monkeypatch.setattr(LiveSite, "_built_beside", beside)
        built = beside(self, before, catalogue) if seen else None
        small.change(COMPANION_FILE, ("business_insights.0.detail", "Falls where the desk settles more at once."))
        edited.change()
        return built or beside(self, before, catalogue)

    place = f"kpi/{COMPANIONS[0]}/index.html"
    for seen in (True, False):
        monkeypatch.setattr(LiveSite, "_built_beside", edited_meanwhile)
        small.change(SUBJECT_FILE, ("business_insights.0.detail", f"{WORDS[1]} Seen: {seen}."))
        edited.change()
        edited.build()
        assert f"Seen: {seen}." in (edited.target / f"kpi/{SUBJECT}/index.html").read_text()
        assert b"Falls where the desk" in {place: (edited.target / place).read_bytes(), **edited.ahead}[place]
        assert edited.wanted.is_set()
    edited.build()
    assert b"Falls where the desk" in (edited.target / place).read_bytes()
    assert edited.ahead == {}
    assert not edited.wanted.is_set()


def test_a_build_that_runs_ends_with_the_site(edited: LiveSite, small: Small) -> None:
    small.change(SUBJECT_FILE, WORDS)
    edited.change()
    building = threading.Thread(target=edited.build)
    building.start()
    while edited._beside is None:
        time.sleep(0.01)
    edited.close()
    building.join(10)
    assert not building.is_alive()
    assert WORDS[1] not in (edited.target / f"kpi/{SUBJECT}/index.html").read_text()


@pytest.mark.parametrize("broken", [("definition", "This is robust! It counts what is settled."), ("unit", "nothing")])
def test_a_record_with_an_error_is_not_shown(edited: LiveSite, small: Small, broken: tuple[str, str]) -> None:
    small.change(SUBJECT_FILE, broken)
    edited.change()
    assert edited.ahead == {}
    assert not edited.wanted.is_set()


@pytest.mark.parametrize("most", [0, 20])
def test_what_goes_into_every_page_and_many_records_wait_for_the_whole_site(
    edited: LiveSite, small: Small, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(live, "_MOST", most)
    small.change(*((UNITS_FILE, ("issue.plural", "cases")) if most else (SUBJECT_FILE, WORDS)))
    edited.change()
    assert edited.ahead == {}
    assert edited.wanted.is_set()


def test_pages_that_the_theme_rendered_have_no_frame_to_show_an_edit_in(small: Small, tmp_path: Path) -> None:
    built = build_with_mkdocs(small.load(), CONFIG, tmp_path / "site", "rendered")
    small.change(SUBJECT_FILE, WORDS)
    assert changed_files(built, small.load()) == {}


def test_a_site_that_stands_is_kept_where_the_catalogue_is_broken_from_the_start(
    edited: LiveSite, small: Small
) -> None:
    before = _pages(edited.target)
    small.change(SUBJECT_FILE, ("unit", "nothing"))
    anew = LiveSite(small.root, edited.target, lambda text: None)
    anew.change()
    anew.build()
    assert _pages(edited.target) == before


def test_without_a_site_an_error_is_raised(small: Small, tmp_path: Path) -> None:
    small.change(SUBJECT_FILE, ("unit", "nothing"))
    with pytest.raises(UserError, match="until the catalogue is mended"):
        LiveSite(small.root, tmp_path / "site", lambda text: None).change()


def test_a_file_ahead_has_the_type_of_its_name(tmp_path: Path) -> None:
    ahead = {"kpi/x/formula.js": b"1", "kpi/x/x.yml": b"a: 1", "kpi/x/index.html": b"<p>"}
    with served(tmp_path, lambda: ahead) as address:
        kinds = {}
        for name in ("kpi/x/formula.js", "kpi/x/x.yml", "kpi/x/"):
            request = urllib.request.Request(address + name, method="HEAD")
            with urllib.request.urlopen(request) as answer:
                kinds[name] = answer.headers["Content-Type"]
                assert answer.headers["Cache-Control"] == "no-cache"
    assert kinds == {"kpi/x/formula.js": "text/javascript", "kpi/x/x.yml": "text/yaml",
                     "kpi/x/": "text/html; charset=utf-8"}  # fmt: skip
