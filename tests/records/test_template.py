"""The template of `kpi new`: every attribute, explained, in the order of the schema."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pytest

from catalogues import SUBJECT_FILE, Small, changed, subject
from kpiatlas.records.formatter import formatted
from kpiatlas.records.schema import resolve, schema, schema_problems, words
from kpiatlas.records.strict_yaml import read_yaml
from kpiatlas.records.template import new_record

PATH = "catalogue/kpis/accounting/operating-margin.yml"
TEXT = new_record("operating-margin", PATH, "profitability")
ATTRIBUTES: dict[str, Any] = {name: resolve(node) for name, node in schema("kpi")["properties"].items()}


def test_every_attribute_stands_in_the_order_of_the_schema() -> None:
    assert re.findall(r"(?m)^(?:# )?([a-z_]+):", TEXT.split("\n\n", 1)[1]) == list(ATTRIBUTES)


def test_an_attribute_that_may_be_absent_stands_in_a_comment() -> None:
    assert list(read_yaml(TEXT.encode())) == schema("kpi")["required"]


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_is_explained_by_title_description_and_words_or_example(name: str) -> None:
    rule = ATTRIBUTES[name]
    block = next(part for part in TEXT.split("\n\n") if re.search(rf"(?m)^(?:# )?{name}:", part))
    comment = re.sub(r"\s+", " ", block.replace("\n#", ""))
    assert f"{rule['title']}. {rule['description']}" in comment
    for word, option in words(rule).items():
        assert f"{word}: {option['description']}" in comment
    if not words(rule):
        assert "Example: " in comment


def test_name_and_home_group_are_filled_in() -> None:
    data = read_yaml(TEXT.encode())
    assert (data["name"], data["categories"]) == ("Operating Margin", ["profitability"])
    assert f"# {PATH}\n" in TEXT


def test_the_lines_are_short() -> None:
    assert max(map(len, TEXT.splitlines())) <= 120


def test_every_part_of_an_attribute_stands_where_it_belongs() -> None:
    found = schema_problems(read_yaml(TEXT.encode()), "kpi", "x.yml")
    assert found
    assert not [problem.text() for problem in found if "unknown attribute" in problem.message]
    unneeded = {problem.field_name for problem in found if "is missing" in problem.message}
    assert unneeded <= {"interpretation"}, unneeded


def test_check_names_every_attribute_that_is_still_empty(small: Small) -> None:
    small.write_bytes("kpis/accounting/operating-margin.yml", TEXT.encode())
    told = {str(p.field[0]) for p in small.check() if "operating-margin" in p.path and p.field}
    filled = {"name", "categories", "aliases", "industries", "benchmarks"}
    assert set(schema("kpi")["required"]) - filled <= told


def test_a_record_filled_in_has_no_problem(small: Small) -> None:
    data = {**read_yaml(TEXT.encode()), **subject()}
    small.write(SUBJECT_FILE, changed(data, ("aliases", [])))
    assert small.check() == ()


def test_fmt_leaves_the_template_as_it_is() -> None:
    assert formatted(TEXT, "kpi", 3) == TEXT


def test_a_comment_that_fills_its_line_is_wrapped_as_one() -> None:
    assert all(row.startswith("# ") for row in textwrap.dedent(TEXT.split("\n\n")[0]).splitlines())
