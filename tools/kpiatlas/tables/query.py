"""The statement that computes a formula over a table: one row a row, or one row a group.

Inputs become columns of their own first (finite doubles under names that nothing else has), the formula's SQL stands
above them, the band above that. A cell that is no finite number stops the statement, as it stops the evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..formula import Formula, render
from ..records.model import Band
from .bands import band_case
from .quoting import free_name, identifier, literal, number
from .table import Column, Table

Expression = Callable[[Formula, Mapping[str, str]], str]
NO_NUMBER, NOT_ONE = "kpi: a cell is no finite number", "kpi: several numbers in a group"


def duckdb_expression(formula: Formula, columns: Mapping[str, str]) -> str:
    """The formula as DuckDB computes it, over the column of each input."""
    return render(formula, "sql", columns, dialect="duckdb")


@dataclass(frozen=True)
class Query:
    """A formula, the table, the column or the constant of each input, and the columns to group by."""

    table: Table
    formula: Formula
    columns: Mapping[str, str]
    constants: Mapping[str, float | None] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    expression: Expression = duckdb_expression

    @property
    def grouped(self) -> bool:
        """Whether a row of the result stands for several of the table; without `by` then for all."""
        return bool(self.by or self.formula.series)

    @cached_property
    def kept(self) -> tuple[Column, ...]:
        """The columns of the table that the result has too."""
        return tuple(map(self.table.column, self.by)) if self.grouped else self.table.columns

    @cached_property
    def value(self) -> str:
        """The name of the result's column of values: `value`, unless the table has one."""
        return free_name("value", [column.name for column in self.kept])

    @cached_property
    def band(self) -> str:
        """The name of the result's column of ratings."""
        return free_name("band", [column.name for column in self.kept])

    @cached_property
    def because(self) -> str:
        """The name of the result's column of reasons."""
        return free_name("undefined_because", [column.name for column in self.kept])

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the result."""
        return (*(column.name for column in self.kept), self.value, self.band)

    @cached_property
    def cells(self) -> dict[str, str]:
        """The column of each input's numbers, beside those of the table."""
        return {name: free_name(f"input {name}", self.table.names) for name in self.formula.names}

    @property
    def scalars(self) -> tuple[str, ...]:
        """The inputs that are one number."""
        return tuple(name for name in self.formula.names if name not in self.formula.series)

    def result(self, *, typed: bool = False, reason: str | None = None) -> str:
        """The statement; `typed` gives inputs as numbers where the file has text.

        `reason` is a function of what `inputs_of` reads; with it a last column says why a value is undefined.
        """
        shown = [self._shown(column, typed) for column in self.kept]
        columns = [*shown, identifier(self.value), f"{self._band} AS {identifier(self.band)}"]
        if reason is not None:
            witnesses = ", ".join(f"CAST({each} AS DOUBLE)" for each in self._witnesses)
            told = f"CASE WHEN {identifier(self.value)} IS NULL THEN {reason}([{witnesses}]) END"
            columns.append(f"{told} AS {identifier(self.because)}")
        return self._select(columns)

    def explained(self, shown: tuple[Column, ...], most: int) -> str:
        """The first rows with these columns of the kept ones, and behind each what `inputs_of` reads."""
        columns = [identifier(column.name) for column in shown]
        return self._select([*columns, identifier(self.value), self._band, *self._witnesses]) + f" LIMIT {most}"

    def inputs_of(self, witnesses: Sequence[float | None]) -> dict[str, float | list[float] | None] | None:
        """The inputs of a row, from what stands behind it; None where a series has more than one item."""
        left = list(witnesses)
        inputs: dict[str, float | list[float] | None] = {name: left.pop(0) for name in self.scalars}
        for name in sorted(self.formula.series):
            count, least = left.pop(0), left.pop(0)
            if (count or 0) > 1:
                return None
            inputs[name] = [] if least is None else [least]
        return inputs

    def groups_with_several(self, name: str) -> str:
        """A group in which an input that is one number is several: the group, the least and the largest."""
        cell = identifier(self.cells[name])
        columns = ", ".join([*map(identifier, self.by), f"MIN({cell})", f"MAX({cell})"])
        having = f" HAVING {self._several(name)}" + (f" ORDER BY {_listed(self.by)}" if self.by else "") + " LIMIT 1"
        return f"SELECT {columns} FROM ({self._numbers}){self._group_by}{having}"

    @property
    def _band(self) -> str:
        return band_case(identifier(self.value), self.bands)

    def _select(self, columns: list[str]) -> str:
        order = f" ORDER BY {_listed(self.by)}" if self.by else ""
        return f"SELECT {', '.join(columns)} FROM ({self._valued})" + order

    def _shown(self, column: Column, typed: bool) -> str:
        cell = next((self.cells[name] for name, mine in self.columns.items() if mine == column.name), None)
        if typed and column.is_text and cell and not self.grouped:
            return f"{identifier(cell)} AS {identifier(column.name)}"
        return identifier(column.name)

    @property
    def _valued(self) -> str:
        """The table with the value, and with a column a scalar."""
        formula = self.expression(self.formula, self.cells)
        if not self.formula.series:
            source = self._one_row_a_group if self.by else self._numbers
            return f"SELECT *, {formula} AS {identifier(self.value)} FROM ({source})"
        if any(name in self.columns for name in self.scalars):
            several = " OR ".join(map(self._several, (name for name in self.scalars if name in self.columns)))
            formula = f"CASE WHEN {several} THEN {_error(NOT_ONE)} ELSE {formula} END"
        items = [f"MAX({identifier(self.cells[name])}) AS {self._witness(name)}" for name in self.scalars]
        for name in self.formula.series:
            cell = identifier(self.cells[name])
            items += [f"COUNT({cell}) AS {self._counted(name)}", f"MIN({cell}) AS {self._witness(name)}"]
        columns = [*map(identifier, self.by), f"{formula} AS {identifier(self.value)}", *items]
        return f"SELECT {', '.join(columns)} FROM ({self._numbers}{self._constant_row}){self._group_by}"

    @property
    def _constant_row(self) -> str:
        """A row of constants alone, which a table without rows would not have; a series skips it."""
        if self.by or not self.constants:
            return ""
        cells = (f"{number(value)} AS {identifier(self.cells[name])}" for name, value in self.constants.items())
        return f" UNION ALL BY NAME SELECT {', '.join(cells)}"

    @property
    def _one_row_a_group(self) -> str:
        columns = []
        for name in self.scalars:
            cell = identifier(self.cells[name])
            columns.append(f"CASE WHEN {self._several(name)} THEN {_error(NOT_ONE)} ELSE MAX({cell}) END AS {cell}")
        return f"SELECT {', '.join([*map(identifier, self.by), *columns])} FROM ({self._numbers}){self._group_by}"

    @property
    def _numbers(self) -> str:
        """The table with a column of finite doubles for each input."""
        cells = [f"{self._cell(name)} AS {identifier(cell)}" for name, cell in self.cells.items()]
        return f"SELECT {', '.join(['*', *cells])} FROM {self.table.scan}"

    def _cell(self, name: str) -> str:
        if name not in self.columns:
            return number(self.constants.get(name))
        column = self.table.column(self.columns[name])
        cell = as_number(column)
        if not column.is_text and column.type not in ("FLOAT", "DOUBLE"):
            return cell
        # The usual case first, which the database then takes for a whole block of rows at once.
        return f"CASE WHEN isfinite({cell}) THEN {cell} WHEN {cell} IS NOT NULL THEN {_error(NO_NUMBER)} END"

    @property
    def _group_by(self) -> str:
        return f" GROUP BY {_listed(self.by)}" if self.by else ""

    @property
    def _witnesses(self) -> list[str]:
        """What tells why a value is undefined: the scalars, and of each series the number of items and one of them."""
        if not self.formula.series:
            return [identifier(self.cells[name]) for name in self.scalars]
        witnesses = [self._witness(name) for name in self.scalars]
        for name in sorted(self.formula.series):
            witnesses += [self._counted(name), self._witness(name)]
        return witnesses

    def _counted(self, name: str) -> str:
        return identifier(free_name(f"count {name}", self.table.names))

    def _witness(self, name: str) -> str:
        return identifier(free_name(f"witness {name}", self.table.names))

    def _several(self, name: str) -> str:
        cell = identifier(self.cells[name])
        return f"MIN({cell}) <> MAX({cell})"


def as_number(column: Column, cast: str = "CAST") -> str:
    """A cell as a double; a text that is blank is missing."""
    cell = identifier(column.name)
    return f"{cast}({f'''NULLIF(TRIM({cell}), '')''' if column.is_text else cell} AS DOUBLE)"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(identifier, names))


def _error(message: str) -> str:
    return f"error({literal(message)})"
