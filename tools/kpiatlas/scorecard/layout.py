"""Where everything stands in the workbook: the one place that knows sheet names, rows and columns.

A period has the same column on Inputs, History and Targets. A list of numbers has no room in one cell, so every series
input has a column for each period on a sheet of its own, Series, with `SERIES_ROWS` cells to fill from the top; its row
on Inputs then counts what was filled in.

Reading back and the builder of the site rest on these places; `docs/decisions/scorecards.md` is the contract. Rows and
columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..formula import render
from .grid import Area, address, column_letters
from .model import Line, Scorecard

SERIES_ROWS = 5000

VERSION = 2
"""Changes whenever a place changes, so that a reader never takes one cell for another."""
MARK = "kpi_atlas_layout"
"""The defined name that leads to the cell with the version, on Provenance."""

SCORECARD, INPUTS, SERIES, HISTORY = "Scorecard", "Inputs", "Series", "History"
TARGETS, BANDS, DEFINITIONS, PROVENANCE = "Targets", "Bands", "Definitions", "Provenance"

FIRST_PERIOD = 4
"""The column of the first period on Inputs, History and Targets."""
PERIOD_ROW = 3
"""The row that holds the periods' labels there."""
NAME_COLUMN = 3
"""The column of the input's key on Inputs, and of the KPI's id on History."""
BASELINE, USUAL_TARGET = 2, 3
"""The columns of Targets before the periods."""

CHOSEN = (4, 1)
"""The cell on Scorecard in which the period is chosen."""
CHOSEN_NUMBER = (4, 2)
"""The cell on Scorecard that holds the place of that period among all."""
TOTAL = (5, 1)
"""The cell on Scorecard that holds the total score."""
SUMMARY_ROW = 6
LINES_HEADER = 8
ACTUAL, UNIT, TARGET, VARIANCE, PERCENT, STATUS, PREVIOUS, TREND = 1, 2, 3, 4, 5, 6, 7, 8
SPARK, WEIGHT, SCORE, WEIGHTED, DIRECTION, OWNER, NOTE = 9, 10, 11, 12, 13, 14, 15

SERIES_LABEL, SERIES_PERIOD, SERIES_TOP = 3, 4, 5
BANDS_HEADER, THRESHOLD, RATING, WORD, POINTS = 3, 2, 3, 7, 8
"""On Bands; `WORD` and `POINTS` are the columns of the table of points."""

FACTS = (
    "Layout", "Scorecard", "Periods", "Filled with", "Made on", "Made with", "Catalogue version", "Commit", "Site",
    "Model",
)  # fmt: skip
FACTS_TOP = 1
"""The first row of the facts on Provenance: labels in the first column, values in the second."""
PROVENANCE_HEADER = FACTS_TOP + len(FACTS) + 2
PROVENANCE_COLUMNS = ("KPI", "Id", "Record", "Variant", "Content hash", "Fingerprint", "Model")
MODEL_COLUMN = PROVENANCE_COLUMNS.index("Model")


@dataclass(frozen=True)
class Layout:
    """The places of one scorecard's cells. Lines are told by their place in `scorecard.lines`."""

    scorecard: Scorecard

    @cached_property
    def last_period(self) -> int:
        """The column of the last period on Inputs, History and Targets."""
        return FIRST_PERIOD + len(self.scorecard.periods) - 1

    @cached_property
    def group_rows(self) -> tuple[int, ...]:
        """The row of each group on Scorecard, above those of its lines."""
        rows, row = [], LINES_HEADER + 1
        for group in self.scorecard.groups:
            rows.append(row)
            row += 1 + len(group.lines)
        return tuple(rows)

    @cached_property
    def line_rows(self) -> tuple[int, ...]:
        """The row of each line on Scorecard."""
        groups = zip(self.group_rows, self.scorecard.groups, strict=True)
        return tuple(row + 1 + place for row, group in groups for place in range(len(group.lines)))

    @cached_property
    def group_titles(self) -> tuple[str, ...]:
        """The title of each line's group."""
        return tuple(group.title for group in self.scorecard.groups for _ in group.lines)

    @cached_property
    def input_rows(self) -> dict[str, int]:
        """The row of each input on Inputs."""
        return {row.key: PERIOD_ROW + 1 + place for place, row in enumerate(self.scorecard.inputs)}

    @cached_property
    def series_columns(self) -> dict[str, int]:
        """The column of each series input's first period on Series."""
        keys = [row.key for row in self.scorecard.inputs if row.is_series]
        return {key: 1 + place * len(self.scorecard.periods) for place, key in enumerate(keys)}

    @cached_property
    def band_rows(self) -> tuple[int, ...]:
        """The row of each line's first band on Bands."""
        rows, row = [], BANDS_HEADER + 1
        for line in self.scorecard.lines:
            rows.append(row)
            row += len(line.bands)
        return tuple(rows)

    def target_row(self, line: int) -> int:
        """The row of a line on Targets."""
        return PERIOD_ROW + 1 + line

    def provenance_row(self, line: int) -> int:
        """The row of a line on Provenance."""
        return PROVENANCE_HEADER + 1 + line

    def history_row(self, line: int) -> int:
        """The row of a line on History."""
        return PERIOD_ROW + 1 + line

    def periods(self) -> str:
        """The labels of all periods, as a reference with its sheet."""
        return f"{INPUTS}!{Area(PERIOD_ROW, FIRST_PERIOD, PERIOD_ROW, self.last_period).text(fixed='row column')}"

    def input_periods(self, key: str) -> Area:
        """The cells of an input on Inputs."""
        return Area(self.input_rows[key], FIRST_PERIOD, self.input_rows[key], self.last_period)

    def history_periods(self, line: int) -> Area:
        """The cells of a line on History."""
        return Area(self.history_row(line), FIRST_PERIOD, self.history_row(line), self.last_period)

    def target_periods(self, line: int) -> Area:
        """The cells on Targets that hold a line's targets of single periods."""
        return Area(self.target_row(line), FIRST_PERIOD, self.target_row(line), self.last_period)

    def series_cells(self, key: str, period: int) -> Area:
        """The cells on Series that hold one input's values of one period."""
        column = self.series_columns[key] + period
        return Area(SERIES_TOP, column, SERIES_TOP + SERIES_ROWS - 1, column)

    def reference(self, key: str, period: int) -> str:
        """Where a formula finds an input's figure of a period: a cell on Inputs, or an area on Series."""
        if key in self.series_columns:
            return f"{SERIES}!{self.series_cells(key, period).text(fixed='row')}"
        return f"{INPUTS}!{address(self.input_rows[key], FIRST_PERIOD + period)}"

    def binding(self, line: Line, period: int) -> dict[str, str]:
        """From the names in a line's formula to the references for a period."""
        return {name: self.reference(key, period) for name, key in line.inputs.items()}

    def actual_formulas(self, line: Line) -> tuple[str, ...]:
        """A line's formula over the cells of each period; they differ in the columns alone, so one is written.

        A series without any value is a missing figure, which the bare formula cannot tell from an empty list.
        """
        columns = self.series_columns
        marks = {key: f"\x01{columns[key]}\x02" for key in line.inputs.values() if key in columns}
        binding = {name: self._marked(key, marks) for name, key in line.inputs.items()}
        formula = render(line.formula, "excel", binding)
        if empty := [f"COUNT({binding[name]})=0" for name in line.formula.names if name in line.formula.series]:
            formula = f'=IF(OR({",".join(empty)}),"",{formula.removeprefix("=")})'
        used = [(mark, self.series_columns[key]) for key, mark in marks.items() if mark in formula]
        used.append((_MARK, FIRST_PERIOD))
        return tuple(_filled(formula, used, period) for period in range(len(self.scorecard.periods)))

    def _marked(self, key: str, marks: dict[str, str]) -> str:
        """The reference to an input with a mark where the letters of the column stand."""
        if key in marks:
            column, last = marks[key], SERIES_TOP + SERIES_ROWS
            return f"{SERIES}!{column}${SERIES_TOP + 1}:{column}${last}"
        return f"{INPUTS}!{_MARK}{self.input_rows[key] + 1}"


_MARK = "\x01\x02"


def _filled(formula: str, marks: list[tuple[str, int]], period: int) -> str:
    for mark, column in marks:
        formula = formula.replace(mark, column_letters(column + period))
    return formula
