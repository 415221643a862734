"""`repeated-wording`: no sentence, and no run of eight words, stands in two records."""

from __future__ import annotations

import pytest

from catalogues import COMPANION_FILE, SUBJECT_FILE, Small
from checks.rows import Bad, Good

HINT = "say what is true of this KPI alone"
SENTENCE = "Weigh the repeats of every single week against the calmest week known."
SHORT = "Ask the caller again."


def said(phrase: str, field: str = "definition") -> str:
    return f'"{phrase}" stands in {COMPANION_FILE} too ({field})'


BAD = [
    Bad("a sentence", (("definition", SENTENCE),), "definition", said(SENTENCE.lower().rstrip("."))),
    Bad(
        "a run of eight words",
        (("faqs.0.answer", "We weigh the repeats of every single week against the loudest one."),),
        "faqs[1].answer",
        said("weigh the repeats of every single week against"),
    ),
    Bad(
        "in other case and marks",
        (("definition", "WEIGH the repeats, of every single week; against the calmest week: known?"),),
        "definition",
        said(SENTENCE.lower().rstrip(".")),
    ),
    Bad(
        "with a name of a KPI in between",
        (("definition", SENTENCE.replace("every single", "every first contact resolution single")),),
        "definition",
        said(SENTENCE.lower().rstrip(".")),
    ),
    Bad(
        "a short sentence",
        (("pitfalls.0.consequence", SHORT),),
        "pitfalls[1].consequence",
        said("ask the caller again", "pitfalls"),
    ),
]
GOOD = [
    Good("a short question about another KPI", (("faqs.0.question", "Is it the same as cost per contact?"),)),
    Good("seven words", (("definition", "We weigh the repeats of every single week once a year only."),)),
    Good("three words", (("pitfalls.0.consequence", "Ask them again."),)),
    Good("as an alias", (("aliases.0", SENTENCE),)),
    Good("as people ask", (("asked_as.0", SENTENCE),)),
    Good("as a quotation", (("benchmarks.0.quote", f"71 {SENTENCE}"),)),
    Good("as the formula in words", (("standard_formula.text", SENTENCE),)),
    Good(
        "twice in one record",
        (
            ("definition", "Nobody else writes down a thing like that at all."),
            ("faqs.0.answer", "Nobody else writes down a thing like that at all."),
        ),
    ),
]


@pytest.fixture
def said_before(small: Small) -> Small:
    """The companion, which comes first by its id, says the sentences."""
    small.change(
        COMPANION_FILE,
        ("definition", SENTENCE),
        ("pitfalls.0.consequence", SHORT),
        ("pitfalls.1.consequence", "Ask them again."),
        ("faqs.0.question", "Is it the same as average handle time?"),
    )
    return small


@pytest.mark.parametrize("row", BAD, ids=str)
def test_words_of_another_record_are_told_where_they_stand_the_second_time(said_before: Small, row: Bad) -> None:
    Bad(row.about, row.changes, row.field, row.message, HINT).is_told(said_before, "repeated-wording")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_short_phrases_names_and_quotations_may_repeat(said_before: Small, row: Good) -> None:
    row.is_silent(said_before, "repeated-wording")


def test_a_record_copied_whole_is_one_problem_not_a_hundred(small: Small) -> None:
    copy = {**small.data[COMPANION_FILE], "name": "Cost of Each Contact", "aliases": [], "abbreviation": "CEC"}
    small.write("kpis/customer-service/cost-of-each-contact.yml", copy)
    assert len(small.problems("repeated-wording")) == 1


def test_one_record_may_be_told_against_several_others(small: Small) -> None:
    files = [file for file in small.data if file.startswith("kpis/")]
    for file, field in zip(files, ("definition", "case_study.story", "faqs.0.answer"), strict=True):
        small.change(file, (field, SENTENCE))
    found = small.problems("repeated-wording")
    assert {problem.path for problem in found} == {f"catalogue/{COMPANION_FILE}", f"catalogue/{SUBJECT_FILE}"}
