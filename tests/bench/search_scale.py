"""What search costs on generated catalogues: building both indexes, a first search in the browser, a key, a query.

Times of building are processor seconds, so that other work on the machine does not count.
"""

from __future__ import annotations

import gzip
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bench.generated import write_catalogue
from bench.search import CHROMIUM, aligned
from bench.search_postings import ENGINES, Side, posting_lists
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.search import Index, Query, open_index
from kpiatlas.search.browser_index import build_browser_index
from programs import chromium_program
from search.site_server import pages, served

SEED = 5
SIZES, QUICK = (1_000, 20_780), (200,)
TYPE = """async (texts) => {
  const { openIndex } = await import(new URL("assets/atlas/search-index.js", location.origin).href);
  const index = await openIndex(new URL("search-index/", location.origin));
  const times = [];
  for (const text of texts) for (let end = 2; end <= text.length; end += 1) {
    const start = performance.now();
    await index.search(text.slice(0, end), {}, { limit: 8 });
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}"""


def table(quick: bool) -> Iterator[str]:
    """One line for each figure and size."""
    rows: list[tuple[str, ...]] = [("records", "what", "measured")]
    for size in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            rows += [(f"{size:,}", what, measured) for what, measured in _figures(Path(folder), size)]
    yield from aligned(rows)


def _figures(folder: Path, size: int) -> Iterator[tuple[str, str]]:
    root = folder / "catalogue"
    write_catalogue(root, size, SEED)
    catalogue = load_catalogue(root)
    asked = _asked(catalogue)
    yield from _browser(catalogue, folder / "site", asked)
    yield from _command_line(catalogue, folder / "cache", asked)


def _asked(catalogue: Catalogue) -> list[str]:
    """Names, abbreviations, other names, two common words, and names with a letter missing."""
    some = random.Random(SEED).sample(list(catalogue), 30)
    exact = [name for kpi in some for name in (kpi.name, kpi.abbreviation, kpi.aliases[0]) if name]
    return [*exact, *(kpi.name[:2] + kpi.name[3:] for kpi in some[:10]), "customer cost", "delivery time"]


def _spent(work: Callable[[], Any]) -> tuple[Any, str]:
    start = time.process_time()
    made = work()
    return made, f"{time.process_time() - start:.2f} s"


def _browser(catalogue: Catalogue, site: Path, asked: Sequence[str]) -> Iterator[tuple[str, str]]:
    from playwright.sync_api import sync_playwright

    pages(site)
    out = site / "search-index"
    yield "browser's index, built", _spent(lambda: build_browser_index(catalogue, out, lambda kpi: f"kpi/{kpi.id}/"))[1]
    sizes = [file.stat().st_size for file in out.rglob("*.bin")]
    yield "browser's index, on disk", f"{sum(sizes) / 1e6:.1f} MB in {len(sizes)} files"
    scripts = sum(len(gzip.compress(file.read_bytes())) for file in (site / "assets" / "atlas").glob("search*.js"))
    program = chromium_program()
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        for where in ("", "search/"):
            moved = [scripts + _moved(browser, f"{address}{where}", text) for text in asked[::10]]
            title = "first search, search page with all counts" if where else "first search, home page"
            yield title, f"{statistics.median(moved) / 1e3:.0f} KB, at most {max(moved) / 1e3:.0f} KB"
        page = browser.new_page()
        page.goto(address)
        times = page.evaluate(TYPE, list(asked[::6]))
        yield "a keystroke", f"{statistics.median(times):.1f} ms, 95 % in {times[int(0.95 * len(times))]:.0f} ms"
        browser.close()


def _moved(browser: Any, address: str, text: str) -> int:
    """The bytes of the index that a first search fetches."""
    page = browser.new_context().new_page()
    moved: list[int] = []
    page.on("response", lambda r: moved.append(len(r.body())) if "/search-index/" in r.url else None)
    page.goto(address)
    page.fill("input[name=q]", text)
    page.wait_for_selector("[data-results] li")
    page.wait_for_load_state("networkidle")
    page.context.close()
    return sum(moved)


def _command_line(catalogue: Catalogue, cache: Path, asked: Sequence[str]) -> Iterator[tuple[str, str]]:
    index: Index
    yield "whoosh index, built", _spent(lambda: open_index(catalogue, cache))[1]
    index, spent = _spent(lambda: open_index(catalogue, cache))
    yield "whoosh index, opened", spent
    times = []
    for text in asked:
        index.forget()
        start = time.process_time()
        index.search(Query(text))
        times.append(1e3 * (time.process_time() - start))
    most = sorted(times)[int(0.95 * len(times))]
    yield "a query in a process", f"{statistics.median(times):.1f} ms, 95 % in {most:.0f} ms"
    first = next(iter(catalogue))
    kpis = {**catalogue.kpis, first.id: replace(first, name="Quokka Share")}
    changed = replace(catalogue, kpis=kpis, hashes={**catalogue.hashes, first.path: "changed"})
    yield "whoosh index, one record changed", _spent(lambda: open_index(changed, cache))[1]
    yield from _side_by_side(catalogue, index, cache.with_name("engines"), asked)
    yield from _processes(catalogue.root, cache.with_name("fresh"), asked)


def _side_by_side(catalogue: Catalogue, index: Index, folder: Path, asked: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The same queries over the postings of each engine, in turns, nothing kept from one query to the next."""
    folder.mkdir()
    ids = index.table.ids
    lists, spent = _spent(lambda: posting_lists(catalogue, ids))
    yield "every engine: the words of all records", spent
    sides: dict[str, Index | Side] = {"whoosh": index}
    for title, build in ENGINES.items():
        engine, spent = _spent(partial(build, lists, ids, folder))
        sides[title] = Side(index, engine)
        yield f"{title}: written", spent
    times: dict[str, list[float]] = {title: [] for title in sides}
    for text in asked:
        answers = []
        for title, side in sides.items():
            index.forget()
            start = time.process_time()
            answers.append(side.search(Query(text)))
            times[title].append(1e3 * (time.process_time() - start))
        if any(one != answers[0] for one in answers):
            raise RuntimeError(f"other answers to {text}")
    for title, spans in times.items():
        most = sorted(spans)[int(0.95 * len(spans))]
        yield f"{title}: a query", f"{statistics.median(spans):.1f} ms, 95 % in {most:.0f} ms"


def _processes(root: Path, cache: Path, asked: Sequence[str]) -> Iterator[tuple[str, str]]:
    environment = {**os.environ, "KPI_CACHE": str(cache), "KPI_CATALOGUE": str(root)}
    command = [sys.executable, "-m", "kpiatlas", "search", asked[0]]
    spent = []
    for _ in range(8):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, env=environment, capture_output=True, check=True)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        time.sleep(0.3)
    (first, first_work), *rest = spent
    yield "kpi search, nothing kept", f"{first:.2f} s, {first_work:.2f} s of them work"
    wall, work = min(rest)
    yield "kpi search, process start included", f"{wall:.2f} s, {work:.2f} s of them work"
