"""`repeated-wording`: no sentence, and no run of eight words, stands in two records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problem import Problem
from ..records import Catalogue
from .check import Check, Finding, problem
from .texts import prose, sentences

NAME = "repeated-wording"
RUN = 8
SHORTEST_SENTENCE = 4
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")

Place = tuple[int, str]  # number of the record, name of the field
Seen = dict[int, Place]


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    names = _names(catalogue)
    records = list(catalogue)
    runs: Seen = {}
    whole: Seen = {}
    for number, kpi in enumerate(records):
        told: set[int] = set()
        for field, text in prose(kpi):
            for sentence in sentences(text):
                words = _words(sentence, names)
                first = _first_elsewhere(words, number, str(field[0]), runs, whole)
                if first is not None and first[0] not in told:
                    told.add(first[0])
                    other, phrase = records[first[0]], " ".join(first[2])
                    message = f'"{phrase}" stands in {other.path} too ({first[1]})'
                    yield problem(NAME, kpi, Finding(field, message, "say what is true of this KPI alone"))


def _names(catalogue: Catalogue) -> re.Pattern[str]:
    """Names of KPIs and labels of inputs, which may stand anywhere; longest first, so that the whole name is taken."""
    known = {name for kpi in catalogue for name in kpi.names}
    known |= {i.label for kpi in catalogue for _, _, inputs, _ in kpi.formulas() for i in inputs.values()}
    by_length = sorted((re.escape(name.lower()) for name in known), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(by_length) or '(?!)'})\b")


def _words(sentence: str, names: re.Pattern[str]) -> list[str]:
    return _WORD.findall(names.sub(" ", sentence.lower().replace("’", "'")))


def _first_elsewhere(
    words: list[str], number: int, field: str, runs: Seen, whole: Seen
) -> tuple[int, str, list[str]] | None:
    """The first other place of the sentence or of a run in it; remembers this one."""
    found: tuple[int, str, list[str]] | None = None
    if len(words) >= SHORTEST_SENTENCE:
        other, place = whole.setdefault(hash(tuple(words)), (number, field))
        if other != number:
            found = (other, place, words)
    for start in range(len(words) - RUN + 1):
        part = words[start : start + RUN]
        other, place = runs.setdefault(hash(tuple(part)), (number, field))
        if other != number and found is None:
            found = (other, place, part)
    return found


CHECK = Check(
    NAME,
    "No sentence, and no run of eight words, stands in two records; names of KPIs and inputs, formulas, inputs and "
    "quotations are left aside.",
    _run,
)
