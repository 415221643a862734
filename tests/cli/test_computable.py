"""`kpi computable`: what can be computed from the inputs somebody has."""

from __future__ import annotations

import pytest

from catalogues import COMPANIONS, SUBJECT, SUBJECT_FILE, Small
from cli.command import Kpi, run

FCR_INPUTS = ("resolved_on_first_contact", "issues")


@pytest.fixture
def apart(small: Small) -> Small:
    """The small catalogue with inputs of their own in the companions."""
    for file in list(small.data):
        if file.startswith("kpis/") and file != SUBJECT_FILE:
            prefix = file.rsplit("/", 1)[1].split("-")[0]
            formula = small.data[file]["standard_formula"]
            formula["expression"] = f"{prefix}_part / issues * 100"
            formula["inputs"] = {
                f"{prefix}_part": formula["inputs"]["resolved_on_first_contact"],
                "issues": formula["inputs"]["issues"],
            }
            formula["example"]["inputs"] = {f"{prefix}_part": 1480, "issues": 2000}
            formula["variants"] = []
            small.write(file, small.data[file])
    return small


def test_the_three_lists_are_printed(kpi: Kpi, apart: Small) -> None:
    answer = kpi("computable", *FCR_INPUTS)
    name = apart.data[SUBJECT_FILE]["name"]
    assert (answer.code, answer.err) == (0, "")
    assert f"You can compute\n  {name}  {SUBJECT}\n" in answer.out
    assert f"Cost Per Contact  {COMPANIONS[0]}: " in answer.out
    assert "(cost_part) opens 1 KPI: Cost Per Contact" in answer.out


def test_the_json_has_exactly_the_promised_keys(kpi: Kpi, apart: Small) -> None:
    answer = kpi("computable", "resolved on frist contact", "Total issues", "no such thing", "--json")
    assert answer.code == 0
    assert answer.json == {
        "inputs": list(FCR_INPUTS),
        "unknown": ["no such thing"],
        "computable": [{"id": SUBJECT, "name": apart.data[SUBJECT_FILE]["name"], "variant": None}],
        "lacking_one": [
            {"id": COMPANIONS[1], "name": "Average Handle Time", "variant": None, "lacks": "average_part"},
            {"id": COMPANIONS[0], "name": "Cost Per Contact", "variant": None, "lacks": "cost_part"},
        ],
        "collect_next": [
            {"input": "average_part", "label": answer.json["collect_next"][0]["label"], "opens": [COMPANIONS[1]]},
            {"input": "cost_part", "label": answer.json["collect_next"][1]["label"], "opens": [COMPANIONS[0]]},
        ],
    }
    assert answer.err.splitlines()[0].startswith('kpi: no KPI has an input "no such thing"')
    assert answer.err.splitlines()[1] == 'kpi: "resolved on frist contact" is read as resolved_on_first_contact'


def test_a_variant_is_named(kpi: Kpi) -> None:
    answer = kpi("computable", "resolving_contacts", "contacts", "--json")
    assert {row["variant"] for row in answer.json["computable"]} >= {"Gross rate"}


def test_nothing_computable_is_1_and_still_tells_what_is_lacking(kpi: Kpi, apart: Small) -> None:
    answer = kpi("computable", "issues")
    assert answer.code == 1
    assert "One more input is needed" in answer.out
    assert answer.err == "kpi: nothing can be computed from these inputs alone\n"
    assert kpi("computable", "issues", "--json").json["computable"] == []


@pytest.mark.parametrize("words", [("contatcs handeld",), ("zebra", "zoo"), ("",)])
def test_no_input_recognized_is_2_in_one_line(kpi: Kpi, words: tuple[str, ...]) -> None:
    answer = kpi("computable", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("kpi: no KPI has an input ")
    assert answer.err.count("\n") == 1


def test_the_nearest_input_is_suggested(kpi: Kpi) -> None:
    assert "did you mean" in kpi("computable", "issues of some other kind").err


def test_without_inputs_it_is_wrong_use(kpi: Kpi) -> None:
    assert kpi("computable").code == 2


def test_it_runs_as_a_program_on_the_catalogue_that_came_with_it() -> None:
    answer = run("computable", "issues", "contacts", "Issues resolved on first contact", "--json")
    assert answer.code == 0
    assert SUBJECT in [row["id"] for row in answer.json["computable"]]
    assert all(each["opens"] for each in answer.json["collect_next"])
