"""Filters: what a record counts for, and what is said about a value that does not exist."""

from __future__ import annotations

import pytest

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.search.facet_index import FacetIndex, checked
from kpiatlas.search.facets import FACETS, known_values
from kpiatlas.search.record_table import table_of


def test_a_category_is_a_function_or_one_of_its_groups(catalogue: Catalogue) -> None:
    facets = FacetIndex(table_of(catalogue))
    group, function = facets.having("category", ["contact-center"]), facets.having("category", ["customer-service"])
    assert "average-handle-time" in group < function


def test_an_industry_takes_records_that_name_it_and_records_that_name_none(catalogue: Catalogue) -> None:
    found = FacetIndex(table_of(catalogue)).allowed({"industry": ["construction"]})
    assert found is not None
    assert found == {kpi.id for kpi in catalogue if catalogue.holds_in(kpi, "construction")}
    assert any(not catalogue.kpis[id_].industries for id_ in found)


def test_several_values_widen_and_several_filters_narrow(catalogue: Catalogue) -> None:
    facets = FacetIndex(table_of(catalogue))
    one = facets.allowed({"category": ["sales"]}) or frozenset()
    two = facets.allowed({"category": ["sales", "treasury"]}) or frozenset()
    both = facets.allowed({"category": ["sales", "treasury"], "unit": ["currency"]}) or frozenset()
    assert one < two > both


def test_no_filter_lets_everything_pass(catalogue: Catalogue) -> None:
    assert FacetIndex(table_of(catalogue)).allowed({}) is None
    assert FacetIndex(table_of(catalogue)).allowed({"category": []}) is None


@pytest.mark.parametrize("typed", ["SaaS", "Software and SaaS", "software", "software as a service"])
def test_an_industry_may_be_given_by_any_of_its_names(catalogue: Catalogue, typed: str) -> None:
    assert checked(table_of(catalogue), "industry", [typed]) == ["software"]


@pytest.mark.parametrize(
    ("facet", "typed", "hint"),
    [
        ("category", "contact-centre", 'did you mean "contact-center"?'),
        ("industry", "bankng", 'did you mean "banking"?'),
        ("direction", "up", "one of "),
        ("colour", "red", "there are category, industry"),
    ],
)
def test_an_unknown_value_is_refused_with_the_nearest(catalogue: Catalogue, facet: str, typed: str, hint: str) -> None:
    with pytest.raises(UserError, match=hint.replace("?", r"\?")):
        checked(table_of(catalogue), facet, [typed])


def test_a_long_wrong_value_is_not_printed_whole(catalogue: Catalogue) -> None:
    with pytest.raises(UserError) as refused:
        checked(table_of(catalogue), "category", ["x" * 10_000])
    assert len(str(refused.value)) < 2_000


def test_every_value_that_a_record_has_is_known(catalogue: Catalogue) -> None:
    for facet in FACETS:
        known = {*known_values(catalogue, facet), "every"}
        assert {value for kpi in catalogue for value in facet.values(kpi, catalogue)} <= known


def test_counts_add_up(catalogue: Catalogue) -> None:
    counts = FacetIndex(table_of(catalogue)).counts(catalogue.kpis)
    assert sum(counts["direction"].values()) == sum(counts["benchmark"].values()) == len(catalogue)
