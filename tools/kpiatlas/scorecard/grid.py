"""Sheets as data: cells with value, formula and style. What `sheets` says and `xlsx` draws; knows no file format.

Rows and columns count from 0 here and from 1 and A in addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | float | None

LINE_SIZE, LINE_HEIGHT, ROOM = 10, 13.0, 6.0


def column_letters(column: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int, *, fixed: str = "") -> str:
    """The address of a cell; `fixed` holds `row`, `column` or both where a dollar sign is wanted."""
    before_column = "$" if "column" in fixed else ""
    before_row = "$" if "row" in fixed else ""
    return f"{before_column}{column_letters(column)}{before_row}{row + 1}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def text(self, *, fixed: str = "") -> str:
        """The area's address, `B2:D9`."""
        return f"{address(self.top, self.left, fixed=fixed)}:{address(self.bottom, self.right, fixed=fixed)}"


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. Colors are six hexadecimal digits; `typed` marks a cell that people fill in."""

    format: str = "General"
    bold: bool = False
    italic: bool = False
    size: int = 10
    color: str = "1F2933"
    fill: str = ""
    border: bool = False
    wrap: bool = False
    align: str = "left"
    top: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. With a formula, `value` is the value it has now; without one, text stays text whatever it begins with.

    `across` is the last column that the cell takes in, where it takes in more than its own.
    """

    row: int
    column: int
    value: Value
    style: Style
    formula: str = ""
    note: str = ""
    across: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be typed into an area: `number`, `not negative`, or one of the cells of `choices`."""

    area: Area
    kind: str
    message: str
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Coloring:
    """The look of a cell of the area that holds exactly this word or number."""

    area: Area
    word: str | int
    style: Style


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line in a cell, drawn from an area of another sheet."""

    row: int
    column: int
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `frozen` is the first cell that scrolls, `repeated` the rows printed on top of every page."""

    name: str
    title: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    frozen: tuple[int, int]
    repeated: tuple[int, int]
    rules: tuple[Rule, ...] = ()
    colorings: tuple[Coloring, ...] = ()
    sparks: tuple[Spark, ...] = ()
    print_area: Area | None = None

    def heights(self) -> dict[int, float]:
        """The height in points of every row with text that wraps or is large: few programs measure it on loading."""
        heights: dict[int, float] = {}
        for cell in self.cells:
            if isinstance(cell.value, str) and (cell.style.wrap or cell.style.size > LINE_SIZE):
                width = sum(self.widths[cell.column : max(cell.across, cell.column) + 1])
                lines = _lines_in(cell.value, width) if cell.style.wrap else 1
                height = LINE_HEIGHT * lines * cell.style.size / LINE_SIZE + ROOM
                heights[cell.row] = max(heights.get(cell.row, 0), height)
        return heights


def _lines_in(text: str, width: float) -> int:
    """The lines that a text takes in a column: a word is split only where it does not fit into a line of its own.

    The widest usual font is reckoned with. The builder of the site counts in the same way.
    """
    fitting = max(1, int(width * 1.08) - 2)
    return sum(_lines_of(line, fitting) for line in text.split("\n"))


def _lines_of(line: str, fitting: int) -> int:
    lines, taken = 1, 0
    for word in line.split(" "):
        if taken and taken + 1 + len(word) > fitting:
            lines, taken = lines + 1, 0
        taken += (1 if taken else 0) + len(word)
        if taken > fitting:
            lines, taken = lines + -(-taken // fitting) - 1, (taken - 1) % fitting + 1
    return lines


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets, and names for cells and areas (name to address with sheet)."""

    title: str
    subject: str
    sheets: tuple[Sheet, ...]
    names: dict[str, str] = field(default_factory=dict)
