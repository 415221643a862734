"""A formula computed over a table: its first rows to look at, or all of them into a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..formula import Formula, evaluate
from ..paths import shown
from ..problem import UserError
from ..records.model import Band
from .engine import Engine, EngineError, Report
from .faults import fault
from .matching import check_groups, match
from .query import Expression, Query, duckdb_expression
from .quoting import literal
from .table import Column, open_table

MOST_ROWS = 1_000
MOST_COLUMNS = 20
OUTPUTS = {".csv": "csv", ".parquet": "parquet"}
_REASON = "kpi_reason"
_ROWS_OF_A_PART, _CELLS_OF_A_PART = 122_880, 4_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a result: names, rows, whether there are more, and how many columns are left out.

    The last column says why a value is undefined, where any is.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool
    hidden: int


@dataclass(frozen=True)
class Calculation:
    """What to compute: a formula over the file `data`, whose columns are its inputs.

    `mapping` names the column of an input where it is called otherwise; `constants` are inputs that the table does not
    have. With `by`, or where the formula takes series, a row of the result stands for a group of rows.
    """

    formula: Formula
    data: Path
    by: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, float | None] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    expression: Expression = duckdb_expression

    def preview(self, most: int = MOST_ROWS, report: Report | None = None) -> Preview:
        """The first rows.

        Raises:
            UserError: the file, a column or a cell is not what it must be.
        """
        with Engine() as engine:
            query = self._query(engine)
            shown_columns = _shown_columns(query)
            rows = _run(query.explained(shown_columns, most + 1), query, engine, report)
        width = len(shown_columns) + 2
        undefined = ["" if row[width - 2] is not None else self._because(query, row[width:]) for row in rows[:most]]
        names = (*(column.name for column in shown_columns), query.value, query.band)
        kept: list[tuple[Any, ...]] = [row[:width] for row in rows[:most]]
        if not self.bands:
            names, kept = names[:-1], [row[:-1] for row in kept]
        if any(undefined):
            names = (*names, query.because)
            kept = [(*row, because) for row, because in zip(kept, undefined, strict=True)]
        return Preview(names, tuple(kept), len(rows) > most, len(query.kept) - len(shown_columns))

    def write(self, output: Path, report: Report | None = None, *, reasons: bool = False) -> int:
        """All rows into a CSV or Parquet file, whole or not at all; how many they are.

        With `reasons` the last column says why a value is undefined.

        Raises:
            UserError: as for `preview`; or the output cannot be written, or is the file that is read.
        """
        format_ = check_output(output, self.data)
        target = Path(os.path.realpath(output))
        with (
            Engine() as engine,
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".kpi-", ignore_cleanup_errors=True) as folder,
        ):
            query = self._query(engine)
            part = Path(folder, target.name)
            if reasons:
                engine.define(_REASON, lambda witnesses: self._because(query, witnesses))
            statement = query.result(typed=format_ == "parquet", reason=_REASON if reasons else None)
            count = _run(
                f"COPY ({statement}) TO {literal(str(part))} ({_options(format_, query)})", query, engine, report
            )
            os.replace(part, target)
        return int(count[0][0])

    def _query(self, engine: Engine) -> Query:
        table = open_table(self.data, engine)
        check_groups(table, self.by)
        for name in self.mapping:
            if name in self.constants:
                raise UserError(f"{name} is given as a number and mapped to a column; one of them must go")
        wanted = [name for name in self.formula.names if name not in self.constants]
        columns = match(table, wanted, {name: self.mapping[name] for name in self.mapping if name in wanted})
        return Query(table, self.formula, columns, self.constants, self.by, self.bands, self.expression)

    def _because(self, query: Query, witnesses: Sequence[float | None]) -> str:
        """The evaluator's own words for a row without a value."""
        inputs = query.inputs_of(witnesses)
        return "undefined" if inputs is None else evaluate(self.formula, inputs).undefined_because or "undefined"


def check_output(output: Path, data: Path) -> str:
    """The format that the name of the output says.

    Raises:
        UserError: it says none, its folder is not there, or it is the file that is read.
    """
    format_ = OUTPUTS.get(output.suffix.lower())
    if format_ is None:
        raise UserError(f"{shown(output)}: the name of the output must end in {' or '.join(OUTPUTS)}")
    if not output.parent.is_dir():
        raise UserError(f"{shown(output.parent)}: no such folder")
    if output.is_dir():
        raise UserError(f"{shown(output)} is a folder; name a file in it")
    if output.exists() and data.exists() and output.samefile(data):
        raise UserError(f"{shown(output)} is the file that is read; write to another")
    return format_


def _run(sql: str, query: Query, engine: Engine, report: Report | None) -> list[tuple[Any, ...]]:
    try:
        return engine.rows(sql, report)
    except EngineError as error:
        raise fault(error, query, engine) from None


def _shown_columns(query: Query) -> tuple[Column, ...]:
    """What of the kept columns fits on a screen: all, or inputs first and then the others as long as there is room."""
    if len(query.kept) <= MOST_COLUMNS:
        return query.kept
    inputs = set(query.columns.values())
    wanted = sorted(query.kept, key=lambda column: column.name not in inputs)[:MOST_COLUMNS]
    return tuple(column for column in query.kept if column in wanted)


def _options(format_: str, query: Query) -> str:
    if format_ == "csv":
        return "FORMAT csv, HEADER true"
    # Parts of a wide table have fewer rows, for a part is held in memory until it is whole.
    rows = max(2_048, min(_ROWS_OF_A_PART, _CELLS_OF_A_PART // len(query.names)))
    return f"FORMAT parquet, ROW_GROUP_SIZE {rows}"
