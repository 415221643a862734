"""How soon `kpi serve` shows an edit: from a record's file being saved to its page being served with the new words."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

EDITS = 7
LONGEST = 120.0  # seconds to wait for an edit
_LOOK_AGAIN = 0.1
_SERVING = re.compile(r"serving (http://\S+)")


def edit_seconds(root: Path, out: Path, env: dict[str, str], edits: int = EDITS) -> tuple[float, float]:
    """The median and the longest of some edits, each of another record of the catalogue in `root`."""
    records = sorted((root / "kpis").rglob("*.yml"))
    took = []
    with _serving(out, {**env, "KPI_CATALOGUE": str(root)}) as address:
        for number in range(edits):
            file = records[(number + 1) * len(records) // (edits + 2)]
            words = f"Serving edit{number} counted{number} anew{number}."
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("definition: >-\n", f"definition: >-\n  {words}\n", 1), "utf-8")
            took.append(_shown(f"{address}kpi/{file.stem}/", words))
            time.sleep(1.3 * number)  # another moment of the watch's beat, and of the build, each time
    return median(took), max(took)


def _shown(page: str, words: str) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < LONGEST:
        with suppress(OSError), urllib.request.urlopen(page) as answer:
            if words.encode() in answer.read():
                return time.perf_counter() - start
        time.sleep(_LOOK_AGAIN)
    raise TimeoutError(f"{page} does not show the edit after {LONGEST:.0f} s")


@contextmanager
def _serving(out: Path, env: dict[str, str]) -> Iterator[str]:
    """A `kpi serve` of its own; its address once it serves."""
    command = [sys.executable, "-m", "kpiatlas", "serve", "-o", str(out), "--port", "0"]
    process = subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        address = next((match[1] for line in process.stderr if (match := _SERVING.search(line))), "")
        if not address:
            raise ChildProcessError("kpi serve ended before it served")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
