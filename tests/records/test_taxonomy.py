"""The catalogue's own taxonomy: breadth, codes, and that every text says something of its own."""

from __future__ import annotations

from collections import Counter

import pytest

from catalogues import CATALOGUE
from kpiatlas.records import Catalogue, load_catalogue

ISIC_SECTIONS = set("ABCDEFGHIJKLMNOPQRS")  # T and U, private households and embassies, keep no KPIs


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue's own."""
    return load_catalogue(CATALOGUE, cached=False)


def test_there_are_functions_for_a_whole_company_with_three_to_ten_groups_each(catalogue: Catalogue) -> None:
    assert len(catalogue.functions) >= 27
    assert {id_: len(f.groups) for id_, f in catalogue.functions.items() if not 3 <= len(f.groups) <= 10} == {}


def test_no_purpose_and_no_title_stands_twice(catalogue: Catalogue) -> None:
    rows = [*catalogue.functions.values(), *catalogue.groups.values()]
    for texts in ([row.purpose for row in rows], [row.title for row in rows]):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_there_are_at_least_110_industries_with_codes_of_both_classifications(catalogue: Catalogue) -> None:
    assert len(catalogue.industries) >= 110
    assert [id_ for id_, industry in catalogue.industries.items() if not industry.naics] == []


def test_the_sections_of_the_tree_cover_the_sections_of_isic(catalogue: Catalogue) -> None:
    sections = [catalogue.industries[id_] for id_ in catalogue.industry_tree.sections]
    assert {code[0] for industry in sections for code in industry.isic} == ISIC_SECTIONS


def test_an_industry_lies_within_the_codes_of_its_parent(catalogue: Catalogue) -> None:
    for id_, industry in catalogue.industries.items():
        if industry.parent:
            parent = catalogue.industries[industry.parent]
            assert any(code.startswith(wider) for code in industry.isic for wider in parent.isic), id_


def test_what_is_measured_has_a_dimension_and_what_is_counted_is_one(catalogue: Catalogue) -> None:
    for id_, unit in catalogue.units.items():
        if unit.kind == "counted":  # thousands of a noun are counted in it
            assert unit.dimension in ("", *catalogue.units), id_
        else:
            assert (unit.kind in ("time", "physical", "currency")) == bool(unit.dimension), id_
        assert unit.factor > 0, id_
