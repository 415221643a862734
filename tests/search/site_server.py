"""A small site with the search fields as the templates write them, served with the strict policy of the real pages."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpiatlas.paths import data_root
from kpiatlas.records import Catalogue
from kpiatlas.search.browser_index import build_browser_index

POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
))  # fmt: skip
HOME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Home</title>
<script type="module" src="assets/atlas/search.js"></script></head><body><main>
<form class="atlas-search" role="search" action="search/" data-base="./"><label for="f">Search</label>
<input type="search" id="f" name="q" autocomplete="off"><ol data-results></ol></form></main></body></html>"""
SEARCH = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>
<script type="module" src="../assets/atlas/search.js"></script></head><body><main>
<form class="atlas-search" role="search" action="" data-base="../"><label for="f">Search</label>
<input type="search" id="f" name="q" autocomplete="off"><button type="submit">Search</button>
<div data-facets></div><p data-status role="status" aria-live="polite"></p>
<ol data-results></ol></form></main></body></html>"""


def pages(folder: Path) -> None:
    """Home, search page and scripts."""
    (folder / "assets" / "atlas").mkdir(parents=True)
    for script in (data_root() / "docs" / "assets" / "atlas").glob("search*.js"):
        shutil.copy(script, folder / "assets" / "atlas")
    (folder / "search").mkdir()
    (folder / "index.html").write_text(HOME, encoding="utf-8")
    (folder / "search" / "index.html").write_text(SEARCH, encoding="utf-8")


def write_site(folder: Path, catalogue: Catalogue) -> None:
    """Home, search page, scripts, index and an empty page for each KPI."""
    pages(folder)
    build_browser_index(catalogue, folder / "search-index", lambda kpi: f"kpi/{kpi.id}/")
    for kpi in catalogue:
        (folder / "kpi" / kpi.id).mkdir(parents=True)
        text = f"<!doctype html><html lang=en><title>{kpi.id}</title>"
        (folder / "kpi" / kpi.id / "index.html").write_text(text, encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, under the policy."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version, disable_nagle_algorithm = "HTTP/1.1", True  # connections are kept, as any real host does

        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, directory=str(folder), **options)  # type: ignore[arg-type]

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_: object) -> None: ...

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 128  # a browser opens many connections at once
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
