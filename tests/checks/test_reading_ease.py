"""`reading-ease`: sentences of at most 35 words, paragraphs of at most 90."""

from __future__ import annotations

import pytest

from catalogues import Small
from checks.rows import Bad, Good

LONG = " ".join(["Counts", *["settled"] * 35]) + "."
SENTENCE = f'a sentence of 36 words; at most 35: "{LONG[:50]}…"'
THIRTY = " ".join(["Counts", *["issues"] * 29]) + "."
PARAGRAPH = f'a paragraph of 120 words; at most 90: "{THIRTY[:50]}…"'
NEW_LINE = "a blank line begins a new paragraph"


def too_long(about: str, field: str, shown: str) -> Bad:
    return Bad(about, ((field, LONG),), shown, SENTENCE, "split it", severity="warning")


BAD = [
    too_long("a definition", "definition", "definition"),
    too_long("a tip", "actionable_tips.0.how", "actionable_tips[1].how"),
    too_long("a step", "measurement_approach.1", "measurement_approach[2]"),
    Bad(
        "a story in one piece",
        (("case_study.story", " ".join([THIRTY] * 4)),),
        "case_study.story",
        PARAGRAPH,
        NEW_LINE,
        severity="warning",
    ),
]
GOOD = [
    Good("35 words", (("definition", " ".join(["Counts", *["settled"] * 34]) + "."),)),
    Good("a story in two paragraphs", (("case_study.story", f"{THIRTY} {THIRTY}\n{THIRTY} {THIRTY}"),)),
    Good("a long way to ask", (("asked_as.0", "what " + "is " * 40 + "it"),)),
    Good("a long quotation", (("benchmarks.0.quote", "71 " + LONG),)),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_what_has_to_be_read_twice_is_a_warning(small: Small, row: Bad) -> None:
    row.is_told(small, "reading-ease")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_what_reads_easily_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "reading-ease")
