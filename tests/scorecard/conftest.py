"""The real catalogue, read once for all tests of scorecards."""

from __future__ import annotations

import pytest

from kpiatlas.paths import data_root
from kpiatlas.records import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue((data_root() / "catalogue").resolve(), cached=False)
