"""Reading and checking the catalogue, beside what reading the same YAML alone takes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from unittest.mock import patch

import yaml

from bench.figures import Figure, side_by_side
from kpiatlas.checks import check_catalogue
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue

RIVAL = "PyYAML reading alone"


def figures(quick: bool) -> Iterator[Figure]:
    """All figures of this part."""
    rounds = 1 if quick else 5
    root = catalogue_dir()
    files = sorted(root.rglob("*.yml"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def read_alone() -> None:
        for file in files:
            yaml.load(file.read_bytes(), Loader=loader)

    with tempfile.TemporaryDirectory() as cache, patch.dict(os.environ, {"KPI_CACHE": cache}):
        catalogue = load_catalogue(root)
        count = f"{len(catalogue)} records"
        cold, warm, checked, alone = side_by_side(
            rounds,
            lambda: load_catalogue(root, cached=False),
            lambda: load_catalogue(root),
            lambda: check_catalogue(catalogue),
            read_alone,
        )
    yield Figure(f"load {count}, nothing cached", cold, RIVAL, alone)
    yield Figure(f"load {count}, nothing changed", warm, RIVAL, alone)
    yield Figure(f"check {count}, loaded", checked)
