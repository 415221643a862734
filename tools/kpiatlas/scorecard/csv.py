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
from .model import Line, Scorecard
from .text import inert
from .whole_file import write_file

COLUMNS = (
    "group", "objective", "kpi", "name", "variant", "unit", "direction", "weight", "target", "owner", "data_source",
    "formula", "expression", "inputs", "input_labels", "note", "period", "actual", "variance", "status",
)  # fmt: skip
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
    values = iter(scorecard.actuals)
    labels = {row.key: row.label for row in scorecard.inputs}
    for group in scorecard.groups:
        for line in group.lines:
            actual = next(values)[scorecard.current]
            result = (scorecard.periods[scorecard.current], *_result(line, actual))
            yield (group.title, group.objective, *_line(line, labels), *result)


def _line(line: Line, labels: dict[str, str]) -> tuple[Field, ...]:
    return (
        line.kpi.id,
        line.name,
        line.variant.name if line.variant else "",
        line.unit,
        line.kpi.direction,
        line.weight,
        "" if line.target is None else line.target,
        line.owner,
        line.data_source,
        line.words,
        render(line.formula, "text"),
        "; ".join(line.inputs.values()),
        "; ".join(labels[key] for key in line.inputs.values()),
        line.note,
    )


def _result(line: Line, actual: float | None) -> tuple[Field, ...]:
    variance = line.variance(actual, line.target)
    return "" if actual is None else actual, "" if variance is None else variance, line.status(actual)


def _number(value: float) -> str:
    """Shortest form that reads back as the same number, whole numbers without a point."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
