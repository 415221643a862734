"""`banned-phrase`: words that say nothing, and marks that shout."""

from __future__ import annotations

import pytest

from catalogues import Small
from checks.rows import Bad, Good

WORDS = [
    ("to leverage", "say use"),
    ("leverages the", "say use"),
    ("Leveraging", "say use"),
    ("robust", "say what it withstands"),
    ("holistically", "say what is looked at together"),
    ("seamless", "say what no longer gets in the way"),
    ("cutting-edge", "say what it does"),
    ("state of the art", "say what it does"),
    ("data-driven", "say which figures decide what"),
    ("In today's", "begin with the point"),
    ("in today’s", "begin with the point"),
    ("fast-paced", "begin with the point"),
    ("it is important to", "say why, or leave it out"),
    ("plays a crucial role", "say what it does"),
    ("game-changer", "use a plain word"),
    ("synergies", "use a plain word"),
    ("actionable insights", "name the action"),
    ("continuous improvement", "name the action"),
    ("Studies show", "name the source, or leave it out"),
]
FIELDS = [
    ("definition", "definition"),
    ("business_insights.0.detail", "business_insights[1].detail"),
    ("standard_formula.inputs.issues.means", ""),
    ("improvement_levers.1.effect", "improvement_levers[2].effect"),
    ("case_study.story", "case_study.story"),
    ("faqs.0.question", "faqs[1].question"),
]


@pytest.mark.parametrize(("phrase", "advice"), WORDS)
def test_an_empty_phrase_is_told_with_what_to_do_instead(small: Small, phrase: str, advice: str) -> None:
    text = f"Counts what is settled, {phrase} counts nothing else."
    shown = phrase.replace("’", "'")
    Bad("", (("definition", text),), "definition", f'"{shown}" says nothing of this KPI', advice).is_told(
        small, "banned-phrase"
    )


@pytest.mark.parametrize(("path", "field"), [row for row in FIELDS if row[1]])
def test_every_prose_field_is_read(small: Small, path: str, field: str) -> None:
    text = "This robust rate counts what is settled at the first contact."
    Bad("", ((path, text),), field, '"robust" says nothing of this KPI', "say what it withstands").is_told(
        small, "banned-phrase"
    )


def test_an_exclamation_mark_is_told(small: Small) -> None:
    text = "Only counts the issues that stay settled!"
    Bad("", (("definition", text),), "definition", "an exclamation mark", "say it plainly").is_told(
        small, "banned-phrase"
    )


GOOD = [
    Good("a ratio of that name", (("definition", "Not to be read as the leverage ratio of a balance sheet."),)),
    Good(
        "a term of finance", (("definition", "A highly leveraged firm pays more; operating leverage does the rest."),)
    ),
    Good("part of a word", (("definition", "Counts what deleveraged companies and robustas have settled."),)),
    Good("not equal", (("definition", "Counts the issues where the code != 5 and no one called again."),)),
    Good("a quotation", (("benchmarks.0.quote", "a robust 71 % of desks are data-driven!"),)),
    Good("a name", (("aliases.0", "Leverage of Contacts"),)),
    Good("how people ask", (("asked_as.0", "is our service really robust!"),)),
]


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_plain_words_names_and_quotations_are_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "banned-phrase")
