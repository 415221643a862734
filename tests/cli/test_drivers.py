"""`kpi drivers`: what moves a KPI, and what it takes to reach a target."""

from __future__ import annotations

import pytest

from catalogues import SUBJECT, SUBJECT_FILE, Small
from cli.command import Kpi, run

GIVEN = ("resolved_on_first_contact=1480", "issues=2000")


def test_a_table_of_inputs_is_printed(kpi: Kpi) -> None:
    answer = kpi("drivers", SUBJECT, *GIVEN)
    assert (answer.code, answer.err) == (0, "")
    assert [line.split("  ")[0] for line in answer.out.splitlines()] == [
        "74 percent", "", "input", "Issues resolved on first contact", "Total issues",
    ]  # fmt: skip
    assert answer.out.splitlines()[-1].split() == ["Total", "issues", "2,000", "-1", "%"]


def test_with_a_target_the_value_needed_stands_beside(kpi: Kpi) -> None:
    answer = kpi("drivers", "fcr", *GIVEN, "--target", "80")
    assert "needed for 80" in answer.out
    assert answer.out.splitlines()[-2].split()[-3:] == ["1,600", "+8.11", "%"]
    assert answer.out.splitlines()[-1].split()[-3:] == ["1,850", "-7.5", "%"]


def test_what_cannot_be_reached_says_why(kpi: Kpi) -> None:
    answer = kpi("drivers", SUBJECT, *GIVEN, "--target", "-5")
    assert answer.code == 0
    assert "cannot reach it" in answer.out
    assert (
        "Issues resolved on first contact: cannot reach -5: at 0, the least it can be, the result is 0\n" in answer.out
    )


def test_the_json_has_exactly_the_promised_keys(kpi: Kpi) -> None:
    answer = kpi("drivers", SUBJECT, *GIVEN, "--target=80", "--json")
    assert answer.json == {
        "kpi": SUBJECT,
        "variant": None,
        "value": 74.0,
        "unit": "percent",
        "target": 80.0,
        "drivers": [
            {
                "input": "resolved_on_first_contact",
                "label": "Issues resolved on first contact",
                "value": 1480.0,
                "elasticity": 1.0,
                "needed": 1600.0,
                "change_percent": pytest.approx(120 / 14.8),
                "because": None,
            },
            {
                "input": "issues",
                "label": "Total issues",
                "value": 2000.0,
                "elasticity": -1.0,
                "needed": 1850.0,
                "change_percent": -7.5,
                "because": None,
            },
        ],
    }


def test_a_variant_with_a_series_is_scaled_as_a_whole(kpi: Kpi) -> None:
    answer = kpi("drivers", SUBJECT, "--variant", "mean of teams", "team_rates=70,80,", "--target", "90", "--json").json
    assert (answer["variant"], answer["unit"], answer["value"]) == ("Mean of teams", "point", 75.0)
    (driver,) = answer["drivers"]
    assert driver["value"] == [70.0, 80.0, None]
    assert driver["needed"] == pytest.approx([84.0, 96.0, None])
    assert driver["change_percent"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("given", "because"),
    [
        (("resolved_on_first_contact=1480", "issues=0"), "issues is 0"),
        (("resolved_on_first_contact=1480",), "issues is missing"),
        ((), "resolved_on_first_contact is missing"),
    ],
)
def test_an_undefined_result_is_1_with_the_reason(kpi: Kpi, given: tuple[str, ...], because: str) -> None:
    answer = kpi("drivers", SUBJECT, *given, "--target", "80")
    assert (answer.code, answer.out, answer.err) == (1, "", f"kpi: undefined: {because}\n")
    answer = kpi("drivers", SUBJECT, *given, "--json")
    assert (answer.code, answer.json["value"], answer.json["drivers"]) == (1, None, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*GIVEN, "--target", "many"), 'target: "many" is not a number'),
        ((*GIVEN, "--target", ""), "--target needs a number"),
        ((*GIVEN, "--target", "1e999"), "target: 1e999 is too large for a number"),
        (("isues=3",), 'unknown input "isues" (did you mean "issues"?)'),
        (("issues",), '"issues" is not name=value'),
        ((*GIVEN, "--variant", "Net"), 'has no variant "Net"; it has "Gross rate", "Mean of teams"'),
    ],
)
def test_wrong_use_is_2_in_one_line(kpi: Kpi, arguments: tuple[str, ...], said: str) -> None:
    answer = kpi("drivers", SUBJECT, *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("kpi: ")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_an_unknown_kpi_is_1(kpi: Kpi) -> None:
    answer = kpi("drivers", "first-contact-resolutoin", *GIVEN)
    assert (answer.code, answer.out) == (1, "")
    assert SUBJECT in answer.err


def test_an_expression_that_cannot_be_read_is_one_line(kpi: Kpi, small: Small) -> None:
    small.change(SUBJECT_FILE, ("standard_formula.expression", "issues +"))
    answer = kpi("drivers", SUBJECT, "issues=3")
    assert answer.code == 2
    assert "its expression cannot be read" in answer.err


def test_it_runs_as_a_program_with_money_below_zero() -> None:
    answer = run("drivers", "gross-margin", "revenue=100", "cost_of_goods_sold=90", "--target", "120", "--json")
    found = {row["input"]: row["needed"] for row in answer.json["drivers"]}
    assert found == {"revenue": pytest.approx(-450), "cost_of_goods_sold": pytest.approx(-20)}
