"""`link-graph`: every record is joined to the others, and nothing leads to one that is given up."""

from __future__ import annotations

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE, Change, Small

AVERAGE_FILE = "kpis/customer-service/average-handle-time.yml"
GIVEN_UP = {"since": "2026-11-22", "replaced_by": SUBJECT, "because": "It counts the same issues a second time."}


def links_to(*ids: str) -> tuple[Change, ...]:
    impacts = [{"kpi": id_, "effect": "raises", "because": "It cannot be otherwise."} for id_ in ids]
    return ("related", list(ids)), ("change_impact", impacts)


def said(small: Small) -> list[tuple[str, str, str]]:
    return [(p.path.rpartition("/")[2], p.message, p.severity) for p in small.problems("link-graph")]


def file_of(id_: str) -> str:
    return f"kpis/customer-service/{id_}.yml"


def with_records(small: Small, **links: tuple[str, ...]) -> Small:
    """Further records that name these."""
    for name, others in links.items():
        data = {**small.data[COMPANION_FILE], "name": f"{name} thing", "aliases": [], "abbreviation": name.upper()}
        small.write(file_of(name), data)
        small.change(file_of(name), *links_to(*others))
    return small


ISLAND = {"near": ("far", "off"), "far": ("near", "off"), "off": ("near", "far")}


def test_records_that_name_each_other_are_silent(small: Small) -> None:
    assert said(small) == []


def test_a_record_that_nobody_names_is_told(small: Small) -> None:
    with_records(small, lone=(SUBJECT, COMPANIONS[0]))
    assert said(small) == [("lone.yml", "it names others, but no record names it", "warning")]


def test_an_island_is_told_once_by_its_first_record(small: Small) -> None:
    message = "no link joins far, near, off to the other 4 records of the catalogue"
    with_records(small, **ISLAND, lone=(SUBJECT, COMPANIONS[0])).change(SUBJECT_FILE, *links_to("lone", COMPANIONS[0]))
    assert said(small) == [("far.yml", message, "warning")]


def test_a_link_out_of_an_island_joins_it(small: Small) -> None:
    with_records(small, **{**ISLAND, "near": ("far", "off", SUBJECT)})
    assert said(small) == []


def test_who_names_a_deprecated_record_is_told_what_to_name(small: Small) -> None:
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP))
    found = small.problems("link-graph")
    assert {p.path.rpartition("/")[2] for p in found} == {f"{SUBJECT}.yml", "average-handle-time.yml"}
    assert {(p.message, p.hint) for p in found} == {
        (f"it names {COMPANIONS[0]}, which is deprecated", f"name {SUBJECT} in its place")
    }


def test_a_deprecated_record_needs_a_replacement_that_stands(small: Small) -> None:
    small.change(COMPANION_FILE, ("deprecated", {**GIVEN_UP, "replaced_by": "gone"}))
    small.change(AVERAGE_FILE, ("deprecated", {**GIVEN_UP, "replaced_by": COMPANIONS[0]}))
    errors = [(p.field_name, p.message) for p in small.problems("link-graph") if p.severity == "error"]
    assert errors == [
        ("deprecated.replaced_by", f"{COMPANIONS[0]} is deprecated too"),
        ("deprecated.replaced_by", "gone does not exist"),
    ]


def test_a_catalogue_of_one_record_has_nothing_to_link(small: Small) -> None:
    for file in (COMPANION_FILE, AVERAGE_FILE):
        (small.root / file).unlink()
    assert said(small) == []
