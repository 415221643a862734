"""`benchmark-rule`: one statistic, for one population, from one source that a reader can check."""

from __future__ import annotations

import dataclasses

import pytest

from catalogues import BENCHMARK, COMPANION_FILE, REMOVED, SOURCES, SOURCES_FILE, SUBJECT, SUBJECT_FILE, Small, changed
from checks.rows import Bad, Good
from kpiatlas.checks.benchmark_rule import cautions

AT = "benchmarks.0"
ROW = "benchmarks[1]"
RANGE = changed(
    BENCHMARK, ("value", REMOVED), ("low", 70), ("high", 79), ("statistic", "range"), ("quote", "70% to 79%")
)
DERIVED = {"expression": "settled / all * 100", "inputs": {"settled": 142, "all": 200}}
LONG = "the value is 71 and " + "so it goes " * 8
BAD = [
    Bad(
        "another unit",
        ((f"{AT}.unit", "point"),),
        f"{ROW}.unit",
        "point is not the KPI's unit percent",
        "convert with derived",
    ),
    Bad(
        "a value not quoted",
        ((f"{AT}.value", 72),),
        f"{ROW}.value",
        "72 does not stand in the quote",
        "quote the words that hold it",
    ),
    Bad("a long quote", ((f"{AT}.quote", LONG),), f"{ROW}.quote", f"{len(LONG.split())} words; a quote has at most 25"),
    Bad(
        "an end of a range not quoted",
        ((AT, changed(RANGE, ("high", 80))),),
        f"{ROW}.high",
        "80 does not stand in the quote",
        "quote the words that hold it",
    ),
    Bad("an empty range", ((AT, changed(RANGE, ("high", 70))),), f"{ROW}.high", "high 70 is not above low 70"),
    Bad(
        "derived wrongly",
        ((f"{AT}.derived", DERIVED), (f"{AT}.value", 72), (f"{AT}.quote", "142 of them")),
        f"{ROW}.value",
        "72 is written, but the derivation gives 71.0",
    ),
    Bad(
        "derived from nothing quoted",
        ((f"{AT}.derived", DERIVED),),
        f"{ROW}.derived",
        "no input of the derivation stands in the quote",
    ),
    Bad(
        "a derivation that is no formula",
        ((f"{AT}.derived", {**DERIVED, "expression": "settled /"}), (f"{AT}.quote", "142 of them")),
        f"{ROW}.derived.expression",
        "the formula ends too early (a number or name is missing)",
    ),
    Bad(
        "derived by zero",
        ((f"{AT}.derived", {**DERIVED, "inputs": {"settled": 142, "all": 0}}), (f"{AT}.quote", "142 of them")),
        f"{ROW}.value",
        "71 is written, but the derivation gives None",
    ),
    Bad(
        "figures that call themselves samples",
        ((f"{AT}.quote", "71 in this sample report"),),
        f"{ROW}.source",
        "the source calls its figures samples or illustrations",
    ),
]
GOOD = [
    Good("as it is", ()),
    Good("a range", ((AT, RANGE),)),
    Good("derived", ((f"{AT}.derived", DERIVED), (f"{AT}.quote", "142 of 200 desks"))),
    Good(
        "derived and rounded",
        (
            (f"{AT}.derived", {**DERIVED, "inputs": {"settled": 142, "all": 199}}),
            (f"{AT}.value", 71.4),
            (f"{AT}.quote", "142 of 199"),
        ),
    ),
    Good("digits in groups", ((f"{AT}.value", 12345), (f"{AT}.quote", "it was 12,345 in all"))),
    Good("a number word", ((f"{AT}.value", 4), (f"{AT}.quote", "Four in a hundred"))),
    Good("below zero, told with a dash", ((f"{AT}.value", -2.5), (f"{AT}.quote", "growth of −2.5 percent"))),
    Good("25 words", ((f"{AT}.quote", "71" + " word" * 24),)),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_a_figure_that_a_reader_cannot_check_is_told(small: Small, row: Bad) -> None:
    row.is_told(small, "benchmark-rule")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_a_figure_that_stands_in_its_quote_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "benchmark-rule")


def test_a_small_number_is_rounded_by_its_own_digits(small: Small) -> None:
    derived = {"expression": "part / all", "inputs": {"part": 3, "all": 10_000_000}}
    row = changed(BENCHMARK, ("value", 3e-07), ("derived", derived), ("quote", "3 of ten million"))
    small.change(SUBJECT_FILE, (AT, row))
    assert small.problems("benchmark-rule") == []
    small.change(SUBJECT_FILE, (f"{AT}.value", 9e-07))
    assert [problem.field_name for problem in small.problems("benchmark-rule")] == [f"{ROW}.value"]


URLS = [
    ("https://gitnux.org/fcr", "gitnux.org prints figures without a study behind them"),
    ("https://www.zipdo.co/fcr", "zipdo.co prints figures without a study behind them"),
    ("https://www.example.org/gitnux.org", ""),
    ("https://[example", ""),
]


@pytest.mark.parametrize(("url", "message"), URLS)
def test_a_collection_of_figures_is_no_source(small: Small, url: str, message: str) -> None:
    small.change(SOURCES_FILE, ("publications.some-study-2022.url", url))
    found = small.problems("benchmark-rule")
    assert {problem.message for problem in found} == ({message} if message else set())
    assert all(problem.field_name == f"{ROW}.source" for problem in found)


@pytest.mark.parametrize(
    ("licence", "count"), [("facts-only", 1), ("all rights reserved", 1), ("CC-BY-4.0", 0), ("OGL-UK-3.0", 0)]
)
def test_a_publication_that_is_not_open_gives_ten_values_at_most(small: Small, licence: str, count: int) -> None:
    small.change(SOURCES_FILE, ("publications.some-study-2022.licence", licence))
    rows = [changed(BENCHMARK, ("value", 60 + n), ("quote", f"{60 + n} percent")) for n in range(9)]
    small.change(SUBJECT_FILE, ("benchmarks", rows))
    found = small.problems("benchmark-rule")
    assert len(found) == count
    for problem in found:
        assert problem.message == "more than 10 values from some-study-2022, which is not open"
        assert problem.path == f"catalogue/{SUBJECT_FILE}"


def test_ten_values_of_one_publication_are_enough(small: Small) -> None:
    rows = [changed(BENCHMARK, ("value", 60 + n), ("quote", f"{60 + n} percent")) for n in range(8)]
    small.change(SUBJECT_FILE, ("benchmarks", rows))
    assert small.problems("benchmark-rule") == []


CAUTIONS = [
    ((), (), []),
    ((("benchmarks.0.population.period", "not stated"),), (), ["period not stated"]),
    ((("benchmarks.0.population.period", "2015 to 2020"),), (), ["more than five years old"]),
    ((("benchmarks.0.population.n", 12),), (), ["fewer than 30 behind it"]),
    ((("benchmarks.0.population.geography", "Not stated"),), (), ["geography not stated"]),
    ((), (("publications.some-study-2022.vendor", True),), ["one vendor's customers"]),
]


@pytest.mark.parametrize(("changes", "of_source", "expected"), CAUTIONS)
def test_what_a_reader_must_know_before_using_a_figure_is_said(
    small: Small,
    changes: tuple[tuple[str, object], ...],
    of_source: tuple[tuple[str, object], ...],
    expected: list[str],
) -> None:
    small.change(SUBJECT_FILE, *changes)
    small.change(SOURCES_FILE, *of_source)
    catalogue = small.load()
    row = catalogue.kpis[SUBJECT].benchmarks[0]
    assert cautions(row, catalogue.sources[row.source]) == expected
    assert cautions(dataclasses.replace(row, source="gone"), None) == [
        c for c in expected if "old" not in c and "vendor" not in c
    ]


def test_the_figures_of_the_companions_come_from_the_same_study(small: Small) -> None:
    assert list(SOURCES["publications"]) == [small.data[COMPANION_FILE]["benchmarks"][0]["source"]]
