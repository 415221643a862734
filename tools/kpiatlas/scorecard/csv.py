"""A scorecard as a flat CSV file: a row for every KPI, for people and for other spreadsheets.

Plain UTF-8, lines and quotes as RFC 4180 has them. Numbers stay numbers; text that a spreadsheet could run carries an
apostrophe in front.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from ..formula import render
from .examples import with_example_figures
from .model import Line, Scorecard, Standing
from .text import inert
from .whole_file import write_file

COLUMNS = (
    "group", "objective", "group_weight", "kpi", "name", "variant", "unit", "direction", "weight", "baseline", "owner",
    "data_source", "formula", "expression", "inputs", "input_labels", "note", "status_by", "period", "actual",
    "previous", "target", "variance", "percent_of_target", "status", "trend", "score",
)  # fmt: skip
STANDING = COLUMNS[COLUMNS.index("period") + 1 :]
Field = str | float


def write_csv(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write a scorecard as CSV; a file that stands there is replaced whole.

    Raises:
        UserError: the file cannot be written.
    """
    if with_examples:
        scorecard = with_example_figures(scorecard)
    write_file(target, csv_text(scorecard).encode("utf-8"))


def csv_text(scorecard: Scorecard) -> str:
    """The text of the CSV file."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(scorecard):
        writer.writerow([inert(field) if isinstance(field, str) else _number(field) for field in row])
    return buffer.getvalue()


def _rows(scorecard: Scorecard) -> Iterator[tuple[Field, ...]]:
    labels = {row.key: row.label for row in scorecard.inputs}
    place, current = 0, scorecard.current
    for group in scorecard.groups:
        for line in group.lines:
            standing = scorecard.standing(place, current)
            place += 1
            said = (group.title, group.objective, group.weight, *_line(line, labels))
            yield (*said, scorecard.periods[current], *_standing(standing))


def _line(line: Line, labels: dict[str, str]) -> tuple[Field, ...]:
    return (
        line.kpi.id,
        line.name,
        line.variant.name if line.variant else "",
        line.unit,
        line.kpi.direction,
        line.weight,
        _blank(line.said.baseline),
        line.said.owner,
        line.said.data_source,
        line.words,
        render(line.formula, "text"),
        "; ".join(line.inputs.values()),
        "; ".join(labels[key] for key in line.inputs.values()),
        line.said.note,
        line.rule,
    )


def _standing(standing: Standing) -> tuple[Field, ...]:
    return tuple(_blank(getattr(standing, name)) for name in STANDING)


def _blank(value: Field | None) -> Field:
    return "" if value is None else value


def _number(value: float) -> str:
    """Shortest form that reads back as the same number, whole numbers without a point."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
