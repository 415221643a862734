"""The sheet Targets: baseline, the target for all periods, and targets of single periods, open to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Rule, Sheet
from ..layout import BASELINE, FIRST_PERIOD, PERIOD_ROW, TARGETS, USUAL_TARGET, Layout
from ..model import Line
from .inputs import period_header

HOW = "The target of a period counts for that period; where it is blank, the target for all periods does."
COLUMNS = (("KPI", 40), ("Unit", 20), ("Baseline", 13), ("All periods", 13))


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    bottom = PERIOD_ROW + len(layout.scorecard.lines)
    typed = Area(PERIOD_ROW + 1, BASELINE, bottom, layout.last_period)
    return Sheet(
        TARGETS,
        "Targets",
        (
            *_head(layout),
            *(cell for place, line in enumerate(layout.scorecard.lines) for cell in _row(layout, place, line)),
        ),
        (*(width for _, width in COLUMNS), *(13 for _ in layout.scorecard.periods)),
        frozen=(PERIOD_ROW + 1, 1),
        repeated=(PERIOD_ROW, PERIOD_ROW),
        rules=(Rule(typed, "number", "A target is a number, or blank."),),
        print_area=Area(0, 0, bottom, layout.last_period),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    yield Cell(0, 0, "Targets", look.TITLE)
    yield Cell(1, 0, HOW, look.TEXT)
    yield from period_header(layout, tuple(word for word, _ in COLUMNS))


def _row(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    row, said = layout.target_row(place), line.said
    style = look.typed(replace(look.NUMBER, format=look.result_format(line.unit, line.unit_kind)))
    yield Cell(row, 0, line.name, look.NAME)
    yield Cell(row, 1, line.unit_text, look.BODY)
    yield Cell(row, BASELINE, said.baseline, style)
    yield Cell(row, USUAL_TARGET, said.target, style)
    for column, label in enumerate(layout.scorecard.periods, FIRST_PERIOD):
        yield Cell(row, column, (said.targets or {}).get(label), style)
