"""The files beside the pages: records as YAML and JSON, formulas as modules, tables as CSV, the whole catalogue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..formula import FormulaError, parse
from ..formula.targets import javascript
from ..records import Catalogue, Kpi
from ..records.schema import schema
from ..search.computable import inputs_json
from . import urls


def site_files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Every file made from the catalogue: its place on the site and its content."""
    yield urls.RUNTIME_FILE, javascript.RUNTIME.encode()
    yield urls.CATALOGUE_FILE, catalogue_json(catalogue)
    yield urls.TAXONOMY_FILE, _json(_taxonomy(catalogue))
    yield urls.INDEX_FILE, _json([_entry(kpi) for kpi in catalogue])
    yield "api/v1/inputs.json", _json(inputs_json(catalogue))
    yield "api/v1/schema/kpi.schema.json", _json(schema("kpi"))
    for kpi in catalogue:
        yield from _kpi_files(catalogue, kpi)
    for id_ in (*catalogue.functions, *catalogue.groups):
        yield f"{urls.category_url(id_)}kpis.csv", _table(catalogue, catalogue.in_category(id_))
    for id_ in catalogue.industries:
        yield f"{urls.industry_url(id_)}kpis.csv", _table(catalogue, catalogue.in_industry(id_))


def _kpi_files(catalogue: Catalogue, kpi: Kpi) -> Iterator[tuple[str, bytes]]:
    yield urls.record_file(kpi), (catalogue.root / kpi.path).read_bytes()
    yield urls.json_file(kpi.id), _json(kpi)
    yield urls.formula_file(kpi.id), formula_module(kpi).encode()


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


def catalogue_json(catalogue: Catalogue) -> bytes:
    """The whole catalogue as one JSON object: version, taxonomy, sources, scorecards, KPIs."""
    return _json(
        {
            "version": catalogue.version,
            **_taxonomy(catalogue),
            "sources": catalogue.sources,
            "scorecards": list(catalogue.scorecards.values()),
            "kpis": list(catalogue.kpis.values()),
        }
    )


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _taxonomy(catalogue: Catalogue) -> dict[str, Any]:
    return {"functions": catalogue.functions, "industries": catalogue.industries, "units": catalogue.units}


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
        "url": urls.kpi_url(kpi.id),
        "json": urls.json_file(kpi.id),
    }


def _table(catalogue: Catalogue, kpis: Iterable[Kpi]) -> bytes:
    """KPIs as CSV; a cell that a spreadsheet could take for a formula begins with an apostrophe."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["id", "name", "abbreviation", "unit", "direction", "type", "level", "formula", "definition"])
    for kpi in kpis:
        cells = (kpi.id, kpi.name, kpi.abbreviation, catalogue.unit_text(kpi.unit), kpi.direction, kpi.type, kpi.level,
                 kpi.standard_formula.text, kpi.definition)  # fmt: skip
        rows.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # the mark by which spreadsheets know UTF-8
