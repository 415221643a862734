"""The sheet Bands: the thresholds that turn an actual into a status, open to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...records.model import Band
from .. import look
from ..grid import Area, Cell, Coloring, Rule, Sheet
from ..judging import PERCENT_OF_TARGET, POINTS
from ..layout import BANDS, BANDS_HEADER, RATING, THRESHOLD, WORD, Layout
from ..layout import POINTS as POINTS_COLUMN
from ..model import Line

HOW = "The first band from the top that holds the value gives the status. Thresholds may be changed, their order not."
PERCENT_WORDS = {True: "percent of target", False: "percent of the way from baseline to target"}


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for place, line in enumerate(layout.scorecard.lines) for cell in _rows(layout, place, line)]
    bottom = max((cell.row for cell in cells), default=BANDS_HEADER)
    bottom = max(bottom, BANDS_HEADER + len(POINTS))
    ratings = Area(BANDS_HEADER + 1, RATING, bottom, RATING)
    thresholds = [cell for cell in cells if cell.column == THRESHOLD and cell.style.typed]
    return Sheet(
        BANDS,
        "Bands",
        (*_head(), *cells, *_points()),
        (40, 12, 14, 14, 22, 80, 3, 14, 10),
        frozen=(BANDS_HEADER + 1, 1),
        repeated=(BANDS_HEADER, BANDS_HEADER),
        rules=tuple(
            Rule(Area(cell.row, cell.column, cell.row, cell.column), "number", "A threshold is a number.")
            for cell in thresholds
        ),
        colorings=tuple(Coloring(ratings, word, look.rating(word)) for word in look.RATING_COLORS) if cells else (),
        print_area=Area(0, 0, bottom, POINTS_COLUMN),
    )


def _head() -> Iterator[Cell]:
    yield Cell(0, 0, "Bands", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    yield Cell(BANDS_HEADER, WORD, "Status", look.HEADER_MIDDLE)
    yield Cell(BANDS_HEADER, POINTS_COLUMN, "Points", look.HEADER_NUMBER)
    for column, word in enumerate(("KPI", "Value is", "Threshold", "Status", "Unit", "What it says")):
        style = {THRESHOLD: look.HEADER_NUMBER, RATING: look.HEADER_MIDDLE}.get(column, look.HEADER)
        yield Cell(BANDS_HEADER, column, word, style)


def _points() -> Iterator[Cell]:
    """What a status scores, where no percent gives the score."""
    for row, (word, points) in enumerate(POINTS.items(), BANDS_HEADER + 1):
        yield Cell(row, WORD, word, look.rating(word))
        yield Cell(row, POINTS_COLUMN, points, look.NUMBER)


def _rows(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    format_ = look.PERCENT if line.by_percent else look.result_format(line.unit, line.unit_kind)
    unit = PERCENT_WORDS[line.rule == PERCENT_OF_TARGET] if line.by_percent else line.unit_text
    number = replace(look.NUMBER, format=format_)
    for offset, band in enumerate(line.bands):
        row, threshold = layout.band_rows[place] + offset, band_threshold(band)
        yield Cell(row, 0, line.name, look.NAME if offset == 0 else look.BODY)
        yield Cell(row, 1, side(band), look.BODY)
        yield Cell(row, THRESHOLD, threshold, number if threshold is None else look.typed(number))
        yield Cell(row, RATING, band.rating, look.STATUS)
        yield Cell(row, 4, unit, look.BODY)
        yield Cell(row, 5, band.meaning, look.BODY)


def band_threshold(band: Band) -> float | None:
    """The number at which a band begins or ends; None for the band that takes the rest."""
    return band.at_most if band.at_least is None else band.at_least


def side(band: Band) -> str:
    """On which side of its threshold a band lies."""
    if band.at_least is not None:
        return "at least"
    return "the rest" if band.at_most is None else "at most"
