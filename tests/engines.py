"""The other engines that compute what we write: LibreOffice Calc for workbooks, Node for JavaScript, DuckDB for SQL.

Without the program a test is skipped with the reason, except where CI is set: there it fails.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import duckdb
import openpyxl
import pytest

# Calc keeps the values a file brings unless told to compute every formula when it loads one.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""
Rows: TypeAlias = Sequence[Sequence[float | None]]

_RUNNER = """import { readFileSync } from "node:fs";
import main from "./script.mjs";
process.stdout.write(JSON.stringify(main(JSON.parse(readFileSync(0, "utf8")))));
"""


def recalculate(path: Path) -> openpyxl.Workbook:
    """The workbook with every formula computed by LibreOffice; cells hold values."""
    return recalculate_all([path])[0]


def recalculate_all(paths: Sequence[Path]) -> list[openpyxl.Workbook]:
    """Several workbooks, whose files have different names, in one run of LibreOffice."""
    soffice = _program("soffice")
    with tempfile.TemporaryDirectory() as folder:
        user = Path(folder, "profile", "user")
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        out = Path(folder, "out")
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={user.parent.as_uri()}",
                *("--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)),
            ],
            check=True,
            capture_output=True,
            timeout=60 + 60 * len(paths),
        )
        return [openpyxl.load_workbook(out / f"{path.stem}.xlsx", data_only=True) for path in paths]


def run_node(script: str, payload: object, files: Mapping[str, str] | None = None) -> object:
    """What the default export of an ES module returns for the payload, through JSON; `files` stand beside it."""
    node = _program("node")
    with tempfile.TemporaryDirectory() as folder:
        texts = {**(files or {}), "script.mjs": script, "run.mjs": _RUNNER}
        for name, text in texts.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [node, str(Path(folder, "run.mjs"))],
            input=json.dumps(payload),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def run_duckdb(asked: Sequence[tuple[str, Rows]]) -> list[float | None]:
    """What each SQL expression gives over its own rows, whose columns are c0, c1 and so on."""
    width = max(len(row) for _, rows in asked for row in rows)
    columns = {"place": "INTEGER", **{f"c{number}": "DOUBLE" for number in range(width)}}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for place, (_, rows) in enumerate(asked):
                writer.writerows([place, *row, *[None] * (width - len(row))] for row in rows)
        # One core: the queries are many and tiny.
        connection.execute("SET threads = 1")
        connection.read_csv(str(path), header=False, columns=columns).create("given")
        answers = []
        for place, (expression, _) in enumerate(asked):
            answers += connection.execute(f"SELECT {expression} FROM given WHERE place = {place}").fetchall()
        assert len(answers) == len(asked)
        return [value for (value,) in answers]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is not None:
        return found
    reason = f"{name} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
