"""Corrections: one or two typing errors, names first, never a word that is too far."""

from __future__ import annotations

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.search.vocabulary import Vocabulary, typing_distance, vocabulary_of

SMALL = Vocabulary((("first", "response", "time", "handle", "customer"), ("fist", "touch"), ("timber", "thirst")))


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("frist", "first", 1),
        ("tme", "time", 1),
        ("customner", "customer", 1),
        ("xustomer", "customer", 1),
        ("aa", "bb", 2),
        ("", "ab", 2),
    ],
)
def test_distance_counts_wrong_missing_doubled_and_swapped_letters(a: str, b: str, distance: int) -> None:
    assert typing_distance(a, b, 2) == typing_distance(b, a, 2) == distance


def test_distance_gives_up_beyond_its_reach() -> None:
    assert typing_distance("abandonment", "zzzzzzzzzzz", 2) == 3


def test_a_word_of_a_name_comes_before_one_of_running_text() -> None:
    assert SMALL.near("frist")[0][0] == "first"


def test_short_words_allow_one_error_and_the_shortest_none() -> None:
    assert [word for word, _ in SMALL.near("tme")] == ["time"]
    assert SMALL.near("tm") == []


def test_a_word_far_from_all_has_no_correction() -> None:
    assert SMALL.near("blockchain") == []


def test_a_small_word_is_no_correction() -> None:
    assert [word for word, _ in Vocabulary((("the", "time"),)).near("tme")] == ["time"]


def test_joined_words_come_apart() -> None:
    assert SMALL.parts("handletime") == ("handle", "time")
    assert SMALL.parts("handlebars") == ()


def test_many_and_small_joined_words_come_apart_only_where_the_word_is_long() -> None:
    assert SMALL.parts("firsttouchtime") == ("first", "touch", "time")
    assert SMALL.parts("timetofirstresponse") == ("time", "to", "first", "response")
    assert SMALL.parts("totime") == ()


def test_small_words_alone_are_no_joined_words() -> None:
    assert Vocabulary((("vat", "index"),)).parts("innovaton") == ()


def test_words_that_look_alike_are_words_of_names_with_the_likest_first() -> None:
    alike = SMALL.alike("responsiveness")
    assert alike[0][0] == "response"
    assert all(0.3 <= likeness <= 1 for _, likeness in alike)
    assert SMALL.alike("zzz") == SMALL.alike("x") == []


def test_a_known_word_may_be_the_beginning_of_a_longer_one() -> None:
    assert Vocabulary((("hand", "handle"), ("handmade",))).begun("hand") == ["handle"]


def test_a_beginning_is_completed_with_words_of_names_first() -> None:
    assert SMALL.completions("ti") == ["time", "timber"]


def test_the_vocabulary_knows_every_form_of_its_words(catalogue: Catalogue) -> None:
    vocabulary = vocabulary_of(catalogue, browser=True)
    assert vocabulary.knows("handling")
    assert not vocabulary.knows("hnadling")
    assert all(vocabulary.knows(word) for word in vocabulary.words)
