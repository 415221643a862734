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
from ..records import Catalogue, Kpi
from ..records.kept import Kept, program
from .check import Check, Finding, problem
from .texts import prose, sentences

NAME = "repeated-wording"
RUN = 8
# A run of eight holds four runs of five, and is known by the least of their hashes: equal runs have equal ones, and
# neighbors mostly share theirs, so that a tenth of the memory does. What agrees in it is then compared word by word.
_PART = 5
_KEPT = 8  # records to compare with, where many say the same
SHORTEST_SENTENCE = 4
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_END = "\0"  # of a sentence, where all of a record are read as one
_WORD_OR_END = re.compile(rf"{_WORD.pattern}|{_END}")
T = TypeVar("T")
Words = tuple[str, ...]


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """The problems of the rule, every record read for it."""
    wording = Wording(catalogue)
    return repeated(wording, list(catalogue), [wording.marks(kpi) for kpi in catalogue])


def kept_marks(folder: Path | None, catalogue: Catalogue, wording: Wording) -> Kept[bytes]:
    """The marks of records that were read before; they depend on the names that are left aside."""
    if folder is None:
        return Kept(None, "", {}, {})
    return Kept.open(folder / "wording.msgpack", bytes, catalogue, (program(), *wording.names))


def repeated(wording: Wording, records: Sequence[Kpi], marks: Sequence[bytes]) -> Iterator[Problem]:
    """What stands twice, by the marks of each record; only records that share one are read again."""
    found = [array("q", own) for own in marks]
    several = _in_several(found)
    where: dict[int, list[int]] = defaultdict(list)
    for number, (kpi, own) in enumerate(zip(records, found, strict=True)):
        earlier: dict[int, set[int]] = defaultdict(set)
        for mark in several.intersection(own):
            for other in where[mark]:
                earlier[other].add(mark)
            if len(where[mark]) < _KEPT:
                where[mark].append(number)
        if earlier:
            yield from wording.told(kpi, [(records[other], earlier[other]) for other in sorted(earlier)])


def _in_several(marks: Iterable[array[int]]) -> set[int]:
    """The marks of two records or more: few among a million."""
    once: set[int] = set()
    again: set[int] = set()
    for own in marks:
        again |= once.intersection(own)
        once.update(own)
    return again


class _Marked(NamedTuple):
    """The sentences of a record, each with its marks."""

    sentences: list[tuple[FieldPath, Words]]
    marks: list[set[int]]


class Wording:
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

    def marks(self, kpi: Kpi) -> bytes:
        """What tells wordings apart: a number for each short sentence and for each run of eight words."""
        found: set[int] = set()
        for words in self._read_whole(kpi):
            found.update(self._of(words))
        return array("q", found).tobytes()

    def _of(self, words: Words) -> Iterable[int]:
        return _marks(tuple(map(self._numbers.__getitem__, words)))

    def _read_whole(self, kpi: Kpi) -> Iterator[Words]:
        """The sentences of `_sentences` without their fields, all texts read as one: a third of the time."""
        parts = sentences(_END.join(text for _, text in prose(kpi)))
        words = _WORD_OR_END.findall(_END.join(parts).lower().replace("’", "'"))
        start = 0
        words.append(_END)
        while start < len(words):
            end = words.index(_END, start)
            if found := self._counted(words[start:end]):
                yield found
            start = end + 1

    def _sentences(self, kpi: Kpi) -> list[tuple[FieldPath, Words]]:
        """The sentences that may not stand twice; one that a name makes particular ("Is it churn?") has to be long."""
        return [
            (field, words)
            for field, text in prose(kpi)
            for said in sentences(text)
            if (words := self._counted(_words(said)))
        ]

    def _counted(self, said: list[str]) -> Words:
        """A sentence without names; empty where it is too short to count."""
        words = self._without_names(said)
        return words if len(words) >= (SHORTEST_SENTENCE if len(words) == len(said) else RUN) else ()

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
