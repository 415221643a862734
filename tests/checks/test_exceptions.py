"""`exceptions`: findings that are allowed with a reason, and exceptions that allow nothing."""

from __future__ import annotations

from typing import Any

import pytest

from catalogues import SUBJECT, SUBJECT_FILE, Small

CLAIM = "Most companies lose 21 percent of their staff each year."
SAYS = "figures-in-prose no longer says"
WHY = "The figure is the subject of the sentence."


def allowing(small: Small, **rules: Any) -> Small:
    small.write("exceptions.yml", {rule.replace("_", "-"): rows for rule, rows in rules.items()})
    return small


def row(words: str = '"21 percent" is told', kpi: str = SUBJECT) -> dict[str, str]:
    return {"kpi": kpi, "words": words, "because": WHY}


def test_an_allowed_finding_is_not_told(small: Small) -> None:
    small.change(SUBJECT_FILE, ("faqs.0.answer", CLAIM))
    assert len(small.check()) == 1
    assert allowing(small, figures_in_prose=[row()]).check() == ()


def test_one_exception_may_allow_several_findings_and_two_may_allow_one(small: Small) -> None:
    small.change(SUBJECT_FILE, ("faqs.0.answer", CLAIM), ("faqs.1.answer", CLAIM))
    assert allowing(small, figures_in_prose=[row(), row("21 percent")]).check() == ()


@pytest.mark.parametrize(
    ("rule", "entry", "message", "hint"),
    [
        ("figures-in-prose", row("21 percent"), f'{SAYS} "21 percent" of {SUBJECT}', "delete the exception"),
        ("figures-in-prose", row(kpi="first-contact"), 'unknown KPI "first-contact"', f'did you mean "{SUBJECT}"?'),
        ("figure-in-prose", row(), 'no rule "figure-in-prose"', 'did you mean "figures-in-prose"?'),
    ],
)  # fmt: skip
def test_an_exception_that_allows_nothing_is_an_error(
    small: Small, rule: str, entry: dict[str, str], message: str, hint: str
) -> None:
    small.write("exceptions.yml", {rule: [entry]})
    found = small.check()
    assert [(p.path, p.rule, p.message, p.hint, p.severity) for p in found] == [
        ("catalogue/exceptions.yml", "exceptions", message, hint, "error")
    ]
    assert found[0].line is not None


def test_an_exception_holds_for_its_record_alone(small: Small) -> None:
    small.change(SUBJECT_FILE, ("faqs.0.answer", CLAIM))
    found = allowing(small, figures_in_prose=[row(kpi="cost-per-contact")]).check()
    assert sorted(p.rule for p in found) == ["exceptions", "figures-in-prose"]


def test_a_file_that_breaks_its_schema_is_told_and_allows_nothing(small: Small) -> None:
    small.change(SUBJECT_FILE, ("faqs.0.answer", CLAIM))
    entry = row()
    del entry["because"]
    found = allowing(small, figures_in_prose=[entry]).check()
    assert [(p.path, p.rule) for p in found] == [
        ("catalogue/exceptions.yml", "schema"),
        (f"catalogue/{SUBJECT_FILE}", "figures-in-prose"),
    ]
