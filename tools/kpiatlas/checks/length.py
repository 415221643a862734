"""`length`: definitions and answers of one to three sentences, and no sentence that must be read twice."""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import FieldPath
from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .texts import prose, sentences

NAME = "length"
SENTENCES = 3
WORDS = 45


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    short: list[tuple[FieldPath, str]] = [(("definition",), kpi.definition)]
    short += [(("faqs", number, "answer"), faq.answer) for number, faq in enumerate(kpi.faqs)]
    for field, text in short:
        if (count := len(sentences(text))) > SENTENCES:
            yield Finding(field, f"{count} sentences; at most {SENTENCES}")
    for field, text in prose(kpi):
        for sentence in sentences(text):
            if (count := len(sentence.split())) > WORDS:
                yield Finding(field, f'a sentence of {count} words; at most {WORDS}: "{sentence[:50]}…"', "split it")


CHECK = Check(
    NAME,
    "A definition and an answer have one to three sentences, and no sentence of the record has more than 45 words.",
    per_kpi(NAME, _find),
)
