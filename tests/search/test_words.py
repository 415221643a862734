"""Words: forms of one word are one, different words stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.search.words import hyphenated, keys, plain, split, stem


@pytest.mark.parametrize(
    "same",
    [
        "answer answers answered answering",
        "organisation organization organisations",
        "centre center centres",
        "labour labor",
        "programme program programmes",
        "fulfilment fulfillment",
        "cancelled canceled cancelling",
        "plan plans planned planning",
        "inventory inventories",
        "abandon abandoned abandonment",
        "rate rates",
        "analyse analyze analysing",
    ],
)
def test_forms_of_one_word_are_indexed_alike(same: str) -> None:
    assert len({stem(word) for word in same.split()}) == 1


@pytest.mark.parametrize(
    "apart", ["cost contact", "hour our", "service server", "order ordeal", "time item", "need ned"]
)
def test_different_words_stay_apart(apart: str) -> None:
    assert len({stem(word) for word in apart.split()}) == 2


def test_names_are_compared_without_hyphens_blanks_and_plural() -> None:
    spellings = ("self-service rate", "Self Service Rates", "selfservice rate", "SELF–SERVICE RATE")
    assert {keys(split(name))[-1] for name in spellings} == {"selfservicerate"}


def test_compounds_are_also_joined() -> None:
    assert hyphenated("A one-touch, end-to-end e-mail") == ["onetouch", "endtoend", "email"]


def test_accents_apostrophes_and_signs_are_read() -> None:
    assert split("Café's R&D, 5 %") == ["cafes", "r", "and", "d", "5", "percent"]


@given(st.text(max_size=60))
def test_any_text_gives_words_that_fold_to_themselves(text: str) -> None:
    for word in split(text):
        assert plain(plain(word)) == plain(plain(plain(word)))
        assert stem(word)
