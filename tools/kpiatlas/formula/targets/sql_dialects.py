"""What the SQL target must know of each database, because its functions differ in spelling or in meaning.

sqlglot quotes, casts and writes operators for every dialect. What stands here is what it passes through unchanged or
swaps for something approximate (`PERCENTILE_CONT` becomes `APPROX_PERCENTILE` in Trino). A dialect without a line of
its own gets what databases spell alike; `log10`, `round` (which needs it), `stdev`, `median` and `percentile` are
refused there, because nobody has looked them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Percentile: TypeAlias = Literal["within group", "function", "parameters"]
Log10: TypeAlias = Literal["LOG10(x)", "LOG(x)", "LOG(10, x)"]

DEFAULT = "duckdb"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database: how it spells what sqlglot does not, None where it has no exact form."""

    percentile: Percentile | None = None  # exact, linear, as an aggregate
    stdev: str | None = "STDDEV_SAMP"
    log10: Log10 | None = "LOG10(x)"
    finite: str | None = None  # a function that tells infinity and NaN; otherwise the size is compared
    cast: str | None = None  # a function that makes a double, as Oracle's DOUBLE PRECISION is decimal and ends at 1e126
    folds_up: bool = False  # a name without quotes is stored in capitals
    smallest: float = 0.0  # numbers nearer to 0 cannot be written
    doubles_quotes: bool = False  # every character of a name is safe between doubled quotes


_NORMAL = 2.2250738585072014e-308
_SPARK = Dialect("function")
_TRINO = Dialect()
_TSQL = Dialect(stdev="STDEV", smallest=_NORMAL)

DIALECTS: Mapping[str, Dialect] = {
    "duckdb": Dialect("within group", finite="ISFINITE", doubles_quotes=True),
    "postgres": Dialect("within group", doubles_quotes=True),
    "snowflake": Dialect("within group", log10="LOG(10, x)", folds_up=True),
    "bigquery": Dialect(),
    "spark": _SPARK,
    "databricks": _SPARK,
    "trino": _TRINO,
    "presto": _TRINO,
    "athena": _TRINO,
    "mysql": Dialect(smallest=_NORMAL),
    "sqlite": Dialect(stdev=None, doubles_quotes=True),
    "tsql": _TSQL,
    "fabric": _TSQL,
    "clickhouse": Dialect("parameters"),
    "oracle": Dialect("within group", log10="LOG(10, x)", cast="TO_BINARY_DOUBLE", folds_up=True),
    "redshift": Dialect("within group", log10="LOG(x)", smallest=_NORMAL),
}
UNKNOWN = Dialect(stdev=None, log10=None, smallest=_NORMAL)
