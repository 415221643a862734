"""How the files of the browser's index are written: numbers, sorted words, and the wrapping of a file. Imports nothing.

docs/assets/atlas/search-files.js reads what is written here. A file is gzip in itself, so that it is small on any host,
also one that compresses nothing; inside stands a mark, so that an error page with status 200 is not taken for an index.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import sub

MARK = b"KPI1"  # first bytes of every file; another layout gets another number
_HIGHEST_ONE_BYTE = 0x7F
_LONGEST_SHARED = 74  # as one character from "0" to "z"


def packed(content: bytes) -> bytes:
    """A file as it lies on the site: the same bytes for the same content."""
    return gzip.compress(MARK + content, compresslevel=9, mtime=0)


def unpacked(stored: bytes) -> bytes:
    """What `packed` has wrapped.

    Raises:
        ValueError: it is not such a file.
    """
    content = gzip.decompress(stored)
    if not content.startswith(MARK):
        raise ValueError("not a file of the search index")
    return content[len(MARK) :]


def varint(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first; all but the last group have the high bit."""
    if number <= _HIGHEST_ONE_BYTE:
        return bytes((number,))
    groups = bytearray()
    while number > _HIGHEST_ONE_BYTE:
        groups.append(number & _HIGHEST_ONE_BYTE | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def deltas(numbers: Sequence[int]) -> bytes:
    """Rising numbers, each as the distance from the one before."""
    steps = [numbers[0], *map(sub, numbers[1:], numbers)]
    if max(steps) <= _HIGHEST_ONE_BYTE:
        return bytes(steps)
    return b"".join(map(_frequent_varint, steps))


# Half a million numbers in a large catalogue, of which few are different.
_frequent_varint = lru_cache(maxsize=4096)(varint)


def in_order(words: Iterable[str]) -> list[str]:
    """Words sorted as JavaScript compares them: by UTF-16 units."""
    return sorted(words, key=lambda word: word if word.isascii() else _units(word))


def _units(word: str) -> str:
    """A text that compares as the word's UTF-16 units do."""
    raw = word.encode("utf-16-be")
    return "".join(chr(int.from_bytes(raw[at : at + 2])) for at in range(0, len(raw), 2))


def shared(word: str, before: str) -> int:
    """How many first letters two words have in common, at most 74."""
    count = 0
    for a, b in zip(word[:_LONGEST_SHARED], before, strict=False):
        if a != b or a > "\uffff":
            break
        count += 1
    return count


def front_coded(words: Iterable[str]) -> str:
    """Sorted words in one text: for each the number of letters it shares with the one before, then the rest of it."""
    return " ".join(_fronts(words))


def _fronts(words: Iterable[str]) -> Iterator[str]:
    before = ""
    for word in words:
        count = shared(word, before)
        yield chr(ord("0") + count) + word[count:]
        before = word
