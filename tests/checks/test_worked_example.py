"""`worked-example`: the figures are what the formula gives."""

from __future__ import annotations

import pytest

from catalogues import Small
from checks.rows import Bad, Good

AT = "standard_formula"
EXAMPLE = f"{AT}.example"
BAD = [
    Bad(
        "another result", ((f"{EXAMPLE}.result", 75),), f"{EXAMPLE}.result", "75 is written, but the formula gives 74.0"
    ),
    Bad(
        "just outside 1e-9",
        ((f"{EXAMPLE}.result", 74.0000001),),
        f"{EXAMPLE}.result",
        "74.0000001 is written, but the formula gives 74.0",
    ),
    Bad(
        "a variant",
        ((f"{AT}.variants.0.example.result", 60.4),),
        f"{AT}.variants[1].example.result",
        "60.4 is written, but the formula gives 60.40816326530612",
    ),
    Bad(
        "a series",
        ((f"{AT}.variants.1.example.inputs.team_rates", [70, 80, 90]),),
        f"{AT}.variants[2].example.result",
        "75 is written, but the formula gives 80.0",
    ),
    Bad(
        "divided by zero",
        ((f"{EXAMPLE}.inputs.issues", 0),),
        f"{EXAMPLE}.inputs",
        "the result is undefined: issues is 0",
    ),
    Bad(
        "a missing value",
        ((f"{EXAMPLE}.inputs", {"issues": 2000}),),
        f"{EXAMPLE}.inputs",
        "a value for resolved_on_first_contact is missing",
    ),
    Bad(
        "a value too many",
        ((f"{EXAMPLE}.inputs.isues", 2000),),
        f"{EXAMPLE}.inputs.isues",
        "the formula has no input isues",
        'did you mean "issues"?',
    ),
    Bad(
        "a list for a number",
        ((f"{EXAMPLE}.inputs.issues", [2000]),),
        f"{EXAMPLE}.inputs",
        "issues: a list was given where one number belongs",
    ),
    Bad(
        "a number for a list",
        ((f"{AT}.variants.1.example.inputs.team_rates", 75),),
        f"{AT}.variants[2].example.inputs",
        "team_rates: 75 is not a list of numbers",
    ),
    Bad(
        "a case study without a value",
        (("case_study.after", {"issues": 1850}),),
        "case_study.after",
        "a value for resolved_on_first_contact is missing",
    ),
    Bad(
        "a case study that divides by zero",
        (("case_study.before.issues", 0),),
        "case_study.before",
        "the result is undefined: issues is 0",
    ),
    Bad(
        "nothing changed",
        (("case_study.after", {"resolved_on_first_contact": 1190, "issues": 1900}),),
        "case_study.after",
        "the result is the same as before; a case study shows a change",
    ),
]
GOOD = [
    Good("exact", ()),
    Good("to 1e-9", ((f"{EXAMPLE}.result", 74.00000001),)),
    Good("a broken expression, which another rule tells", ((f"{AT}.expression", "issues +"),)),
    Good("zero", ((f"{EXAMPLE}.inputs.resolved_on_first_contact", 0), (f"{EXAMPLE}.result", 0))),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_figures_that_the_formula_does_not_give_are_told(small: Small, row: Bad) -> None:
    row.is_told(small, "worked-example")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_figures_that_the_formula_gives_are_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "worked-example")
