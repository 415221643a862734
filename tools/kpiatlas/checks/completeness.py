"""`completeness`: how much of what a reader can expect a record has, beyond what the schema demands.

A score of 100 is a record to which nothing is missing that this module knows of. It counts what is there, not how good
it is: a short record that is true is worth more than a long one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .unknown_reference import RULE_OF_THUMB

NAME = "completeness"
ENOUGH = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a record can have: its weight in the score, how to tell, and what to say where it is missing."""

    weight: int
    present: Callable[[Kpi], bool]
    missing: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """The score of a record, 0 to 100, and what is missing, the weightiest first."""

    score: int
    missing: tuple[str, ...]


def completeness(kpi: Kpi) -> Completeness:
    """The score of one record."""
    missing = sorted((part for part in PARTS if not part.present(kpi)), key=lambda part: -part.weight)
    lost = sum(part.weight for part in missing)
    return Completeness(round(100 * (1 - lost / sum(part.weight for part in PARTS))), tuple(p.missing for p in missing))


def _at_least(count: int, attribute: str, weight: int, what: str) -> Part:
    def present(kpi: Kpi) -> bool:
        value: Any = getattr(kpi, attribute)
        return len(value) >= count

    return Part(weight, present, f"{what} ({count} or more)")


PARTS = (
    Part(
        15, lambda kpi: bool(kpi.benchmarks) or kpi.benchmark_status == "not_meaningful", "a benchmark with its source"
    ),
    Part(10, lambda kpi: bool(kpi.standard_formula.variants), "a variant of the formula"),
    Part(3, lambda kpi: kpi.interpretation.basis != RULE_OF_THUMB, "bands that a source stands behind"),
    Part(5, lambda kpi: len(kpi.benchmarks) >= 2 or kpi.benchmark_status == "not_meaningful", "a second benchmark"),
    _at_least(1, "aliases", 4, "another name it goes by"),
    _at_least(3, "asked_as", 4, "ways people ask for it"),
    _at_least(3, "business_insights", 5, "insights"),
    _at_least(4, "measurement_approach", 5, "steps of measurement"),
    _at_least(3, "trend_analysis", 5, "patterns over time"),
    _at_least(4, "diagnostic_questions", 5, "diagnostic questions"),
    _at_least(3, "actionable_tips", 5, "tips"),
    _at_least(3, "improvement_levers", 5, "improvement levers"),
    _at_least(3, "visualization_suggestions", 3, "charts"),
    _at_least(2, "risk_warnings", 4, "risk warnings"),
    _at_least(3, "pitfalls", 5, "pitfalls"),
    _at_least(2, "tools_and_technologies", 2, "kinds of tool"),
    _at_least(3, "integration_points", 2, "integration points"),
    _at_least(3, "change_impact", 5, "KPIs that it moves"),
    _at_least(4, "faqs", 5, "questions and answers"),
    _at_least(3, "related", 3, "related KPIs"),
)


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    found = completeness(kpi)
    if found.score < ENOUGH and not kpi.deprecated:
        message = f"{found.score} of 100; most is lost by {'; '.join(found.missing[:3])}"
        yield Finding((), message, "add what is true of it, and leave the rest out", "", "warning")


CHECK = Check(
    NAME,
    "A record reaches a score of 60 of 100 for what a reader can expect beyond what the schema demands.",
    per_kpi(NAME, _find),
    warns=True,
)
