"""What reading a filled workbook gives: the scorecard with its figures, and what is worth knowing of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..model import InputRow, Line, Scorecard, Standing
from .stored import Comparison

MEANING, WORDING = "meaning", "wording"


@dataclass(frozen=True, slots=True)
class Missing:
    """A line without a value: the inputs that are blank, or the reason why its formula has none."""

    line: Line
    inputs: tuple[InputRow, ...]
    because: str


@dataclass(frozen=True, slots=True)
class ChangedDefinition:
    """A line whose record has changed since the export.

    `how` is `meaning` where figures rest on what changed (formula, inputs, unit, bands, definition), else `wording`.
    """

    line: Line
    how: str


@dataclass(frozen=True)
class Reading:
    """A filled workbook, read and computed with today's catalogue. `period` is a place among the card's periods.

    `by_formula` are the cells of figures that a formula gave, `unneeded` the keys of rows that no KPI needs today,
    `absent` those that a KPI needs today and the workbook has no row for.
    """

    name: str
    card: Scorecard
    period: int
    exported_from: str
    changed: tuple[ChangedDefinition, ...]
    comparison: Comparison
    by_formula: tuple[str, ...] = ()
    unneeded: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label of the period."""
        return self.card.periods[self.period]

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each line stands in the period, in reading order."""
        return tuple(self.card.standing(place, self.period) for place in range(len(self.card.lines)))

    def missing(self, period: int | None = None) -> tuple[Missing, ...]:
        """The lines without a value in a period, usually the one that was asked for."""
        at = self.period if period is None else period
        outcomes = ((line, self.card.outcome(line, at)) for line in self.card.lines)
        return tuple(
            Missing(line, self._blank(line, at), outcome.undefined_because or "")
            for line, outcome in outcomes
            if outcome.value is None
        )

    def _blank(self, line: Line, period: int) -> tuple[InputRow, ...]:
        keys = {key for key in line.inputs.values() if self.card.figure(key, period) is None}
        return tuple(row for row in self.card.inputs if row.key in keys)
