"""`python -m bench.site_parts`: a part of a build in a process of its own, which prints the seconds it took, and
those of the processors.

`yaml` reads every record with PyYAML's C loader; `check` loads and checks without a cache; `pages SITE OUT` writes all
KPI pages in the frame of a site that was built; `page` makes one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from kpiatlas.checks import check_catalogue
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue
from kpiatlas.site.page import SitePage
from kpiatlas.site.pages import Pages
from kpiatlas.site.writing import Writer


def main(part: str, *folders: str) -> tuple[float, float]:
    """The seconds of a part, and those of the processors."""
    if part == "yaml":
        return _timed(lambda: _read(catalogue_dir()))
    if part == "check":
        return _timed(lambda: check_catalogue(load_catalogue(catalogue_dir(), cached=False)))
    catalogue = load_catalogue(catalogue_dir())
    pages = Pages(catalogue)
    first, *_, last = catalogue
    if part == "page":
        pages.kpi(first)
        return _timed(lambda: pages.kpi(last))
    site, out = map(Path, folders)
    body = pages.kpi(first).body
    before, found, after = (site / f"kpi/{first.id}/index.html").read_text(encoding="utf-8").partition(body)
    if not found:
        raise SystemExit("the site was built from other records")

    def framed(made: SitePage) -> str:
        return f"{before}{made.body}{after}"

    return _timed(Writer(out, catalogue, pages, "", framed).write_kpis)


def _read(root: Path) -> None:
    for file in sorted((root / "kpis").rglob("*.yml")):
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    start, spent = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - start, sum(os.times()[:4]) - spent


if __name__ == "__main__":
    print(*main(*sys.argv[1:]))
