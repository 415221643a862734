"""`repeated-wording`: no sentence, and no run of eight words, stands in two records."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..problem import FieldPath, Problem
from ..processes import shares, spread
from ..records import Catalogue, Kpi
from .check import Check, Finding, problem
from .kept import Kept, program
from .texts import prose, sentences

NAME = "repeated-wording"
RUN = 8
# A run of eight holds four runs of five, and is known by the least of their hashes: equal runs have equal ones, and
# neighbors mostly share theirs, so that a tenth of the memory does. What agrees in it is then compared word by word.
_PART = 5
_KEPT = 8  # records to compare with, where many say the same
SHORTEST_SENTENCE = 4
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
T = TypeVar("T")
Words = tuple[str, ...]


def problems(catalogue: Catalogue, folder: Path | None = None) -> Iterator[Problem]:
    """The problems of the rule; the marks of records that did not change are read from a folder, and kept there."""
    wording = _Wording(catalogue)
    records = list(catalogue)
    where: dict[int, list[int] | int] = {}
    for number, (kpi, own) in enumerate(zip(records, _marks_of(wording, records, catalogue, folder), strict=True)):
        shared: dict[int, set[int]] = defaultdict(set)
        for mark in own:
            found = where.setdefault(mark, number)
            if isinstance(found, list):
                for other in found:
                    shared[other].add(mark)
                if len(found) < _KEPT:
                    found.append(number)
            elif found != number:
                shared[found].add(mark)
                where[mark] = [found, number]
        if shared:
            yield from wording.told(kpi, [(records[other], shared[other]) for other in sorted(shared)])


def _marks_of(wording: _Wording, records: list[Kpi], catalogue: Catalogue, folder: Path | None) -> Iterator[array[int]]:
    """The marks of each record."""
    file = folder / "wording.msgpack" if folder else None
    kept: Kept[bytes] = Kept.open(file, bytes, catalogue, (program(), *wording.names) if folder else ())
    found = {kpi.path: marks for kpi in records if (marks := kept.get(kpi)) is not None}
    new = [kpi for kpi in records if kpi.path not in found]
    for made in spread(wording.marks, shares(new, 200)):
        found |= made
    if new:
        kept.save(found)
    return (array("q", found[kpi.path]) for kpi in records)


class _Marked(NamedTuple):
    """The sentences of a record, each with its marks."""

    sentences: list[tuple[FieldPath, Words]]
    marks: list[set[int]]


class _Wording:
    """Sentences as words, without the names of KPIs and the labels of inputs, which may stand anywhere."""

    def __init__(self, catalogue: Catalogue) -> None:
        known = {name for kpi in catalogue for name in kpi.names}
        known |= {i.label for kpi in catalogue for _, _, inputs, _ in kpi.formulas() for i in inputs.values()}
        self.names = sorted(known)
        self._numbers = _Numbers()
        self._single: set[str] = set()
        self._by_two: dict[tuple[str, str], list[Words]] = defaultdict(list)
        for name in sorted((tuple(_words(name)) for name in known), key=len, reverse=True):
            if len(name) > 1:
                self._by_two[name[0], name[1]].append(name)
            else:
                self._single.update(name)
        self._read: dict[str, _Marked] = {}

    def marks(self, kpis: Sequence[Kpi]) -> dict[str, bytes]:
        """What tells wordings apart, by path: a number for each short sentence and for each run of eight."""
        return {
            kpi.path: array("q", {mark for _, words in self._sentences(kpi) for mark in self._of(words)}).tobytes()
            for kpi in kpis
        }

    def _of(self, words: Words) -> Iterable[int]:
        return _marks(tuple(map(self._numbers.__getitem__, words)))

    def _sentences(self, kpi: Kpi) -> list[tuple[FieldPath, Words]]:
        """The sentences that may not stand twice; one that a name makes particular ("Is it churn?") has to be long."""
        found = []
        for field, text in prose(kpi):
            for said in map(_words, sentences(text)):
                words = self._without_names(said)
                if len(words) >= (SHORTEST_SENTENCE if len(words) == len(said) else RUN):
                    found.append((field, words))
        return found

    def _without_names(self, words: list[str]) -> Words:
        if self._single.isdisjoint(words) and self._by_two.keys().isdisjoint(pairwise(words)):
            return tuple(words)
        kept, at = [], 0
        while at < len(words):
            names = self._by_two.get((words[at], words[at + 1]), ()) if at + 1 < len(words) else ()
            name = next((name for name in names if name == tuple(words[at : at + len(name)])), ())
            if not name and words[at] not in self._single:
                kept.append(words[at])
            at += len(name) or 1
        return tuple(kept)

    def told(self, kpi: Kpi, earlier: Sequence[tuple[Kpi, set[int]]]) -> Iterator[Problem]:
        """The sentences of a record that share their words with an earlier one's; each of these is told once.

        Beside each earlier record stand the marks that it shares: only sentences that hold one of them are compared.
        """
        told: set[str] = set()
        own = self._marked(kpi)
        for place, (field, words) in enumerate(own.sentences):
            near = [(other, marks) for other, shared in earlier if (marks := shared & own.marks[place])]
            found = next((match for other, marks in near if (match := self._match(words, other, marks))), None)
            if found and found[0].path not in told:
                other, attribute, phrase = found
                told.add(other.path)
                message = f'"{" ".join(phrase)}" stands in {other.path} too ({attribute})'
                yield problem(NAME, kpi, Finding(field, message, "say what is true of this KPI alone"))

    def _marked(self, kpi: Kpi) -> _Marked:
        if kpi.id not in self._read:
            sentences = self._sentences(kpi)
            self._read[kpi.id] = _Marked(sentences, [set(self._of(words)) for _, words in sentences])
        return self._read[kpi.id]

    def _match(self, words: Words, other: Kpi, shared: set[int]) -> tuple[Kpi, str, Words] | None:
        runs = set(_runs(words, RUN))
        theirs = self._marked(other)
        for (field, said), marks in zip(theirs.sentences, theirs.marks, strict=True):
            if marks.isdisjoint(shared):
                continue
            if said == words:
                return other, str(field[0]), words
            if both := runs.intersection(_runs(said, RUN)):
                return other, str(field[0]), next(run for run in _runs(words, RUN) if run in both)
        return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


class _Numbers(dict[str, int]):
    """Words as numbers that are the same in every process; Python hashes texts differently in each."""

    def __missing__(self, word: str) -> int:
        self[word] = int.from_bytes(blake2b(word.encode(), digest_size=7).digest(), "big")
        return self[word]


def _runs(words: tuple[T, ...], length: int) -> Iterator[tuple[T, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _marks(words: tuple[int, ...]) -> Iterable[int]:
    if len(words) < RUN:
        return (hash(words),)
    hashes = list(map(hash, _runs(words, _PART)))
    return map(min, *(hashes[start:] for start in range(RUN - _PART + 1)))


CHECK = Check(
    NAME,
    "No sentence, and no run of eight words, stands in two records; names of KPIs and inputs, formulas, inputs and "
    "quotations are left aside.",
    problems,
)
