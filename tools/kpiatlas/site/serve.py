"""Serving a site on this machine, and watching the files that it is made from."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

State = dict[str, tuple[int, int]]
Ahead = Callable[[], Mapping[str, bytes]]
_IDLE = 9  # times as long as looking took is waited before the next look


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, never kept by the browser, so that a rebuilt page is seen at once."""

    extensions_map: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".yml": "text/yaml",
    }

    def __init__(self, *args: Any, ahead: Ahead, **more: Any) -> None:
        self._ahead = ahead
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        if not self._sent_ahead():
            super().do_GET()

    def do_HEAD(self) -> None:
        if not self._sent_ahead():
            super().do_HEAD()

    def _sent_ahead(self) -> bool:
        """Whether there was a file that is newer than the one in the folder."""
        name = unquote(urlsplit(self.path).path).lstrip("/")
        content = self._ahead().get(f"{name}index.html" if not name or name.endswith("/") else name)
        if content is None:
            return False
        self._send(200, self.guess_type("index.html" if name.endswith("/") else name), content)
        return True

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind == "text/html" else kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

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
        self._send(404, "text/html", page.read_bytes())

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not reported; progress of builds is."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser opens many connections at once; the usual 5 make it wait
    daemon_threads = True


def server(site: Path, host: str, port: int, ahead: Ahead = dict) -> ThreadingHTTPServer:
    """A server of the folder, listening; port 0 takes a free one.

    `ahead` gives files that are newer than those in the folder, by their place.
    """
    return _Server((host, port), partial(_Handler, directory=str(site), ahead=ahead))


def watch(
    folders: Iterable[Path], seen: State, changed: Callable[[], None], stop: threading.Event, every: float = 0.2
) -> None:
    """Call `changed` whenever a file below the folders changes, until `stop` is set.

    `seen` is their state before the first build began, so that a change made meanwhile is not lost. Looking takes at
    most a tenth of the time.
    """
    watched, pause = tuple(folders), every
    while not stop.wait(pause):
        start = time.perf_counter()
        now = state(watched)
        pause = max(every, _IDLE * (time.perf_counter() - start))
        if now != seen:
            seen = now
            changed()


def state(folders: Iterable[Path]) -> State:
    """Every file with its time of change and size."""
    found = {}
    for folder in folders:
        for file in _files(folder):
            try:
                status = os.stat(file)
            except OSError:
                continue
            found[file] = (status.st_mtime_ns, status.st_size)
    return found


def _files(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        yield str(folder)
    for here, _, names in os.walk(folder):
        yield from (f"{here}/{name}" for name in names)
