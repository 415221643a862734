"""Words without meaning, as often as Zipf's law has them, and the names and texts made of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, islice

SIZE = 9000
_OFTEN = """
the of to and a in for is that by with per each from when as it be not or at than this more which are one before after
their only over week month team cost rate customer order time value share service process quality product sales report
plan change count period level review market project staff site demand supply stock delivery invoice payment budget
margin contract supplier account visit asset risk audit claim ticket issue call shift machine part line batch release
defect repair training hire role skill region channel campaign lead offer price discount return policy
"""
_ONSETS = "b c d f g h l m n p r s t v br cl cr dr fl gr pl pr sc sp st str tr"
_CORES = "a e i o u ai ea oo"
_ENDS = "l m n r s t k p d g b x l n r s t ct nd st er al ing"


def vocabulary(seed: int) -> list[str]:
    """Words by rank: usual ones of the language and of business first, then ones made of syllables."""
    rng = random.Random(seed)
    onsets, cores, ends = _ONSETS.split(), _CORES.split(), _ENDS.split()
    words = dict.fromkeys(_OFTEN.split())
    while len(words) < SIZE:
        syllables = (rng.choice(onsets) + rng.choice(cores) for _ in range(rng.choice((1, 1, 1, 1, 2))))
        words["".join(syllables) + rng.choice(ends)] = None
    return list(words)


class Words:
    """Texts of a catalogue; each call gives another one."""

    def __init__(self, rng: random.Random, known: list[str]) -> None:
        self._rng, self._known = rng, known
        self._often = self._drawn([1 / (rank + 2.7) for rank in range(len(known))])
        self._rare = self._drawn([1.0] * len(known))

    def _drawn(self, weights: list[float]) -> Iterator[str]:
        """Words without end; drawn a thousand at once, since one at a time takes ten times as long."""
        sums = list(accumulate(weights))
        while True:
            yield from self._rng.choices(self._known, cum_weights=sums, k=1000)

    def rare(self) -> str:
        """A word that is as likely as any other."""
        return next(self._rare)

    def phrase(self, count: int) -> str:
        """A few rare words, without a full stop."""
        return " ".join(islice(self._rare, count)).capitalize()

    def sentence(self, count: int) -> str:
        """A sentence; its two rare words keep it from standing in two records."""
        return f"{self.rare().capitalize()} {' '.join(islice(self._often, count - 2))} {self.rare()}."

    def question(self, count: int) -> str:
        """A sentence that asks."""
        return f"{self.sentence(count)[:-1]}?"

    def name(self, kind: str) -> str:
        """A name as KPIs have them: two or three words and what is measured."""
        words = [self.rare(), *islice(self._often, self._rng.choice((0, 1))), self.rare()]
        return f"{' '.join(words).title()} {kind}"
