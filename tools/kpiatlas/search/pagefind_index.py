"""The browser's index: the only module that imports pagefind. Sits on `browser_documents`.

Pagefind's package waits 0.1 s before it reads each answer of its program, ten records a second. `_prompt` reads them as
they come. It leans on private names of the package, so the version is pinned and any other is refused.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from ..problem import UserError
from ..records import Catalogue, Kpi
from .browser_documents import page, word_list

if TYPE_CHECKING:
    from pagefind.service import PagefindService

WORD_LIST = "search-words.json"
_WRITTEN_FOR = "1.5.2"
_AT_ONCE = 200
_LARGEST_ANSWER = 2**31  # bytes; all files of the index come in one answer
# The index comes to the browser in pieces of so many word places; as shipped 20,000, which is 20 KB for any one word.
# Large catalogues get larger pieces, for every visitor loads the list of pieces.
_PIECE = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"
_PLACES, _RECORDS_A_PLACE = 1500, 4
# Pagefind's own user interfaces, its highlighter and its worker: the atlas has its own, and asks for no worker.
_NOT_NEEDED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.en.pagefind")


def build_browser_index(catalogue: Catalogue, out: Path, url_of: Callable[[Kpi], str]) -> None:
    """Write Pagefind's bundle and the word list to `out`, whole or not at all. `url_of` gives a record's address.

    Raises:
        UserError: another version of pagefind is installed.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=out.parent, prefix=".pagefind-"))
    old = fresh.with_name(f"{fresh.name}-old")
    try:
        pages = [(url_of(kpi), page(kpi, catalogue, url_of(kpi))) for kpi in catalogue]
        with ThreadPoolExecutor(1) as own_thread:  # the caller's may have an event loop of its own
            own_thread.submit(lambda: asyncio.run(_write(pages, fresh))).result()
        text = json.dumps(word_list(catalogue), ensure_ascii=False, separators=(",", ":"))
        (fresh / WORD_LIST).write_text(text, encoding="utf-8")
        fresh.chmod(0o755)
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


async def _write(pages: list[tuple[str, str]], folder: Path) -> None:
    service = await _service(len(pages)).launch()
    try:
        index = await service.create_index({"force_language": "unknown"})
        for start in range(0, len(pages), _AT_ONCE):
            batch = pages[start : start + _AT_ONCE]
            await asyncio.gather(*(index.add_html_file(content=content, url=url) for url, content in batch))
        # Written here and not by the program: it answers before its own writes have reached the disk, and ending it
        # then leaves empty files.
        for file in await index.get_files():
            if not any(fnmatch(file["path"], pattern) for pattern in _NOT_NEEDED):
                place = folder / file["path"]
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file["content"])
    finally:
        await service.close()


def _service(size: int) -> PagefindService:
    """Pagefind's service, prompt."""
    from pagefind.service import PagefindService

    if (found := version("pagefind")) != _WRITTEN_FOR:
        raise UserError(f"the site needs pagefind {_WRITTEN_FOR}, not {found}: pip install 'kpi-atlas[site]'")
    return _prompt(PagefindService, max(_PLACES, size // _RECORDS_A_PLACE))


def _prompt(plain: type[PagefindService], places: int) -> PagefindService:
    class Prompt(plain):  # type: ignore[misc]
        """The service without the pause before each answer, and with a smaller piece size."""

        async def launch(self) -> Prompt:
            pipe = asyncio.subprocess.PIPE
            self._backend = await asyncio.create_subprocess_exec(
                self._bin,
                "--service",
                stdin=pipe,
                stdout=pipe,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_LARGEST_ANSWER,
                env={**os.environ, _PIECE: str(places)},
            )
            self._poll_task = self._loop.create_task(self._wait_for_responses())
            return self

        async def _wait_for_responses(self) -> None:
            answers = self._backend.stdout
            while answers is not None:
                try:
                    raw = await answers.readuntil(b",")
                except asyncio.IncompleteReadError:
                    self._give_up()
                    return
                answer = json.loads(base64.b64decode(raw[:-1]))
                waiting = self._responses.get((answer or {}).get("message_id"))
                if waiting is None or waiting.done():
                    continue
                payload = answer["payload"]
                if payload["type"] == "Error":
                    waiting.set_exception(RuntimeError(f"pagefind: {payload['message']}"))
                else:
                    waiting.set_result(payload)

        async def close(self) -> None:
            self._poll_task.cancel()
            if self._backend.returncode is None:
                self._backend.terminate()
            if self._backend.stdin is not None:
                self._backend.stdin.close()
            await self._backend.wait()

        def _give_up(self) -> None:
            """The program has ended: nobody must wait for its answers for ever."""
            for waiting in self._responses.values():
                if not waiting.done():
                    waiting.set_exception(RuntimeError("pagefind ended before it answered"))

    return Prompt()
