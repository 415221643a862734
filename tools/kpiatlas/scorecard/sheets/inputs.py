"""The sheet Inputs: a row for every input, a column for every period, what may be typed, and what each input means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Rule, Sheet
from ..layout import FIRST_PERIOD, INPUTS, NAME_COLUMN, PERIOD_ROW, SERIES, Layout
from ..model import InputRow

HOW = "Fill in the yellow cells. A blank cell is a missing figure: the KPIs that need it stay blank for that period."
HOW_SERIES = f" A gray cell counts the values that the sheet {SERIES} holds for an input that is a list of numbers."
NOT_NEGATIVE, NUMBER = "A number from 0, or blank while it is not known.", "A number, or blank while it is not known."
COLUMNS = (("Input", 40), ("Unit", 20), ("Used by", 36), ("Name", 26))


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = (*_head(layout), *(cell for row in layout.scorecard.inputs for cell in _row(layout, row)))
    bottom = PERIOD_ROW + len(layout.scorecard.inputs)
    return Sheet(
        INPUTS,
        "Inputs",
        cells,
        (*(width for _, width in COLUMNS), *(13 for _ in layout.scorecard.periods)),
        frozen=(PERIOD_ROW + 1, 1),
        repeated=(PERIOD_ROW, PERIOD_ROW),
        rules=tuple(_rule(layout, row) for row in layout.scorecard.inputs if not row.is_series),
        print_area=Area(0, 0, bottom, layout.last_period),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    yield Cell(0, 0, "Inputs", look.TITLE)
    yield Cell(1, 0, HOW + (HOW_SERIES if layout.series_columns else ""), look.TEXT)
    yield from period_header(layout, tuple(word for word, _ in COLUMNS))


def period_header(layout: Layout, words: tuple[str, ...]) -> Iterator[Cell]:
    """The row of headings that Inputs, History and Targets have: words, then the periods."""
    for column, word in enumerate(words):
        yield Cell(PERIOD_ROW, column, word, look.HEADER)
    for column, label in enumerate(layout.scorecard.periods, FIRST_PERIOD):
        yield Cell(PERIOD_ROW, column, label, look.HEADER_NUMBER)


def _row(layout: Layout, row: InputRow) -> Iterator[Cell]:
    place = layout.input_rows[row.key]
    yield Cell(place, 0, row.label, look.NAME, note=meaning(row))
    yield Cell(place, 1, row.unit_text, look.BODY)
    yield Cell(place, 2, ", ".join(row.used_by), look.BODY)
    yield Cell(place, NAME_COLUMN, row.key, look.CODE)
    periods = range(len(layout.scorecard.periods))
    yield from _series_counts(layout, row, periods) if row.is_series else _figures(layout, row, periods)


def _figures(layout: Layout, row: InputRow, periods: range) -> Iterator[Cell]:
    place = layout.input_rows[row.key]
    style = look.typed(replace(look.NUMBER, format=look.input_format(row.unit, row.unit_kind)))
    for period in periods:
        figure = layout.scorecard.figure(row.key, period)
        yield Cell(place, FIRST_PERIOD + period, None if isinstance(figure, tuple) else figure, style)


def _series_counts(layout: Layout, row: InputRow, periods: range) -> Iterator[Cell]:
    place, style = layout.input_rows[row.key], replace(look.MEASURED, format='#,##0" values"')
    for period in periods:
        figure = layout.scorecard.figure(row.key, period)
        values = len(figure) if isinstance(figure, tuple) else 0
        area = layout.reference(row.key, period)
        formula = f'=IF(COUNT({area})=0,"",COUNT({area}))'
        yield Cell(place, FIRST_PERIOD + period, values or "", style, formula=formula)


def _rule(layout: Layout, row: InputRow) -> Rule:
    kind, message = ("not negative", NOT_NEGATIVE) if row.never_negative else ("number", NUMBER)
    return Rule(layout.input_periods(row.key), kind, message)


def meaning(row: InputRow) -> str:
    """What a note says of an input: its name in formulas, its unit, and its meaning in the words of the records."""
    return "\n".join((f"{row.key} ({row.unit_text})", *row.means, f"Used by: {', '.join(row.used_by)}"))
