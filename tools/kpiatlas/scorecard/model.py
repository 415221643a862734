"""The frozen scorecard that every export works on: groups of lines, the distinct inputs, the periods, the figures.

`build` makes it of a template and the catalogue; nothing here knows a file format. Where the workbook, the CSV file and
the JSON file show a value, it is the value that the functions here give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..formula import Formula, Outcome, evaluate
from ..records.model import Band, Kpi, Variant

Figure = float | tuple[float, ...]
Figures = Mapping[str, tuple[Figure | None, ...]]

ON_TARGET, OFF_TARGET = "on target", "off target"

DIGITS = 9
"""Decimals to which a value is judged: 1344 / 38400 * 100 is 3.5000000000000004 to a computer, and at most 3.5 to us.

Spreadsheets compare about 15 digits, Python all 17; rounded to the same decimals they agree.
"""


@dataclass(frozen=True)
class InputRow:
    """One input of the workbook, asked for once however many lines use it.

    `key` is the input's name, with a number behind it where two KPIs mean different units by one name. `means` holds
    the meaning; where records word it differently, each wording with the KPI it comes from.
    """

    key: str
    name: str
    label: str
    unit: str
    unit_text: str
    unit_kind: str
    is_series: bool
    means: tuple[str, ...]
    used_by: tuple[str, ...]
    never_negative: bool


@dataclass(frozen=True)
class Line:
    """One KPI of a scorecard with the formula that computes it. `inputs` leads from a name in it to an input's key."""

    kpi: Kpi
    variant: Variant | None
    formula: Formula
    inputs: Mapping[str, str]
    unit: str
    unit_text: str
    unit_kind: str
    weight: float
    bands: tuple[Band, ...]
    fingerprint: str
    target: float | None = None
    owner: str = ""
    data_source: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """The KPI's name, with the variant's behind it where one is computed."""
        return f"{self.kpi.name} ({self.variant.name})" if self.variant else self.kpi.name

    @property
    def words(self) -> str:
        """The formula in words; a variant without words shows its expression."""
        if self.variant is None:
            return self.kpi.standard_formula.text
        return self.variant.text or self.variant.expression

    @property
    def example(self) -> Mapping[str, Figure]:
        """The inputs of the worked example that belongs to the formula."""
        return (self.variant.example if self.variant else self.kpi.standard_formula.example).inputs

    @property
    def rated_by_target(self) -> bool:
        """Whether the status says only that the target is reached: there are no bands, and one side is better."""
        return not self.bands and self.kpi.direction != "range"

    def variance(self, actual: float | None, target: float | None) -> float | None:
        """The distance to the target in the KPI's unit: positive is better, negative worse, whichever way is better."""
        if actual is None or target is None:
            return None
        judged = round(actual, DIGITS)
        if self.kpi.direction == "range":
            return 0.0 - abs(judged - target)
        return judged - target if self.kpi.direction == "higher" else target - judged

    def status(self, actual: float | None) -> str:
        """The word for a value: the rating of its band; without bands, whether the target is reached; else nothing."""
        if actual is None:
            return ""
        if self.bands:
            judged = round(actual, DIGITS)
            return next((band.rating for band in self.bands if band.holds(judged)), "")
        variance = self.variance(actual, self.target)
        if variance is None or not self.rated_by_target:
            return ""
        return ON_TARGET if variance >= 0 else OFF_TARGET


@dataclass(frozen=True)
class Group:
    """An objective or a perspective with its lines."""

    title: str
    objective: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Scorecard:
    """A scorecard ready to export.

    `figures` holds, by input key, a value for each period: a number, a tuple for a series, or None; a key that is
    absent has none. `filled_with` says where figures come from, for the sheet of provenance.
    """

    id: str
    title: str
    purpose: str
    audience: str
    cadence: str
    groups: tuple[Group, ...]
    inputs: tuple[InputRow, ...]
    periods: tuple[str, ...]
    catalogue_version: str
    made_on: date
    figures: Figures = field(default_factory=dict)
    filled_with: str = "nothing"

    @property
    def current(self) -> int:
        """The place of the period that is shown first: the last."""
        return len(self.periods) - 1

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all groups in reading order."""
        return tuple(line for group in self.groups for line in group.lines)

    def figure(self, key: str, period: int) -> Figure | None:
        """What was filled in for an input in a period."""
        row = self.figures.get(key)
        return row[period] if row else None

    def outcome(self, line: Line, period: int) -> Outcome:
        """What a line's formula gives for the figures of a period."""
        return evaluate(line.formula, {name: self.figure(key, period) for name, key in line.inputs.items()})

    @cached_property
    def actuals(self) -> tuple[tuple[float | None, ...], ...]:
        """For each line its value in every period; None where an input is missing or the value undefined."""
        periods = range(len(self.periods))
        return tuple(tuple(self.outcome(line, period).value for period in periods) for line in self.lines)
