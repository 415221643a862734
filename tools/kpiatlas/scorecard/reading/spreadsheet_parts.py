"""The parts of a workbook that hold cells: sheets, the texts they share, the list of sheets and names. Below `open`.

Each class takes in the elements of one part as they come and keeps what cells need of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite, nan

from .formats import Formats
from .xml_parts import Attributes, WorkbookError

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_TAGS = ["sheet", "workbookPr", "definedName", "si", "t", "rPh", "row", "c", "v", "f", "is"]
_LOCAL = {f"{namespace} {tag}": tag for namespace in _MAIN for tag in _TAGS}
MOST_CELLS = 1_000_000
"""In all sheets that are read: 1,000 KPIs by 60 months fill a third."""
MOST_STRINGS = 1_000_000
LONGEST_TEXT = 32_767
"""As many characters as a cell holds."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
"""Halves of a pair are no characters."""

NUMBER, TEXT, TRUTH, ERROR, DATE = "number", "text", "truth", "error", "date"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a cell stores: its kind, a number or a text, whether a formula gave it, and the number format.

    A formula without a stored value has no kind. A truth is the text `TRUE` or `FALSE`. `format` is `percent`, `date`,
    `time` or nothing.
    """

    kind: str
    value: float | str
    formula: bool = False
    format: str = ""


Grid = Mapping[tuple[int, int], Stored]
"""The cells of a sheet that hold something, by row and column from 0."""


class BookPart:
    """Takes in the part that lists the sheets and the names."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.from_1904 = False
        self._name = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        match _LOCAL.get(tag):
            case "sheet":
                id_ = next((value for key, value in attributes.items() if key.endswith("relationships id")), "")
                self.sheets[attributes.get("name", "")] = id_
            case "workbookPr":
                self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
            case "definedName" if "localSheetId" not in attributes:
                self._name = attributes.get("name", "")
                self.names[self._name] = ""

    def end(self, tag: str) -> None:
        """An element ends."""
        if _LOCAL.get(tag) == "definedName":
            self._name = ""

    def text(self, text: str) -> None:
        """Text inside it."""
        if self._name:
            self.names[self._name] = (self.names[self._name] + text)[:LONGEST_TEXT]


class StringsPart:
    """Takes in the strings that cells share; the pronunciation beside a string is none of it."""

    def __init__(self, name: str) -> None:
        self.found: list[str] = []
        self._name = name
        self._pieces: list[str] = []
        self._within = _Within()

    def start(self, tag: str, _: Attributes) -> None:
        """An element begins."""
        local = _LOCAL.get(tag, "")
        if local == "si":
            self._pieces = []
        self._within.start(local)

    def end(self, tag: str) -> None:
        """An element ends."""
        local = _LOCAL.get(tag, "")
        self._within.end(local)
        if local == "si":
            if len(self.found) == MOST_STRINGS:
                raise WorkbookError(f"{self._name}: more than {MOST_STRINGS:,} texts")
            self.found.append(unescaped("".join(self._pieces)))

    def text(self, text: str) -> None:
        """Text inside it."""
        if self._within.text:
            self._pieces.append(text)


@dataclass
class _Within:
    """Whether characters belong to a string: inside `t`, outside of what tells its pronunciation."""

    text: bool = False
    _spoken: bool = False

    def start(self, local: str) -> None:
        """An element begins, by its name without a namespace."""
        if local == "rPh":
            self._spoken = True
        elif local == "t":
            self.text = not self._spoken

    def end(self, local: str) -> None:
        """An element ends."""
        if local == "rPh":
            self._spoken = False
        elif local == "t":
            self.text = False


@dataclass
class SheetPart:
    """Takes in the cells of a sheet; those without value and formula are left out."""

    name: str
    strings: list[str]
    formats: Formats
    room: int = MOST_CELLS
    found: dict[tuple[int, int], Stored] = field(default_factory=dict)
    _row: int = -1
    _column: int = -1
    _attributes: Attributes = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _has_value: bool = False
    _has_formula: bool = False
    _in_value: bool = False
    _within: _Within = field(default_factory=_Within)

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        local = _LOCAL.get(tag, "")
        if local == "row":
            self._row = self._number(attributes["r"], LAST_ROW) if "r" in attributes else self._row + 1
            self._column = -1
        elif local == "c":
            self._begin(attributes)
        elif local == "v":
            self._in_value = self._has_value = True
        elif local == "f":
            self._has_formula = True
        else:
            if local == "is":
                self._has_value = True
            self._within.start(local)

    def _begin(self, attributes: Attributes) -> None:
        self._column += 1
        if "r" in attributes:
            match = _ADDRESS.fullmatch(attributes["r"])
            if match is None:
                raise WorkbookError(f"{self.name}: damaged, a cell at {attributes['r'][:20]!r}")
            self._row = self._number(match[2], LAST_ROW)
            self._column = column_of(match[1])
        if self._column >= LAST_COLUMN or self._row < 0:
            raise WorkbookError(f"{self.name}: damaged, a cell outside of the sheet")
        self._attributes, self._pieces = attributes, []
        self._has_value = self._has_formula = self._in_value = False

    def _number(self, text: str, most: int) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
            raise WorkbookError(f"{self.name}: damaged, there is no row {text[:20]!r}")
        return int(text) - 1

    def end(self, tag: str) -> None:
        """An element ends."""
        local = _LOCAL.get(tag, "")
        if local == "c":
            self._finish()
        elif local == "v":
            self._in_value = False
        else:
            self._within.end(local)

    def text(self, text: str) -> None:
        """Text inside it."""
        if self._in_value or self._within.text:
            self._pieces.append(text)

    def _finish(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        if len(self.found) >= self.room:
            raise WorkbookError(f"{self.name}: more than {MOST_CELLS:,} filled cells")
        kind, value = self._value("".join(self._pieces))
        format_ = self.formats.of(self._attributes.get("s", "0")) if kind == NUMBER else ""
        if kind == NUMBER and format_ in ("date", "time"):
            kind = DATE
        self.found[self._row, self._column] = Stored(kind, value, self._has_formula, format_)

    def _value(self, raw: str) -> tuple[str, float | str]:
        type_ = self._attributes.get("t", "n")
        if not self._has_value or (self._has_formula and raw == "" and type_ == "n"):
            return "", ""
        match type_:
            case "s":
                return TEXT, self._shared(raw)
            case "b":
                return TRUTH, "TRUE" if raw.strip() in ("1", "true") else "FALSE"
            case "e":
                return ERROR, raw[:LONGEST_TEXT]
            case "d":
                return DATE, raw[:LONGEST_TEXT]
            case "n":
                return self._figure(raw)
        return TEXT, unescaped(raw) if type_ == "inlineStr" else raw[:LONGEST_TEXT]

    def _shared(self, raw: str) -> str:
        place = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
        if not 0 <= place < len(self.strings):
            raise WorkbookError(f"{self.name}: damaged, a cell refers to a text that is not there")
        return self.strings[place]

    def _figure(self, raw: str) -> tuple[str, float | str]:
        try:
            figure = float(raw)
        except ValueError:
            figure = nan
        # Python also reads 1_000 and inf, which no program writes for a number.
        return (NUMBER, figure) if isfinite(figure) and "_" not in raw else (TEXT, raw[:LONGEST_TEXT])


def unescaped(text: str) -> str:
    """The text with characters that XML cannot hold, which spreadsheets write as _x000D_."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text[:LONGEST_TEXT]


def column_of(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
