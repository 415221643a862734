"""What a query may mean: names, words, filters, corrections."""

from __future__ import annotations

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.search import Index
from kpiatlas.search.facet_words import facet_words
from kpiatlas.search.understanding import MAX_CHARACTERS, Named, Understood, understand
from kpiatlas.search.words import MAX_WORDS


def _read(text: str, index: Index, catalogue: Catalogue) -> Understood:
    return understand(text, index.vocabulary, facet_words(catalogue))


def test_what_stands_around_a_name_is_left_aside(index: Index, catalogue: Catalogue) -> None:
    assert "grossmargin" in _read("what is the gross margin formula", index, catalogue).keys


def test_words_that_name_an_industry_or_a_function_are_filters(index: Index, catalogue: Catalogue) -> None:
    assert _read("churn saas", index, catalogue).facets == (Named("industry", ("software",), ("saas",)),)
    assert _read("hr turnover", index, catalogue).facets == (Named("category", ("human-resources",), ("hr",)),)
    assert _read("nps online shop", index, catalogue).facets == (
        Named("industry", ("e-commerce",), ("online", "shop")),
    )


def test_a_word_may_stand_for_several_categories(catalogue: Catalogue) -> None:
    meant = facet_words(catalogue)["finance"]
    assert {facet for facet, _ in meant} == {"category"}
    assert {"accounting", "treasury"} <= {value for _, value in meant}


def test_a_group_of_one_word_is_no_filter_word_because_it_is_a_word_of_kpis(index: Index, catalogue: Catalogue) -> None:
    assert _read("liquidity", index, catalogue).facets == ()


def test_what_is_said_without_an_apostrophe_is_a_small_word_too(index: Index, catalogue: Catalogue) -> None:
    assert "nps" in _read("what’s our nps", index, catalogue).keys


def test_the_last_of_a_few_words_may_be_unfinished_although_it_is_a_word(index: Index, catalogue: Catalogue) -> None:
    assert "handl" in dict(_read("average hand", index, catalogue).terms[-1].forms)
    assert "handl" not in dict(_read("hand average customer time", index, catalogue).terms[0].forms)


@pytest.mark.parametrize("typed", ["on-time", "on time", "ontime"])
def test_words_written_as_one_or_two_are_the_same(typed: str, index: Index, catalogue: Catalogue) -> None:
    forms = {form for term in _read(typed, index, catalogue).terms for form, _ in term.forms}
    assert "ontim" in forms


def test_only_small_words_are_told(index: Index, catalogue: Catalogue) -> None:
    assert _read("the of and", index, catalogue).small
    assert not _read("the margin", index, catalogue).small


def test_a_correction_is_told_in_the_place_of_the_word(index: Index, catalogue: Catalogue) -> None:
    assert _read("what is frist response tme?", index, catalogue).corrected == "what is first response time"
    assert _read("first response time", index, catalogue).corrected == ""


def test_a_word_brings_its_row_of_synonyms_a_little_lower(index: Index, catalogue: Catalogue) -> None:
    forms = dict(_read("client retention", index, catalogue).terms[0].forms)
    assert forms["client"] == 1.0
    assert all(weight < 0.5 for form, weight in forms.items() if form.startswith("zz"))


def test_sayings_mean_something_together(index: Index, catalogue: Catalogue) -> None:
    words = {term.word for term in _read("callers who hang up", index, catalogue).terms if term.optional}
    assert "abandon" in words


def test_only_the_last_word_may_be_unfinished(index: Index, catalogue: Catalogue) -> None:
    unfinished = dict(_read("customer chu", index, catalogue).terms[-1].forms)
    assert "churn" in unfinished
    assert all(form.startswith("chu") for form in unfinished)


def test_a_query_of_any_length_is_read_up_to_a_limit(index: Index, catalogue: Catalogue) -> None:
    understood = _read("margin " * 10_000, index, catalogue)
    assert len(understood.words) == min(MAX_WORDS, MAX_CHARACTERS // len("margin ") + 1)
