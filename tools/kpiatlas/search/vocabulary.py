"""The words of a catalogue, and the nearest of them to one that is not there. Sits on `words` and `fields`.

Three tiers, so that a correction prefers a word of a name to one of running text. Kept beside the index and sent to the
browser in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .fields import SearchField, words_by_field
from .words import STOP_WORDS, plain, stem

if TYPE_CHECKING:
    from ..records import Catalogue

TIERS = 3
MAX_NEAR = 4
MAX_COMPLETIONS = 12
SHORTEST_CUT = 3
LEAST_ALIKE = 0.3
LEAST_PART, LONG_JOINED, MOST_JOINED = 2, 8, 60
MEAN_PART = 4  # letters of more than two joined words on average: retenton is no re ten ton
_TIER_OF_WEIGHT = ((8, 0), (2.5, 1))


@dataclass(frozen=True)
class Vocabulary:
    """Plain words by tier: of names and abbreviations, of aliases and asked_as, of the rest.

    `kept_stems` are all their stems where they are known from before: finding them takes longer than a query may.
    """

    tiers: tuple[tuple[str, ...], ...]
    kept_stems: frozenset[str] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def words(self) -> dict[str, int]:
        """Every word with its tier."""
        return {word: tier for tier, words in enumerate(self.tiers) for word in words}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return self.kept_stems if self.kept_stems is not None else frozenset(map(stem, self.words))

    @cached_property
    def _letters(self) -> list[tuple[str, int]]:
        return [(word, _letters(word)) for word in self.words if word not in STOP_WORDS]

    def knows(self, word: str) -> bool:
        """Whether some record has the word, in any of its forms."""
        return stem(word) in self.stems

    def completions(self, start: str, *, names_only: bool = False) -> list[str]:
        """The words that begin so, those of names first; `names_only` is for cut words (cust), of three letters up."""
        if names_only and len(start) < SHORTEST_CUT:
            return []
        words = self.tiers[0] if names_only else self.words
        found = [word for word in words if word.startswith(start)]
        return sorted(found, key=lambda word: (self.words[word], len(word), word))[:MAX_COMPLETIONS]

    def begun(self, start: str) -> list[str]:
        """The words that begin with a known one; where that is long, only words of names."""
        return [word for word in self.completions(start, names_only=len(start) > SHORTEST_CUT) if word != start]

    def near(self, word: str) -> list[tuple[str, float]]:
        """The words one or two typing errors away with what each costs, cheapest first."""
        typed, letters = plain(word), _letters(plain(word))
        reach = 0 if len(typed) < 3 else 1 if len(typed) < 5 else 2
        found: list[tuple[float, str]] = []
        for other, mask in self._letters:
            if abs(len(other) - len(typed)) > reach or (mask ^ letters).bit_count() > 2 * reach:
                continue
            distance = typing_distance(typed, other, reach)
            # So few letters are left of a short word without its first one that any other word is as near.
            if distance <= reach and (len(other) > 3 or typed[:1] == other[:1]):
                cost = distance + 0.2 * self.words[other] + 0.3 * (typed[:1] != other[:1])
                found.append((cost, other))
        found.sort()
        return [(other, cost) for cost, other in found[:MAX_NEAR] if cost <= found[0][0] + 0.8]

    def alike(self, word: str) -> list[tuple[str, float]]:
        """The words of names that share most pairs of letters with a word far from all, with how alike they are."""
        typed = _pairs(plain(word))
        if not typed:
            return []
        found = []
        for other in self.tiers[0]:
            pairs = _pairs(other)
            if (shared := len(typed & pairs)) and (likeness := 2 * shared / (len(typed) + len(pairs))) >= LEAST_ALIKE:
                found.append((-round(likeness, 3), other))
        return [(other, -negative) for negative, other in sorted(found)[:MAX_NEAR]]

    def parts(self, word: str) -> tuple[str, ...]:
        """The known words that were joined: handletime. More than two, and small ones, only in a long word."""
        long = len(word) >= LONG_JOINED
        best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(word)
        for end in range(LEAST_PART, min(len(word), MOST_JOINED) + 1):
            for start in range(end - 1):
                before, piece = best[start], word[start:end]
                if before is None or (tier := self._part(piece, small=long)) is None:
                    continue
                cost, found = before[0] + tier + 1, (*before[1], piece)
                if (long or len(found) < 3) and (best[end] is None or (cost, found) < best[end]):  # type: ignore[operator]
                    best[end] = cost, found
        whole = best[-1][1] if best[-1] else ()
        small = sum(piece in STOP_WORDS for piece in whole)
        short = len(whole) > 2 and len(word) < MEAN_PART * len(whole)
        return whole if len(whole) > 1 and 2 * small < len(whole) and not short else ()

    def _part(self, piece: str, *, small: bool) -> int | None:
        if small and piece in STOP_WORDS and len(piece) >= LEAST_PART:
            return 0
        return self.words.get(plain(piece)) if len(piece) > LEAST_PART else None


@dataclass(frozen=True)
class WordTiers:
    """The words of records as they are read, each with the best tier it stands in."""

    tiers: tuple[set[str], ...] = field(default_factory=lambda: tuple(set() for _ in range(TIERS)))

    def add(self, found: Iterable[tuple[SearchField, set[str]]]) -> None:
        """Take up the words of a record, by field."""
        self.add_tiers(tiers_of(found))

    def add_tiers(self, words: Iterable[Iterable[str]]) -> None:
        """Take up the words of a record, by tier."""
        for tier, here in zip(self.tiers, words, strict=True):
            tier.update(here)

    def vocabulary(self) -> Vocabulary:
        """What has been read."""
        better: set[str] = set()
        tiers = []
        for tier in self.tiers:
            tiers.append(tuple(sorted(word for word in tier - better if not word.isdigit())))
            better |= tier
        return Vocabulary(tuple(tiers))


def tiers_of(found: Iterable[tuple[SearchField, set[str]]]) -> tuple[set[str], ...]:
    """The plain words of a record by tier."""
    tiers: tuple[set[str], ...] = tuple(set() for _ in range(TIERS))
    for searched, words in found:
        tier = next((tier for weight, tier in _TIER_OF_WEIGHT if searched.weight >= weight), TIERS - 1)
        tiers[tier].update(map(plain, words))
    return tiers


def vocabulary_of(catalogue: Catalogue, *, browser: bool) -> Vocabulary:
    """The words of all records; for the browser only those of the fields that go there."""
    tiers = WordTiers()
    for kpi in catalogue:
        tiers.add(words_by_field(kpi, catalogue, browser=browser))
    return tiers.vocabulary()


def _pairs(word: str) -> set[str]:
    """Each two letters that stand together; nothing else of so short a word could be alike."""
    return {word[at : at + 2] for at in range(len(word) - 1)}


def _letters(word: str) -> int:
    """A bit for each letter that occurs: words far apart differ in many bits, and that is quick to see."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def typing_distance(a: str, b: str, reach: int) -> int:
    """How many letters are wrong, missing, doubled or swapped; above `reach` only that it is above."""
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(b) + 1)
    for i, letter in enumerate(a, 1):
        new = [i]
        for j, other in enumerate(b, 1):
            best = min(row[j] + 1, new[-1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, before[j - 2] + 1)
            new.append(best)
        if min(new) > reach:
            return reach + 1
        before, row = row, new
    return row[-1]
