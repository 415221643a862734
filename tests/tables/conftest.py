"""Small tables in a folder, as CSV by Python and as Parquet by DuckDB."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

Rows = Sequence[Sequence[Any]]
Write = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def _database() -> None:
    missing = [name for name in ("duckdb", "sqlglot") if find_spec(name) is None]
    if missing:
        reason = f"{missing[0]} is not installed; the extra data brings it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes rows, the first of which are the names, as a CSV file of the current folder."""

    def write(rows: Rows, name: str = "rows.csv", **dialect: Any) -> Path:
        return write_csv(Path(name), rows, **dialect)

    return write


def write_csv(path: Path, rows: Rows, **dialect: Any) -> Path:
    """The rows as CSV; a number is written to its last digit, nothing as nothing."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, **dialect).writerows(rows)
    return path


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def sql(statement: str) -> list[tuple[Any, ...]]:
    """What DuckDB itself answers."""
    return _connection().execute(statement).fetchall()


@cache
def _connection() -> Any:
    import duckdb

    return duckdb.connect()


def write_parquet(path: Path, select: str) -> Path:
    """What a SELECT gives, as Parquet."""
    sql(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path
