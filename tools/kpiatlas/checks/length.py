"""`length`: definitions and answers of one to three sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import FieldPath
from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .texts import sentences

NAME = "length"
SENTENCES = 3


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    short: list[tuple[FieldPath, str]] = [(("definition",), kpi.definition)]
    short += [(("faqs", number, "answer"), faq.answer) for number, faq in enumerate(kpi.faqs)]
    for field, text in short:
        if (count := len(sentences(text))) > SENTENCES:
            yield Finding(field, f"{count} sentences; at most {SENTENCES}")


CHECK = Check(NAME, "A definition and an answer have one to three sentences.", per_kpi(NAME, _find))
