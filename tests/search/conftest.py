"""The catalogue and its index, opened once for the tests of search."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiatlas.paths import data_root
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.search import Index, open_index


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue((data_root() / "catalogue").resolve(), cached=False)


@pytest.fixture(scope="session")
def index(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(catalogue, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty folder for an index of one's own."""
    return tmp_path / "cache"
