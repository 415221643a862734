"""What changed between two versions: by meaning, breaking apart from editorial."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues import REMOVED, SUBJECT, Change, changed, subject
from kpiatlas.history import Difference, Snapshot, difference
from kpiatlas.history.difference import record_changes

FORMULA = "standard_formula"
SHARE, OF_CONTACTS = "resolved_on_first_contact / issues * 100", "resolving_contacts / contacts * 100"
ISSUES = f"{FORMULA}.inputs.issues"
ANSWER = subject()["faqs"][1]["answer"]
LAST = f"asked_as.{len(subject()['asked_as'])}"
BANDS = "good from 70, fair from 60, poor"
GROSS = f'{FORMULA}.variants "Gross rate"'
# Changes of the record, and each change that is then told: (field, before, after, breaking).
ROWS: list[tuple[str, tuple[Change, ...], list[tuple[str, str | None, str | None, bool]]]] = [
    ("nothing", (), []),
    ("unit", (("unit", "ratio"),), [("unit", "percent", "ratio", True)]),
    ("direction", (("direction", "lower"),), [("direction", "higher", "lower", True)]),
    ("name", (("name", "Solved at Once"),), [("name", "First Contact Resolution", "Solved at Once", False)]),
    (
        "expression",
        ((f"{FORMULA}.expression", "resolved_on_first_contact / issues"),),
        [(f"{FORMULA}.expression", SHARE, "resolved_on_first_contact / issues", True)],
    ),
    ("expression written otherwise", ((f"{FORMULA}.expression", "(resolved_on_first_contact/issues) * 100.0"),), []),
    (
        "input renamed",
        (
            (f"{FORMULA}.expression", "resolved_on_first_contact / cases * 100"),
            (ISSUES, REMOVED),
            (f"{FORMULA}.inputs.cases", {"label": "Cases", "unit": "issue", "means": "All of them"}),
        ),
        [
            (f"{FORMULA}.expression", SHARE, "resolved_on_first_contact / cases * 100", True),
            (ISSUES, "issue", None, True),
            (f"{FORMULA}.inputs.cases", None, "issue", True),
        ],
    ),
    ("unit of an input", ((f"{ISSUES}.unit", "contact"),), [(f"{ISSUES}.unit", "issue", "contact", True)]),
    ("label of an input", ((f"{ISSUES}.label", "All"),), [(f"{ISSUES}.label", "Total issues", "All", False)]),
    ("variant gone", ((f"{FORMULA}.variants.0", REMOVED),), [(GROSS, OF_CONTACTS, None, True)]),
    (
        "variant new",
        ((f"{FORMULA}.variants.2", {"name": "Plain", "expression": "issues", "when": "Never."}),),
        [(f'{FORMULA}.variants "Plain"', None, "issues", False)],
    ),
    (
        "variant computes otherwise",
        ((f"{FORMULA}.variants.0.expression", "contacts / resolving_contacts"),),
        [(f"{GROSS}.expression", OF_CONTACTS, "contacts / resolving_contacts", True)],
    ),
    (
        "threshold",
        (("interpretation.bands.0.at_least", 85),),
        [("interpretation.bands", f"excellent from 80, {BANDS}", f"excellent from 85, {BANDS}", True)],
    ),
    (
        "words of a band",
        (("interpretation.bands.0.meaning", "Rare."),),
        [("interpretation.bands[1].meaning", "Few get here.", "Rare.", False)],
    ),
    ("a line that breaks elsewhere", (("interpretation.reading", "A high\nrate is good."),), []),
    ("one entry of a list", (("faqs.1.answer", "No."),), [("faqs[2].answer", ANSWER, "No.", False)]),
    ("an entry gone", (("asked_as.0", REMOVED),), [("asked_as", subject()["asked_as"][0], None, False)]),
    ("an entry more", ((LAST, "how well do we do"),), [("asked_as", None, "how well do we do", False)]),
    (
        "given up",
        (("deprecated", {"since": "2027-01-01", "replaced_by": "x", "because": "It was counted twice."}),),
        [("deprecated", None, "since: 2027-01-01; replaced_by: x; because: It was counted twice.", True)],
    ),
]


@pytest.mark.parametrize(("changes", "told"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_change_is_told_by_its_field_with_what_stood_and_stands_there(changes: Any, told: Any) -> None:
    found = record_changes(subject(), changed(subject(), *changes))
    assert [(c.field, c.before, c.after, c.breaking) for c in found] == told


def version(name: str, *changes: Change, **others: Any) -> Snapshot:
    records = {SUBJECT: changed(subject(), *changes), **others}
    paths = {id_: f"kpis/customer-service/{id_}.yml" for id_ in records}
    return Snapshot(name, records, paths, taxonomy={"units": {"issue": {"singular": "issue", "kind": "counted"}}})


def whats(found: Difference) -> list[tuple[str, str, bool]]:
    return [(row.id, row.what, row.breaking) for row in (*found.records, *found.taxonomy, *found.scorecards)]


def test_records_that_came_went_or_were_given_up_are_told() -> None:
    given_up = {**subject(), "deprecated": {"since": "2027-01-01", "replaced_by": SUBJECT, "because": "Twice."}}
    old = version("a", gone={"name": "Gone"}, tired=subject())
    new = version("b", come={"name": "Come"}, tired=given_up)
    assert whats(difference(old, new)) == [
        ("come", "added", False),
        ("gone", "removed", True),
        ("tired", "deprecated", True),
    ]


def test_a_record_in_another_folder_is_changed_and_breaks_nothing() -> None:
    old = version("a")
    new = Snapshot("b", old.records, {SUBJECT: f"kpis/service/{SUBJECT}.yml"}, taxonomy=old.taxonomy)
    found = difference(old, new)
    assert whats(found) == [(SUBJECT, "changed", False)]
    assert found.records[0].changes[0].field == "path"


TAXONOMY: list[tuple[dict[str, Any], list[tuple[str, bool]]]] = [
    ({}, [("issue", True)]),
    ({"issue": {"singular": "issue", "kind": "time"}}, [("issue.kind", True)]),
    ({"issue": {"singular": "case", "kind": "counted"}}, [("issue.singular", False)]),
    ({"issue": {"singular": "issue", "kind": "counted"}, "case": {"singular": "case"}}, [("case", False)]),
]


@pytest.mark.parametrize(("units", "told"), TAXONOMY)
def test_a_unit_that_goes_or_means_something_else_breaks(units: Any, told: Any) -> None:
    old = version("a")
    found = difference(old, Snapshot("b", old.records, old.paths, taxonomy={"units": units}))
    assert [(c.field, c.breaking) for row in found.taxonomy for c in row.changes] == told


def test_groups_inside_functions_are_ids_too() -> None:
    functions = {"sales": {"title": "Sales", "groups": {"pipeline": {"title": "Pipeline"}}}}
    old, new = (
        Snapshot("a", taxonomy={"categories": t}) for t in (functions, {"sales": {"title": "Sales", "groups": {}}})
    )
    assert [(c.field, c.breaking) for c in difference(old, new).taxonomy[0].changes] == [("pipeline", True)]


def test_of_a_file_that_cannot_be_read_nothing_is_said() -> None:
    old = version("a")
    new = Snapshot("b", {}, {}, taxonomy=old.taxonomy, unreadable=(f"kpis/customer-service/{SUBJECT}.yml",))
    found = difference(old, new)
    assert whats(found) == []
    assert found.unreadable == (f"kpis/customer-service/{SUBJECT}.yml",)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
RECORD = st.dictionaries(
    st.sampled_from(["name", "unit", "standard_formula", "interpretation", "faqs", "deprecated"]), ANY, max_size=5
)


@given(RECORD, RECORD)
def test_any_two_files_can_be_compared_and_a_file_with_itself_is_no_change(
    a: dict[str, Any], b: dict[str, Any]
) -> None:
    assert record_changes(a, copy.deepcopy(a)) == ()
    assert all(change.field.split(".")[0].split("[")[0] in {*a, *b} for change in record_changes(a, b))
