"""Where things lie: the catalogue that was chosen, the cache, and paths as a person would type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogues import CATALOGUE, ROOT
from kpiatlas.paths import cache_dir, catalogue_dir, data_root, schema_dir, shown
from kpiatlas.problem import UserError


def catalogue_at(folder: Path) -> Path:
    (folder / "kpis").mkdir(parents=True)
    return folder.resolve()


def test_in_a_checkout_the_data_lie_at_its_top() -> None:
    assert data_root() == ROOT
    assert schema_dir() == ROOT / "schema"
    assert catalogue_dir() == CATALOGUE


def test_the_option_goes_before_the_environment_and_that_before_the_packages_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = catalogue_at(tmp_path / "one"), catalogue_at(tmp_path / "two")
    monkeypatch.setenv("KPI_CATALOGUE", str(one))
    assert catalogue_dir() == one
    assert catalogue_dir(str(two)) == two
    monkeypatch.setenv("KPI_CATALOGUE", "")
    assert catalogue_dir() == CATALOGUE


def test_a_catalogue_may_be_named_from_the_current_folder_or_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = catalogue_at(tmp_path / "one")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert catalogue_dir("one") == catalogue_dir("~/one") == one


@pytest.mark.parametrize("name", ["nowhere", "~nobody-of-this-name/kpis", "file", "empty"])
def test_a_folder_that_is_no_catalogue_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError) as caught:
        catalogue_dir(name)
    assert str(caught.value).startswith(f"{name}: n")
    assert "\n" not in str(caught.value)


def test_the_cache_lies_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("KPI_CACHE", str(tmp_path / "own"))
    for base in ("own", "xdg", "home/.cache"):
        assert cache_dir(CATALOGUE).parent == tmp_path / base / "kpi-atlas"
        monkeypatch.delenv("KPI_CACHE" if base == "own" else "XDG_CACHE_HOME", raising=False)
    assert not (tmp_path / "own").exists(), "asking for the folder does not make it"


def test_a_path_is_shown_as_it_would_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert shown(tmp_path / "a" / "b.yml") == "a/b.yml"
    assert shown(tmp_path / "a" / ".." / "b.yml") == "b.yml"
    assert shown(tmp_path / "link.yml") == "link.yml"
    assert shown(tmp_path.parent / "other.yml") == (tmp_path.parent / "other.yml").as_posix()
