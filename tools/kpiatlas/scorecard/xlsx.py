"""A workbook from its sheets as data. The only module that knows XlsxWriter, which it imports when it is called.

Text is always written as text: XlsxWriter's conversions are off, and text that a spreadsheet could take for a formula
when somebody edits the cell carries Excel's quote prefix. Every formula carries its computed value, because LibreOffice
and previewers show that value and do not compute on load.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..problem import UserError
from .examples import with_example_figures
from .grid import Area, Book, Cell, Coloring, Rule, Sheet, Style
from .model import Scorecard
from .sheets import book
from .text import could_be_formula
from .whole_file import write_file

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LOWEST = -999_999_999_999_999
"""What is still a figure where figures may be negative: fifteen digits, as many as a spreadsheet keeps."""
MOST_COLUMNS = 16_384
A4 = 9
SPARK = {"series_color": "#1F3A5F", "last_point": True, "last_color": "#A84300", "empty_cells": "gaps", "weight": 1.5}


def write_xlsx(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write a scorecard as a workbook; a file that stands there is replaced whole.

    Raises:
        UserError: the file cannot be written, or a sheet would have more columns than a workbook can hold.
    """
    if with_examples:
        scorecard = with_example_figures(scorecard)
    write_file(target, workbook_bytes(book(scorecard), datetime.combine(scorecard.made_on, datetime.min.time())))


def workbook_bytes(content: Book, created: datetime) -> bytes:
    """The bytes of a workbook: the same content and date give the same bytes."""
    import xlsxwriter

    for sheet in content.sheets:
        if len(sheet.widths) > MOST_COLUMNS:
            raise UserError(f"the sheet {sheet.name} needs {len(sheet.widths):,} columns; choose fewer periods")
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": content.title, "subject": content.subject, "created": created})
    formats = _Formats(workbook)
    for sheet in content.sheets:
        _draw(workbook.add_worksheet(sheet.name, _worksheet_class()), sheet, formats)
    for name, place in content.names.items():
        workbook.define_name(name, f"={place}")
    workbook.close()
    return buffer.getvalue()


def _worksheet_class() -> type[Worksheet]:
    """XlsxWriter's worksheet, told that our formulas use no function younger than the file format.

    It looks for thirty of them in every formula, which takes as long as everything else. A version without the method
    looks again and writes the same.
    """
    from xlsxwriter.worksheet import Worksheet

    class PlainFormulas(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
            return formula.removeprefix("=")

    return PlainFormulas


class _Formats:
    """XlsxWriter's formats, one for each style."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Style, bool], Format] = {}

    def __call__(self, style: Style, quoted: bool = False) -> Format:
        key = style, quoted
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_properties(style) | ({"quote_prefix": True} if quoted else {}))
        return self._made[key]

    def coloring(self, style: Style) -> Format:
        """A format that changes only the colors of the cell it falls on."""
        return self._workbook.add_format({"bg_color": f"#{style.fill}", "font_color": f"#{style.color}"})


def _properties(style: Style) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "num_format": style.format,
        "bold": style.bold,
        "italic": style.italic,
        "font_size": style.size,
        "font_color": f"#{style.color}",
        "text_wrap": style.wrap,
        "align": style.align,
        "valign": "top" if style.top else "vcenter",
        "locked": not style.typed,
    }
    if style.fill:
        properties["bg_color"] = f"#{style.fill}"
    if style.border:
        properties |= {"border": 1, "border_color": "#C3CDD8"}
    if style.border and style.align != "center":
        properties["indent"] = 1
    return properties


def _draw(worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for row, height in sheet.heights().items():
        worksheet.set_row(row, height)
    for cell in sheet.cells:
        _write(worksheet, cell, formats)
    for rule in sheet.rules:
        worksheet.data_validation(*_corners(rule.area), _validation(rule))
    for coloring in sheet.colorings:
        worksheet.conditional_format(*_corners(coloring.area), _condition(coloring, formats))
    for spark in sheet.sparks:
        worksheet.add_sparkline(spark.row, spark.column, {"range": spark.source, **SPARK})
    worksheet.freeze_panes(*sheet.frozen)
    worksheet.hide_gridlines(2)
    _print_setup(worksheet, sheet)


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.top, area.left, area.bottom, area.right


def _write(worksheet: Worksheet, cell: Cell, formats: _Formats) -> None:
    at, value = (cell.row, cell.column), cell.value
    if cell.across > cell.column:
        worksheet.merge_range(*at, cell.row, cell.across, "", formats(cell.style))
    if cell.formula:
        worksheet.write_formula(*at, cell.formula, formats(cell.style), value)
    elif value is None or value == "":
        worksheet.write_blank(*at, None, formats(cell.style))
    elif isinstance(value, str):
        worksheet.write_string(*at, value, formats(cell.style, could_be_formula(value)))
    else:
        worksheet.write_number(*at, value, formats(cell.style))
    if cell.note:
        lines = sum(1 + len(line) // 48 for line in cell.note.split("\n"))
        worksheet.write_comment(*at, cell.note, {"width": 300, "height": 16 * lines + 12, "font_size": 9})


def _validation(rule: Rule) -> dict[str, Any]:
    told = {"error_title": "Not possible here", "error_message": rule.message}
    if rule.kind == "choice":
        return {"validate": "list", "source": f"={rule.choices}", **told}
    lowest = 0 if rule.kind == "not negative" else LOWEST
    return {"validate": "decimal", "criteria": ">=", "value": lowest, **told}


def _condition(coloring: Coloring, formats: _Formats) -> dict[str, Any]:
    format_ = formats.coloring(coloring.style)
    word = f'"{coloring.word}"' if isinstance(coloring.word, str) else coloring.word
    return {"type": "cell", "criteria": "==", "value": word, "format": format_}


def _print_setup(worksheet: Worksheet, sheet: Sheet) -> None:
    """Landscape, as wide as the page, headings on every page. A4 is named; fitting to the width suits Letter too."""
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.repeat_rows(*sheet.repeated)
    worksheet.set_footer(f"&L{sheet.title.replace('&', '&&')}&R&P / &N")
    if sheet.print_area:
        worksheet.print_area(*_corners(sheet.print_area))
