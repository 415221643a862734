"""`reading-ease`: sentences that are read once, paragraphs that do not tire."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .texts import prose, sentences

NAME = "reading-ease"
SENTENCE = 35
PARAGRAPH = 90


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    for field, text in prose(kpi):
        if len(text) <= 2 * SENTENCE or len(text.split()) <= SENTENCE:
            continue  # as most are: too short for a long sentence
        for paragraph in text.split("\n"):
            if (count := len(paragraph.split())) > PARAGRAPH:
                message = f'a paragraph of {count} words; at most {PARAGRAPH}: "{paragraph[:50]}…"'
                yield Finding(field, message, "a blank line begins a new paragraph", "", "warning")
            for sentence in sentences(paragraph):
                if (count := len(sentence.split())) > SENTENCE:
                    message = f'a sentence of {count} words; at most {SENTENCE}: "{sentence[:50]}…"'
                    yield Finding(field, message, "split it", "", "warning")


CHECK = Check(
    NAME,
    "No sentence has more than 35 words and no paragraph more than 90.",
    per_kpi(NAME, _find),
    warns=True,
)
