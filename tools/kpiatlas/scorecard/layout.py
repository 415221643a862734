"""Where everything stands in the workbook: the one place that knows sheet names, rows and columns.

A period has the same column on Inputs and on History. A list of numbers has no room in one cell, so every series input
has a column for each period on a sheet of its own, Series, with `SERIES_ROWS` cells to fill from the top; its row on
Inputs then counts what was filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .grid import Area, address
from .model import Line, Scorecard

SERIES_ROWS = 5000

SCORECARD, INPUTS, SERIES, HISTORY = "Scorecard", "Inputs", "Series", "History"
BANDS, DEFINITIONS, PROVENANCE = "Bands", "Definitions", "Provenance"

FIRST_PERIOD = 3
"""The column of the first period on Inputs and History."""
PERIOD_ROW = 3
"""The row that holds the periods' labels on Inputs and History."""

CHOSEN = (4, 1)
"""The cell on Scorecard in which the period is chosen."""
CHOSEN_NUMBER = (4, 2)
"""The cell on Scorecard that holds the place of that period among all."""
SUMMARY_ROW = 5
LINES_HEADER = 7
ACTUAL, PREVIOUS, TARGET, VARIANCE, STATUS, WEIGHT = 1, 2, 3, 4, 5, 6

SERIES_LABEL, SERIES_PERIOD, SERIES_TOP = 3, 4, 5
BANDS_HEADER, THRESHOLD, RATING = 3, 2, 3


@dataclass(frozen=True)
class Layout:
    """The places of one scorecard's cells. Lines are told by their place in `scorecard.lines`."""

    scorecard: Scorecard

    @cached_property
    def last_period(self) -> int:
        """The column of the last period on Inputs and History."""
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
