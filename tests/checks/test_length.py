"""`length`: one to three sentences where an answer is wanted."""

from __future__ import annotations

import pytest

from catalogues import Small
from checks.rows import Bad, Good
from kpiatlas.checks.texts import sentences

FOUR = "Counts the settled. Leaves out the rest. Takes every channel. Ends with the week."

BAD = [
    Bad("a definition of four", (("definition", FOUR),), "definition", "4 sentences; at most 3"),
    Bad("an answer of four", (("faqs.1.answer", FOUR),), "faqs[2].answer", "4 sentences; at most 3"),
]
GOOD = [
    Good("three sentences", (("definition", FOUR.rsplit(". ", 1)[0] + "."),)),
    Good("four in a story", (("case_study.story", FOUR),)),
    Good(
        "points that end no sentence",
        (("definition", "Counts 3.5 of 4.0 issues, e.g. calls vs. chats, i.e. all of it."),),
    ),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_what_is_too_long_to_read_at_once_is_told(small: Small, row: Bad) -> None:
    row.is_told(small, "length")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_what_can_be_read_at_once_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "length")


SENTENCES = [
    ("One. Two? Three!", ["One.", "Two?", "Three!"]),
    ("Below 3.5 percent. 40 more.", ["Below 3.5 percent.", "40 more."]),
    ("Counts vs. all.", ["Counts vs. all."]),
    ('He said "Done." Then left.', ['He said "Done.', "Then left."]),
    ("(One.) (Two.)", ["(One.", "(Two.)"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_text_falls_into_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
