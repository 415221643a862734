"""How the files of the browser's index are written: what goes in comes out again, in few bytes, the same every time."""

from __future__ import annotations

import gzip
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.search.packing import deltas, front_coded, in_order, packed, shared, unpacked, varint

WORDS = st.sets(st.text(st.characters(blacklist_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=80), max_size=30)


def numbers_of(content: bytes) -> list[int]:
    """What varints say, read as the browser reads them."""
    found, number, shift = [], 0, 0
    for byte in content:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(number)
            number, shift = 0, 0
    assert shift == 0
    return found


def words_of(text: str) -> list[str]:
    """The words of a front-coded text."""
    words = [""]
    for piece in text.split(" ") if text else []:
        words.append(words[-1][: ord(piece[0]) - 48] + piece[1:])
    return words[1:]


@given(st.integers(0, 2**31 - 1))
def test_a_number_comes_back(number: int) -> None:
    assert numbers_of(varint(number)) == [number]


@given(st.sets(st.integers(0, 10**6), min_size=1))
def test_rising_numbers_come_back_from_their_distances(numbers: set[int]) -> None:
    assert list(accumulate(numbers_of(deltas(sorted(numbers))))) == sorted(numbers)


@given(WORDS)
def test_sorted_words_come_back_from_what_they_share(words: set[str]) -> None:
    ordered = in_order(words)
    assert words_of(front_coded(ordered)) == ordered


@given(WORDS)
def test_words_stand_in_the_order_of_their_utf_16_units_as_in_javascript(words: set[str]) -> None:
    assert in_order(words) == sorted(words, key=lambda word: word.encode("utf-16-be"))


@pytest.mark.parametrize(
    ("word", "before", "count"),
    [("churn", "", 0), ("churns", "churn", 5), ("a" * 90, "a" * 89, 74), ("x\U0001f600b", "x\U0001f600a", 1)],
    ids=["first", "longer", "limit", "surrogates"],
)
def test_shared_letters_are_counted_up_to_what_one_character_can_say(word: str, before: str, count: int) -> None:
    assert shared(word, before) == count


@given(st.binary(max_size=200))
def test_a_file_comes_back_and_is_the_same_every_time(content: bytes) -> None:
    assert unpacked(packed(content)) == content
    assert packed(content) == packed(content)


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not a file of the search index"):
        unpacked(gzip.compress(b"<!doctype html>"))
