"""Dimensions: which expressions give their declared unit, and what an author is told when they do not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpiatlas.formula import FUNCTIONS, UnitError, UnitSystem, parse

SYSTEM = UnitSystem(
    [
        {"id": "second", "dimension": "time", "factor": 1},
        {"id": "minute", "dimension": "time", "factor": 60},
        {"id": "hour", "dimension": "time", "factor": 3600},
        {"id": "month", "dimension": "time", "factor": 2629746},
        {"id": "issue", "dimension": "issue"},
        {"id": "contact", "dimension": "contact"},
        {"id": "full-time-employee", "dimension": "full-time-employee"},
        {"id": "currency", "dimension": "currency"},
        {"id": "percent", "dimension": None},
        {"id": "ratio"},
        {"id": "point", "dimension": None},
    ]
)


@pytest.mark.parametrize(
    ("expression", "units", "declared"),
    [
        ("a / b * 100", {"a": "issue", "b": "issue"}, "percent"),
        ("a / b", {"a": "currency", "b": "contact"}, "currency/contact"),
        ("a / b / c", {"a": "currency", "b": "contact", "c": "month"}, "currency/contact/month"),
        ("a * b", {"a": "hour", "b": "full-time-employee"}, "hour*full-time-employee"),
        ("1 / a", {"a": "month"}, "1/month"),
        ("a / 60 / b", {"a": "second", "b": "contact"}, "minute/contact"),
        ("(a - b) / b * 100", {"a": "currency", "b": "currency"}, "percent"),
        ("(a + b) / 2", {"a": "hour", "b": "hour"}, "hour"),
        ("a * 60 + b", {"a": "hour", "b": "minute"}, "minute"),
        ("a + b / 60", {"a": "hour", "b": "minute"}, "hour"),
        ("if(a > 0, a / b, 0)", {"a": "hour", "b": "issue"}, "hour/issue"),
        ("max(0, a - b)", {"a": "currency", "b": "currency"}, "currency"),
        ("abs(round(-a, 2))", {"a": "currency"}, "currency"),
        ("sqrt(a * a) + a^3 / a^2 + (a^2)^(1 / 2)", {"a": "hour"}, "hour"),
        ("2^a + exp(a) + ln(a) + log10(a)", {"a": "ratio"}, "point"),
        ("((a / b)^(1 / c) - 1) * 100", {"a": "currency", "b": "currency", "c": "ratio"}, "percent"),
        ("mean(s) + median(s) + min(s) + max(s) + stdev(s) + percentile(s, 90)", {"s": "minute"}, "minute"),
        ("sum(s) / count(s)", {"s": "minute"}, "minute"),
        ("a / count(s)", {"a": "currency", "s": "minute"}, "currency/contact"),
        ("count(s)", {"s": "minute"}, "contact"),
        ("count(s)", {"s": "minute"}, "ratio"),
        ("count_if(s > a) / count(s) * 100", {"s": "minute", "a": "minute"}, "percent"),
        ("count_if(s > 0)", {"s": "minute"}, "issue"),
        ("0", {}, "currency"),
        ("a - 1", {"a": "percent"}, "ratio"),
    ],
)
def test_an_expression_that_gives_its_unit_passes(expression: str, units: dict[str, str], declared: str) -> None:
    SYSTEM.check(parse(expression), units, declared)


@pytest.mark.parametrize(
    ("expression", "units", "declared", "message", "marked"),
    [
        (
            "a / b",
            {"a": "currency", "b": "contact"},
            "percent",
            "the expression gives currency/contact, but the unit is percent (a plain number)",
            "a / b",
        ),
        ("a", {"a": "hour"}, "hour*hour", "the expression gives time, but the unit is hour*hour (time^2)", "a"),
        ("1 / a", {"a": "issue"}, "issue", "the expression gives 1/issue, but the unit is issue", "1 / a"),
        ("1 + a / b", {"a": "hour", "b": "issue"}, "hour", "unlike units are added: 1 is a plain number and a / b is "
         "time/issue", "1 + a / b"),
        ("a - 1", {"a": "hour"}, "hour", "unlike units are subtracted: a is time and 1 is a plain number", "a - 1"),
        ("max(a, b)", {"a": "hour", "b": "issue"}, "hour", "unlike units are compared: a is time and b is issue",
         "a, b"),
        ("if(a > b, a, a)", {"a": "hour", "b": "issue"}, "hour", "unlike units are compared: a is time and b is issue",
         "a > b"),
        ("if(a > 0, a, b)", {"a": "hour", "b": "issue"}, "hour",
         "unlike units are given by the branches of one if: a is time and b is issue", "a, b"),
        ("if(a > 0 and not a < b, a, a)", {"a": "hour", "b": "issue"}, "hour",
         "unlike units are compared: a is time and b is issue", "a < b"),
        ("count_if(s > 20)", {"s": "minute"}, "ratio", "unlike units are compared: s is time and 20 is a plain number",
         "s > 20"),
        ("a + b", {"a": "hour", "b": "minute"}, "hour",
         "units of another size are added: a and b are both time (convert first: one unit is 60 of the other)",
         "a + b"),
        ("a * 2 + b", {"a": "hour", "b": "minute"}, "hour",
         "units of another size are added: a * 2 and b are both time (convert first: one unit is 60 of the other)",
         "a * 2 + b"),
        ("1 + ln(a)", {"a": "hour"}, "ratio", "the argument of ln must be a plain number, but a is time", "a"),
        ("2^a", {"a": "hour"}, "ratio", "an exponent must be a plain number, but a is time", "a"),
        ("a^b", {"a": "hour", "b": "ratio"}, "hour", "a is time; its exponent must be a number written out", "b"),
        ("count(s)", {"s": "minute"}, "currency", "the expression gives a plain number, but the unit is currency",
         "count(s)"),
        ("a / count(s)", {"a": "issue", "s": "minute"}, "issue/contact/hour",
         "the expression gives issue, but the unit is issue/contact/hour (issue/contact/time)", "a / count(s)"),
        ("b / a", {"b": "hour"}, "hour", "no unit is given for a", "a"),
        ("b / a", {"b": "hour", "a": "isue"}, "hour", 'a: unknown unit "isue" (did you mean "issue"?)', "a"),
        ("b / b", {"b": "hour"}, "perzent", 'the declared unit: unknown unit "perzent" (did you mean "percent"?)',
         "b / b"),
    ],
)  # fmt: skip
def test_an_expression_that_does_not_is_refused_with_both_dimensions(
    expression: str, units: dict[str, str], declared: str, message: str, marked: str
) -> None:
    with pytest.raises(UnitError) as caught:
        SYSTEM.check(parse(expression), units, declared)
    assert str(caught.value) == message
    assert expression[caught.value.start : caught.value.end] == marked


HOURS = {"a": "hour", "b": "hour", "s": "hour"}
FOUND = {
    "abs(a)": "time",
    "min(a, b)": "time",
    "max(a, b)": "time",
    "round(a, 1)": "time",
    "sqrt(a)": "time^0.5",
    "exp(a / b)": "a plain number",
    "ln(a / b)": "a plain number",
    "log10(a / b)": "a plain number",
    "if(a > b, a, b)": "time",
    "sum(s)": "time",
    "mean(s)": "time",
    "median(s)": "time",
    "count(s)": "a plain number",
    "stdev(s)": "time",
    "percentile(s, 90)": "time",
    "count_if(s > 0)": "a plain number",
}


@pytest.mark.parametrize(("expression", "found"), FOUND.items())
def test_every_function_shows_the_dimension_found_and_the_one_declared(expression: str, found: str) -> None:
    with pytest.raises(UnitError) as caught:
        SYSTEM.check(parse(expression), HOURS, "currency/contact")
    assert caught.value.message == f"the expression gives {found}, but the unit is currency/contact"


def test_no_function_is_left_out_of_that() -> None:
    assert {expression.partition("(")[0] for expression in FOUND} == FUNCTIONS.keys()


@pytest.mark.parametrize(
    ("unit", "message", "marked"),
    [
        ("hours", 'unknown unit "hours" (did you mean "hour"?)', "hours"),
        ("currency/contcat", 'unknown unit "contcat" (did you mean "contact"?)', "contcat"),
        ("currency / 2", '"currency / 2" is no unit', "2"),
        ("hour^2", '"hour^2" is no unit', "hour^2"),
        ("", '"" is no unit', ""),
        ("hour//hour", '"hour//hour" is no unit', "/"),
    ],
)
def test_what_is_no_unit_is_refused(unit: str, message: str, marked: str) -> None:
    with pytest.raises(UnitError) as caught:
        SYSTEM.parse(unit)
    assert str(caught.value).startswith(message)
    assert unit[caught.value.start : caught.value.end] == marked


@pytest.mark.parametrize(
    ("expression", "units", "declared", "message"),
    [
        ("a / b", {"a": "second", "b": "contact"}, "minute/contact",
         "the expression gives second/contact, but the unit is minute/contact (divide by 60)"),
        ("a * 60 / b", {"a": "second", "b": "contact"}, "minute/contact",
         "the expression gives second/contact, but the unit is minute/contact (divide by 60)"),
        ("a / b", {"a": "currency", "b": "month"}, "currency/hour",
         "the expression gives currency/month, but the unit is currency/hour (divide by 730.485)"),
        ("a / b", {"a": "minute", "b": "second"}, "ratio",
         "the expression gives numbers 60 times too small for the unit ratio (multiply by 60)"),
        ("a / b", {"a": "minute", "b": "hour"}, "ratio",
         "the expression gives numbers 60 times too large for the unit ratio (divide by 60)"),
        ("a * a", {"a": "hour"}, "hour*minute",
         "the expression gives hour*hour, but the unit is hour*minute (multiply by 60)"),
        ("percentile(s, 90)", {"s": "hour"}, "minute", "the expression gives hour, but the unit is minute "
         "(multiply by 60)"),
        ("round(a, 2)", {"a": "hour"}, "minute", "the expression gives hour, but the unit is minute (multiply by 60)"),
        ("if(a > 0, a, b)", {"a": "hour", "b": "hour"}, "minute",
         "the expression gives hour, but the unit is minute (multiply by 60)"),
        ("(a^3)^(1 / 3)", {"a": "hour"}, "minute",
         "the expression gives hour, but the unit is minute (multiply by 60)"),
    ],
)  # fmt: skip
def test_a_unit_of_another_size_is_refused_where_nothing_can_convert_it(
    expression: str, units: dict[str, str], declared: str, message: str
) -> None:
    with pytest.raises(UnitError) as caught:
        SYSTEM.check(parse(expression), units, declared)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("expression", "units", "declared"),
    [
        ("a / 60 / b", {"a": "second", "b": "contact"}, "minute/contact"),
        ("a / b * 100", {"a": "minute", "b": "hour"}, "percent"),
        ("a * 12 / 365 / 24", {"a": "currency", "b": "month"}, "currency"),
        ("a / b * 12 / 365", {"a": "currency", "b": "month"}, "currency/hour"),
        ("(a - b) * 24 * 30", {"a": "month", "b": "month"}, "hour"),
        ("a * b", {"a": "hour", "b": "ratio"}, "hour"),
        ("a * b / c", {"a": "hour", "b": "minute", "c": "hour"}, "minute"),
        ("count(s) / a", {"s": "hour", "a": "month"}, "issue/month"),
    ],
)
def test_any_written_number_may_convert(expression: str, units: dict[str, str], declared: str) -> None:
    SYSTEM.check(parse(expression), units, declared)


def test_pint_is_not_imported_before_a_system_is_made() -> None:
    code = "import sys, kpiatlas.formula; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
