"""Workbooks taken apart and put together again: shaped as other programs write them, or as nobody should."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

Change = bytes | Callable[[bytes], bytes] | None
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(path: Path, content: Mapping[str, bytes]) -> Path:
    """Write a package of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return path


def with_parts(path: Path, changes: Mapping[str, Change]) -> Path:
    """A copy in which parts have another content, or are gone."""
    content = parts(path)
    for name, change in changes.items():
        if change is None:
            del content[name]
        else:
            content[name] = change(content[name]) if callable(change) else change
    return packed(path.with_name("changed.xlsx"), content)


def sheet_part(path: Path, sheet: str) -> str:
    """The part that holds a sheet."""
    return f"xl/worksheets/sheet{openpyxl.load_workbook(path, read_only=True).sheetnames.index(sheet) + 1}.xml"


def with_cells(path: Path, cells: Mapping[str, str]) -> Path:
    """A copy in which cells, named `Sheet!A1`, are this XML; `{s}` in it is the number of the cell's format."""
    changes: dict[str, Change] = {}
    content = parts(path)
    for place, xml in cells.items():
        sheet, _, cell = place.partition("!")
        part = sheet_part(path, sheet)
        text = content[part].decode()
        pattern = rf'<c r="{cell}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)'
        found = re.search(pattern, text)
        assert found, f"{place} is not in the file"
        text = text.replace(found[0], xml.replace("{s}", found[1] or "0"), 1)
        content[part] = text.encode()
        changes[part] = content[part]
    return with_parts(path, changes)
