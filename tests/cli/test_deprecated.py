"""A deprecated KPI on the command line: not offered, still shown and computed, and every command says what to use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT, Small, small_catalogue
from cli.command import Kpi
from history.conftest import Checkout

GONE = COMPANIONS[0]
GIVEN_UP = {"since": "2026-11-22", "replaced_by": SUBJECT, "because": "It counts the same issues a second time."}
SAID = f"{GONE} is deprecated since 2026-11-22; {SUBJECT} takes its place: It counts the same issues a second time."


@pytest.fixture
def given_up(small: Small) -> Small:
    """The small catalogue with one record deprecated."""
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP), ("name", "Zebra Ratio"), ("aliases", ["stripe share"]))
    return small


@pytest.mark.parametrize("words", ["zebra ratio", "stripe share", "zebr ratio"])
def test_search_finds_the_replacement_by_the_old_names(given_up: Small, kpi: Kpi, words: str) -> None:
    assert [hit["id"] for hit in kpi("search", words, "--json").json["results"]][:1] == [SUBJECT]


def test_search_learns_of_a_deprecation(small: Small, kpi: Kpi) -> None:
    small.change(COMPANION_FILE, ("name", "Zebra Ratio"))
    assert [hit["id"] for hit in kpi("search", "zebra ratio", "--json").json["results"]][:1] == [GONE]
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP))
    found = [hit["id"] for hit in kpi("search", "zebra ratio", "--json").json["results"]]
    assert found[:1] == [SUBJECT]
    assert GONE not in found


def test_lists_leave_it_out(given_up: Small, kpi: Kpi) -> None:
    for more in ((), ("--category", "customer-service"), ("--sort", "completeness")):
        assert [row["id"] for row in kpi("list", "--json", *more).json] == [COMPANIONS[1], SUBJECT]


def test_it_is_not_among_what_can_be_computed(given_up: Small, kpi: Kpi) -> None:
    inputs = list(given_up.load().kpis[GONE].standard_formula.inputs)
    answer = kpi("computable", *inputs, "--json").json
    assert GONE not in [row["id"] for row in (*answer["computable"], *answer["lacking_one"])]


@pytest.mark.parametrize("name", [GONE, "zebra ratio"])
def test_it_is_shown_and_says_so(given_up: Small, kpi: Kpi, name: str) -> None:
    shown = kpi("show", name)
    assert (shown.code, SAID in shown.err) == (0, True)
    assert shown.out.startswith("Zebra Ratio")
    assert kpi("show", GONE, "--json").json["deprecated"] == GIVEN_UP


def test_it_is_computed_and_says_so(given_up: Small, kpi: Kpi) -> None:
    example = given_up.load().kpis[GONE].standard_formula.example
    answer = kpi("calc", GONE, *(f"{name}={value}" for name, value in example.inputs.items()), "--json")
    assert (answer.code, SAID in answer.err) == (0, True)
    assert json.loads(answer.out)["value"] == pytest.approx(example.result)


def test_a_name_that_a_living_kpi_has_too_is_that_one(small: Small, kpi: Kpi) -> None:
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP), ("abbreviation", "FCR"))
    shown = kpi("show", "fcr")
    assert (shown.code, SAID in shown.err) == (0, False)


def test_a_difference_calls_a_removed_id_breaking_and_tells_a_deprecation(tmp_path: Path, kpi: Kpi) -> None:
    small = small_catalogue(tmp_path / "catalogue")
    checkout = Checkout(tmp_path, small)
    checkout.git("init", "-q")
    checkout.commit("first")
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP))
    (small.root / f"kpis/customer-service/{COMPANIONS[1]}.yml").unlink()
    answer = kpi("--catalogue", str(small.root), "diff", "first", "--format", "json")
    rows = {row["id"]: row for row in answer.json["records"]}
    assert (answer.code, rows[GONE]["what"], rows[GONE]["breaking"]) == (1, "deprecated", True)
    assert (rows[COMPANIONS[1]]["what"], rows[COMPANIONS[1]]["breaking"]) == ("removed", True)
    text = kpi("--catalogue", str(small.root), "diff", "first").out
    assert f"replaced_by: {SUBJECT}" in text
    assert COMPANIONS[1] in text
