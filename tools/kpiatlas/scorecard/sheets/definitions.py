"""The sheet Definitions: what each KPI means and how it is computed, in the words of its record."""

from __future__ import annotations

from collections.abc import Iterator

from ...formula import render
from .. import look
from ..grid import Area, Cell, Sheet
from ..layout import DEFINITIONS, Layout
from ..model import Line

COLUMNS = (
    ("KPI", 24), ("Definition", 42), ("Formula in words", 28), ("Formula", 28), ("Unit", 14), ("Better", 10),
    ("How to read it", 42), ("Pitfalls", 56), ("Data source", 28), ("Page", 40),
)  # fmt: skip
PRINTED = 8
"""Columns on paper; data source and address of the page stand beside."""
BETTER = {"higher": "higher", "lower": "lower", "range": "in a range"}
HEADER = 2


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [
        cell
        for row, line in enumerate(layout.scorecard.lines, HEADER + 1)
        for cell in _row(row, line, layout.scorecard.site)
    ]
    return Sheet(
        DEFINITIONS,
        "Definitions",
        (*_head(), *cells),
        tuple(width for _, width in COLUMNS),
        frozen=(HEADER + 1, 1),
        repeated=(HEADER, HEADER),
        print_area=Area(0, 0, HEADER + len(layout.scorecard.lines), PRINTED - 1),
    )


def _head() -> Iterator[Cell]:
    yield Cell(0, 0, "Definitions", look.TITLE)
    for column, (word, _) in enumerate(COLUMNS):
        yield Cell(HEADER, column, word, look.HEADER)


def _row(row: int, line: Line, site: str) -> Iterator[Cell]:
    kpi = line.kpi
    pitfalls = "\n".join(f"{pitfall.mistake} {pitfall.consequence}" for pitfall in kpi.pitfalls)
    texts = (
        line.name,
        kpi.definition,
        line.words,
        render(line.formula, "text"),
        line.unit_text,
        BETTER[kpi.direction],
        kpi.interpretation.reading,
        pitfalls,
        line.said.data_source,
        page_address(line, site),
    )
    for column, text in enumerate(texts):
        yield Cell(row, column, text, look.NAME_OF_LONG if column == 0 else look.LONG)


def page_address(line: Line, site: str) -> str:
    """Where the KPI's page is: its address, or without a site its place on any."""
    return f"{site.rstrip('/')}/kpi/{line.kpi.id}/" if site else f"kpi/{line.kpi.id}/"
