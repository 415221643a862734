"""What people changed beside the figures: weights, targets, baselines and thresholds, put into the template.

The yellow cells of the sheets Scorecard, Targets and Bands hold; what stands in them as it was exported stays as the
template said it, so that a weight nobody gave is still shared when the scorecard grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isclose

from ...records.model import Band, Number
from ...records.scorecard_template import ScorecardLine, ScorecardTemplate
from ..judging import EXCELLENT, FAIR, GOOD, POOR
from ..layout import (
    BANDS,
    BANDS_HEADER,
    BASELINE,
    FIRST_PERIOD,
    RATING,
    SCORECARD,
    TARGETS,
    THRESHOLD,
    USUAL_TARGET,
    WEIGHT,
    Layout,
)
from ..model import Line, Scorecard
from .cells import Cells, quoted
from .model_cells import Origin

_RATINGS = (EXCELLENT, GOOD, FAIR, POOR)
_AT_LEAST, _AT_MOST = "at least", "at most"


def chosen(cells: Cells, card: Scorecard, origins: Sequence[Origin]) -> ScorecardTemplate:
    """The template of a card as the workbook's cells have it; `card` is what the template says by itself."""
    layout, template = Layout(card), card.template
    bands = _bands(cells, [origin.name for origin in origins])
    lines = [_line(cells, layout, place, line, bands[place]) for place, line in enumerate(card.lines)]
    groups, start = [], 0
    for said, group in zip(template.groups, card.groups, strict=True):
        end = start + len(group.lines)
        weights = _weights(
            cells,
            layout.line_rows[start:end],
            [line.weight for line in group.lines],
            [line.said.weight for line in group.lines],
        )
        pairs = zip(lines[start:end], weights, strict=True)
        groups.append(replace(said, kpis=tuple(replace(line, weight=weight) for line, weight in pairs)))
        start = end
    shared = [group.weight for group in card.groups]
    shares = _weights(cells, layout.group_rows, shared, [group.weight for group in template.groups])
    weighed = (replace(group, weight=share) for group, share in zip(groups, shares, strict=True))
    return replace(template, groups=tuple(weighed))


def _weights(
    cells: Cells, rows: Sequence[int], exported: Sequence[float], given: Sequence[Number | None]
) -> list[Number | None]:
    """As they were given where the cells show what was exported; else as the cells have them, a blank being 0."""
    found = [cells.figure(SCORECARD, row, WEIGHT, never_negative=True) or 0.0 for row in rows]
    if all(_same(one, other) for one, other in zip(found, exported, strict=True)):
        return list(given)
    return [_number(weight) for weight in found]


def _line(cells: Cells, layout: Layout, place: int, line: Line, bands: tuple[Band, ...]) -> ScorecardLine:
    row, said = layout.target_row(place), line.said
    labels = layout.scorecard.periods
    found = {label: cells.figure(TARGETS, row, column) for column, label in enumerate(labels, FIRST_PERIOD)}
    elsewhere = {label: value for label, value in (said.targets or {}).items() if label not in found}
    targets = {**elsewhere, **{label: _number(value) for label, value in found.items() if value is not None}}
    said = replace(
        said,
        baseline=_kept(said.baseline, cells.figure(TARGETS, row, BASELINE)),
        target=_kept(said.target, cells.figure(TARGETS, row, USUAL_TARGET)),
        targets=said.targets if targets == (said.targets or {}) else targets or None,
    )
    if len(bands) == len(line.bands) and all(map(_alike, bands, line.bands)):
        return said
    if line.by_percent:
        levels = {band.rating: band.at_least for band in bands if band.at_least is not None}
        return replace(said, levels=levels)
    return replace(said, thresholds=bands)


def _bands(cells: Cells, names: Sequence[str]) -> list[tuple[Band, ...]]:
    """The bands of each line, by the names that stand before them; the band that takes the rest ends a line's."""
    rows = list(_band_rows(cells))
    found, at = [], 0
    for name in names:
        bands: list[Band] = []
        while at < len(rows) and rows[at][0] == name:
            band = rows[at][1]
            bands.append(band)
            at += 1
            if band.at_least is None and band.at_most is None:
                break
        found.append(tuple(bands))
    return found


def _band_rows(cells: Cells) -> Iterator[tuple[str, Band]]:
    row = BANDS_HEADER + 1
    while name := cells.text(BANDS, row, 0):
        rating = cells.text(BANDS, row, RATING).strip()
        if rating not in _RATINGS:
            cells.refuse(BANDS, row, RATING, f"{quoted(rating)} is no status; known are {', '.join(_RATINGS)}")
        yield name, _band(cells, row, rating)
        row += 1


def _band(cells: Cells, row: int, rating: str) -> Band:
    side, meaning = cells.text(BANDS, row, 1), cells.text(BANDS, row, THRESHOLD + 3)
    if side not in (_AT_LEAST, _AT_MOST):
        return Band(rating, meaning)
    before = len(cells.wrong)
    threshold = cells.figure(BANDS, row, THRESHOLD)
    if threshold is None and len(cells.wrong) == before:
        cells.refuse(BANDS, row, THRESHOLD, "the threshold is missing")
    at = _number(threshold or 0.0)
    return Band(rating, meaning, at_least=at) if side == _AT_LEAST else Band(rating, meaning, at_most=at)


def _alike(one: Band, other: Band) -> bool:
    return one.rating == other.rating and _same(one.at_least, other.at_least) and _same(one.at_most, other.at_most)


def _same(one: float | None, other: float | None) -> bool:
    """Whether a cell shows what was exported: a file keeps 16 digits."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def _kept(said: Number | None, found: float | None) -> Number | None:
    """What the template said where the cell still shows it, else the cell's number."""
    if found is None:
        return None
    return said if said is not None and _same(said, found) else _number(found)


def _number(value: float) -> Number:
    """Whole numbers as such, as people write them in a file."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
