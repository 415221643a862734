"""Numbers as people type them into the calculator: read in one way only, or asked back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import ROOT
from engines import run_node

NUMBERS = (ROOT / "docs/assets/atlas/numbers.js").read_text(encoding="utf-8")
SCRIPT = """
import * as numbers from "./numbers.mjs";
export default (asked) => asked.map(([name, locale, ...given]) => numbers[name](...given, numbers.styleOf(locale)));
"""


def ask(*asked: tuple[Any, ...]) -> list[Any]:
    """What the functions of numbers.js answer: (function, locale, arguments)."""
    return list(run_node(SCRIPT, asked, {"numbers.mjs": NUMBERS}))


READ = [
    ("en-US", "1,234.5", "", 1234.5),
    ("de-DE", "1.234,5", "", 1234.5),
    ("en-US", "1.234,5", "", 1234.5),
    ("de-DE", "1,234.5", "", 1234.5),
    ("en-US", "1,234", "", 1234),
    ("de-DE", "1.234", "", 1234),
    ("en-US", "1.234", "", 1.234),
    ("de-DE", "1,234", "", 1.234),
    ("en-US", "74,5", "", 74.5),
    ("en-US", "0,123", "", 0.123),
    ("en-US", "1.234.567", "", 1234567),
    ("en-IN", "12,34,567", "", 1234567),
    ("fr-FR", "1 234,5", "", 1234.5),
    ("fr-FR", "1\u202f234", "", 1234),
    ("de-CH", "1’234.5", "", 1234.5),
    ("en-US", "74 %", "percent", 74),
    ("de-DE", "74,5 %", "percent", 74.5),
    ("en-US", "74%", "ratio", 0.74),
    ("en-US", "$5.83", "money", 5.83),
    ("de-DE", "1.200,50 €", "money", 1200.5),
    ("en-US", "EUR 1,200.50", "money", 1200.5),
    ("en-US", "-US$5", "money", -5),
    ("en-US", "(5)", "", -5),
    ("en-US", "−5", "", -5),
    ("en-US", "1e3", "", 1000),
    ("en-US", ".5", "", 0.5),
    ("en-US", "  ", "", None),
]


def test_numbers_are_read_in_the_reader_s_way_or_in_the_only_possible_one() -> None:
    answers = ask(*(("readNumber", locale, text, kind) for locale, text, kind, _ in READ))
    assert answers == [{"value": value, "wrong": ""} for *_, value in READ]


WRONG = [
    ("fr-FR", "1.234", "", "can be 1234 or 1,234"),
    ("de-CH", "1,234", "", "can be 1234 or 1.234"),
    ("en-US", "74 %", "", "is a percentage, and this is not"),
    ("en-US", "$5", "percent", "is an amount of money, and this is not"),
    ("en-US", "many", "", "is not a number"),
    ("en-US", "0x10", "", "is not a number"),
    ("en-US", "NaN", "", "is not a number"),
    ("en-US", "1,2,3", "", "is not a number"),
    ("en-US", "1.2.3", "", "is not a number"),
    ("en-US", "10 00", "", "is not a number"),
    ("en-US", "1,234.5,6", "", "is not a number"),
    ("en-US", "1e999", "", "is too large"),
    ("en-US", "Infinity", "", "is not a number"),
]


def test_what_can_be_read_in_two_ways_or_is_no_number_is_asked_back() -> None:
    answers = ask(*(("readNumber", locale, text, kind) for locale, text, kind, _ in WRONG))
    for answer, (_, text, _, why) in zip(answers, WRONG, strict=True):
        assert answer["value"] is None
        assert f"“{text}” {why}" in answer["wrong"]


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("en-US", "7, 6, 5", [7, 6, 5]),
        ("en-US", "7,6,5", [7, 6, 5]),
        ("en-US", "4.5; 3", [4.5, 3]),
        ("de-DE", "7,5 6,5", [7.5, 6.5]),
        ("en-US", "Revenue\n1,234\n5.5\n\n7\n", [1234, 5.5, 7]),
        ("de-DE", "1.234,5\r\n2,5", [1234.5, 2.5]),
        ("en-US", "1\t2\n3\t4", [1, 2, 3, 4]),
        ("fr-FR", "1 234,5\n2", [1234.5, 2]),
        ("en-US", "", None),
    ],
)
def test_a_column_or_a_line_of_numbers_is_read_as_a_series(locale: str, text: str, value: Any) -> None:
    assert ask(("readSeries", locale, text, "")) == [{"value": value, "wrong": ""}]


@pytest.mark.parametrize(
    ("locale", "text"), [("en-US", "1,234"), ("en-US", "7; x"), ("de-DE", "7,6,5"), ("en-US", "5\n$7")]
)
def test_a_series_that_is_not_plain_is_asked_back(locale: str, text: str) -> None:
    (answer,) = ask(("readSeries", locale, text, ""))
    assert answer["value"] is None
    assert answer["wrong"]


LOCALES = ("en-US", "de-DE", "fr-FR", "de-CH", "en-IN", "sv-SE", "pt-BR", "ar-EG")


@settings(max_examples=15)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_a_number_in_a_field_is_read_back_exactly_in_every_language(values: list[float]) -> None:
    written = ask(*(("typed", locale, value) for locale in LOCALES for value in values))
    rows = list(zip([locale for locale in LOCALES for _ in values], written, strict=True))
    read = ask(*(("readNumber", locale, text, "") for locale, text in rows))
    assert [float(answer["value"]) for answer in read] == values * len(LOCALES)


@settings(max_examples=15)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=10))
def test_an_address_says_the_same_in_every_language(values: list[float]) -> None:
    (address,) = run_node(
        'import { addressed } from "./numbers.mjs"; export default (given) => [addressed(given)];',
        values,
        {"numbers.mjs": NUMBERS},
    )
    fields = ask(*(("fromAddress", locale, address, True) for locale in LOCALES))
    read = ask(*(("readSeries", locale, text, "") for locale, text in zip(LOCALES, fields, strict=True)))
    assert [[float(item) for item in answer["value"]] for answer in read] == [values] * len(LOCALES)


def test_what_stands_in_an_old_address_is_left_as_it_was_typed() -> None:
    assert ask(("fromAddress", "en-US", "1,700", False), ("fromAddress", "de-DE", "4,5", True)) == ["1,700", "4; 5"]
