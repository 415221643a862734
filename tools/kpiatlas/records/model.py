"""The frozen objects that everything after reading works on: a KPI and its parts.

What each attribute means stands in `schema/`, the only place where it is defined; a test keeps the fields equal to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BAND_DECIMALS = 9
Number = int | float
Values = Mapping[str, Number | tuple[Number, ...]]
_SENTENCE_END = re.compile(r"(?<=[.?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Insight:
    """One thing the KPI shows that its neighbors do not."""

    point: str
    detail: str


@dataclass(frozen=True, slots=True)
class Input:
    """One number, or one series of numbers, that an expression needs."""

    label: str
    unit: str
    means: str
    kind: str = "number"

    @property
    def is_series(self) -> bool:
        """Whether it is a list of numbers."""
        return self.kind == "series"


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs and the result that the expression gives for them."""

    inputs: Values
    result: Number


@dataclass(frozen=True, slots=True)
class Variant:
    """Another formula that people use under the same name."""

    name: str
    expression: str
    example: Example
    when: str
    text: str = ""
    unit: str = ""
    inputs: Mapping[str, Input] | None = None


@dataclass(frozen=True, slots=True)
class StandardFormula:
    """The formula the field uses, with its inputs, a worked example and variants."""

    text: str
    expression: str
    inputs: Mapping[str, Input]
    example: Example
    variants: tuple[Variant, ...] = ()

    def inputs_of(self, variant: Variant | None) -> dict[str, Input]:
        """The declared inputs of the standard formula, or of a variant: its own beside the standard's."""
        return {**self.inputs, **((variant.inputs or {}) if variant else {})}


@dataclass(frozen=True, slots=True)
class Trend:
    """A pattern over time and how to read it."""

    pattern: str
    reading: str


@dataclass(frozen=True, slots=True)
class Tip:
    """Something a team can do this month."""

    tip: str
    how: str


@dataclass(frozen=True, slots=True)
class Visualization:
    """A chart and what it shows."""

    chart: str
    shows: str


@dataclass(frozen=True, slots=True)
class Risk:
    """A sign that the number is about to mislead, and what it hides."""

    sign: str
    risk: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A kind of system, with products as examples."""

    kind: str
    examples: tuple[str, ...]
    use: str


@dataclass(frozen=True, slots=True)
class Integration:
    """A system that gives or takes something."""

    system: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens to another KPI when this one rises."""

    kpi: str
    effect: str
    because: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of values with a rating; the one without threshold takes the rest."""

    rating: str
    meaning: str
    at_least: Number | None = None
    at_most: Number | None = None

    def holds(self, value: float) -> bool:
        """Whether the value reaches the band's threshold."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How to read a value."""

    reading: str
    basis: str = ""
    bands: tuple[Band, ...] = ()
    no_bands_because: str = ""

    def band(self, value: float) -> Band | None:
        """The first band that holds the value read to nine decimals (3.5000000000000004 is 3.5); None without bands."""
        return next((band for band in self.bands if band.holds(round(value, BAND_DECIMALS))), None)


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a benchmark describes."""

    who: str
    industry: str
    geography: str
    n: int | str
    period: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a benchmark was computed from published figures."""

    expression: str
    inputs: Values


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One statistic, for one population, from one source."""

    kind: str
    statistic: str
    unit: str
    population: Population
    definition_match: str
    source: str
    quote: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    definition_note: str = ""
    cell: str = ""
    derived: Derivation | None = None


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A mistake in defining or comparing, and what goes wrong."""

    mistake: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Lever:
    """What management can change, and what it does."""

    lever: str
    effect: str


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A short story with inputs before and after."""

    kind: str
    story: str
    before: Values
    after: Values
    source: str = ""


@dataclass(frozen=True, slots=True)
class Faq:
    """A question people ask, answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Why and since when a record is given up, and what takes its place."""

    since: str
    replaced_by: str
    because: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """One record. `id` is its file name, `path` the file's place below the catalogue."""

    id: str
    path: str
    name: str
    aliases: tuple[str, ...]
    asked_as: tuple[str, ...]
    categories: tuple[str, ...]
    industries: tuple[str, ...]
    unit: str
    direction: str
    type: str
    level: str
    perspective: str
    frequency: str
    definition: str
    business_insights: tuple[Insight, ...]
    measurement_approach: tuple[str, ...]
    standard_formula: StandardFormula
    trend_analysis: tuple[Trend, ...]
    diagnostic_questions: tuple[str, ...]
    actionable_tips: tuple[Tip, ...]
    visualization_suggestions: tuple[Visualization, ...]
    risk_warnings: tuple[Risk, ...]
    tools_and_technologies: tuple[Tool, ...]
    integration_points: tuple[Integration, ...]
    change_impact: tuple[Impact, ...]
    interpretation: Interpretation
    benchmark_status: str
    benchmarks: tuple[Benchmark, ...]
    pitfalls: tuple[Pitfall, ...]
    improvement_levers: tuple[Lever, ...]
    case_study: CaseStudy
    faqs: tuple[Faq, ...]
    related: tuple[str, ...]
    abbreviation: str = ""
    benchmark_note: str = ""
    deprecated: Deprecation | None = None

    @property
    def function(self) -> str:
        """The function whose folder holds the record."""
        return self.path.split("/")[1]

    @property
    def summary(self) -> str:
        """The definition's first sentence."""
        return _SENTENCE_END.split(self.definition, maxsplit=1)[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Name, abbreviation and aliases."""
        return tuple(name for name in (self.name, self.abbreviation, *self.aliases) if name)

    def formulas(self) -> Iterator[tuple[Variant | None, str, dict[str, Input], Example]]:
        """The standard formula and each variant: (variant or None, expression, declared inputs, worked example)."""
        formula = self.standard_formula
        yield None, formula.expression, dict(formula.inputs), formula.example
        for variant in formula.variants:
            yield variant, variant.expression, formula.inputs_of(variant), variant.example

    def variant(self, name: str) -> Variant | None:
        """The variant of that name, in any case; None where there is none."""
        return next((v for v in self.standard_formula.variants if v.name.casefold() == name.casefold()), None)
