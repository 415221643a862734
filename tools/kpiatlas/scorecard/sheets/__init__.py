"""The workbook's sheets, one module each: from a scorecard to cells. None of them knows how a workbook is written."""

from __future__ import annotations

from ..grid import Book, address
from ..layout import CHOSEN, FACTS_TOP, HISTORY, INPUTS, MARK, PROVENANCE, SCORECARD, TOTAL, Layout
from ..model import Scorecard
from . import bands, definitions, history, inputs, provenance, scorecard, series, targets


def book(card: Scorecard) -> Book:
    """The whole workbook of a scorecard."""
    layout = Layout(card)
    sheets = [
        scorecard.sheet(layout),
        inputs.sheet(layout),
        *([series.sheet(layout)] if layout.series_columns else []),
        history.sheet(layout),
        targets.sheet(layout),
        bands.sheet(layout),
        definitions.sheet(layout),
        provenance.sheet(layout),
    ]
    return Book(card.title, card.purpose, tuple(sheets), names(layout))


def names(layout: Layout) -> dict[str, str]:
    """Names for what people refer to in formulas of their own: `in_…` and `kpi_…` over all periods, and the period."""
    found = {
        MARK: f"{PROVENANCE}!{address(FACTS_TOP, 1, fixed='row column')}",
        "chosen_period": f"{SCORECARD}!{address(*CHOSEN, fixed='row column')}",
        "total_score": f"{SCORECARD}!{address(*TOTAL, fixed='row column')}",
        "periods": layout.periods(),
    }
    for key in layout.input_rows:
        found[f"in_{key}"] = f"{INPUTS}!{layout.input_periods(key).text(fixed='row column')}"
    for place, line in enumerate(layout.scorecard.lines):
        name, number = f"kpi_{line.kpi.id.replace('-', '_')}", 1
        while name in found:
            number += 1
            name = f"kpi_{line.kpi.id.replace('-', '_')}_{number}"
        found[name] = f"{HISTORY}!{layout.history_periods(place).text(fixed='row column')}"
    return found
