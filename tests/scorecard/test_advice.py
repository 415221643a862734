"""The warnings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpiatlas.records import Catalogue, Kpi
from kpiatlas.records.model import Deprecation, Impact
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine
from kpiatlas.scorecard import Scorecard, build, scorecard_problems

from .cards import TODAY, some_card, some_input, some_kpi, some_template, with_kpis


def other_kpi(catalogue: Catalogue, id_: str, **fields: Any) -> Kpi:
    """A leading KPI with inputs of its own, that harms no other."""
    names = [f"{id_.replace('-', '_')}_{part}" for part in ("part", "whole")]
    inputs = dict.fromkeys(names, some_input())
    fields = {"type": "leading", "change_impact": (), "frequency": "monthly", **fields}
    return some_kpi(catalogue, id_, f"{names[0]} / {names[1]}", inputs, dict.fromkeys(names, 1), **fields)


def told(card: Scorecard, catalogue: Catalogue) -> list[str]:
    """The messages."""
    problems = scorecard_problems(card, catalogue)
    assert all(problem.severity == "warning" for problem in problems)
    return [problem.message for problem in problems]


def told_of(catalogue: Catalogue, *kpis: Kpi, **line: Any) -> list[str]:
    """The messages for a scorecard of one group with these KPIs."""
    return told(some_card(catalogue, *kpis, **line), with_kpis(catalogue, *kpis))


def test_a_sound_scorecard_gives_no_warning(catalogue: Catalogue) -> None:
    assert told_of(catalogue, other_kpi(catalogue, "one"), other_kpi(catalogue, "two")) == []


def test_kpis_that_all_look_back_are_told(catalogue: Catalogue) -> None:
    lagging = other_kpi(catalogue, "one", type="lagging")
    assert any(text.startswith("no leading KPI") for text in told_of(catalogue, lagging))
    assert told_of(catalogue, lagging, other_kpi(catalogue, "two")) == []


def test_more_than_25_kpis_and_more_than_3_in_a_group_are_told(catalogue: Catalogue) -> None:
    kpis = [other_kpi(catalogue, f"kpi-{number}") for number in range(26)]
    assert told_of(catalogue, *kpis[:3]) == []
    assert told_of(catalogue, *kpis[:4]) == ['"Group 1" has 4 KPIs; an objective is told by 3 or fewer']
    groups = [[ScorecardLine(kpi.id) for kpi in kpis[at : at + 3]] for at in range(0, 26, 3)]
    card = build(some_template(*groups), with_kpis(catalogue, *kpis), TODAY)
    assert told(card, with_kpis(catalogue, *kpis)) == ["26 KPIs; more than 25 are not steered by"]


@pytest.mark.parametrize(
    ("direction", "effect", "other", "told_it"),
    [
        ("higher", "raises", "lower", True),
        ("higher", "raises", "higher", False),
        ("higher", "lowers", "higher", True),
        ("lower", "raises", "higher", True),
        ("lower", "lowers", "lower", True),
        ("lower", "lowers", "higher", False),
        ("range", "raises", "lower", False),
    ],
)
def test_a_kpi_without_the_counter_weight_that_its_record_names_is_told(
    catalogue: Catalogue, direction: str, effect: str, other: str, told_it: bool
) -> None:
    impact = (Impact("cost", effect, "Because."),)
    kpi = other_kpi(catalogue, "gain", direction=direction, change_impact=impact)
    cost = other_kpi(catalogue, "cost", direction=other)
    known = with_kpis(catalogue, kpi, cost)
    alone = build(some_template([ScorecardLine("gain")]), known, TODAY)
    assert told(alone, known) == (["no counter-weight for gain"] if told_it else [])
    both = build(some_template([ScorecardLine("gain"), ScorecardLine("cost")]), known, TODAY)
    assert told(both, known) == []


def test_two_lines_from_the_same_inputs_are_told(catalogue: Catalogue) -> None:
    kpi = other_kpi(catalogue, "churn")
    inputs = dict(kpi.standard_formula.inputs)
    twin = other_kpi(catalogue, "retention")
    formula = replace(kpi.standard_formula, expression="1 - churn_part / churn_whole", inputs=inputs)
    twin = replace(twin, standard_formula=formula)
    assert told_of(catalogue, kpi, twin) == ['"Churn" and "Retention" are computed from the same inputs']


def test_kpis_measured_less_often_than_the_period_are_told(catalogue: Catalogue) -> None:
    slow = other_kpi(catalogue, "slow", frequency="yearly")
    assert told_of(catalogue, slow) == ["mixed frequencies: slow (yearly) on a monthly scorecard"]
    assert told_of(catalogue, other_kpi(catalogue, "fast", frequency="daily")) == []


def test_weights_that_do_not_add_up_are_told_of_lines_and_of_groups(catalogue: Catalogue) -> None:
    kpis = [other_kpi(catalogue, name) for name in ("one", "two")]
    assert told_of(catalogue, *kpis, weight=40) == ['the weights of "Group 1" add up to 80, not to 100']
    known = with_kpis(catalogue, *kpis)
    groups = tuple(ScorecardGroup(kpi.name, (ScorecardLine(kpi.id),), weight=60) for kpi in kpis)
    card = build(replace(some_template(), groups=groups), known, TODAY)
    assert told(card, known) == ["the groups' weights add up to 120, not to 100"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"status_by": "percent-of-target"}, "one: status by percent-of-target without a target"),
        (
            {"status_by": "baseline-to-target", "target": 5},
            "one: status by baseline-to-target without a baseline",
        ),
        ({"target": 5, "baseline": 6}, "one: the target is worse than the baseline"),
        (
            {"status_by": "percent-of-target", "target": 5, "levels": {"good": 80}},
            "one: the levels do not fall from excellent to fair",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_told(catalogue: Catalogue, line: dict[str, Any], message: str) -> None:
    assert told_of(catalogue, other_kpi(catalogue, "one"), **line) == [message]


def test_a_deprecated_kpi_is_told_with_what_to_use(catalogue: Catalogue) -> None:
    given_up = Deprecation("2026-11-22", "other-thing", "It counts twice.")
    kpi = other_kpi(catalogue, "one", deprecated=given_up)
    (problem,) = scorecard_problems(some_card(catalogue, kpi), with_kpis(catalogue, kpi))
    assert (problem.message, problem.hint) == (
        "one: deprecated since 2026-11-22: It counts twice.",
        "use other-thing",
    )
