"""What Lighthouse says of each kind of page: a phone on a slow network, the site compressed as a static host sends it.

`make lighthouse` installs it from npm below `build/` and runs this. Lighthouse slows the processor down fourfold, which
fits a fast desktop computer; on a slower machine it warns that its figures are too low. There the page is measured a
second time with the slowing that its own calculator advises, and both figures are printed.
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from catalogues import CATALOGUE, ROOT
from kpiatlas.site.build import build_site
from programs import chromium_program

PROGRAM = ROOT / "build" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
PAGES = {
    "KPI": "kpi/first-contact-resolution/",
    "KPI, the longest": "",
    "home": "",
    "function": "category/",
    "industry": "industry/",
    "search": "search/?q=first+contact",
    "compare": "compare/?kpis=first-contact-resolution,average-handle-time",
    "data": "data/",
}
SCORES = ("performance", "accessibility", "best-practices", "seo")
USUAL_SLOWING = 4.0
_CHROME = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage"
_COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


@dataclass(frozen=True)
class Seen:
    """What Lighthouse found on a page, the median of several visits; `speed` is its figure for this machine."""

    scores: dict[str, int]
    bytes: int
    shift: float
    blocked: float
    speed: float
    wanting: tuple[str, ...]


def table(quick: bool) -> Iterator[str]:
    """A line for each kind of page."""
    if not PROGRAM.exists():
        yield f"Lighthouse is not installed below {PROGRAM.parents[2].relative_to(ROOT)}; make lighthouse"
        return
    with tempfile.TemporaryDirectory(prefix="kpi-lighthouse-") as folder:
        site = Path(folder) / "site"
        build_site(CATALOGUE, site, lambda text: None, allow_problems=True)
        with served(site) as address:
            yield from lines(address, pages_of(site), 1 if quick else 3)


def pages_of(site: Path) -> dict[str, str]:
    """A page of each kind: of functions, industries and KPIs the one with the largest file."""
    found = {"KPI, the longest": _largest(site, "kpi"), "function": _largest(site, "category")}
    return {**PAGES, **found, "industry": _largest(site, "industry")}


def _largest(site: Path, kind: str) -> str:
    file = max((site / kind).glob("*/index.html"), key=lambda file: file.stat().st_size)
    return f"{kind}/{file.parent.name}/"


def lines(address: str, pages: dict[str, str], visits: int) -> Iterator[str]:
    """The table for the pages of a site that is served."""
    yield "performance, accessibility, best practices, SEO; kB over the wire; layout shift; ms blocked; page"
    for name, url in pages.items():
        seen = visited(address + url, visits)
        yield _line(name, url, seen)
        slowing = advised_slowing(seen.speed)
        if slowing < USUAL_SLOWING:
            again = visited(address + url, visits, slowing)
            yield _line(f"{name}, processor slowed {slowing:.1f}-fold for this machine ({seen.speed:.0f})", "", again)


def advised_slowing(speed: float) -> float:
    """How much to slow a processor of that benchmark index down to be a middling phone, by Lighthouse's calculator."""
    if speed >= 1300:
        return USUAL_SLOWING
    return 2 + (speed - 800) / 250 if speed >= 800 else max(1.0, 1 + (speed - 150) / 650)


def _line(name: str, url: str, seen: Seen) -> str:
    scores = "  ".join(f"{seen.scores[key]:3d}" for key in SCORES)
    wanting = f"; wanting: {', '.join(seen.wanting)}" if seen.wanting else ""
    return f"{scores}  {seen.bytes / 1000:6.1f}  {seen.shift:.3f}  {seen.blocked:5.0f}  {name} {url}{wanting}"


def visited(address: str, visits: int, slowing: float = USUAL_SLOWING) -> Seen:
    """The median of several visits."""
    reports = [_report(address, slowing) for _ in range(visits)]

    def median(of: Any) -> float:
        return statistics.median(of(report) for report in reports)

    scores = {key: round(100 * median(lambda report, key=key: report["categories"][key]["score"])) for key in SCORES}
    return Seen(
        scores,
        int(median(lambda report: _audit(report, "total-byte-weight"))),
        median(lambda report: _audit(report, "cumulative-layout-shift")),
        median(lambda report: _audit(report, "total-blocking-time")),
        median(lambda report: report["environment"]["benchmarkIndex"]),
        tuple(_wanting(reports[0])),
    )


def _audit(report: Any, name: str) -> float:
    return float(report["audits"][name]["numericValue"])


def _wanting(report: Any) -> Iterator[str]:
    """What the page fails of accessibility, best practices and SEO."""
    for category in SCORES[1:]:
        for row in report["categories"][category]["auditRefs"]:
            if row["weight"] and report["audits"][row["id"]]["score"] == 0:
                yield row["id"]


def _report(address: str, slowing: float) -> Any:
    """One visit with an empty cache."""
    command = [
        str(PROGRAM), address, "--quiet", "--output=json", f"--chrome-flags={_CHROME}",
        f"--throttling.cpuSlowdownMultiplier={slowing}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH") or chromium_program() or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr.strip()[-400:]}")
    return json.loads(done.stdout)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, served with gzip as nginx does by the guide's settings."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(folder), **options)

        def send_head(self) -> Any:
            path = Path(self.translate_path(self.path))
            file = path / "index.html" if path.is_dir() else path
            if not file.is_file():
                self.send_error(404)
                return None
            kind, content = self.guess_type(str(file)), file.read_bytes()
            packed = kind.startswith(_COMPRESSED)
            content = gzip.compress(content, 6) if packed else content
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-cache")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            return BytesIO(content)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
