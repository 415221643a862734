"""`similar-input`: one input has one name, and one name has one unit."""

from __future__ import annotations

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT_FILE, Small
from checks.rows import Bad, Good

RULE = "similar-input"
OTHER_FILE = f"kpis/customer-service/{COMPANIONS[1]}.yml"
INPUTS = "standard_formula.inputs"
VARIANT = "standard_formula.variants.0.inputs"
SERIES = "standard_formula.variants.1.inputs"
CONVERT = "convert it, or give it a name of its own"


def one_name(name: str) -> str:
    return f"use one name, such as {name}, or words that tell the two apart"


def wanting(label: str, means: str = "Counted in a way of its own", unit: str = "issue", **more: str) -> dict[str, str]:
    return {"label": label, "unit": unit, "means": means, **more}


def row(about: str, name: str, input_: dict[str, str], how: str, severity: str = "error", other: str = "issues") -> Bad:
    """A new input of the variant that cannot be told from one of the standard formula."""
    return Bad(
        about,
        ((f"{VARIANT}.{name}", input_),),
        f"standard_formula.variants[1].inputs.{name}",
        f"{name} and {other} in {SUBJECT_FILE} ({INPUTS}.{other}) {how}",
        one_name(other),
        severity=severity,
    )


LABEL, SAME_WORDS, MEANING = "have the same label", "have labels of the same words", "mean the same by their words"
BAD = [
    Bad(
        "one name in two units",
        ((f"{INPUTS}.issues.unit", "contact"),),
        f"{INPUTS}.issues",
        f"issues is a number in contact here, but a number in issue in {OTHER_FILE} ({INPUTS}.issues)",
        CONVERT,
    ),
    Bad(
        "one name for a number and a list",
        ((f"{SERIES}.team_rates.kind", "number"),),
        "standard_formula.variants[2].inputs.team_rates",
        f"team_rates is a number in point here, but a list in point in {OTHER_FILE} "
        "(standard_formula.variants[2].inputs.team_rates)",
        CONVERT,
    ),
    Bad(
        "a variant that declares an input anew in another unit",
        ((f"{VARIANT}.issues", wanting("Total issues", unit="contact")),),
        "standard_formula.variants[1].inputs.issues",
        f"issues is a number in contact here, but a number in issue in {OTHER_FILE} ({INPUTS}.issues)",
        CONVERT,
    ),
    row("the same label", "all_issues", wanting("Total issues"), LABEL),
    row("the same label in another case and with a hyphen", "all_issues", wanting("total-issues"), LABEL),
    row("the same label without its word of quantity", "issue_count", wanting("Issue count"), SAME_WORDS, "warning"),
    row("a stock at the end", "closing_issues", wanting("Issues at the end"), SAME_WORDS, "warning"),
    row("one meaning", "matters", wanting("Matters", "Issues raised: distinct, spam left out"), MEANING, "warning"),
    row(
        "the words of a label in another order",
        "first_contact_issues",
        wanting("First-contact issues, resolved"),
        SAME_WORDS,
        "warning",
        "resolved_on_first_contact",
    ),
]  # fmt: skip
GOOD = [
    Good("a unit that there is not", ((f"{INPUTS}.issues.unit", "isue"),)),
    Good("another unit", ((f"{VARIANT}.all_issues", wanting("Total issues", unit="contact")),)),
    Good("another kind", ((f"{VARIANT}.all_issues", wanting("Total issues", kind="series")),)),
    Good("the same name again", ((f"{VARIANT}.issues", wanting("Total issues")),)),
    Good("the same name under another label", ((f"{INPUTS}.issues.label", "Distinct issues"),)),
    Good("labels that negation tells apart", (
        (f"{VARIANT}.answered", wanting("Issues answered", "Those with a reply")),
        (f"{VARIANT}.unanswered", wanting("Issues not answered", "Those without a reply")),
    )),
    Good("labels that a number tells apart", (
        (f"{VARIANT}.step_1", wanting("Yield of step 1", "First")), (f"{VARIANT}.step_2", wanting("Yield of step 2")),
    )),
    Good("meanings too short to compare", (
        (f"{VARIANT}.one", wanting("One", "All of them")), (f"{VARIANT}.two", wanting("Two", "All of them")),
    )),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_cannot_be_told_apart_is_told_with_both_places(small: Small, bad: Bad) -> None:
    bad.is_told(small, RULE)


@pytest.mark.parametrize("good", GOOD, ids=str)
def test_inputs_that_differ_are_silent(small: Small, good: Good) -> None:
    good.is_silent(small, RULE)


def test_the_place_that_differs_from_most_is_told_even_when_it_comes_first(small: Small) -> None:
    small.change(OTHER_FILE, (f"{INPUTS}.issues.unit", "contact"))
    (found,) = small.problems(RULE)
    assert found.path == f"catalogue/{OTHER_FILE}"
    assert f"in {COMPANION_FILE} ({INPUTS}.issues)" in found.message


def test_a_pair_of_names_is_told_once_however_often_it_stands(small: Small) -> None:
    for file in (SUBJECT_FILE, COMPANION_FILE):
        small.change(
            file, (f"{VARIANT}.all_issues", wanting("Total issues")), (f"{INPUTS}.issues.label", "Total issues")
        )
    assert len(small.problems(RULE)) == 1
