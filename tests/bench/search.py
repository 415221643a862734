"""How well search answers: the kept query set, asked of both our sides and of two engines that others would take."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench import search_engines as engines
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue
from programs import chromium_program
from search.query_set import GOALS, Row, rows

CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ENGINES = ("command line", "browser", "BM25 (FTS5)", "mkdocs-material (lunr)")
EXPLAINED = """\
Ours are kpi search itself and the site's search in Chromium. FTS5 is SQLite's over the same text, lunr is
mkdocs-material's own search over the same pages. Figures: the share of rows whose record stands first, in the first
three and in the first five; the mean of 1 / place (MRR)."""


def table(quick: bool) -> Iterator[str]:
    """The table, line by line; a quick run asks every tenth row."""
    root = catalogue_dir()
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"KPI_CACHE": f"{folder}/cache"}):
        catalogue = load_catalogue(root)
        asked = rows(catalogue)[:: 10 if quick else 1]
        yield f"{len(asked)} rows, {len(catalogue)} records.\n{EXPLAINED}"
        found = dict(zip(ENGINES, _answers(asked, root, Path(folder)), strict=True))
    yield from aligned([("kind", "part", "rows", *ENGINES), *_lines(asked, found)])
    same = sum(a[:1] == b[:1] for a, b in zip(found["command line"], found["browser"], strict=True))
    yield f"command line and browser put the same record first in {same} of {len(asked)} rows"


def _answers(asked: Sequence[Row], root: Path, folder: Path) -> Iterator[engines.Answers]:
    from kpiatlas.site.build import build_site

    catalogue = load_catalogue(root)
    yield engines.command_line(asked, root)
    build_site(root, folder / "site", lambda text: None, allow_problems=True)
    (folder / "lunr").mkdir()
    with chromium() as page:
        with engines.served(folder / "site") as address:
            yield engines.in_browser(asked, page, address)
        yield engines.plain_bm25(asked, catalogue)
        yield engines.material_lunr(asked, catalogue, page, folder / "lunr")


@contextmanager
def chromium() -> Iterator[Any]:
    """A page of Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    program = chromium_program()
    if program is None:
        raise SystemExit("the part search needs chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield browser.new_page()
        browser.close()


def _lines(asked: Sequence[Row], found: Mapping[str, engines.Answers]) -> Iterator[tuple[str, ...]]:
    for part in ("all", "set aside"):
        for kind in (*GOALS, "every kind"):
            here = [
                at
                for at, row in enumerate(asked)
                if kind in (row.kind, "every kind") and (part == "all" or row.set_aside)
            ]
            scores = [scored([asked[at].place(answers[at]) for at in here]) for answers in found.values()]
            yield kind, part, str(len(here)), *scores


def scored(places: Sequence[int | None]) -> str:
    """hit@1, hit@3 and hit@5 in percent, and MRR; a row that is not answered counts as 0."""
    if not places:
        return "-"
    hits = (100 * sum(place is not None and place <= first for place in places) / len(places) for first in (1, 3, 5))
    mrr = sum(1 / place for place in places if place) / len(places)
    return " ".join(f"{hit:5.1f}" for hit in hits) + f"  {mrr:.3f}"


def aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
