"""The files beside the pages: records as YAML and JSON, formulas as modules, tables, texts, the feed, schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..formula import FormulaError, parse
from ..formula.targets import javascript
from ..paths import schema_dir
from ..records import Catalogue, Kpi
from ..records.schema import KINDS, schema
from ..search.computable import inputs_json
from . import urls
from .changes import changes_of
from .feeds import feed
from .llms import llms_files
from .record_json import record_json
from .scorecard_files import formulas_json, scorecards_json
from .whole_catalogue import (
    catalogue_json,
    csv_file,
    csv_lines,
    kpis_parquet,
    parquet_can_be_written,
    taxonomy,
)


def site_files(catalogue: Catalogue, address: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file made from the catalogue: its place on the site and its content.

    `address` is where the site is published, ending in a slash, or empty where that is not known.
    """
    yield from shared_files(catalogue, address)
    for kpi in catalogue:
        yield from kpi_files(catalogue, kpi)


def shared_files(catalogue: Catalogue, address: str = "") -> Iterator[tuple[str, bytes]]:
    """The files that belong to no single KPI."""
    yield urls.RUNTIME_FILE, javascript.RUNTIME.encode()
    yield urls.INDEX_FILE, _json([_entry(kpi) for kpi in catalogue.living])
    yield urls.TAXONOMY_FILE, _json(taxonomy(catalogue))
    yield urls.INPUTS_FILE, _json(inputs_json(catalogue))
    yield urls.SCORECARDS_FILE, _json(scorecards_json(catalogue))
    lines = csv_lines(catalogue)
    yield from whole_files(catalogue, lines)
    yield from schema_files()
    yield from llms_files(catalogue, address)
    changes = changes_of(catalogue) if address else None
    if changes:
        yield urls.FEED_FILE, feed(changes, address)
    yield from table_files(catalogue, lines)


def table_files(catalogue: Catalogue, lines: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The tables of functions, groups and industries as CSV, of the line of each KPI."""
    tables = {urls.category_url(id_): catalogue.in_category(id_) for id_ in (*catalogue.functions, *catalogue.groups)}
    tables |= {urls.industry_url(id_): catalogue.in_industry(id_) for id_ in catalogue.industries}
    for url, kpis in tables.items():
        if kpis:
            yield f"{url}kpis.csv", csv_file(lines[kpi.id] for kpi in kpis)


def kpi_files(catalogue: Catalogue, kpi: Kpi) -> Iterator[tuple[str, bytes]]:
    """The files of one KPI."""
    yield urls.record_file(kpi), (catalogue.root / kpi.path).read_bytes()
    yield urls.json_file(kpi.id), record_json(kpi) + b"\n"
    yield urls.formula_file(kpi.id), formula_module(kpi).encode()
    yield urls.formulas_file(kpi.id), _json(formulas_json(catalogue, kpi))


def formula_module(kpi: Kpi) -> str:
    """The KPI's formulas as a JavaScript module: the standard formula under "", variants under their names."""
    formulas = {}
    for variant, expression, inputs, _ in kpi.formulas():
        try:
            series = {name for name, input_ in inputs.items() if input_.is_series}
            formulas[variant.name if variant else ""] = parse(expression, series)
        except FormulaError:
            continue  # `kpi check` reports it; the page then shows the formula without a calculator for it
    return javascript.module(formulas, "../../" + urls.RUNTIME_FILE)


def whole_files(catalogue: Catalogue, lines: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The whole catalogue in one file, in each form that can be written here."""
    yield urls.CATALOGUE_FILE, catalogue_json(catalogue)
    yield urls.CSV_FILE, csv_file(lines.values())
    if parquet_can_be_written():
        yield urls.PARQUET_FILE, kpis_parquet(catalogue)


def schema_files() -> Iterator[tuple[str, bytes]]:
    """The schemas of the JSON files, and those of the catalogue's own files to which they refer.

    `kpi` describes `api/v1/kpis/<id>.json`: the record as it is written, with its id and its place beside.
    """
    for kind in KINDS:
        yield urls.schema_file(kind), _json(_with_id(schema(kind)) if kind == "kpi" else schema(kind))
    for file in sorted((schema_dir() / "api").glob("*.schema.json")):
        yield f"api/v1/schema/{file.name}", _json(json.loads(file.read_bytes()))


def _with_id(record: dict[str, Any]) -> dict[str, Any]:
    id_ = {"title": "Id", "description": "Permanent name of the KPI, part of every address.", "type": "string"}
    path = {"title": "Path", "description": "The record's file, below the folder of the catalogue.", "type": "string"}
    return {
        **record,
        "required": ["id", "path", *record["required"]],
        "properties": {"id": id_, "path": path, **record["properties"]},
    }


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _entry(kpi: Kpi) -> dict[str, Any]:
    """A line of the index: what a program needs to choose a KPI."""
    return {
        "id": kpi.id,
        "name": kpi.name,
        "abbreviation": kpi.abbreviation,
        "aliases": kpi.aliases,
        "summary": kpi.summary,
        "categories": kpi.categories,
        "industries": kpi.industries,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "type": kpi.type,
        "level": kpi.level,
        "benchmarks": len(kpi.benchmarks),
        "url": urls.kpi_url(kpi.id),
        "json": urls.json_file(kpi.id),
    }
