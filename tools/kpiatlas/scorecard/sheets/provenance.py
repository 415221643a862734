"""The sheet Provenance: from which records, in which version, the workbook was made."""

from __future__ import annotations

from collections.abc import Iterator

from ... import __version__
from .. import look
from ..grid import Area, Cell, Sheet
from ..layout import PROVENANCE, Layout
from ..model import Line

COLUMNS = ("KPI", "Id", "Record", "Variant", "Fingerprint")
HEADER = 10
NOTE = "The fingerprint changes when a definition, formula, input, unit or band changes, and with nothing else."


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for row, line in enumerate(layout.scorecard.lines, HEADER + 1) for cell in _row(row, line)]
    return Sheet(
        PROVENANCE,
        "Provenance",
        (*_head(layout), *cells),
        (40, 40, 58, 30, 22),
        frozen=(HEADER + 1, 1),
        repeated=(HEADER, HEADER),
        print_area=Area(0, 0, HEADER + len(layout.scorecard.lines), len(COLUMNS) - 1),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    card = layout.scorecard
    yield Cell(0, 0, "Provenance", look.TITLE)
    facts = (
        ("Scorecard", card.id),
        ("Cadence", card.cadence),
        ("Periods", f"{card.periods[0]} to {card.periods[-1]} ({len(card.periods)})"),
        ("Filled with", card.filled_with),
        ("Made on", card.made_on.isoformat()),
        ("Made with", f"KPI Atlas {__version__}"),
        ("Catalogue version", card.catalogue_version),
    )
    for row, (label, text) in enumerate(facts, 1):
        yield Cell(row, 0, label, look.LABEL)
        yield Cell(row, 1, text, look.TEXT)
    yield Cell(HEADER - 1, 0, NOTE, look.SUBTITLE)
    for column, word in enumerate(COLUMNS):
        yield Cell(HEADER, column, word, look.HEADER)


def _row(row: int, line: Line) -> Iterator[Cell]:
    variant = line.variant.name if line.variant else "standard formula"
    for column, text in enumerate((line.name, line.kpi.id, line.kpi.path, variant, line.fingerprint)):
        yield Cell(row, column, text, look.NAME if column == 0 else look.BODY)
