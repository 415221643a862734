"""An edit is shown before the whole site is built: the same pages, sooner, and nothing else."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE, UNITS_FILE, Small
from kpiatlas.problem import UserError
from kpiatlas.site import live
from kpiatlas.site.live import LiveSite, changed_files

from .conftest import served

WORDS = ("business_insights.0.detail", "Shows within a week whether the desk keeps up.")


@pytest.fixture
def edited(small: Small, tmp_path: Path) -> LiveSite:
    """The small catalogue's site, built once."""
    said: list[str] = []
    made = LiveSite(small.root, tmp_path / "site", said.append)
    made.build()
    return made


def _pages(folder: Path) -> dict[str, bytes]:
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("kpi/*/*")}
    return found | {str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("api/v1/*/*.json")}


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (SUBJECT_FILE, WORDS),
        (SUBJECT_FILE, ("name", "Settled at First Contact")),
        (COMPANION_FILE, ("summary", "What one contact costs, all hands counted.")),
        (COMPANION_FILE, ("related", [])),
        (SUBJECT_FILE, ("standard_formula.example.result", 74)),
    ],
)
def test_files_shown_ahead_are_those_of_the_new_site_and_all_that_changed(
    edited: LiveSite, small: Small, file: str, change: tuple[str, object]
) -> None:
    before = _pages(edited.target)
    small.change(file, change)
    assert edited.built is not None
    ahead = changed_files(edited.built, small.load())
    edited.build()
    after = _pages(edited.target)
    assert {name: after[name] for name in ahead} == ahead
    assert {name for name in after if after[name] != before.get(name)} <= ahead.keys()


def test_they_are_served_while_the_site_is_built_and_gone_when_it_stands(
    edited: LiveSite, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    plain = live.build_site

    def watched(*given: object, **more: object) -> object:
        told = more.pop("accepted")

        def accepted(catalogue: object) -> None:
            told(catalogue)  # type: ignore[operator]
            with served(edited.target, lambda: edited.ahead) as address:
                for name in (f"kpi/{SUBJECT}/", f"kpi/{SUBJECT}/?at=1", f"kpi/{COMPANIONS[0]}/", "missing.txt/"):
                    try:
                        with urllib.request.urlopen(address + name) as answer:
                            seen.append(answer.read().decode())
                    except OSError as error:
                        seen.append(str(error))

        return plain(*given, accepted=accepted, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "build_site", watched)
    small.change(SUBJECT_FILE, WORDS)
    edited.build()
    assert [WORDS[1] in page for page in seen] == [True, True, False, False]
    assert "404" in seen[-1]
    assert edited.ahead == {}


@pytest.mark.parametrize("broken", [("definition", "This is robust! It counts what is settled."), ("unit", "nothing")])
def test_a_record_with_an_error_is_not_shown(edited: LiveSite, small: Small, broken: tuple[str, str]) -> None:
    before = _pages(edited.target)
    small.change(SUBJECT_FILE, broken)
    edited.build()
    assert edited.ahead == {}
    assert _pages(edited.target) == before


def test_what_goes_into_every_page_waits_for_the_whole_site(edited: LiveSite, small: Small) -> None:
    small.change(UNITS_FILE, ("issue.plural", "cases"))
    assert edited.built is not None
    assert changed_files(edited.built, small.load()) == {}


def test_many_records_wait_for_the_whole_site(edited: LiveSite, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_MOST", 0)
    small.change(SUBJECT_FILE, WORDS)
    assert edited.built is not None
    assert changed_files(edited.built, small.load()) == {}


def test_a_site_whose_pages_the_theme_rendered_has_no_frame_to_show_them_in(edited: LiveSite, small: Small) -> None:
    small.change(SUBJECT_FILE, WORDS)
    assert edited.built is not None
    assert changed_files(replace(edited.built, framed=None), small.load()) == {}


def test_without_a_site_an_error_is_raised(small: Small, tmp_path: Path) -> None:
    small.change(SUBJECT_FILE, ("unit", "nothing"))
    with pytest.raises(UserError, match="until the catalogue is mended"):
        LiveSite(small.root, tmp_path / "site", lambda text: None).build()


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
