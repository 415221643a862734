"""How a problem is said: one line for people, JSON for programs, annotations for a review."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.problem import FieldPath, Problem, as_annotations, as_json, as_text, sorted_problems

BASE = Problem("length", "catalogue/kpis/a/b.yml", "4 sentences; at most 3", ("faqs", 1, "answer"), 14, "split it")
BARE = replace(BASE, field=(), hint="")

FIELDS: list[tuple[FieldPath, str]] = [
    ((), ""),
    (("name",), "name"),
    (("standard_formula", "inputs", "revenue"), "standard_formula.inputs.revenue"),
    (("faqs", 0), "faqs[1]"),
    (("faqs", 2, "answer"), "faqs[3].answer"),
    ((0, "a"), "[1].a"),
]


@pytest.mark.parametrize(("field", "name"), FIELDS)
def test_a_field_is_named_as_people_write_it(field: FieldPath, name: str) -> None:
    assert replace(BASE, field=field).field_name == name


TEXTS = [
    (BASE, "catalogue/kpis/a/b.yml:14: faqs[2].answer: 4 sentences; at most 3 (split it) [length]"),
    (replace(BASE, line=None, hint=""), "catalogue/kpis/a/b.yml: faqs[2].answer: 4 sentences; at most 3 [length]"),
    (replace(BASE, field=()), "catalogue/kpis/a/b.yml:14: 4 sentences; at most 3 (split it) [length]"),
    (
        replace(BASE, severity="warning", hint=""),
        "catalogue/kpis/a/b.yml:14: warning: faqs[2].answer: 4 sentences; at most 3 [length]",
    ),
    (
        replace(BASE, hint="", excerpt="a / b\n    ^"),
        "catalogue/kpis/a/b.yml:14: faqs[2].answer: 4 sentences; at most 3 [length]\n    a / b\n        ^",
    ),
]


@pytest.mark.parametrize(("problem", "text"), TEXTS)
def test_a_problem_is_one_line_with_its_excerpt_below(problem: Problem, text: str) -> None:
    assert problem.text() == text
    assert as_text([problem, problem]) == f"{text}\n{text}"


def test_what_does_not_print_is_written_as_an_escape() -> None:
    hostile = replace(BASE, path="a\nb.yml", message='unknown "\x1b[31m\u202e\udcff"', field=("x\r\n",), hint="\x00")
    assert hostile.text() == (
        'a\\nb.yml:14: x\\r\\n: unknown "\\x1b[31m\\u202e\\udcff" (\\x00) [length]'
    )  # fmt: skip


def test_json_holds_every_part() -> None:
    assert json.loads(as_json([BASE])) == [
        {
            "rule": "length",
            "severity": "error",
            "path": "catalogue/kpis/a/b.yml",
            "line": 14,
            "field": "faqs[2].answer",
            "message": "4 sentences; at most 3",
            "hint": "split it",
        }
    ]
    assert json.loads(as_json([])) == []


ANNOTATIONS = [
    (BASE, "::error file=catalogue/kpis/a/b.yml,line=14,title=length::faqs[2].answer: 4 sentences; at most 3 (split "),
    (replace(BARE, line=None), "::error file=catalogue/kpis/a/b.yml,title=length::4 sentences; at most 3"),
    (replace(BARE, severity="warning"), "::warning file=catalogue/kpis/a/b.yml,line=14,title=length::4 sentences"),
    (replace(BARE, path="a,b:c%.yml"), "::error file=a%2Cb%3Ac%25.yml,line=14,title=length::4 sentences"),
    (replace(BARE, message="50 %\n::error::x"), "line=14,title=length::50 %25%0A::error::x"),
]


@pytest.mark.parametrize(("problem", "text"), ANNOTATIONS)
def test_an_annotation_is_escaped_as_github_escapes(problem: Problem, text: str) -> None:
    assert text in as_annotations([problem])
    assert "\n" not in as_annotations([problem])


TEXT = st.text(st.characters(), max_size=30)


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_problem_prints_on_one_line_in_every_format(path: str, message: str, field: str, hint: str) -> None:
    problem = Problem("rule", path, message, (field,), 1, hint)
    for text in (problem.text(), as_annotations([problem])):
        assert "\n" not in text
        assert "\r" not in text
    problem.text().encode()
    as_json([problem]).encode()
    assert json.loads(as_json([problem]))[0]["line"] == 1


def test_problems_stand_by_file_line_and_rule_each_once() -> None:
    rows = [replace(BASE, path=path, line=line) for path in "ba" for line in (20, 3, None)]
    found = sorted_problems([*rows, *rows])
    assert [(p.path, p.line) for p in found] == [(path, line) for path in "ab" for line in (None, 3, 20)]


def test_a_problem_takes_a_line_without_changing() -> None:
    assert (BASE.at(3).line, BASE.line) == (3, 14)
