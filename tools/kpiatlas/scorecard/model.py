"""The frozen scorecard that every export works on: groups of lines, the distinct inputs, the periods, the figures.

`build` makes it of a template and the catalogue; nothing here knows a file format. Where an export shows a value, it is
the value that the functions here give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..formula import Formula, Outcome, evaluate
from ..records.model import Band, Kpi, Variant
from ..records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from . import judging
from .judging import DIGITS, OFF_TARGET, ON_TARGET, POINTS

Figure = float | tuple[float, ...]
Figures = Mapping[str, tuple[Figure | None, ...]]


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
    """One KPI of a scorecard with the formula that computes it, as the template said it and as it was resolved.

    `inputs` leads from a name in the formula to an input's key. `bands` are applied to the actual, or under a rule by
    percent to that percent.
    """

    said: ScorecardLine
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
    content_hash: str = ""

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
    def rule(self) -> str:
        """What gives the status: a percent, the bands, whether the target is reached, or nothing.

        Without bands a target alone cannot rate a KPI that is best within a range.
        """
        if self.said.status_by:
            return self.said.status_by
        if self.bands:
            return judging.BANDS
        return judging.TARGET if self.kpi.direction != "range" else ""

    @property
    def by_percent(self) -> bool:
        """Whether a percent gives the status and the score."""
        return self.rule in (judging.PERCENT_OF_TARGET, judging.BASELINE_TO_TARGET)

    def target(self, period: str) -> float | None:
        """The value to reach in a period."""
        return (self.said.targets or {}).get(period, self.said.target)

    def variance(self, actual: float | None, target: float | None) -> float | None:
        """The distance to the target in the KPI's unit: positive is better, negative worse, whichever way is better."""
        return judging.variance_of(self.kpi.direction, actual, target)

    def percent_of_target(self, actual: float | None, target: float | None) -> float | None:
        """How much of the target is reached; above 100 is better, whichever way is better."""
        return judging.percent_of(self.variance(actual, target), target)

    def percent(self, actual: float | None, target: float | None) -> float | None:
        """The percent that a rule by percent judges."""
        if self.rule == judging.PERCENT_OF_TARGET:
            return self.percent_of_target(actual, target)
        if target is None or self.said.baseline is None:
            return None
        return judging.percent_of(self.variance(actual, target), target - self.said.baseline)

    def status(self, actual: float | None, target: float | None = None) -> str:
        """The word for a value; empty where it is missing or no rule applies."""
        if self.rule == judging.TARGET:
            variance = self.variance(actual, target)
            return "" if variance is None else ON_TARGET if variance >= 0 else OFF_TARGET
        judged = self.percent(actual, target) if self.by_percent else actual
        if judged is None:
            return ""
        rounded = round(judged, DIGITS)
        return next((band.rating for band in self.bands if band.holds(rounded)), "")

    def score(self, actual: float | None, target: float | None) -> float | None:
        """From 0 to 100: the percent of a rule by percent, else the points of the status; None without a status."""
        status = self.status(actual, target)
        if not status:
            return None
        if not self.by_percent:
            return POINTS[status]
        percent = self.percent(actual, target)
        return None if percent is None else max(0.0, min(100.0, percent))


@dataclass(frozen=True)
class Group:
    """An objective or a perspective with its lines; `said_weight` is the weight that the template gives, if it does."""

    title: str
    objective: str
    lines: tuple[Line, ...]
    weight: float = 100.0
    said_weight: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line stands in one period."""

    actual: float | None
    previous: float | None
    target: float | None
    variance: float | None
    percent_of_target: float | None
    status: str
    trend: str
    score: float | None


@dataclass(frozen=True)
class Scorecard:
    """A scorecard ready to export.

    `figures` holds, by input key, a value for each period: a number, a tuple for a series, or None; a key that is
    absent has none. `filled_with` says where figures come from, `commit` and `options` how it was made, for the sheet
    of provenance; `site` is the address of the site whose pages the definitions name.
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
    industries: tuple[str, ...] = ()
    figures: Figures = field(default_factory=dict)
    filled_with: str = "nothing"
    commit: str = ""
    site: str = ""

    @property
    def current(self) -> int:
        """The place of the period that is shown first: the last."""
        return len(self.periods) - 1

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all groups in reading order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def template(self) -> ScorecardTemplate:
        """The template that this scorecard says, without figures."""
        groups = (
            ScorecardGroup(group.title, tuple(line.said for line in group.lines), group.objective, group.said_weight)
            for group in self.groups
        )
        texts = self.title, self.purpose, self.audience, self.cadence
        return ScorecardTemplate(self.id, f"scorecards/{self.id}.yml", *texts, tuple(groups), self.industries)

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

    def standing(self, place: int, period: int) -> Standing:
        """How the line at a place of `lines` stands in a period, told by its place among the periods."""
        line, actuals = self.lines[place], self.actuals[place]
        actual, target = actuals[period], line.target(self.periods[period])
        previous = actuals[period - 1] if period else None
        return Standing(
            actual=actual,
            previous=previous,
            target=target,
            variance=line.variance(actual, target),
            percent_of_target=line.percent_of_target(actual, target),
            status=line.status(actual, target),
            trend=judging.trend_of(line.kpi.direction, actual, previous, target),
            score=line.score(actual, target),
        )

    def group_scores(self, period: int) -> tuple[float | None, ...]:
        """Each group's score in a period: the mean of its lines' by weight, lines without one left out."""
        scores = iter([self.standing(place, period).score for place in range(len(self.lines))])
        return tuple(weighted((line.weight, next(scores)) for line in group.lines) for group in self.groups)

    def total_score(self, period: int) -> float | None:
        """The mean of the groups' scores by weight, groups without one left out."""
        weights = (group.weight for group in self.groups)
        return weighted(zip(weights, self.group_scores(period), strict=True))


def weighted(pairs: Iterable[tuple[float, float | None]]) -> float | None:
    """The mean of scores by weight; None where there is no score or no weight."""
    known = [(weight, score) for weight, score in pairs if score is not None]
    total = sum(weight for weight, _ in known)
    return sum(weight * score for weight, score in known) / total if total else None
