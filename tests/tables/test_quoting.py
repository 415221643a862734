"""What is quoted comes back from the database as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kpiatlas.tables.quoting import file_name, free_name, identifier, literal, number
from tables.conftest import sql

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_a_text_is_that_text(text: str) -> None:
    assert sql(f"SELECT {literal(text)}") == [(text,)]


@given(texts.filter(len))
@settings(max_examples=60, deadline=None)
def test_a_name_is_that_name(name: str) -> None:
    assert sql(f"SELECT column_name FROM (DESCRIBE SELECT 1 AS {identifier(name)})") == [(name,)]


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=60, deadline=None)
def test_a_number_is_that_double(value: float) -> None:
    assert sql(f"SELECT {number(value)}") == [(value,)]
    assert sql(f"SELECT {number(None)}") == [(None,)]


def test_a_pattern_in_a_file_name_is_taken_literally() -> None:
    assert file_name("a*b?[c]'.csv") == "'a[*]b[?][[]c]''.csv'"


def test_a_free_name_is_none_that_is_taken_in_any_case() -> None:
    assert free_name("value", ["a"]) == "value"
    assert free_name("value", ["Value", "VALUE_"]) == "value__"
