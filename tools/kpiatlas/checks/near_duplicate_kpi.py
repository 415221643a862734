"""`near-duplicate-kpi`: two records that measure the same under two names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..problem import Problem
from ..records import Catalogue, Kpi
from .check import Check, Finding, problem
from .texts import singular

NAME = "near-duplicate-kpi"
ALIKE = 0.5
_WORD = re.compile(r"[^\W_]+")
# Words that say how a thing is measured, not what: "churn", "churn rate" and "average churn percentage" are one.
_FORM_WORDS = """
a an and average by for in index mean number of on per percent percentage rate ratio score the to total
"""
_FORM = frozenset(_FORM_WORDS.split())
# Two of a row tell two measures apart, however alike the rest of the names.
_CONTRASTS = (
    "gross net contribution operating",
    "inbound outbound",
    "planned unplanned scheduled unscheduled emergency preventive corrective",
    "internal external",
    "direct indirect",
    "open closed opening closing new lost",
    "first last next second",
    "voluntary involuntary",
    "active inactive",
    "minimum maximum lowest highest",
    "short long",
    "fixed variable",
    "early late overdue",
    "daily weekly monthly quarterly yearly annual",
)
_ROW = {word: row for row, words in enumerate(_CONTRASTS) for word in words.split()}
Words = frozenset[str]


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    whole: dict[Words, list[Kpi]] = defaultdict(list)
    shortened: dict[Words, list[Kpi]] = defaultdict(list)
    for kpi in catalogue:
        if kpi.deprecated:
            continue
        subject = _subject(kpi.name)
        parts = [subject - {word} for word in sorted(subject)] if len(subject) > 1 else []
        near = [*whole[subject], *shortened[subject]]
        for part in parts:
            near += whole[part]
            near += shortened[part] if len(part) > 1 else []  # of two words, one in common is too little
        for other in {other.id: other for other in near}.values():
            if _same(kpi, other, catalogue):
                yield _told(kpi, other)
        whole[subject].append(kpi)
        for part in parts:
            shortened[part].append(kpi)


def _told(kpi: Kpi, other: Kpi) -> Problem:
    message = f'like "{other.name}" ({other.path}) in name, inputs and unit'
    hint = "make one a variant or an alias of the other, or make the names tell how they differ"
    return problem(NAME, kpi, Finding(("name",), message, hint, "", "warning"))


def _subject(name: str) -> Words:
    """What a name is about: its words without those of form, in the singular."""
    return frozenset(singular(word) for word in _WORD.findall(name.casefold()) if word not in _FORM)


def _same(a: Kpi, b: Kpi, catalogue: Catalogue) -> bool:
    return (
        _dimension(a.unit, catalogue) == _dimension(b.unit, catalogue)
        and _likeness(_subject(a.name), _subject(b.name)) >= ALIKE
        and not _contrast(_subject(a.name), _subject(b.name))
        and _likeness(frozenset(a.standard_formula.inputs), frozenset(b.standard_formula.inputs)) >= ALIKE
    )


def _contrast(a: Words, b: Words) -> bool:
    """Whether each name has a word of a row of which the other has another."""
    rows = {_ROW[word] for word in a - b if word in _ROW}
    return not rows.isdisjoint(_ROW[word] for word in b - a if word in _ROW)


def _dimension(unit: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The unit with each part as its dimension: minute and hour are both time, percent and ratio both plain."""
    parts = re.split(r"([*/])", unit)
    return tuple(
        known.dimension or ("" if known.kind in ("proportion", "score") else part)
        if (known := catalogue.units.get(part))
        else part
        for part in parts
    )


def _likeness(a: Words, b: Words) -> float:
    """What two sets share, from 0 to 1 (Jaccard's index)."""
    return len(a & b) / len(a | b) if a or b else 1.0


CHECK = Check(
    NAME,
    "No two records have the same dimension, nearly the same inputs and nearly the same name.",
    _run,
    warns=True,
)
