"""`near-duplicate-kpi`: the same measure under two names."""

from __future__ import annotations

import pytest

from catalogues import COMPANION_FILE, SUBJECT_FILE, Small

PAIRS = [
    ("First Contact Resolution", "First Contact Resolution Percentage", True),
    ("First Contact Resolution", "Resolution on First Contacts", True),
    ("First Contact Resolution", "First Call Resolution", True),
    ("Churn Rate", "Customer Churn", True),
    ("Customer Churn", "Average Churn Rate", True),
    ("Gross Margin", "Operating Margin", False),
    ("Gross Revenue Retention", "Net Revenue Retention", False),
    ("Planned Machine Downtime", "Unplanned Machine Downtime", False),
    ("Customer Churn Rate", "Customer Retention Rate", False),
    ("Cost per Contact", "Cost per Order", False),
    ("First Contact Resolution", "Service Level", False),
]


def named(small: Small, first: str, second: str) -> Small:
    """The subject and a companion that computes the same."""
    small.change(SUBJECT_FILE, ("name", first), ("aliases", []), ("abbreviation", "AA"))
    formula = small.data[SUBJECT_FILE]["standard_formula"]
    small.change(
        COMPANION_FILE, ("name", second), ("aliases", []), ("abbreviation", "BB"), ("standard_formula", formula)
    )
    return small


@pytest.mark.parametrize(("first", "second", "alike"), PAIRS)
def test_like_names_with_the_same_inputs_are_told(small: Small, first: str, second: str, alike: bool) -> None:
    found = named(small, first, second).problems("near-duplicate-kpi")
    assert [(p.field_name, p.severity) for p in found] == [("name", "warning")] * alike
    if alike:
        assert found[0].message == f'like "{second}" ({COMPANION_FILE}) in name, inputs and unit'


def test_other_inputs_make_another_measure(small: Small) -> None:
    named(small, "First Contact Resolution", "First Contact Resolution Rate")
    formula = small.data[COMPANION_FILE]["standard_formula"]
    inputs = {"a": formula["inputs"]["issues"], "b": formula["inputs"]["issues"]}
    example = {"inputs": {"a": 1, "b": 2}, "result": 50}
    other = {**formula, "expression": "a / b * 100", "inputs": inputs, "example": example}
    small.change(COMPANION_FILE, ("standard_formula", other))
    assert small.problems("near-duplicate-kpi") == []


@pytest.mark.parametrize(("unit", "alike"), [("point", True), ("ratio", True), ("currency", False), ("issue", False)])
def test_another_dimension_makes_another_measure(small: Small, unit: str, alike: bool) -> None:
    named(small, "First Contact Resolution", "First Contact Resolution Rate").change(COMPANION_FILE, ("unit", unit))
    if unit == "ratio":
        small.change("taxonomy/units.yml", ("ratio", {"singular": "ratio", "plural": "ratio", "kind": "proportion"}))
    assert len(small.problems("near-duplicate-kpi")) == alike


def test_a_deprecated_record_duplicates_nothing(small: Small) -> None:
    given_up = {"since": "2026-11-22", "replaced_by": "first-contact-resolution", "because": "The same measure twice."}
    named(small, "First Contact Resolution", "First Contact Resolution Rate")
    small.change(COMPANION_FILE, ("deprecated", given_up))
    assert small.problems("near-duplicate-kpi") == []
