"""Serving the site on this machine and building it anew when a file of the catalogue changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

Build = Callable[[], None]
State = dict[str, tuple[int, int]]


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, never kept by the browser, so that a rebuilt page is seen at once."""

    extensions_map: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".yml": "text/yaml",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(404, "no such page")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not reported; progress of builds is."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser opens many connections at once; the usual 5 make it wait
    daemon_threads = True


def server(site: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server of the folder, listening; port 0 takes a free one."""
    return _Server((host, port), partial(_Handler, directory=str(site)))


def watch(folders: Iterable[Path], seen: State, build: Build, stop: threading.Event, every: float = 0.5) -> None:
    """Call `build` whenever a file below the folders changes, until `stop` is set.

    `seen` is their state before the first build began, so that a change made meanwhile is not lost.
    """
    watched = tuple(folders)
    while not stop.wait(every):
        now = state(watched)
        if now != seen:
            seen = now
            build()


def state(folders: Iterable[Path]) -> State:
    """Every file with its time of change and size."""
    found = {}
    for folder in folders:
        for file in folder.rglob("*") if folder.is_dir() else [folder]:
            try:
                status = file.stat()
            except OSError:
                continue
            found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found
