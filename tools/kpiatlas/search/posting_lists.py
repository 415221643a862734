"""Which records have which word and how heavily, as files for the browser. Sits on `packing`.

All words lie in order in files of a few kilobytes; who knows the first word of each file knows where any word is. A
word's records stand by weight, for there are few different weights and running numbers pack well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .packing import deltas, in_order, shared, varint

SMALLEST_FILE, LARGEST_FILE = 3_000, 16_000  # bytes before compression, which makes about two thirds of them
_BYTES_A_RECORD = 0.8


@dataclass(frozen=True)
class PostingLists:
    """Words with their records by weight; records are numbers, added in rising order."""

    words: dict[str, dict[float, list[int]]] = field(default_factory=dict)

    def add(self, number: int, bag: Mapping[str, float]) -> None:
        """Take up a record's weighted words."""
        self.add_by_weight(number, ((weight, (word,)) for word, weight in bag.items()))

    def add_by_weight(self, number: int, bag: Iterable[tuple[float, Iterable[str]]]) -> None:
        """Take up a record's words, those of one weight together."""
        get = self.words.get
        for weight, words in bag:
            for word in words:
                by_weight = get(word)
                if by_weight is None:
                    self.words[word] = {weight: [number]}
                elif (numbers := by_weight.get(weight)) is None:
                    by_weight[weight] = [number]
                else:
                    numbers.append(number)

    def weights(self) -> list[float]:
        """Every weight that occurs, the most frequent first; a file names a weight by its place here."""
        counted: Counter[float] = Counter()
        for by_weight in self.words.values():
            for weight, numbers in by_weight.items():
                counted[weight] += len(numbers)
        return [weight for weight, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]

    def files(self, size: int) -> Iterator[tuple[str, bytes]]:
        """The files in order, each with its first word. `size`: how many records there are."""
        code = {weight: varint(at) for at, weight in enumerate(self.weights())}
        most = max(SMALLEST_FILE, min(LARGEST_FILE, int(size * _BYTES_A_RECORD)))
        first, before, parts, length = "", "", list[bytes](), 0
        for word in in_order(self.words):
            entry = _list(self.words[word], code)
            if parts and length + len(entry) > most:
                yield first, b"".join(parts)
                parts, length, before = [], 0, ""
            if not parts:
                first = word
            parts.append(_heading(word, before) + varint(len(entry)) + entry)
            length += len(parts[-1])
            before = word
        if parts:
            yield first, b"".join(parts)


def _heading(word: str, before: str) -> bytes:
    count = shared(word, before)
    rest = word[count:].encode()
    return varint(count) + varint(len(rest)) + rest


def _list(by_weight: Mapping[float, list[int]], code: Mapping[float, bytes]) -> bytes:
    return b"".join(_groups(sorted(by_weight.items(), reverse=True), code))


def _groups(groups: Iterable[tuple[float, list[int]]], code: Mapping[float, bytes]) -> Iterator[bytes]:
    for weight, numbers in groups:
        yield code[weight] + varint(len(numbers)) + deltas(numbers)
