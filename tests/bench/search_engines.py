"""The search engines that are compared on the kept query set: ours on both sides, and two that others would take.

Each answers every row with ids, best first. Filters of a row are given to our own sides; the two others know none, so
their answers are filtered afterwards.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from catalogues import ROOT
from kpiatlas.records import Catalogue
from kpiatlas.search.facet_index import FacetIndex
from kpiatlas.search.fields import FIELDS
from kpiatlas.search.record_table import table_of
from search.query_set import Row

DEPTH = 10  # places that are looked at
Answers = list[list[str]]

ASK = """async ([base, queries, depth]) => {
  const { openIndex } = await import(new URL("assets/atlas/search-index.js", base).href);
  const index = await openIndex(new URL("search-index/", base));
  const answers = [];
  for (const [text, filters] of queries) {
    const { hits } = await index.search(text, filters, { limit: depth });
    answers.push(hits.map((hit) => hit.meta.id));
  }
  return answers;
}"""
# The worker of Material for MkDocs as its pages talk to it: 0 sets up and is answered, 2 asks.
LUNR = """async ([worker, index, queries]) => {
  const lunr = new Worker(worker);
  const told = (message) => new Promise((done) => {
    lunr.onmessage = ({ data }) => done(data);
    lunr.postMessage(message);
  });
  await told({ type: 0, data: { ...(await (await fetch(index)).json()), options: { suggest: false } } });
  const answers = [];
  for (const text of queries) {
    const { data } = await told({ type: 2, data: text });
    answers.push(data.items.map((pages) => pages[0].location.split("#")[0]));
  }
  lunr.terminate();
  return answers;
}"""


def command_line(asked: Sequence[Row], root: Path) -> Answers:
    """`kpi search` itself, one process for each set of filters."""
    groups: dict[str, list[int]] = {}
    for at, row in enumerate(asked):
        groups.setdefault(json.dumps(row.filters, sort_keys=True), []).append(at)
    found: Answers = [[] for _ in asked]
    for filters, places in groups.items():
        options = [f"--{name}={value}" for name, values in json.loads(filters).items() for value in values]
        lines = _run(["search", "--catalogue", str(root), "--stdin", f"--limit={DEPTH}", *options], asked, places)
        for at, line in zip(places, lines, strict=True):
            found[at] = [hit["id"] for hit in json.loads(line)["results"]]
    return found


def _run(arguments: list[str], asked: Sequence[Row], places: Iterable[int]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "kpiatlas", *arguments],
        input="".join(f"{asked[at].query}\n" for at in places),
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()


def in_browser(asked: Sequence[Row], page: Any, address: str) -> Answers:
    """The site's own search, in Chromium."""
    page.goto(f"{address}search/")
    found: Answers = page.evaluate(ASK, [address, [[row.query, dict(row.filters)] for row in asked], DEPTH])
    return found


def plain_bm25(asked: Sequence[Row], catalogue: Catalogue) -> Answers:
    """SQLite's FTS5 over the same text, as it comes: Porter's stems, any of the words, its own bm25."""
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"f{at}" for at in range(len(FIELDS)))
    database.execute(f"CREATE VIRTUAL TABLE kpis USING fts5(id UNINDEXED, {columns}, tokenize = 'porter unicode61')")
    places = ", ".join("?" * (len(FIELDS) + 1))
    rows = ((kpi.id, *(" ".join(field.texts(kpi, catalogue)) for field in FIELDS)) for kpi in catalogue)
    database.executemany(f"INSERT INTO kpis VALUES ({places})", rows)
    found = []
    for row in asked:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", row.query))
        ids = database.execute("SELECT id FROM kpis WHERE kpis MATCH ? ORDER BY rank", (words,)).fetchall()
        found.append([id_ for (id_,) in ids])
    return _filtered(asked, found, catalogue)


def material_lunr(asked: Sequence[Row], catalogue: Catalogue, page: Any, folder: Path) -> Answers:
    """Material for MkDocs' own search: its index of the same pages, its worker with its own settings, in Chromium."""
    import material
    from material.plugins.search.plugin import SearchIndex

    from kpiatlas.site.pages import Pages

    index = SearchIndex(lang=["en"], separator=r"[\s\-]+", pipeline=["stopWordFilter"], fields=LUNR_FIELDS)
    for made in map(Pages(catalogue).kpi, catalogue):
        toc = [SimpleNamespace(id=anchor, url=f"#{anchor}", children=[]) for _, anchor in made.toc]
        index.add_entry_from_context(
            SimpleNamespace(meta={}, content=made.body, toc=toc, url=made.url, title=made.title)
        )
    (folder / "search_index.json").write_text(index.generate_search_index(None), encoding="utf-8")
    assets = Path(material.__file__).parent / "templates" / "assets" / "javascripts" / "workers"
    (worker,) = assets.glob("search.*.min.js")
    (folder / "worker.js").write_bytes(worker.read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>lunr</title>", encoding="utf-8")
    with served(folder) as address:
        page.goto(address)
        queries = [row.query for row in asked]
        found = page.evaluate(LUNR, [f"{address}worker.js", f"{address}search_index.json", queries])
    ids = {f"kpi/{kpi.id}/": kpi.id for kpi in catalogue}
    return _filtered(asked, [[ids[location] for location in locations] for locations in found], catalogue)


# What material sets where mkdocs.yml says nothing.
LUNR_FIELDS: Mapping[str, Mapping[str, float]] = {
    "title": {"boost": 1e3},
    "text": {"boost": 1e0},
    "tags": {"boost": 1e6},
}


def _filtered(asked: Sequence[Row], found: Answers, catalogue: Catalogue) -> Answers:
    facets = FacetIndex(table_of(catalogue))
    allowed = [facets.allowed(row.filters) for row in asked]
    return [
        [id_ for id_ in ids if passing is None or id_ in passing][:DEPTH]
        for ids, passing in zip(found, allowed, strict=True)
    ]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        request_queue_size, daemon_threads = 128, True

    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
