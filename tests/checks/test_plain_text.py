"""`plain-text`: markup, script addresses and hidden characters are shown as text, and told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from catalogues import SUBJECT_FILE, Small, changed, subject
from checks.rows import Bad, Good
from kpiatlas.problem import FieldPath
from kpiatlas.records.schema import resolve, schema, words

MARKUP = "looks like markup; it is shown as text"
SCRIPT = "looks like a script address; it is shown as text"
TEMPLATE = "looks like a template; it is shown as text"
ROWS = [
    ("<b>", f'"<b>" {MARKUP}'),
    ("</div>", f'"</div>" {MARKUP}'),
    ("<img src=x onerror=alert(1)>", f'"<img src=x onerror=alert(1)>" {MARKUP}'),
    ("<!-- note -->", f'"<!--" {MARKUP}'),
    ("<!doctype html>", f'"<!doctype html>" {MARKUP}'),
    ("<?php echo 1 ?>", f'"<?php echo 1 ?>" {MARKUP}'),
    ("<svg/onload=alert(1)", f'"<svg/onload=alert(1) is counted as settl" {MARKUP}'),
    ("javascript:alert(1)", f'"javascript:a" {SCRIPT}'),
    ("JavaScript : alert(1)", f'"JavaScript : a" {SCRIPT}'),
    ("data:text/html;base64,AA", f'"data:text/h" {SCRIPT}'),
    ("{{ config }}", f'"{{{{ config }}}}" {TEMPLATE}'),
    ("{% include x %}", f'"{{% include x %}}" {TEMPLATE}'),
    ("a\u200bb", "hidden characters U+200B; delete them"),
    ("a\u202eb\u202c", "hidden characters U+202A, U+202C, U+202E; delete them".replace("U+202A, ", "")),
    ("a\x07b", "hidden characters U+0007; delete them"),
    ("a\u00adb", "hidden characters U+00AD; delete them"),
]


@pytest.mark.parametrize(("text", "message"), ROWS, ids=[ascii(row[0]) for row in ROWS])
def test_what_is_not_plain_text_is_a_warning(small: Small, text: str, message: str) -> None:
    definition = f"The share of issues that {text} is counted as settled at once."
    Bad("", (("definition", definition),), "definition", message, severity="warning").is_told(small, "plain-text")


GOOD = [
    Good(
        "smaller and larger", (("definition", "Issues with a wait < 5 minutes and > 1 minute, and 3<4 of the rest."),)
    ),
    Good("an arrow", (("definition", "Issues that go open -> settled -> closed at the very first contact."),)),
    Good("data with a colon", (("definition", "Only one thing is taken from the data: the day it was settled."),)),
    Good("braces", (("definition", "Issues in the set {settled, closed} at the very first contact."),)),
    Good("other scripts", (("definition", "Der Anteil der Anliegen, die sofort gelöst sind: 一次解决率, naïve."),)),
]


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_plain_text_of_any_kind_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "plain-text")


def texts(value: Any, rule: dict[str, Any], path: FieldPath = ()) -> Iterator[FieldPath]:
    """Every place of a record where the schema takes free text."""
    rule = resolve(rule)
    if isinstance(value, str):
        if rule.get("type") == "string" and "pattern" not in rule and not words(rule):
            yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            below = rule.get("properties", {}).get(key, rule.get("additionalProperties"))
            yield from texts(item, below if isinstance(below, dict) else {}, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, rule.get("items", {}), (*path, number))


# Read by the machine and told by rules of their own.
NOT_SHOWN = {("interpretation", "basis"), ("standard_formula", "expression")}


def test_html_in_every_text_field_is_a_warning_for_every_field_and_nothing_else_is_lost(small: Small) -> None:
    places = [p for p in texts(subject(), schema("kpi")) if p not in NOT_SHOWN and "expression" not in p]
    assert len(places) > 80
    changes = []
    for number, place in enumerate(places):
        html = f"<script>alert({number})</script>"
        # Short names take a shorter one.
        changes.append((".".join(map(str, place)), f"<b>{number}</b>" if place == ("abbreviation",) else html))
    small.write(SUBJECT_FILE, changed(subject(), *changes))
    catalogue = small.load()
    assert [p.text() for p in catalogue.problems if "too short" not in p.message] == []
    fields = {p.field for p in small.problems("plain-text")}
    if not catalogue.problems:
        assert fields == set(places)


@pytest.mark.parametrize(
    "place", [p for p in texts(subject(), schema("kpi")) if p not in NOT_SHOWN and "expression" not in p]
)
def test_html_in_a_text_field_is_told_with_its_line(small: Small, place: FieldPath) -> None:
    html = "<b>x</b>" if place == ("abbreviation",) else "<script>alert('it is counted here')</script>"
    small.change(SUBJECT_FILE, (".".join(map(str, place)), html))
    found = small.problems("plain-text")
    assert [(p.field, p.line, p.severity) for p in found] == [(place, small.lines[SUBJECT_FILE][place], "warning")]
