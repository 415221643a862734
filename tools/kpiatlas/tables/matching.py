"""Which column is which input: by name, or as `--map input=column` says."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Collection, Mapping, Sequence

from ..paths import shown
from ..problem import UserError
from .table import Table

_MOST_LISTED = 12


def read_mapping(pairs: Sequence[str], names: Collection[str]) -> dict[str, str]:
    """The columns said for inputs, of which `names` are known.

    Raises:
        UserError: a pair is not `input=column`, its input is unknown or stands twice.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign or not name or not column:
            raise UserError(f'--map "{pair[:60]}" is not input=column, such as {next(iter(names), "issues")}=Total')
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"inputs are {', '.join(names) or 'none'}"
            raise UserError(f'--map {pair[:60]}: unknown input "{name[:60]}" ({hint})')
        if name in mapping:
            raise UserError(f'--map: input "{name}" is mapped twice')
        mapping[name] = column
    return mapping


def match(table: Table, names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The column of each input.

    Raises:
        UserError: a column is not there, stands for two inputs, or holds no numbers.
    """
    columns = {name: _column_for(name, table, mapping) for name in names}
    owners: dict[str, str] = {}
    for name, column in columns.items():
        if column in owners:
            raise UserError(f'column "{column[:60]}" stands for two inputs, {owners[column]} and {name}')
        owners[column] = name
        found = table.column(column)
        if not found.is_number and not (found.is_text and table.format == "csv"):
            raise UserError(f'{shown(table.path)}: {name}: column "{column[:60]}" holds {found.holds}, not numbers')
    return columns


def check_groups(table: Table, by: Sequence[str]) -> None:
    """UserError when a column to group by is not there or stands twice."""
    for place, column in enumerate(by):
        if column not in table.names:
            raise UserError(f'--by: {shown(table.path)} has no column "{column[:60]}" ({_near(column, table)})')
        if column in by[:place]:
            raise UserError(f'--by: column "{column[:60]}" stands twice')


def _column_for(name: str, table: Table, mapping: Mapping[str, str]) -> str:
    column = mapping.get(name, name)
    if column in table.names:
        return column
    if name in mapping:
        raise UserError(f'--map: {shown(table.path)} has no column "{column[:60]}" ({_near(column, table)})')
    close = _closest(name, table.names)
    hint = (
        f"did you mean --map {shlex.quote(f'{name}={close}')}?"
        if close
        else f"{_listed(table)}; say which with --map {name}=COLUMN"
    )
    raise UserError(f'{shown(table.path)} has no column "{name}" ({hint})')


def _near(column: str, table: Table) -> str:
    close = _closest(column, table.names)
    return f'did you mean "{close}"?' if close else _listed(table)


def _closest(name: str, columns: Sequence[str]) -> str | None:
    """The column that is called nearly so: case, blanks, hyphens and typing errors left aside."""
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(_folded(column), column)
    near = difflib.get_close_matches(_folded(name)[:200], known, 1, 0.7)
    return known[near[0]] if near else None


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _listed(table: Table) -> str:
    names = ", ".join(f"{name[:60]}" for name in table.names[:_MOST_LISTED])
    more = len(table.names) - _MOST_LISTED
    return f"columns are {names}" + (f" and {more:,} more" if more > 0 else "")
