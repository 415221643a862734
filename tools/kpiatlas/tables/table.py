"""A file with a table in it: its columns, and how the database reads it.

A CSV file is described completely from its first record, so that the database has nothing to guess: every column is
text, which keeps `007` as it is, and inputs become numbers where they are used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..paths import shown
from ..problem import UserError
from .engine import Engine, EngineError
from .quoting import file_name, free_name, literal

FORMATS = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}
DELIMITERS = ",;\t|"
MOST_COLUMNS = 20_000
_BEGINNING = 1 << 20
_LINE_ENDS = {"\r\n": r"\r\n", "\r": r"\r"}  # spelled out, as the database wants them
_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*|NULL|\"NULL\"")
_WORDS = {"VARCHAR": "text", "BOOLEAN": "true and false", "DATE": "dates", "BLOB": "bytes"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its type as the database names it."""

    name: str
    type: str

    @property
    def is_text(self) -> bool:
        """Whether its cells are text."""
        return self.type == "VARCHAR"

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return _NUMBERS.fullmatch(self.type) is not None

    @property
    def holds(self) -> str:
        """What its cells are, in words."""
        if self.type.startswith(("TIMESTAMP", "TIME", "INTERVAL")):
            return "times"
        return "lists" if self.type.endswith("]") else _WORDS.get(self.type, self.type)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV or Parquet file that exists, with its columns in their order."""

    path: Path
    format: str
    columns: tuple[Column, ...]
    scan: str

    def column(self, name: str) -> Column:
        """The column of that name, which must be there."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def open_table(path: Path, engine: Engine) -> Table:
    """The table of a file.

    Raises:
        UserError: there is no such file, or it is not what its name says.
    """
    if not path.exists():
        raise UserError(f"{shown(path)}: no such file")
    if not path.is_file():
        raise UserError(f"{shown(path)} is not a file")
    if path.stat().st_size == 0:
        raise UserError(f"{shown(path)} is empty")
    return _csv(path) if format_of(path) == "csv" else _parquet(path, engine)


def format_of(path: Path) -> str:
    """The format that the ending of the name says."""
    format_ = FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise UserError(f"{shown(path)}: its name must end in {' or '.join(FORMATS)}")
    return format_


def _parquet(path: Path, engine: Engine) -> Table:
    # Folder names such as year=2024 on the way to the file are no columns of it.
    scan = f"read_parquet({file_name(str(path.resolve()))}, hive_partitioning = false)"
    try:
        columns = engine.rows(f"DESCRIBE SELECT * FROM {scan}")
    except EngineError:
        raise UserError(f"{shown(path)} is not a Parquet file, or it is damaged") from None
    return Table(path, "parquet", tuple(Column(str(row[0]), str(row[1])) for row in columns), scan)


def _csv(path: Path) -> Table:
    delimiter, line_end, names = _header(path)
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    scan = (
        f"read_csv({file_name(str(path.resolve()))}, auto_detect = false, header = true, delim = {literal(delimiter)}, "
        f"new_line = {literal(line_end)}, quote = '\"', escape = '\"', hive_partitioning = false, "
        f"columns = {{{types}}})"
    )
    return Table(path, "csv", tuple(Column(name, "VARCHAR") for name in names), scan)


def _header(path: Path) -> tuple[str, str, tuple[str, ...]]:
    """What parts the cells, what ends the lines, and the names in the first record."""
    text = _beginning(path)
    read = [_first_records(text, sign) for sign in DELIMITERS]
    # The sign that makes several columns, as many in the second record as in the first, and the most of them.
    found = max(range(len(read)), key=lambda place: _plausible(read[place][0]))
    records, line_end = read[found]
    if not records:
        raise UserError(f"{shown(path)} is not a CSV file: its first line is no row of column names")
    cells = records[0]
    if not any(cell.strip() for cell in cells):
        raise UserError(f"{shown(path)} has no column names: its first line is blank")
    if len(cells) > MOST_COLUMNS:
        raise UserError(f"{shown(path)} has {len(cells):,} columns; at most {MOST_COLUMNS:,} can be read")
    return DELIMITERS[found], _LINE_ENDS.get(line_end, r"\n"), _distinct(path, cells)


def _beginning(path: Path) -> str:
    with path.open("rb") as file:
        if b"\0" in file.read(1 << 16):
            raise UserError(f"{shown(path)} is not a CSV file: it holds bytes that are no text")
        file.seek(0)
        try:
            return io.TextIOWrapper(file, "utf-8-sig", newline="").read(_BEGINNING)
        except UnicodeDecodeError:
            raise UserError(f"{shown(path)} is not UTF-8; save it as CSV in UTF-8") from None


def _first_records(text: str, delimiter: str) -> tuple[list[list[str]], str]:
    """The first record and the second, as far as they can be read, and what ends the first."""
    lines = io.StringIO(text, newline="")
    last = ""

    def each_line() -> Iterator[str]:
        nonlocal last
        for line in lines:
            last = line
            yield line

    reader = csv.reader(each_line(), delimiter=delimiter)
    records: list[list[str]] = []
    line_end = ""
    with suppress(csv.Error, StopIteration):
        records.append(next(reader))
        line_end = last[len(last.rstrip("\r\n")) :]
        records.append(next(reader))
    return records, line_end


def _plausible(records: list[list[str]]) -> tuple[bool, bool, int]:
    widths = [len(record) for record in records] or [0]
    return widths[0] > 1, widths[0] == widths[-1], widths[0]


def _distinct(path: Path, cells: list[str]) -> tuple[str, ...]:
    """The names, each once; a column without one, as the index that some programs write, is called by its place."""
    names: list[str] = []
    seen: dict[str, str] = {}
    for place, cell in enumerate(cells, 1):
        name = cell if cell.strip() else free_name(f"column{place}", cells)
        if name.lower() in seen:
            first = seen[name.lower()]
            both = (
                f'"{name[:60]}" stands twice'
                if first == name
                else f'"{first[:60]}" and "{name[:60]}" differ by case only'
            )
            raise UserError(f"{shown(path)}: column {both}; rename one")
        seen[name.lower()] = name
        names.append(name)
    return tuple(names)
