"""What a careful reader would say of a scorecard: warnings, never refusals, since each has its good exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..problem import FieldPath, Problem
from ..records import Catalogue
from ..records.counter_weights import counter_weights
from .judging import BASELINE_TO_TARGET, EXCELLENT, FAIR, GOOD
from .model import Line, Scorecard

MOST_KPIS, MOST_IN_A_GROUP = 25, 3
_SPAN = {"intraday": 0, "daily": 1, "weekly": 2, "monthly": 3, "quarterly": 4, "yearly": 5}
_LINE = "scorecard"


def scorecard_problems(card: Scorecard, catalogue: Catalogue) -> tuple[Problem, ...]:
    """The warnings, those of the whole first."""
    path = f"scorecards/{card.id}.yml"
    found = (*_whole(card), *_counter_weights(card, catalogue), *_groups(card), *_lines(card))
    return tuple(Problem(_LINE, path, message, field, severity="warning", hint=hint) for message, field, hint in found)


Found = tuple[str, FieldPath, str]


def _whole(card: Scorecard) -> Iterator[Found]:
    lines = card.lines
    if len(lines) > MOST_KPIS:
        yield (
            f"{len(lines)} KPIs; more than {MOST_KPIS} are not steered by",
            ("groups",),
            "keep what leads to a decision",
        )
    if not any(line.kpi.type == "leading" for line in lines):
        yield "no leading KPI: all of them tell what has happened already", ("groups",), "add one that moves first"
    for one, other in combinations(lines, 2):
        if _alike(one, other):
            yield f'"{one.name}" and "{other.name}" are computed from the same inputs', ("groups",), "one may do"
    slow = [line for line in lines if _SPAN[line.kpi.frequency] > _SPAN[card.cadence]]
    if slow:
        names = ", ".join(sorted({f"{line.kpi.id} ({line.kpi.frequency})" for line in slow}))
        message = f"mixed frequencies: {names} on a {card.cadence} scorecard"
        yield message, ("cadence",), "their columns stay blank in between, or repeat"
    yield from _sum([group.weight for group in card.groups], "the groups' weights", ("groups",))


def _alike(one: Line, other: Line) -> bool:
    """The same inputs, all of them: churn and retention, or one KPI twice."""
    return set(one.inputs.values()) == set(other.inputs.values())


def _sum(weights: list[float], whose: str, field: FieldPath) -> Iterator[Found]:
    total = sum(weights)
    if abs(total - 100) > 1e-6:
        yield f"{whose} add up to {total:g}, not to 100", field, "scores are divided by what they add up to"


def _groups(card: Scorecard) -> Iterator[Found]:
    for place, group in enumerate(card.groups):
        field: FieldPath = ("groups", place)
        if len(group.lines) > MOST_IN_A_GROUP:
            message = f'"{group.title}" has {len(group.lines)} KPIs; an objective is told by {MOST_IN_A_GROUP} or fewer'
            yield message, (*field, "kpis"), ""
        yield from _sum([line.weight for line in group.lines], f'the weights of "{group.title}"', (*field, "kpis"))


def _counter_weights(card: Scorecard, catalogue: Catalogue) -> Iterator[Found]:
    """KPIs whose betterment may cost another that their record names, where none of these is on the scorecard."""
    held = {line.kpi.id for line in card.lines}
    for kpi in {line.kpi.id: line.kpi for line in card.lines}.values():
        cost = list(counter_weights(kpi, catalogue))
        if cost and not held & set(cost):
            yield f"no counter-weight for {kpi.id}", ("groups",), f"bettering it may cost {', '.join(cost)}"


def _lines(card: Scorecard) -> Iterator[Found]:
    for g, group in enumerate(card.groups):
        for k, line in enumerate(group.lines):
            for message, key, hint in _line(card, line):
                yield f"{line.kpi.id}: {message}", ("groups", g, "kpis", k, key), hint


def _line(card: Scorecard, line: Line) -> Iterator[tuple[str, str, str]]:
    said, target = line.said, line.target(card.periods[-1])
    if gone := line.kpi.deprecated:
        yield f"deprecated since {gone.since}: {gone.because}", "kpi", f"use {gone.replaced_by}"
    if said.status_by and target is None and not said.targets:
        yield f"status by {said.status_by} without a target", "status_by", "the status stays blank"
    if said.status_by == BASELINE_TO_TARGET and said.baseline is None:
        yield "status by baseline-to-target without a baseline", "baseline", "the status stays blank"
    if said.baseline is not None and target is not None and (line.variance(target, said.baseline) or 0) < 0:
        yield "the target is worse than the baseline", "target", f"{line.kpi.direction} is better"
    if said.status_by and said.thresholds:
        yield "the thresholds are not used beside status_by", "thresholds", ""
    limits = [band.at_least for band in line.bands if said.status_by and band.rating in (EXCELLENT, GOOD, FAIR)]
    known = [limit for limit in limits if limit is not None]
    if known != sorted(known, reverse=True):
        yield "the levels do not fall from excellent to fair", "levels", "the first that is reached counts"
