"""What is wrong with a table that the database has refused: the row, the cell, the group, in one line."""

from __future__ import annotations

import re

from ..paths import shown
from ..problem import UserError
from .engine import Engine, EngineError
from .query import NOT_ONE, Query, as_number
from .quoting import identifier
from .table import Column

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


def fault(error: EngineError, query: Query, engine: Engine) -> UserError:
    """The sentence for what the database has said."""
    message = str(error)
    found = _bad_line(message, query)
    if found is None:
        try:
            found = _group_with_several(query, engine) if NOT_ONE in message else _bad_cell(query, engine)
        except EngineError as later:
            found = _bad_line(str(later), query)
    if found is None:
        first = message.splitlines()[0].removeprefix("Invalid Input Error: ") if message else "it cannot be read"
        found = UserError(f"{shown(query.table.path)}: {first[:200]}")
    return found


def _bad_line(message: str, query: Query) -> UserError | None:
    """A line of a CSV file that is no row."""
    path = shown(query.table.path)
    if "CSV Parser state machine" in message:
        return UserError(f"{path}: its lines end in different ways, or a quote is not closed; save it as CSV again")
    line = _LINE.search(message)
    if line is None:
        return None
    if width := _WIDTH.search(message):
        wanted, got = (int(number) for number in width.groups())
        wrong = f"{got:,} column{'s' if got != 1 else ''} where the first line has {wanted:,}"
    elif "unicode" in message:
        wrong = "it is not UTF-8"
    elif "unterminated quote" in message:
        wrong = "a quote is not closed, or stands inside a cell that is not quoted"
    elif "line size" in message:
        wrong = "it is longer than 2,000,000 bytes"
    else:
        wrong = "it cannot be read"
    return UserError(f"{path}:{line[1]}: {wrong}")


def _bad_cell(query: Query, engine: Engine) -> UserError | None:
    """The first cell of an input that is no finite number, with its row counted from 1 below the header."""
    found: list[tuple[int, str, object]] = []
    for name, column in query.columns.items():
        row = _first_bad(query.table.column(column), query, engine)
        found += [(row[0], name, row[1])] if row else []
    if not found:
        return None
    row_number, name, cell = min(found, key=lambda each: each[0])
    column = query.columns[name]
    who = name if column == name else f'{name} (column "{column[:60]}")'
    return UserError(f"{shown(query.table.path)}: row {row_number:,}: {who}: {_wrong(cell)}")


def _first_bad(column: Column, query: Query, engine: Engine) -> tuple[int, object] | None:
    cell, value = identifier(column.name), as_number(column, "TRY_CAST")
    blank = f"TRIM({cell}) <> '' AND " if column.is_text else ""
    numbered = f"SELECT row_number() OVER () AS row, {cell} FROM {query.table.scan}"
    wrong = f"{blank}{cell} IS NOT NULL AND NOT coalesce(isfinite({value}), false)"
    rows = engine.rows(f"SELECT row, {cell} FROM ({numbered}) WHERE {wrong} LIMIT 1")
    return (int(rows[0][0]), rows[0][1]) if rows else None


def _wrong(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell} is not a finite number"
    text = " ".join(str(cell).split())
    if _NUMBER.fullmatch(text):
        return f"{text[:60]} is too large for a number"
    plain = _plain(text.replace(" ", "").rstrip("%"))
    return f'"{text[:60]}" is not a number' + (f"; write {plain}" if _NUMBER.fullmatch(plain) else "")


def _plain(text: str) -> str:
    """A number as it must be written, where the text looks like one."""
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def _group_with_several(query: Query, engine: Engine) -> UserError | None:
    for name in query.scalars:
        if name in query.columns and (row := engine.rows(query.groups_with_several(name))):
            *group, least, largest = row[0]
            where = ", ".join(f"{column} {value}" for column, value in zip(query.by, group, strict=True))
            return UserError(
                f"{shown(query.table.path)}: {name} is {least:g} and {largest:g} in {where or 'the table'}; "
                "it is one number, so all rows of a group must have the same"
            )
    return None
