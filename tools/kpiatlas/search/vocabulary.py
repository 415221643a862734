"""The words of a catalogue, and the nearest of them to one that is not there. Sits on `words` and `fields`.

Three tiers, so that a correction prefers a word of a name to one of running text. Kept beside the index and sent to the
browser in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..records import Catalogue
from .fields import FIELDS, field_words
from .words import plain, stem

TIERS = 3
MAX_NEAR = 4
MAX_COMPLETIONS = 12
SHORTEST_CUT = 3
_TIER_OF_WEIGHT = ((8, 0), (2.5, 1))


@dataclass(frozen=True)
class Vocabulary:
    """Plain words by tier: of names and abbreviations, of aliases and asked_as, of the rest."""

    tiers: tuple[tuple[str, ...], ...]

    @cached_property
    def words(self) -> dict[str, int]:
        """Every word with its tier."""
        return {word: tier for tier, words in enumerate(self.tiers) for word in words}

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.words)

    @cached_property
    def _letters(self) -> list[tuple[str, int]]:
        return [(word, _letters(word)) for word in self.words]

    def knows(self, word: str) -> bool:
        """Whether some record has the word, in any of its forms."""
        return stem(word) in self._stems

    def completions(self, start: str, *, names_only: bool = False) -> list[str]:
        """The words that begin so, those of names first; `names_only` is for cut words (cust), of three letters up."""
        if names_only and len(start) < SHORTEST_CUT:
            return []
        words = self.tiers[0] if names_only else self.words
        found = [word for word in words if word.startswith(start)]
        return sorted(found, key=lambda word: (self.words[word], len(word), word))[:MAX_COMPLETIONS]

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

    def parts(self, word: str) -> tuple[str, str] | None:
        """Two known words that were joined: handletime."""
        cuts = ((word[:cut], word[cut:]) for cut in range(3, len(word) - 2))
        known = [(a, b) for a, b in cuts if plain(a) in self.words and plain(b) in self.words]
        return min(known, key=lambda pair: self.words[plain(pair[0])] + self.words[plain(pair[1])], default=None)


def vocabulary_of(catalogue: Catalogue, *, browser: bool) -> Vocabulary:
    """The words of all records; for the browser only those of the fields that go there."""
    tier_of: dict[str, int] = {}
    for kpi in catalogue:
        for field in FIELDS:
            if not browser or field.browser:
                tier = next((tier for weight, tier in _TIER_OF_WEIGHT if field.weight >= weight), TIERS - 1)
                for word in map(plain, field_words(field, kpi, catalogue)):
                    tier_of[word] = min(tier, tier_of.get(word, TIERS))
    return Vocabulary(tuple(tuple(_of_tier(tier_of, tier)) for tier in range(TIERS)))


def _of_tier(tier_of: dict[str, int], tier: int) -> Iterator[str]:
    return (word for word in sorted(tier_of) if tier_of[word] == tier and not word.isdigit())


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
