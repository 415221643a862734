"""`units`: an expression gives its unit by dimension."""

from __future__ import annotations

import pytest

from catalogues import REMOVED, SUBJECT_FILE, UNITS_FILE, Small
from checks.rows import Bad, Good

AT = "standard_formula"
BAD = [
    Bad(
        "a count for a percentage",
        ((f"{AT}.expression", "resolved_on_first_contact + issues"),),
        f"{AT}.expression",
        "the expression gives issue, but the unit is percent (a plain number)",
    ),
    Bad(
        "a percentage for a rate",
        (("unit", "issue/contact"), (f"{AT}.variants", REMOVED)),
        f"{AT}.expression",
        "the expression gives a plain number, but the unit is issue/contact",
    ),
    Bad(
        "money over things for a percentage",
        ((f"{AT}.inputs.resolved_on_first_contact.unit", "currency"),),
        f"{AT}.expression",
        "the expression gives currency/issue, but the unit is percent (a plain number)",
    ),
    Bad(
        "a variant in another unit that it does not name",
        ((f"{AT}.variants.0.expression", "resolving_contacts - contacts"),),
        f"{AT}.variants[1].expression",
        "the expression gives contact, but the unit is percent (a plain number)",
        "give the variant its own unit",
        severity="warning",
    ),
    Bad(
        "a variant that misses its own unit",
        ((f"{AT}.variants.1.unit", "hour"),),
        f"{AT}.variants[2].expression",
        "the expression gives a plain number, but the unit is hour (time)",
    ),
]
GOOD = [
    Good("percent", ()),
    Good("ratio of two counts", (("unit", "point"), ("benchmarks.0.unit", "point"))),
    Good(
        "two units of time",
        (
            ("unit", "hour/contact"),
            (f"{AT}.inputs.resolved_on_first_contact.unit", "minute"),
            (f"{AT}.inputs.issues.unit", "contact"),
            (f"{AT}.variants", REMOVED),
        ),
    ),
    Good(
        "a variant with its own unit",
        (
            (f"{AT}.variants.0.expression", "resolving_contacts - contacts"),
            (f"{AT}.variants.0.unit", "contact"),
        ),
    ),
    Good("a broken expression, which another rule tells", ((f"{AT}.expression", "issues +"),)),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_an_expression_of_another_dimension_is_told(small: Small, row: Bad) -> None:
    row.is_told(small, "units")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_an_expression_of_the_declared_dimension_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "units")


def test_an_unknown_unit_is_told_by_both_rules_that_need_it(small: Small) -> None:
    small.change(SUBJECT_FILE, (f"{AT}.inputs.issues.unit", "isue"))
    assert {problem.rule for problem in small.check()} == {"units", "unknown-reference"}


def test_without_a_unit_taxonomy_the_rule_rests(small: Small) -> None:
    small.write_bytes(UNITS_FILE, b"issue: [\n")
    small.change(SUBJECT_FILE, (f"{AT}.expression", "resolved_on_first_contact + issues"))
    assert small.problems("units") == []


@pytest.mark.parametrize(
    "change",
    [
        ("hour.factor", 0),
        ("hour.factor", -1),
        ("hour.factor", 1e-320),
        ("hour.dimension", REMOVED),
        ("percent.kind", "counted"),
    ],
)
def test_odd_units_make_no_rule_fail(small: Small, change: tuple[str, object]) -> None:
    small.change(UNITS_FILE, change)
    assert not [problem.text() for problem in small.check() if "the rule itself failed" in problem.message]
