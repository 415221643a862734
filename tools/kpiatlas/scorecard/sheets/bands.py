"""The sheet Bands: the thresholds that turn an actual into a status, open to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...records.model import Band
from .. import look
from ..grid import Area, Cell, Coloring, Rule, Sheet
from ..layout import BANDS, BANDS_HEADER, RATING, THRESHOLD, Layout
from ..model import Line

HOW = "The first band from the top that holds the actual gives the status. Thresholds may be changed, their order not."


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for place, line in enumerate(layout.scorecard.lines) for cell in _rows(layout, place, line)]
    bottom = max((cell.row for cell in cells), default=BANDS_HEADER)
    ratings = Area(BANDS_HEADER + 1, RATING, bottom, RATING)
    thresholds = [cell for cell in cells if cell.column == THRESHOLD and cell.style.typed]
    return Sheet(
        BANDS,
        "Bands",
        (*_head(), *cells),
        (40, 12, 14, 14, 22, 80),
        frozen=(BANDS_HEADER + 1, 1),
        repeated=(BANDS_HEADER, BANDS_HEADER),
        rules=tuple(
            Rule(Area(cell.row, cell.column, cell.row, cell.column), "number", "A threshold is a number.")
            for cell in thresholds
        ),
        colorings=tuple(Coloring(ratings, word, look.rating(word)) for word in look.RATING_COLORS) if cells else (),
        print_area=Area(0, 0, bottom, 5),
    )


def _head() -> Iterator[Cell]:
    yield Cell(0, 0, "Bands", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    for column, word in enumerate(("KPI", "Actual is", "Threshold", "Status", "Unit", "What it says")):
        style = {THRESHOLD: look.HEADER_NUMBER, RATING: look.HEADER_MIDDLE}.get(column, look.HEADER)
        yield Cell(BANDS_HEADER, column, word, style)


def _rows(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    number = replace(look.NUMBER, format=look.result_format(line.unit, line.unit_kind))
    for offset, band in enumerate(line.bands):
        row, threshold = layout.band_rows[place] + offset, band_threshold(band)
        yield Cell(row, 0, line.name, look.NAME if offset == 0 else look.BODY)
        yield Cell(row, 1, side(band), look.BODY)
        yield Cell(row, THRESHOLD, threshold, number if threshold is None else look.typed(number))
        yield Cell(row, RATING, band.rating, look.STATUS)
        yield Cell(row, 4, line.unit_text, look.BODY)
        yield Cell(row, 5, band.meaning, look.BODY)


def band_threshold(band: Band) -> float | None:
    """The number at which a band begins or ends; None for the band that takes the rest."""
    return band.at_most if band.at_least is None else band.at_least


def side(band: Band) -> str:
    """On which side of its threshold a band lies."""
    if band.at_least is not None:
        return "at least"
    return "the rest" if band.at_most is None else "at most"
