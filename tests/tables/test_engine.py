"""The database: within its memory, with progress, to be interrupted, and not imported before it is needed."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from catalogues import ROOT
from kpiatlas.problem import UserError
from kpiatlas.tables import engine
from kpiatlas.tables.engine import Engine, EngineError

LONG = "SELECT count(*) FROM range(4_000_000_000) AS a(i) WHERE hash(i) % 7 = 3"


def test_what_needs_more_memory_than_allowed_is_told_in_one_line() -> None:
    with Engine(memory="40MB") as database, pytest.raises(UserError) as caught:
        database.rows("SELECT list(i) FROM range(20_000_000) AS t(i)")
    assert str(caught.value) == "this takes more than 40MB of memory; use fewer columns, or smaller groups"


def test_sorting_more_than_the_memory_holds_goes_to_disk(tmp_path: Path) -> None:
    with Engine(memory="60MB") as database:
        select = "SELECT hash(i) AS h, i FROM range(5_000_000) AS t(i) ORDER BY h"
        assert database.rows(f"COPY ({select}) TO '{tmp_path}/sorted.parquet' (FORMAT parquet)") == [(5_000_000,)]


def test_nothing_is_fetched_and_no_variable_passes_for_a_table() -> None:
    outside = [1, 2]
    with Engine() as database:
        with pytest.raises(EngineError):
            database.rows("SELECT * FROM outside")
        (settings,) = database.rows(
            "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
        )
    assert settings == (False, False)
    assert outside


def test_a_long_run_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "FIRST_REPORT", 0.01)
    monkeypatch.setattr(engine, "NEXT_REPORT", 0.01)
    said: list[float] = []
    with Engine() as database:
        database.rows("SELECT count(*) FROM range(300_000_000) AS a(i) WHERE hash(i) % 7 = 3", said.append)
    assert said
    assert all(0 <= done <= 1 for done in said)
    assert said == sorted(said)


def test_a_short_run_says_nothing_and_leaves_no_thread() -> None:
    said: list[float] = []
    before = threading.active_count()
    with Engine() as database:
        assert database.rows("SELECT 1", said.append) == [(1,)]
    assert said == []
    assert threading.active_count() == before


@pytest.mark.parametrize("after", [0.1, 1.0])
def test_a_person_can_stop_it(after: float) -> None:
    program = (
        "from kpiatlas.tables.engine import Engine\nwith Engine() as engine:\n try:\n  print(1, flush=True)\n"
        f"  engine.rows({LONG!r}, lambda done: None)\n except KeyboardInterrupt:\n  print('stopped')"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "1\n"
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=30) == ("stopped\n", "")


def test_without_duckdb_it_says_what_to_install() -> None:
    program = (
        "import sys\nsys.modules['duckdb'] = None\nfrom kpiatlas.tables.engine import Engine\n"
        "from kpiatlas.problem import UserError\n"
        "try:\n Engine().__enter__()\nexcept UserError as error:\n print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "--data needs duckdb; install it with: pip install 'kpi-atlas[data]'\n"


def test_one_module_imports_the_database_and_none_when_it_is_not_needed() -> None:
    users = set()
    for module in (ROOT / "tools" / "kpiatlas").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "duckdb" for name in names):
                users.add(module.relative_to(ROOT / "tools").as_posix())
    assert users == {"kpiatlas/tables/engine.py"}
    program = (
        "import sys, kpiatlas.tables, kpiatlas.cli.calc\n"
        "print(sorted({'duckdb', 'sqlglot'} & {name.split('.')[0] for name in sys.modules}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
