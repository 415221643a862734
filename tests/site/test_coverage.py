"""The site tells how much there is, counted from the records; the README says it in round numbers that hold."""

from __future__ import annotations

import re

from catalogues import CATALOGUE, COMPANION_FILE, COMPANIONS, ROOT, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.records import load_catalogue
from kpiatlas.site.coverage import coverage
from kpiatlas.site.pages import Pages

AVERAGE_FILE = f"kpis/customer-service/{COMPANIONS[1]}.yml"


def test_everything_is_counted_from_the_records(small: Small) -> None:
    small.change(COMPANION_FILE, ("benchmarks", []), ("benchmark_status", "none_found"), ("industries", ["banking"]))
    kpis = small.load().kpis.values()
    found = coverage(small.load())
    assert (found["records"].count, found["functions"].count) == (3, 1)
    assert found["benchmarks"].count == sum(len(kpi.benchmarks) for kpi in kpis)
    assert found["benchmarks"].share == 67
    assert found["variants"].count == sum(len(kpi.standard_formula.variants) for kpi in kpis)
    assert found["industries"].count == len({id_ for kpi in kpis for id_ in kpi.industries})


def test_a_deprecated_record_counts_for_nothing(small: Small) -> None:
    before = coverage(small.load())
    given_up = {"since": "2026-11-22", "replaced_by": SUBJECT, "because": "It counts the same issues a second time."}
    small.change(AVERAGE_FILE, ("deprecated", given_up))
    after = coverage(small.load())
    assert after["records"].count == before["records"].count - 1
    assert after["benchmarks"].count < before["benchmarks"].count


def test_home_and_the_page_of_data_show_it(small: Small) -> None:
    pages, found = Pages(small.load()), coverage(small.load())
    assert f"<b>{found['benchmarks'].count}</b> sourced benchmarks" in pages.section("home", "./")
    data = str(pages.section("coverage", "../"))
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>([\d,]+)[^<]*</td><td>([^<]*)</td>', data)
    assert ("Benchmarks", str(found["benchmarks"].count), "100 %") in rows
    assert len(rows) == len(found)


def test_an_empty_catalogue_covers_nothing(small: Small) -> None:
    for file in (SUBJECT_FILE, COMPANION_FILE, AVERAGE_FILE):
        (small.root / file).unlink()
    assert {row.count for row in coverage(small.load()).values()} == {0}


def test_the_readme_says_no_more_than_there_is_and_not_much_less() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    found = coverage(load_catalogue(CATALOGUE.resolve()))
    true = {name: row.count for name, row in found.items()} | {"% of the records": found["benchmarks"].share or 0}
    said = re.findall(r"over ([\d,]+) (records|functions|industries|variants|benchmarks|% of the records)", text)
    stated = {name: int(number.replace(",", "")) for number, name in said}
    assert stated.keys() == {"records", "functions", "industries", "variants", "benchmarks", "% of the records"}
    for name, number in stated.items():
        assert number <= true[name] <= 1.6 * number, name
