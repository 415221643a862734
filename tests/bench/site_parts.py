"""`python -m bench.site_parts`: a part of a build in a process of its own, which prints the seconds it took.

`check` loads and checks without a cache; `pages SITE OUT` writes all KPI pages in the frame of a site that was built;
`page` makes one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kpiatlas.checks import check_catalogue
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue
from kpiatlas.site.page import SitePage
from kpiatlas.site.pages import Pages
from kpiatlas.site.writing import Writer


def main(part: str, *folders: str) -> float:
    """The seconds of a part."""
    if part == "check":
        start = time.perf_counter()
        check_catalogue(load_catalogue(catalogue_dir(), cached=False), errors_only=True)
        return time.perf_counter() - start
    catalogue = load_catalogue(catalogue_dir())
    pages = Pages(catalogue)
    first, *_, last = catalogue
    if part == "page":
        pages.kpi(first)
        start = time.perf_counter()
        pages.kpi(last)
        return time.perf_counter() - start
    site, out = map(Path, folders)
    body = pages.kpi(first).body
    before, found, after = (site / f"kpi/{first.id}/index.html").read_text(encoding="utf-8").partition(body)
    if not found:
        raise SystemExit("the site was built from other records")

    def framed(made: SitePage) -> str:
        return f"{before}{made.body}{after}"

    start = time.perf_counter()
    Writer(out, catalogue, pages, "", framed).write_kpis()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
