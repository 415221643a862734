"""A workbook as cells: the only module that opens one. Values are as the file stores them; nothing is computed.

Reads Office Open XML, transitional and strict, as Excel, LibreOffice, openpyxl and XlsxWriter write it: shared and
inline strings, rich text, results of formulas, cells and rows that leave their address out, dates from 1900 and 1904.
`docs/decisions/reading-workbooks.md` says why no library does it.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from .formats import Formats, read_formats
from .package import MIB, NO_WORKBOOK, checked_package, related
from .spreadsheet_parts import MOST_CELLS, BookPart, Grid, SheetPart, StringsPart
from .xml_parts import Attributes, WorkbookError, read_part

MOST_BESIDE = 32 * MIB
"""The largest part beside the sheets: texts, formats, names."""


@dataclass(frozen=True)
class Opened:
    """A workbook: the sheets that were asked for, its defined names, and whether its days count from 1904."""

    name: str
    sheets: Mapping[str, Grid]
    names: Mapping[str, str]
    from_1904: bool


def open_workbook(path: Path, sheets: Collection[str]) -> Opened:
    """The named sheets of a workbook, those that it has.

    Raises:
        WorkbookError: the file is no workbook, or one that is refused.
    """
    with checked_package(path) as package:
        return _opened(package, sheets)


def _opened(package: zipfile.ZipFile, wanted: Collection[str]) -> Opened:
    main = next((_part("", to) for to in related(package, "") if to.get("Type", "").endswith("/officeDocument")), "")
    if main not in package.namelist():
        raise WorkbookError(f"{package.filename}: {NO_WORKBOOK}")
    book = BookPart()
    _refuse_large(package, main)
    read_part(package, main, book.start, book.end, book.text)
    if not book.sheets:
        raise WorkbookError(f"{package.filename}: {NO_WORKBOOK}")
    parts = {to.get("Id", ""): to for to in related(package, main)}
    strings, formats = StringsPart(str(package.filename)), Formats()
    for to in parts.values():
        kind, part = to.get("Type", ""), _part(main, to)
        if not kind.endswith(("/sharedStrings", "/styles")) or part not in package.namelist():
            continue
        _refuse_large(package, part)
        if kind.endswith("/styles"):
            formats = read_formats(package, part)
        else:
            read_part(package, part, strings.start, strings.end, strings.text)
    found: dict[str, Grid] = {}
    for name, id_ in book.sheets.items():
        part = _part(main, parts.get(id_, {}))
        if name in wanted and part in package.namelist():
            room = MOST_CELLS - sum(map(len, found.values()))
            grid = SheetPart(f"{package.filename}: {name}", strings.found, formats, room)
            read_part(package, part, grid.start, grid.end, grid.text)
            found[name] = grid.found
    return Opened(str(package.filename), found, book.names, book.from_1904)


def _refuse_large(package: zipfile.ZipFile, part: str) -> None:
    if package.getinfo(part).file_size > MOST_BESIDE:
        raise WorkbookError(f"{package.filename}: {part} unpacks to more than {MOST_BESIDE // MIB} MiB")


def _part(source: str, relation: Attributes) -> str:
    """The part that a relation of a part leads to."""
    target = relation.get("Target", "")
    folder = posixpath.dirname(source)
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
