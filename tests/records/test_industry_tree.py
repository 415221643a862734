"""The tree of industries: sections, what lies above and below, and what happens where parents are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues import COMPANION_FILE, INDUSTRIES_FILE, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.records.industry_tree import IndustryTree
from kpiatlas.records.taxonomy import Industry


def tree(**parents: str) -> IndustryTree:
    return IndustryTree({id_: Industry(id_.title(), ("A",), parent=parent) for id_, parent in parents.items()})


HEALTH = tree(health="", hospitals="health", wards="hospitals", clinics="health", banking="")


@pytest.mark.parametrize(
    ("id_", "above", "below"),
    [
        ("health", (), ("hospitals", "wards", "clinics")),
        ("hospitals", ("health",), ("wards",)),
        ("wards", ("hospitals", "health"), ()),
        ("banking", (), ()),
        ("unknown", (), ()),
    ],
)
def test_an_industry_knows_what_lies_above_and_below_it(
    id_: str, above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    assert (HEALTH.above(id_), HEALTH.below(id_)) == (above, below)
    assert HEALTH.kin(id_) == {id_, *above, *below}


def test_sections_and_children_keep_the_order_of_the_file() -> None:
    assert HEALTH.sections == ("health", "banking")
    assert HEALTH.children("health") == ("hospitals", "clinics")


def test_an_unknown_parent_counts_as_none() -> None:
    assert tree(hospitals="helth").sections == ("hospitals",)


def test_industries_in_a_circle_are_sections_and_those_below_keep_their_place() -> None:
    circle = tree(a="b", b="a", c="a", d="d")
    assert circle.sections == ("a", "b", "d")
    assert circle.above("c") == ("a",)
    assert [circle.loops(id_) for id_ in "abcd"] == [True, True, False, True]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["", *"abcdefgh"]), min_size=1))
def test_whatever_the_parents_are_every_industry_stands_in_one_section(parents: dict[str, str]) -> None:
    found = tree(**parents)
    placed = [id_ for section in found.sections for id_ in (section, *found.below(section))]
    assert sorted(placed) == sorted(parents)
    for id_ in parents:
        assert all(id_ in found.below(above) for above in found.above(id_))


def test_a_record_is_of_use_above_and_below_the_industry_it_names(small: Small) -> None:
    small.change(INDUSTRIES_FILE, ("banking.parent", "retail"), ("retail.parent", "software"))
    small.change(SUBJECT_FILE, ("industries", ["retail"]))
    small.change(COMPANION_FILE, ("industries", ["banking"]))
    catalogue = small.load()
    subject = catalogue.kpis[SUBJECT]
    assert catalogue.industries_of(subject) == ("retail", "software", "banking")
    assert all(catalogue.holds_in(subject, industry) for industry in ("banking", "retail", "software"))
    assert subject in catalogue.in_industry("software")


def test_a_record_beside_the_industry_is_not_of_use_in_it(small: Small) -> None:
    small.change(INDUSTRIES_FILE, ("banking.parent", "software"), ("retail.parent", "software"))
    small.change(SUBJECT_FILE, ("industries", ["retail"]))
    catalogue = small.load()
    assert not catalogue.holds_in(catalogue.kpis[SUBJECT], "banking")
    assert catalogue.kpis[SUBJECT] not in catalogue.in_industry("banking")
