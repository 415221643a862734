"""Formulas over tables: the inputs are columns of a CSV or Parquet file, the results are rows.

The SQL that the formula language writes is handed to DuckDB, an embedded database of the extra `data`, which reads,
computes and writes without ever holding the whole table. The order of the modules, each using only those before it:
quoting, bands, engine, table, matching, query, faults, calculation.
"""

from __future__ import annotations

from .calculation import MOST_ROWS, Calculation, Preview
from .matching import read_mapping
from .query import Expression

__all__ = ["MOST_ROWS", "Calculation", "Expression", "Preview", "read_mapping"]
