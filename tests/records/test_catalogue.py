"""The frozen catalogue: ways to look a KPI up, and relations told from the other side."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from catalogues import BENCHMARK, COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE, Small, subject
from kpiatlas.records import Catalogue, Kpi, folded, load_catalogue
from kpiatlas.records.model import Band, Interpretation


def ids(kpis: tuple[Kpi, ...]) -> list[str]:
    return [kpi.id for kpi in kpis]


@pytest.fixture
def catalogue(small: Small) -> Catalogue:
    small.change(SUBJECT_FILE, ("name", "First Contact Resolution"), ("aliases", ["First-Call Resolution"]))
    small.change(COMPANION_FILE, ("abbreviation", "FCR"), ("industries", []), ("categories", ["customer-support"]))
    small.write("kpis/accounting/margin-of-issues.yml", {**small.data[SUBJECT_FILE], **{
        "name": "Margin of Issues", "abbreviation": "MOI", "aliases": [], "categories": ["profitability"],
        "industries": ["software"], "benchmarks": [{**BENCHMARK, "value": 70}],
    }})  # fmt: skip
    return small.load()


NAMES = [
    ("first-contact-resolution", [SUBJECT]),
    ("First Contact Resolution", [SUBJECT]),
    ("FIRST CONTACT RESOLUTION", [SUBJECT]),
    ("  first   contact\tresolution ", [SUBJECT]),
    ("first_contact_resolution", [SUBJECT]),
    ("first call resolution", [SUBJECT]),
    ("moi", ["margin-of-issues"]),
    ("fcr", [COMPANIONS[0], SUBJECT]),
    ("first contact", []),
    ("", []),
    ("../../etc/passwd", []),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_kpi_answers_to_id_name_abbreviation_and_alias(catalogue: Catalogue, name: str, expected: list[str]) -> None:
    assert ids(catalogue.named(name)) == expected


def test_an_id_as_written_is_one_kpi_whoever_else_is_called_so(small: Small) -> None:
    small.change(COMPANION_FILE, ("aliases", [SUBJECT.replace("-", " ")]))
    catalogue = small.load()
    assert ids(catalogue.named(SUBJECT)) == [SUBJECT]
    assert ids(catalogue.named(SUBJECT.replace("-", " "))) == [COMPANIONS[0], SUBJECT]


@pytest.mark.parametrize(
    ("text", "same"), [("Ärger-Quote", "ärger quote"), ("STRASSE", "straße"), ("a_b-c  d", "A B C D"), (" ", "")]
)
def test_names_are_compared_without_case_hyphens_and_blanks(text: str, same: str) -> None:
    assert folded(text) == folded(same)


CATEGORIES = [
    ("customer-service", [COMPANIONS[1], COMPANIONS[0], SUBJECT]),
    ("contact-center", [COMPANIONS[1], SUBJECT]),
    ("customer-support", [COMPANIONS[1], COMPANIONS[0], SUBJECT]),
    ("accounting", ["margin-of-issues"]),
    ("profitability", ["margin-of-issues"]),
    ("Contact center", []),
    ("nowhere", []),
]


@pytest.mark.parametrize(("category", "expected"), CATEGORIES)
def test_a_category_holds_its_kpis_by_name(catalogue: Catalogue, category: str, expected: list[str]) -> None:
    assert ids(catalogue.in_category(category)) == expected


def test_the_categories_of_a_kpi_are_its_groups_and_their_functions(catalogue: Catalogue) -> None:
    assert catalogue.categories_of(catalogue.kpis[SUBJECT]) == (
        "contact-center",
        "customer-support",
        "customer-service",
    )
    assert catalogue.function_of_group["profitability"] == "accounting"
    assert catalogue.groups["profitability"].title == "Profitability"


def test_an_industry_holds_the_kpis_that_name_it_and_those_for_all_stand_apart(catalogue: Catalogue) -> None:
    assert ids(catalogue.in_industry("banking")) == [COMPANIONS[1], SUBJECT]
    assert ids(catalogue.in_industry("software")) == ["margin-of-issues"]
    assert ids(catalogue.in_industry("nowhere")) == []
    assert ids(catalogue.for_every_industry) == [COMPANIONS[0]]
    holding = [kpi.id for kpi in catalogue if catalogue.holds_in(kpi, "software")]
    assert holding == [COMPANIONS[0], "margin-of-issues"]


def test_an_input_leads_to_the_formulas_and_variants_that_take_it(catalogue: Catalogue) -> None:
    kpi = catalogue.kpis[SUBJECT]
    for _, _, inputs, _ in kpi.formulas():
        for name in inputs:
            assert kpi in catalogue.with_input(name)
    assert catalogue.with_input("nothing") == ()


def test_relations_are_told_from_the_other_side(catalogue: Catalogue) -> None:
    for kpi in catalogue:
        for id_ in kpi.related:
            assert kpi in catalogue.related_from(id_)
        for impact in kpi.change_impact:
            assert (kpi, impact) in catalogue.moved_by(impact.kpi)
    assert [k.id for k, _ in catalogue.moved_by(SUBJECT)] == sorted(COMPANIONS)
    assert ids(catalogue.related_from(SUBJECT)) == [COMPANIONS[1], COMPANIONS[0]]
    assert catalogue.moved_by("nothing") == catalogue.related_from("nothing") == ()


def test_a_source_leads_to_the_kpis_that_cite_it(catalogue: Catalogue) -> None:
    assert set(ids(catalogue.cited_by("some-study-2022"))) == {SUBJECT, *COMPANIONS, "margin-of-issues"}
    assert catalogue.cited_by("nothing") == ()


UNITS = [
    ("percent", False, "percent", "proportion"),
    ("currency/contact", False, "currency units per contact", "currency"),
    ("currency/contact", True, "currency unit per contact", "currency"),
    ("hour", False, "hours", "time"),
    ("contact/hour", True, "contact per hour", "counted"),
    ("parsec", False, "parsec", "counted"),
    ("parsec/lightyear", True, "parsec per lightyear", "counted"),
    ("hour*contact", False, "hour contact", "time"),
]


@pytest.mark.parametrize(("unit", "one", "words", "kind"), UNITS)
def test_a_unit_is_said_in_words(catalogue: Catalogue, unit: str, one: bool, words: str, kind: str) -> None:
    assert catalogue.unit_text(unit, one=one) == words
    assert catalogue.unit_kind(unit) == kind


def test_nothing_of_a_catalogue_or_a_record_can_be_set(catalogue: Catalogue) -> None:
    kpi = catalogue.kpis[SUBJECT]
    things: list[Any] = [catalogue, kpi, kpi.standard_formula, kpi.interpretation, kpi.faqs[0], kpi.benchmarks[0]]
    for thing in things:
        for field in dataclasses.fields(thing):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(thing, field.name, None)
    for name, value in ((f.name, getattr(kpi, f.name)) for f in dataclasses.fields(kpi)):
        assert not isinstance(value, list), f"{name} can be appended to"


def test_a_catalogue_runs_over_its_kpis_by_id(catalogue: Catalogue) -> None:
    assert [kpi.id for kpi in catalogue] == sorted(catalogue.kpis)
    assert len(catalogue) == 4


def test_the_summary_is_the_first_sentence_of_the_definition(catalogue: Catalogue) -> None:
    kpi = catalogue.kpis[SUBJECT]
    for definition, summary in (
        ("One thing. Another thing.", "One thing."),
        ("Counts vs. all. lower case goes on. Then ends.", "Counts vs. all. lower case goes on."),
        ("No end at all", "No end at all"),
    ):
        assert dataclasses.replace(kpi, definition=definition).summary == summary


def test_formulas_gives_the_standard_one_first_and_variants_with_their_own_inputs_added(catalogue: Catalogue) -> None:
    kpi = catalogue.kpis[SUBJECT]
    (first, expression, inputs, example), *variants = kpi.formulas()
    assert (first, expression) == (None, kpi.standard_formula.expression)
    assert (inputs, example) == (dict(kpi.standard_formula.inputs), kpi.standard_formula.example)
    for variant, _, declared, _ in variants:
        assert variant is not None
        assert set(declared) == {*kpi.standard_formula.inputs, *(variant.inputs or {})}
        assert kpi.variant(variant.name.upper()) == variant
    assert kpi.variant("no such") is None


HIGHER = (Band("good", "x", at_least=80), Band("fair", "x", at_least=60), Band("poor", "x"))
LOWER = (Band("good", "x", at_most=5), Band("poor", "x"))


@pytest.mark.parametrize(
    ("bands", "value", "rating"),
    [
        (HIGHER, 80, "good"), (HIGHER, 79.999, "fair"), (HIGHER, 60, "fair"), (HIGHER, -1, "poor"),
        (LOWER, 5, "good"), (LOWER, 5.001, "poor"), (LOWER, 5.000000000000001, "good"),
        (LOWER, -1, "good"), ((), 1, None),
    ],
)  # fmt: skip
def test_a_value_lies_in_the_first_band_that_holds_it(
    bands: tuple[Band, ...], value: float, rating: str | None
) -> None:
    band = Interpretation("x", bands=bands).band(value)
    assert (band and band.rating) == rating


def test_an_empty_catalogue_answers_every_question(small: Small) -> None:
    for folder in ("kpis", "sources", "scorecards"):
        for file in (small.root / folder).rglob("*.yml"):
            file.unlink()
    catalogue = load_catalogue(small.root, cached=False)
    assert (len(catalogue), catalogue.named("x"), catalogue.in_category("accounting")) == (0, (), ())
    assert catalogue.for_every_industry == ()


def test_the_subject_names_its_inputs_in_snake_case() -> None:
    assert all(name.islower() for name in subject()["standard_formula"]["inputs"])
