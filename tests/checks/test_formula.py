"""`formula`: every expression parses, and its inputs are declared and used."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogues import REMOVED, SUBJECT_FILE, Small
from checks.rows import Bad, Good

AT = "standard_formula"
EXPRESSION = f"{AT}.expression"
VARIANT = f"{AT}.variants.0"

BAD = [
    Bad(
        "an unknown input",
        ((EXPRESSION, "resolved_on_first_contact / isues * 100 + 0 * issues"),),
        EXPRESSION,
        'unknown input "isues"',
        'inputs are resolved_on_first_contact, issues; did you mean "issues"?',
        excerpt="resolved_on_first_contact / isues * 100 + 0 * issues\n" + " " * 28 + "^^^^^",
    ),
    Bad(
        "an input that is not used",
        ((EXPRESSION, "issues"),),
        f"{AT}.inputs.resolved_on_first_contact",
        "the expression does not use the input resolved_on_first_contact",
    ),
    Bad(
        "an input of a variant that is not used",
        ((f"{VARIANT}.expression", "contacts"),),
        f"{AT}.variants[1].inputs.resolving_contacts",
        "the expression does not use the input resolving_contacts",
    ),
    Bad(
        "two variants of one name",
        ((f"{AT}.variants.1.name", "gross RATE"),),
        f"{AT}.variants[2].name",
        "two variants have this name",
    ),
]
GOOD = [
    Good("as it is", ()),
    Good("without variants", ((f"{AT}.variants", REMOVED),)),
    Good("a variant over inputs of both", ((f"{VARIANT}.expression", "resolving_contacts / contacts * issues"),)),
    Good("a series", ((f"{AT}.variants.1.expression", "percentile(team_rates, 50)"),)),
]
HOSTILE = [
    "__import__('os').system('touch ran')",
    '__import__("os")',
    "issues.__class__",
    "(" * 1990 + "issues",
    "issues + " * 200 + "issues" + " " * 180 + "+",
    "1 +",
    "(issues",
    "issues issues",
    "eval(issues)",
    "issues # comment",
    "lambda: issues",
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_an_expression_and_inputs_that_do_not_fit_are_told(small: Small, row: Bad) -> None:
    row.is_told(small, "formula")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_an_expression_that_uses_what_is_declared_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "formula")


@pytest.mark.parametrize("expression", HOSTILE, ids=[text[:30] for text in HOSTILE])
def test_what_is_no_formula_is_one_problem_with_a_caret_and_nothing_runs(
    small: Small, tmp_path: Path, expression: str
) -> None:
    small.change(SUBJECT_FILE, (EXPRESSION, expression))
    found = small.check()
    assert [(p.rule, p.field_name) for p in found] == [("formula", EXPRESSION)]
    assert "^" in found[0].excerpt
    assert max(map(len, found[0].text().splitlines())) < 300
    assert not (tmp_path / "ran").exists()
