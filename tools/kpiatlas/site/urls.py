"""Where everything lies on the site. Addresses are part of what users rely on: they do not change."""

from __future__ import annotations

from ..records import Kpi


def kpi_url(id_: str) -> str:
    """The page of a KPI."""
    return f"kpi/{id_}/"


def category_url(id_: str) -> str:
    """The page of a function or group."""
    return f"category/{id_}/"


def industry_url(id_: str) -> str:
    """The page of an industry."""
    return f"industry/{id_}/"


def scorecard_url(id_: str) -> str:
    """The page of a scorecard template."""
    return f"scorecard/{id_}/"


def record_file(kpi: Kpi) -> str:
    """The record as it was written."""
    return f"{kpi_url(kpi.id)}{kpi.id}.yml"


def formula_file(id_: str) -> str:
    """The module that computes the KPI in the browser."""
    return f"{kpi_url(id_)}formula.js"


def json_file(id_: str) -> str:
    """The record as JSON."""
    return f"api/v1/kpis/{id_}.json"


def formulas_file(id_: str) -> str:
    """The KPI's formulas as text and for spreadsheets."""
    return f"api/v1/formulas/{id_}.json"


def schema_file(name: str) -> str:
    """The JSON Schema of a file below `api/v1`, or of a kind of file of the catalogue."""
    return f"api/v1/schema/{name}.schema.json"


def llms_file(function: str) -> str:
    """The KPIs of a function as plain text."""
    return f"llms/{function}.txt"


RUNTIME_FILE = "assets/atlas/formula-runtime.js"
INDEX_FILE = "api/v1/index.json"
TAXONOMY_FILE = "api/v1/taxonomy.json"
CATALOGUE_FILE = "api/v1/catalogue.json"
SEARCH_FOLDER = "search-index"
SCORECARDS_FILE = "api/v1/scorecards.json"
INPUTS_FILE = "api/v1/inputs.json"
FEED_FILE = "feed.xml"
CSV_FILE = "api/v1/kpis.csv"
PARQUET_FILE = "api/v1/kpis.parquet"
