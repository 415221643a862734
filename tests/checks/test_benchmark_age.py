"""`benchmark-age`: figures that are ten years old say so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from catalogues import BENCHMARK, SUBJECT_FILE, Small
from kpiatlas.checks.benchmark_age import OLD, age_warning, year_described

YEARS: list[tuple[Any, Any, int | None]] = [
    ("2022", 2023, 2022),
    ("fiscal year 2019/20", 2021, 2020),
    ("FY 2014-15", 2016, 2015),
    ("May 2023 to June 2024", 2025, 2024),
    ("not stated", 2018, 2018),
    ("12 months", 2018, 2018),
    ("week 2012345", 2018, 2018),
    ("not stated", "not stated", None),
]
PERIOD, PUBLISHED = "benchmarks.0.population.period", "publications.some-study-2022.published"


def small_with(small: Small, period: Any, published: Any) -> Small:
    small.change(SUBJECT_FILE, (PERIOD, period))
    small.change("sources/some-publisher.yml", (PUBLISHED, published))
    return small


@pytest.mark.parametrize(("period", "published", "year"), YEARS)
def test_a_figure_describes_the_last_year_of_its_period_or_else_that_of_its_publication(
    small: Small, period: Any, published: Any, year: int | None
) -> None:
    catalogue = small_with(small, period, published).load()
    assert year_described(catalogue.kpis["first-contact-resolution"].benchmarks[0], catalogue) == year


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2031, 12, 31), ""),
        (date(2032, 1, 1), "describes 2022, 10 years ago"),
        (date(2040, 6, 1), "describes 2022, 18 years ago"),
    ],
)
def test_a_figure_is_old_after_ten_years(small: Small, day: date, said: str) -> None:
    catalogue = small.load()
    assert age_warning(catalogue.kpis["first-contact-resolution"].benchmarks[0], catalogue, day) == said


def test_a_record_with_one_young_figure_is_silent(small: Small) -> None:
    year = date.today().year
    old = {**BENCHMARK, "population": {**BENCHMARK["population"], "period": str(year - OLD)}}
    young = {**BENCHMARK, "population": {**BENCHMARK["population"], "period": str(year - OLD + 1)}}
    small.change(SUBJECT_FILE, ("benchmarks", [old, young]))
    assert small.problems("benchmark-age") == []


def test_a_record_with_old_figures_alone_is_told_with_the_newest(small: Small) -> None:
    year = date.today().year - OLD
    periods = [str(year - 5), str(year), str(year - 9)]
    rows = [{**BENCHMARK, "population": {**BENCHMARK["population"], "period": period}} for period in periods]
    small.change(SUBJECT_FILE, ("benchmarks", rows))
    found = small.problems("benchmark-age")
    assert [(p.field_name, p.message, p.severity) for p in found] == [
        ("benchmarks[2]", f"the newest benchmark describes {year}, {OLD} years ago", "warning")
    ]


def test_a_record_whose_figures_have_no_year_is_told(small: Small) -> None:
    found = small_with(small, "not stated", "not stated").problems("benchmark-age")
    assert [p.message for p in found] == ["no benchmark has a year: the source does not say which year it describes"]
