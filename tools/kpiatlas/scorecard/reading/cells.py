"""Cells as figures and texts, and what is wrong with them, by address and all in one run.

Between `open` and those who know what stands where. A figure is a number cell; nothing is guessed from text, dates or
percentages, because a guess that is wrong looks like a figure that is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...problem import UserError
from ..grid import address
from .formats import PERCENT, TIME
from .open import Opened
from .spreadsheet_parts import DATE, ERROR, NUMBER, TEXT, TRUTH, Grid, Stored

MOST_TOLD = 200
_LONGEST_SHOWN = 40
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?[\d.,'’   ]*\d[\d.,'’   ]*\s*%?")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that holds what cannot stand there; `place` is its address with the sheet."""

    place: str
    message: str

    def text(self) -> str:
        """One line: `Inputs!D7: "n/a" is not a number`."""
        return f"{self.place}: {self.message}"


class WrongCellsError(UserError):
    """All cells that are wrong."""

    def __init__(self, name: str, cells: tuple[WrongCell, ...]) -> None:
        self.cells = cells
        count = f"{len(cells)} cells are wrong" if len(cells) != 1 else "a cell is wrong"
        lines = [cell.text() for cell in cells[:MOST_TOLD]]
        more = [f"and {len(cells) - MOST_TOLD} more"] if len(cells) > MOST_TOLD else []
        super().__init__("\n  ".join((f"{name}: {count}", *lines, *more)))


@dataclass
class Cells:
    """The cells of a workbook, and the wrong ones met so far. `by_formula` are figures that a formula gave."""

    opened: Opened
    wrong: list[WrongCell] = field(default_factory=list)
    by_formula: list[str] = field(default_factory=list)

    def grid(self, sheet: str) -> Grid:
        """The cells of a sheet; none where there is no such sheet."""
        return self.opened.sheets.get(sheet, {})

    def at(self, sheet: str, row: int, column: int) -> Stored | None:
        """What a cell stores; None for a blank one, also where only blanks were typed."""
        found = self.grid(sheet).get((row, column))
        blank = found is None or (isinstance(found.value, str) and not found.value.strip() and not found.formula)
        return None if blank else found

    def refuse(self, sheet: str, row: int, column: int, message: str) -> None:
        """Note a wrong cell."""
        self.wrong.append(WrongCell(place(sheet, row, column), message))

    def figure(
        self, sheet: str, row: int, column: int, *, never_negative: bool = False, percent: bool = False
    ) -> float | None:
        """The number in a cell that people fill in; None where it is blank, or wrong and noted."""
        found = self.at(sheet, row, column)
        if found is None or (found.formula and found.kind == TEXT and not str(found.value).strip()):
            return None
        message = self._fault(found, percent)
        if not message and isinstance(found.value, float):
            if found.value >= 0 or not never_negative:
                if found.formula:
                    self.by_formula.append(place(sheet, row, column))
                return found.value
            message = f"{found.value:g} is below 0"
        self.refuse(sheet, row, column, message)
        return None

    def _fault(self, found: Stored, percent: bool) -> str:
        """Why a cell is no figure; nothing where it is one."""
        shown = quoted(str(found.value))
        if found.kind == TEXT:
            text = str(found.value).strip()
            if _LOOKS_LIKE_A_NUMBER.fullmatch(text):
                return f"{shown} is text, not a number; type it again into a cell that is not formatted as text"
            return f"{shown} is not a number"
        if found.kind == DATE:
            return f"{self._moment(found)}, not a number; type the number and format the cell as one"
        if found.kind == ERROR:
            return f"{found.value} is not a number"
        if found.kind == TRUTH:
            return f"{found.value} is not a number"
        if found.kind != NUMBER:
            return "a formula without a stored value; open the file in a spreadsheet program and save it"
        if percent and found.format == PERCENT and isinstance(found.value, float):
            meant = f"{found.value * 100:.10g}"
            return f"{meant} % is stored as {found.value:.10g}; type {meant} and format the cell as a number"
        return ""

    def _moment(self, found: Stored) -> str:
        """A date or a time of day as people read it; days count from 1900 or 1904."""
        if isinstance(found.value, str):
            return f"{found.value[:_LONGEST_SHOWN]} is a date"
        start = datetime(1904, 1, 1) if self.opened.from_1904 else datetime(1899, 12, 30)
        try:
            moment = start + timedelta(days=found.value)
        except OverflowError:
            return f"{found.value:g} is shown as a date"
        if found.format == TIME:
            return f"{moment:%H:%M:%S} is a time"
        return f"{moment:%Y-%m-%d} is a date"

    def label(self, sheet: str, row: int, column: int) -> str:
        """The text in a cell that names something; whole numbers count as text. Empty for a blank cell."""
        found = self.at(sheet, row, column)
        if found is None:
            return ""
        if found.kind == NUMBER and isinstance(found.value, float) and found.value.is_integer():
            return str(int(found.value))
        if found.kind == TEXT:
            return str(found.value).strip()
        what = self._moment(found) if found.kind == DATE else f"{quoted(str(found.value))} is no text"
        self.refuse(sheet, row, column, f"{what}; type the label as text, with an apostrophe before it")
        return ""

    def text(self, sheet: str, row: int, column: int) -> str:
        """The text in a cell that the export wrote; empty where it holds none."""
        found = self.grid(sheet).get((row, column))
        return str(found.value) if found is not None and found.kind == TEXT else ""


def place(sheet: str, row: int, column: int) -> str:
    """The address of a cell with its sheet."""
    return f"{sheet}!{address(row, column)}"


def quoted(text: str) -> str:
    """A text as a message shows it: on one line, cut, in quotes."""
    flat = "".join(sign if sign.isprintable() else " " for sign in text)
    return f'"{flat if len(flat) <= _LONGEST_SHOWN else flat[:_LONGEST_SHOWN] + "…"}"'
