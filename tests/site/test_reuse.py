"""A site built over another is the site built from nothing, whatever was changed in between."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogues import (
    CATEGORIES_FILE,
    COMPANION_FILE,
    COMPANIONS,
    SOURCES_FILE,
    SUBJECT,
    SUBJECT_FILE,
    UNITS_FILE,
    Data,
    Small,
)
from kpiatlas.records import Catalogue, Kpi, load_catalogue
from kpiatlas.site import reuse
from kpiatlas.site.build import build_site
from kpiatlas.site.files import kpi_files
from kpiatlas.site.pages import Pages
from kpiatlas.site.reuse import Keys, Standing, neighbors

from .test_build import CATALOGUE, _content, _quiet

FOLDER = "kpis/customer-service"
Edit = Callable[[Small, random.Random], None]


def _records(small: Small) -> list[str]:
    return sorted(file for file in small.data if file.startswith("kpis/"))


def _reword(small: Small, rng: random.Random) -> None:
    field = rng.choice(["definition", "case_study.story", "faqs.0.answer", "interpretation.reading"])
    small.change(rng.choice(_records(small)), (field, f"Number {rng.random()} stands in this sentence and no other."))


def _rename(small: Small, rng: random.Random) -> None:
    small.change(rng.choice(_records(small)), ("name", f"Measure {rng.randrange(10**6)}"))


def _link(small: Small, rng: random.Random) -> None:
    file = rng.choice(_records(small))
    others = [Path(other).stem for other in _records(small) if other != file]
    small.change(file, ("related", rng.sample(others, 2)), ("change_impact.0.kpi", rng.choice(others)))


def _add(small: Small, rng: random.Random) -> None:
    id_ = f"made-{rng.randrange(10**6)}"
    small.write(f"{FOLDER}/{id_}.yml", _copy(small, id_))


def _copy(small: Small, id_: str) -> Data:
    """A record like the first companion under another name; its repeated wording does not matter here."""
    names = {"name": id_.replace("-", " ").title(), "aliases": [], "abbreviation": "XY"}
    return {**small.data[COMPANION_FILE], **names}


def _delete(small: Small, rng: random.Random) -> None:
    added = [file for file in _records(small) if "/made-" in file]
    if added:
        file = rng.choice(added)
        (small.root / file).unlink()
        del small.data[file]
        for other in _records(small):
            small.change(other, ("related", list({SUBJECT, *COMPANIONS} - {Path(other).stem})))


def _retitle(small: Small, rng: random.Random) -> None:
    small.change(CATEGORIES_FILE, ("customer-service.groups.contact-center.title", f"Center {rng.randrange(999)}"))


def _unit(small: Small, rng: random.Random) -> None:
    small.change(UNITS_FILE, ("issue.plural", f"issues {rng.randrange(999)}"))


def _source(small: Small, rng: random.Random) -> None:
    small.change(SOURCES_FILE, ("publications.some-study-2022.title", f"Study {rng.randrange(999)}"))


def _place(small: Small, rng: random.Random) -> None:
    file, industries = rng.choice(_records(small)), ["banking", "retail"]
    small.change(file, ("industries", rng.sample(industries, rng.randrange(3))), ("direction", rng.choice(DIRECTIONS)))


DIRECTIONS = ("higher", "lower")
EDITS: tuple[Edit, ...] = (_reword, _rename, _link, _add, _delete, _retitle, _unit, _source, _place)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_site_is_the_one_built_from_nothing(small: Small, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    target = tmp_path / "site"
    build_site(small.root, target, _quiet, allow_problems=True)
    for round_ in range(4):
        for edit in rng.sample(EDITS, 2):
            edit(small, rng)
        build_site(small.root, target, _quiet, allow_problems=True)
        build_site(small.root, tmp_path / f"cold-{round_}", _quiet, allow_problems=True)
        assert _content(target) == _content(tmp_path / f"cold-{round_}")


def test_a_page_that_would_come_out_the_same_is_taken_over_and_others_are_not(small: Small, tmp_path: Path) -> None:
    links = [
        {**impact, "kpi": id_}
        for impact, id_ in zip(small.data[SUBJECT_FILE]["change_impact"], COMPANIONS, strict=False)
    ]
    small.write(
        f"{FOLDER}/settled-apart.yml",
        {**_copy(small, "settled-apart"), "related": list(COMPANIONS), "change_impact": links},
    )
    target = tmp_path / "site"

    def built() -> dict[str, int]:
        build_site(small.root, target, _quiet, allow_problems=True)
        return {page.parent.name: page.stat().st_ino for page in target.glob("kpi/*/index.html")}

    built()
    second = built()
    small.change(SUBJECT_FILE, ("definition", "Something else is said about this measure in this sentence."))
    third = built()
    assert third["settled-apart"] == second["settled-apart"]
    assert {id_ for id_ in third if third[id_] != second[id_]} >= {SUBJECT, *COMPANIONS}


def test_a_page_that_somebody_touched_is_made_again(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "site"
    for _ in range(2):
        build_site(small.root, target, _quiet)
    before = _content(target)
    (target / "kpi" / SUBJECT / "index.html").write_text("defaced")
    (target / "kpi" / COMPANIONS[0] / "formula.js").unlink()
    shutil.rmtree(target / "api/v1/kpis")
    build_site(small.root, target, _quiet)
    assert _content(target) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"\x81\xa1a\x92\xa1k\x91\x93\xa1n\x01\x02", None])
def test_without_a_usable_list_everything_is_made(small: Small, tmp_path: Path, content: bytes | None) -> None:
    target = tmp_path / "site"
    build_site(small.root, target, _quiet)
    before = _content(target)
    kept = tmp_path / ".site.made"
    kept.unlink() if content is None else kept.write_bytes(content)
    build_site(small.root, target, _quiet)
    assert _content(target) == before


def test_where_files_cannot_be_linked_they_are_copied(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    target = tmp_path / "site"
    for _ in range(2):
        build_site(small.root, target, _quiet)
    before = _content(target)
    monkeypatch.setattr(os, "link", refuse)
    build_site(small.root, target, _quiet)
    assert _content(target) == before


def _unknown(kpi: Kpi) -> None:
    """No history, as outside a checkout."""


def test_another_program_template_or_frame_gives_other_keys(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = small.load()
    kpi = catalogue.kpis[SUBJECT]
    usual = Keys(catalogue, ("frame",), _unknown).key(kpi)
    assert Keys(catalogue, ("frame",), _unknown).key(kpi) == usual
    assert Keys(catalogue, ("another frame",), _unknown).key(kpi) != usual
    assert Keys(catalogue, ("frame",), lambda kpi: "changed on Monday").key(kpi) != usual
    template = tmp_path / "kpi.html.j2"
    for text in ("a", "b"):
        template.write_text(text)
        monkeypatch.setattr(reuse, "program_files", lambda: [template])
        usual, before = Keys(catalogue, ("frame",), _unknown).key(kpi), usual
        assert usual != before


class _Watched(dict[str, Kpi]):
    """Records by id that remember which were asked for."""

    def __init__(self, kpis: Mapping[str, Kpi]) -> None:
        super().__init__(kpis)
        self.asked: set[str] = set()

    def __getitem__(self, id_: str) -> Kpi:
        self.asked.add(id_)
        return super().__getitem__(id_)

    def get(self, id_: str, default: Any = None) -> Any:
        self.asked.add(id_)
        return super().get(id_, default)

    def values(self) -> Any:
        self.asked |= self.keys()
        return super().values()

    def items(self) -> Any:
        self.asked |= self.keys()
        return super().items()


class _WatchedCatalogue(Catalogue):
    """A catalogue that remembers which records it handed out."""

    def _told(self, kpis: Any) -> Any:
        assert isinstance(self.kpis, _Watched)
        self.kpis.asked |= {row.id if isinstance(row, Kpi) else row[0].id for row in kpis}
        return kpis

    def in_category(self, category: str) -> Any:
        return self._told(super().in_category(category))

    def in_industry(self, industry: str) -> Any:
        return self._told(super().in_industry(industry))

    def with_input(self, name: str) -> Any:
        return self._told(super().with_input(name))

    def moved_by(self, id_: str) -> Any:
        return self._told(super().moved_by(id_))

    def related_from(self, id_: str) -> Any:
        return self._told(super().related_from(id_))

    def cited_by(self, source: str) -> Any:
        return self._told(super().cited_by(source))

    def named(self, name: str) -> Any:
        return self._told(super().named(name))


INDEXES = ("_names", "_by_category", "_by_industry", "for_every_industry", "_by_input", "_moved_by", "_related_from",
           "_cited_by")  # fmt: skip


def test_nothing_goes_into_a_page_but_what_is_in_its_key() -> None:
    plain = load_catalogue(CATALOGUE.resolve(), cached=False)
    fields = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    watched = _Watched(plain.kpis)
    catalogue = _WatchedCatalogue(**{**fields, "kpis": watched})
    for name in INDEXES:
        getattr(catalogue, name, None)
    pages = Pages(catalogue)
    for kpi in plain:
        pages.kpi(kpi)  # what is computed once for all pages is computed
        break
    for kpi in plain:
        watched.asked.clear()
        pages.kpi(kpi)
        list(kpi_files(catalogue, kpi))
        asked = watched.asked & plain.kpis.keys()
        assert asked <= neighbors(kpi, plain) | {kpi.id}, f"{kpi.id} reads records that its key does not know"


def test_the_standing_site_is_believed_for_the_same_key_alone(small: Small, tmp_path: Path) -> None:
    target, fresh = tmp_path / "site", tmp_path / "fresh"
    build_site(small.root, target, _quiet)
    build_site(small.root, target, _quiet)
    standing = Standing.at(target)
    key = standing.made[SUBJECT].key
    assert standing.take_over(SUBJECT, "other", fresh) is None
    assert standing.take_over("unknown", key, fresh) is None
    assert replace(standing, folder=None).take_over(SUBJECT, key, fresh) is None
