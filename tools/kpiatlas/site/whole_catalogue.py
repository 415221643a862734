"""The whole catalogue as one file: JSON with everything, CSV and Parquet with a row for each KPI. Beside `files`."""

from __future__ import annotations

import csv
import importlib.util
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from ..records import Catalogue, Kpi
from ..tables.engine import Engine
from ..tables.quoting import file_name
from . import urls
from .record_json import record_json, said

# Name and type of each column; lists are lists in Parquet, and joined by `; ` in CSV.
COLUMNS = {
    "id": "VARCHAR", "name": "VARCHAR", "abbreviation": "VARCHAR", "aliases": "VARCHAR[]", "function": "VARCHAR",
    "categories": "VARCHAR[]", "industries": "VARCHAR[]", "unit": "VARCHAR", "direction": "VARCHAR",
    "type": "VARCHAR", "level": "VARCHAR", "perspective": "VARCHAR", "frequency": "VARCHAR", "formula": "VARCHAR",
    "expression": "VARCHAR", "inputs": "VARCHAR[]", "benchmarks": "INTEGER", "definition": "VARCHAR",
    "page": "VARCHAR",
}  # fmt: skip
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def catalogue_json(catalogue: Catalogue) -> bytes:
    """The whole catalogue as one JSON object: version, taxonomy, sources, scorecards, KPIs."""
    whole = {
        "version": catalogue.version,
        **taxonomy(catalogue),
        "sources": said(catalogue.sources),
        "scorecards": [said(scorecard) for scorecard in catalogue.scorecards.values()],
        "kpis": [msgspec.Raw(record_json(kpi)) for kpi in catalogue],
    }
    return msgspec.json.encode(whole) + b"\n"


def taxonomy(catalogue: Catalogue) -> dict[str, Any]:
    """Functions with their groups, industries and units, by id."""
    return {
        "functions": said(catalogue.functions),
        "industries": said(catalogue.industries),
        "units": said(catalogue.units),
    }


def row(kpi: Kpi) -> dict[str, Any]:
    """A KPI as a row of a table, in the order of `COLUMNS`."""
    formula = kpi.standard_formula
    return {
        "id": kpi.id, "name": kpi.name, "abbreviation": kpi.abbreviation, "aliases": kpi.aliases,
        "function": kpi.function, "categories": kpi.categories, "industries": kpi.industries, "unit": kpi.unit,
        "direction": kpi.direction, "type": kpi.type, "level": kpi.level, "perspective": kpi.perspective,
        "frequency": kpi.frequency, "formula": formula.text, "expression": formula.expression,
        "inputs": tuple(formula.inputs), "benchmarks": len(kpi.benchmarks), "definition": kpi.definition,
        "page": urls.kpi_url(kpi.id),
    }  # fmt: skip


def csv_lines(kpis: Iterable[Kpi]) -> dict[str, str]:
    """The line of each KPI by id; a KPI stands in many tables, and its line is made once.

    A cell that a spreadsheet could take for a formula begins with an apostrophe.
    """
    return {kpi.id: _line([_cell(value) for value in row(kpi).values()]) for kpi in kpis}


def csv_file(lines: Iterable[str]) -> bytes:
    """A CSV file of such lines."""
    # The first sign is the mark by which spreadsheets know UTF-8.
    return f"\ufeff{_line(COLUMNS)}{''.join(lines)}".encode()


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def parquet_can_be_written() -> bool:
    """Whether the extra `data` is installed, which writes Parquet."""
    return importlib.util.find_spec("duckdb") is not None


def kpis_parquet(kpis: Iterable[Kpi]) -> bytes:
    """KPIs as Parquet: the columns of the CSV file, and the whole record as JSON in the last."""
    with tempfile.TemporaryDirectory(prefix="kpi-") as folder, Engine() as engine:
        lines, made = Path(folder, "rows.jsonl"), Path(folder, "kpis.parquet")
        with lines.open("wb") as file:
            for kpi in kpis:
                file.write(msgspec.json.encode({**row(kpi), "record": record_json(kpi).decode()}) + b"\n")
        columns = ", ".join(f"{name}: '{type_}'" for name, type_ in {**COLUMNS, "record": "VARCHAR"}.items())
        engine.rows(
            f"COPY (SELECT * FROM read_json({file_name(str(lines))}, format = 'newline_delimited', "
            f"maximum_object_size = 16777216, columns = {{{columns}}})) "
            f"TO {file_name(str(made))} (FORMAT parquet, COMPRESSION zstd)"
        )
        return made.read_bytes()
