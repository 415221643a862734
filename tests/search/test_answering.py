"""What is answered: words that count as filters, and what is said where nothing answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiatlas.records import Catalogue
from kpiatlas.search import Index, Query, as_json, open_index


@pytest.mark.parametrize(
    ("typed", "facet", "values", "first"),
    [
        ("churn saas", "industry", ("software",), "customer-churn-rate"),
        ("hr turnover", "category", ("human-resources",), "employee-turnover-rate"),
        ("turnover supply chain", "category", ("supply-chain",), "inventory-turnover"),
        ("nps insurers", "industry", ("insurance",), "net-promoter-score"),
    ],
)
def test_words_that_name_a_category_or_an_industry_are_taken_as_a_filter(
    typed: str, facet: str, values: tuple[str, ...], first: str, index: Index
) -> None:
    answer = index.search(Query(typed, limit=1000))
    assert [(named.facet, named.values) for named in answer.taken] == [(facet, values)]
    assert answer.results[0].id == first
    assert {hit.id for hit in answer.results} <= index.facets.having(facet, values)


def test_a_filter_in_words_gives_what_the_filter_itself_gives(index: Index) -> None:
    typed = [hit.id for hit in index.search(Query("turnover human resources", limit=1000)).results]
    chosen = [hit.id for hit in index.search(Query("turnover", {"category": ["human-resources"]}, 1000)).results]
    assert set(typed) == set(chosen)


def test_a_record_that_names_no_industry_stays_in(index: Index, catalogue: Catalogue) -> None:
    everywhere = next(kpi for kpi in catalogue if not kpi.industries)
    answer = index.search(Query(f"{everywhere.name} agriculture", limit=1000))
    assert answer.taken
    assert answer.results[0].id == everywhere.id


def test_a_filter_in_words_can_be_taken_back(index: Index) -> None:
    assert index.search(Query("turnover human resources")).taken
    answer = index.search(Query("turnover human resources", limit=1000, words_only=True))
    assert answer.taken == ()
    assert "inventory-turnover" in [hit.id for hit in answer.results]


@pytest.mark.parametrize(
    "typed", ["days sales outstanding", "days sale outstandng", "quality assurance score", "sales"]
)
def test_a_word_of_a_name_is_no_filter(typed: str, index: Index) -> None:
    assert index.search(Query(typed)).taken == ()


def test_words_are_no_filter_where_a_record_outside_has_them_all_in_its_name(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    water = replace(
        catalogue.kpis["absence-rate"], id="water-use", name="Water Use per Order", abbreviation="",
        aliases=(), industries=("food-processing",),
    )  # fmt: skip
    index = open_index(replace(catalogue, kpis={**catalogue.kpis, water.id: water}), tmp_path)
    answer = index.search(Query("water use"))
    assert answer.taken == ()
    assert answer.results[0].id == "water-use"


def test_words_are_no_filter_where_the_records_inside_cover_less_of_the_question(index: Index) -> None:
    answer = index.search(Query("how many tickets are waiting in the sales backlog"))
    assert answer.taken == ()
    assert "ticket-backlog" in [hit.id for hit in answer.results[:3]]


def test_words_are_no_filter_where_nothing_is_left_inside(index: Index) -> None:
    answer = index.search(Query("agent occupancy treasury"))
    assert answer.taken == ()
    assert answer.results[0].id == "agent-occupancy"


def test_a_filter_in_words_joins_a_chosen_one(index: Index) -> None:
    answer = index.search(Query("churn saas", {"category": ["customer-success"]}))
    assert answer.taken
    assert {hit.id for hit in answer.results} <= index.facets.having("category", ["customer-success"])


def test_the_answer_as_data_names_the_words_taken(index: Index) -> None:
    data = as_json(index.search(Query("churn saas")))
    assert data["filters_in_words"] == [{"filter": "industry", "values": ["software"], "words": "saas"}]


def test_without_a_hit_the_closest_say_what_each_lacks(index: Index) -> None:
    answer = index.search(Query("absenteeism blockchain", {"category": ["treasury"]}))
    assert answer.total == 0
    (near,) = [hit for hit in answer.closest if hit.id == "absence-rate"] or [None]
    assert near is None or "category: treasury" in near.lacks
    assert all(hit.lacks for hit in answer.closest)
    assert answer.categories


def test_words_that_nobody_knows_find_names_that_look_alike(index: Index) -> None:
    answer = index.search(Query("absencewise"))
    assert "absence-rate" in [hit.id for hit in (*answer.results, *answer.closest)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("🙂🙂", "no word"), ("!?", "no word"), ("   ", "no word"), ("upon whom", "small words"), ("\x00\x1b", "no word")],
)
def test_a_query_without_a_subject_says_so_and_offers_the_categories(typed: str, said: str, index: Index) -> None:
    answer = index.search(Query(typed))
    assert answer.total == 0
    assert said in answer.unread or answer.closest
    assert answer.categories


def test_categories_that_fit_are_those_whose_title_says_a_word_of_the_query(index: Index) -> None:
    assert index.search(Query("qqqq zzzzq treasury cash qxqx wwvw")).categories[:1] in (("treasury",), ())
    assert index.search(Query("xqxqx inventory wvwvw qzqz jkjk ppqq", {"unit": ["score"]})).categories[0] == "inventory"


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_is_answered_within_the_catalogue(index: Index, text: str) -> None:
    answer = index.search(Query(text))
    assert answer.total >= len(answer.results)
    assert bool(answer.results) or not text.strip() or bool(answer.closest or answer.categories)
    assert all(hit.id in index.table.places for hit in (*answer.results, *answer.closest))


@pytest.mark.parametrize("typed", ["churn" + " churn" * 5_000, "x" * 10_000])
def test_a_long_query_is_cut_and_says_so(typed: str, index: Index) -> None:
    assert index.search(Query(typed)).cut
    assert not index.search(Query(typed[:400])).cut
