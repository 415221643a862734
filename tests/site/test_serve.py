"""Serving: the site's own 404, no listing of folders, and a new build when a record changes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from catalogues import SUBJECT_FILE, Small
from kpiatlas.site.serve import state, watch

from .conftest import served


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of two pages."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text("home")
    (tmp_path / "404.html").write_text("not here")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("", 200, "home"),
        ("none/", 404, "not here"),
        ("sub/", 404, "not here"),
        ("..%2f..%2fetc/passwd", 404, "not here"),
    ],
)
def test_pages_are_served_and_nothing_else(folder: Path, path: str, status: int, text: str) -> None:
    with served(folder) as base:
        assert _get(base + path) == (status, text)


def test_a_change_below_a_watched_folder_calls_the_build(folder: Path) -> None:
    built, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=watch, args=([folder], state([folder]), built.set, stop, 0.05), daemon=True)
    thread.start()
    time.sleep(0.3)
    assert not built.is_set()
    (folder / "sub" / "new.yml").write_text("x")
    assert built.wait(5)
    stop.set()
    thread.join(5)


def test_kpi_serve_shows_an_edit_and_keeps_the_site_when_the_edit_is_broken(small: Small, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kpiatlas",
        "serve",
        "--catalogue",
        str(small.root),
        "-o",
        str(tmp_path / "site"),
        "--port",
        "0",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stderr is not None
    try:
        base = next(found[1] for line in process.stderr if (found := re.search(r"serving (http\S+)", line)))
        url = f"{base}kpi/first-contact-resolution/"
        text = (small.root / SUBJECT_FILE).read_text()
        (small.root / SUBJECT_FILE).write_text(text.replace("Separates speed", "Tells apart speed"))
        assert _seen(url, "Tells apart speed")
        (small.root / SUBJECT_FILE).write_text("name: [")
        assert any("not YAML" in line for line in process.stderr)
        assert "Tells apart speed" in _get(url)[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _seen(url: str, text: str, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if text in _get(url)[1]:
            return True
        time.sleep(0.1)
    return False


def test_a_port_in_use_is_told_in_one_line(small: Small, tmp_path: Path, folder: Path) -> None:
    with served(folder) as base:
        port = base.rstrip("/").rsplit(":", 1)[1]
        command = [
            sys.executable,
            "-m",
            "kpiatlas",
            "serve",
            "--catalogue",
            str(small.root),
            "-o",
            str(tmp_path / "s"),
            "--port",
            port,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
