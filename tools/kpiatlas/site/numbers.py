"""Figures of records as text: short, grouped, with their unit."""

from __future__ import annotations

from typing import Any

from ..records import Catalogue
from .charts import short_number


def with_unit(catalogue: Catalogue, value: float, unit: str) -> str:
    """A figure with its unit: 74 %, 2.9 hours per ticket, 12 currency units."""
    symbol = catalogue.units[unit].symbol if unit in catalogue.units else ""
    return f"{short_number(value)} {symbol or catalogue.unit_text(unit, one=value == 1)}"


def listed(value: Any) -> str:
    """A number, or the numbers of a series between semicolons."""
    if isinstance(value, (list, tuple)):
        return "; ".join(short_number(item) for item in value)
    return short_number(value) if isinstance(value, (int, float)) else str(value)
