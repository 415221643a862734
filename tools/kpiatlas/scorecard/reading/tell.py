"""What was read, told: as lines for people, as JSON and as CSV for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from ..model import Line, Standing
from ..shown import BLANK, score_text, value_text
from ..text import inert
from .result import MEANING, Missing, Reading
from .stored import Difference, Value

CSV_COLUMNS = (
    "period", "group", "kpi", "name", "variant", "unit", "actual", "previous", "target", "variance",
    "percent_of_target", "status", "trend", "score", "weight", "missing", "because",
)  # fmt: skip
MOST_TOLD = 20
Section = tuple[str, tuple[tuple[str, ...], ...]]


def sections(reading: Reading) -> Iterator[Section]:
    """The parts of the answer for people: a title, and rows of columns below it."""
    card = reading.card
    total = score_text(card.total_score(reading.period))
    place = f"{reading.label}, period {reading.period + 1} of {len(card.periods)}"
    yield card.title, ((place,), (f"score {total} of 100",))
    standings = iter(reading.standings)
    for group, score in zip(card.groups, card.group_scores(reading.period), strict=True):
        rows = tuple(_row(line, next(standings)) for line in group.lines)
        yield (
            f"{group.title}: {score_text(score)} of 100",
            (("KPI", "actual", "target", "status", "trend", "score"), *rows),
        )
    for title, lines in _remarks(reading):
        if lines:
            more = (f"and {len(lines) - MOST_TOLD:,} more",) if len(lines) > MOST_TOLD else ()
            yield title, tuple((line,) for line in (*lines[:MOST_TOLD], *more))


def _row(line: Line, standing: Standing) -> tuple[str, ...]:
    figures = value_text(line, standing.actual), value_text(line, standing.target)
    return (line.name, *figures, standing.status or BLANK, standing.trend or BLANK, score_text(standing.score))


def _remarks(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    yield "Without a value", [missing_text(missing) for missing in reading.missing()]
    yield (
        "Changed since the export",
        [f"{changed.line.name}: {changed_text(changed.how)}" for changed in reading.changed],
    )
    yield "The workbook shows other results", [difference_text(found) for found in reading.comparison.differences]
    yield "Worth knowing", list(notes(reading))


def missing_text(missing: Missing) -> str:
    """Why a line has no value."""
    blank = ", ".join(row.label for row in missing.inputs)
    return f"{missing.line.name}: " + (f"missing {blank}" if blank else missing.because)


def changed_text(how: str) -> str:
    """What a change of a record means for the figures."""
    if how == MEANING:
        return (
            "its record now says something else (formula, inputs, unit, bands or definition); computed as it says today"
        )
    return "reworded; the figures mean the same"


def difference_text(found: Difference) -> str:
    """A stored result beside the computed one."""
    over = "typed over, " if found.typed_over else ""
    return f"{found.place}: {over}shows {_shown(found.stored)}, computed {_shown(found.computed)}"


def notes(reading: Reading) -> Iterator[str]:
    """What else a reader of the figures should know."""
    if not reading.comparison.compared:
        yield "the file stores no results to compare with: the program that saved it did not compute"
    if reading.by_formula:
        first, others = reading.by_formula[0], len(reading.by_formula) - 1
        more = f" and {others} other cells" if others > 1 else " and another cell" if others else ""
        yield f"{first}{more} took their stored value from a formula"
    for key in reading.absent:
        yield f"the workbook has no row for {key}, which a KPI needs today; export the scorecard again"
    for key in reading.unneeded:
        yield f"no KPI needs {key} today; its figures were left aside"


def _shown(value: Value) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else f"{value:.10g}"


def as_data(reading: Reading) -> dict[str, Any]:
    """The answer as JSON holds it."""
    card, lines = reading.card, iter(zip(reading.card.lines, reading.standings, strict=True))
    missing = {id(found.line): found for found in reading.missing()}
    groups = [
        {
            "title": group.title,
            "objective": group.objective,
            "weight": group.weight,
            "score": score,
            "kpis": [_line_data(*next(lines), missing) for _ in group.lines],
        }
        for group, score in zip(card.groups, card.group_scores(reading.period), strict=True)
    ]
    return {
        "scorecard": card.id,
        "title": card.title,
        "period": reading.label,
        "periods": list(card.periods),
        "catalogue": {"exported_from": reading.exported_from, "read_with": card.catalogue_version},
        "score": card.total_score(reading.period),
        "groups": groups,
        "changed": [{"kpi": found.line.kpi.id, "name": found.line.name, "how": found.how} for found in reading.changed],
        "compared": reading.comparison.compared,
        "differences": [
            {"cell": found.place, "stored": found.stored, "computed": found.computed, "typed_over": found.typed_over}
            for found in reading.comparison.differences
        ],
        "notes": list(notes(reading)),
    }


def _line_data(line: Line, standing: Standing, missing: dict[int, Missing]) -> dict[str, Any]:
    found = missing.get(id(line))
    return {
        "kpi": line.kpi.id,
        "name": line.name,
        "variant": line.variant.name if line.variant else "",
        "unit": line.unit,
        "weight": line.weight,
        **_figures(standing),
        "missing": [row.key for row in found.inputs] if found else [],
        "because": found.because if found else "",
    }


def _figures(standing: Standing) -> dict[str, float | str | None]:
    return {
        "actual": standing.actual,
        "previous": standing.previous,
        "target": standing.target,
        "variance": standing.variance,
        "percent_of_target": standing.percent_of_target,
        "status": standing.status,
        "trend": standing.trend,
        "score": standing.score,
    }


def as_csv(reading: Reading, periods: Sequence[int]) -> str:
    """A row for each KPI and period; text that a spreadsheet could run carries an apostrophe."""
    buffer = StringIO()
    writer = csv.DictWriter(buffer, CSV_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    titles = [group.title for group in reading.card.groups for _ in group.lines]
    for period in periods:
        missing = {id(found.line): found for found in reading.missing(period)}
        for place, (line, title) in enumerate(zip(reading.card.lines, titles, strict=True)):
            data = _line_data(line, reading.card.standing(place, period), missing)
            data |= {"period": reading.card.periods[period], "group": title, "missing": "; ".join(data["missing"])}
            writer.writerow({key: _field(value) for key, value in data.items()})
    return buffer.getvalue()


def _field(value: Value) -> Value:
    if isinstance(value, str):
        return inert(value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
