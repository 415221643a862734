"""The overview pages: what a function, a group, an industry and the home page say of their KPIs."""

from __future__ import annotations

import re

import pytest

from catalogues import (
    CATALOGUE,
    CATEGORIES_FILE,
    COMPANIONS,
    INDUSTRIES_FILE,
    SCORECARD_FILE,
    SUBJECT,
    SUBJECT_FILE,
    Small,
)
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.site import listing
from kpiatlas.site.listing import Listing
from kpiatlas.site.pages import Pages

from .markup import read_markup


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def _text(body: str) -> str:
    return " ".join(" ".join(read_markup(body).text).split())


def test_every_kpi_of_a_category_has_a_row_with_its_five_properties(whole: Catalogue) -> None:
    pages = Pages(whole)
    for id_ in (*whole.functions, *whole.groups):
        kpis = whole.in_category(id_)
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", pages.category(id_).body)
        assert [re.findall(r"kpi/([^/]+)/", row)[0] for row in rows] == [kpi.id for kpi in kpis]
        for row, kpi in zip(rows, kpis, strict=True):
            cells = re.findall(r"<td>(.*?)</td>", row)
            assert cells[0] == whole.unit_text(kpi.unit)
            assert cells[4] == ("yes" if kpi.benchmarks else "no")
            assert len(cells) == 5


def test_a_choice_of_a_filter_counts_the_rows_that_it_leaves(whole: Catalogue) -> None:
    kpis = whole.in_category("customer-service")
    listed = Listing(whole)
    choices = listed.choices(kpis)
    assert {"Better", "Type", "Level", "Benchmark", "Unit"} == set(choices)
    for column, values in choices.items():
        assert sum(count for _, count in values) == len(kpis)
        for value, count in values:
            assert count == sum(listed.cells(kpi)[column] == value for kpi in kpis)


def test_a_column_in_which_all_are_alike_is_no_filter(small: Small) -> None:
    catalogue = small.load()
    assert Listing(catalogue).choices([catalogue.kpis[SUBJECT]]) == {}


def test_a_long_table_leaves_the_summaries_out_and_keeps_every_row(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = small.load()
    summary = catalogue.kpis[SUBJECT].summary
    assert summary in _text(Pages(catalogue).category("contact-center").body)
    monkeypatch.setattr(listing, "SUMMARIES_UP_TO", 2)
    body = Pages(catalogue).category("contact-center").body
    assert summary not in _text(body)
    for id_ in (SUBJECT, *COMPANIONS):
        assert f"kpi/{id_}/" in body


def test_a_group_begins_with_those_of_its_function_s_starters_that_are_in_it(small: Small) -> None:
    starters = [{"kpi": id_, "why": f"Reason {id_}."} for id_ in (COMPANIONS[0], SUBJECT)]
    small.change(CATEGORIES_FILE, ("customer-service.starter", starters))
    small.change(SUBJECT_FILE, ("categories", ["contact-center"]))
    catalogue = small.load()
    group = _text(Pages(catalogue).category("customer-support").body)
    assert f"Reason {COMPANIONS[0]}." in group
    assert f"Reason {SUBJECT}." not in group
    assert [row.kpi for row in Listing(catalogue).starters(catalogue)] == [COMPANIONS[0], SUBJECT]


def test_no_more_than_ten_are_named_to_begin_with(whole: Catalogue) -> None:
    for id_ in whole.industries:
        assert len(Listing(whole).starters(whole.in_industry(id_))) <= 10


def test_a_category_names_the_ready_scorecards_with_some_of_its_kpis(small: Small) -> None:
    catalogue = small.load()
    page = Pages(catalogue).category("contact-center")
    assert "scorecard/service-desk/" in page.body
    assert "2 of these" in _text(page.body)
    assert ("Ready scorecards", "scorecards") in page.toc
    assert "scorecard/" not in Pages(catalogue).category("profitability").body


def test_an_industry_names_the_scorecards_made_for_it_alone(small: Small) -> None:
    small.change(SCORECARD_FILE, ("industries", ["banking"]))
    pages = Pages(small.load())
    assert "scorecard/service-desk/" in pages.industry("banking").body
    assert "scorecard/service-desk/" not in pages.industry("software").body


def test_a_category_without_kpis_says_so_and_promises_no_file(small: Small) -> None:
    page = Pages(small.load()).category("accounting")
    assert "No KPI stands here yet" in _text(page.body)
    assert "kpis.csv" not in page.body
    assert page.toc == ()


def test_functions_without_kpis_stand_apart_on_the_overview(small: Small) -> None:
    body = str(Pages(small.load()).section("functions", "../"))
    assert body.index("category/customer-service/") < body.index('id="not-yet"') < body.index("category/accounting/")


def test_an_industry_without_kpis_leads_on_to_what_holds_everywhere_and_to_its_neighbors(small: Small) -> None:
    small.change(SUBJECT_FILE, ("industries", []))
    body = Pages(small.load()).industry("software").body
    assert "No KPI names this industry" in _text(body)
    assert "category/customer-service/" in body
    assert "industry/banking/" in body
    assert "kpis.csv" not in body


def test_an_industry_shows_the_way_up_and_what_lies_below(small: Small) -> None:
    small.change(INDUSTRIES_FILE, ("banking.parent", "retail"), ("software.parent", "banking"))
    pages = Pages(small.load())
    body = pages.industry("banking").body
    assert body.index("industry/retail/") < body.index("industry/software/")
    up = pages.industry("software").body
    assert up.index("industry/retail/") < up.index("industry/banking/")


def test_the_home_page_leads_to_every_function_group_and_section_with_kpis(whole: Catalogue) -> None:
    home = str(Pages(whole).section("home", "./"))
    for id_ in (*whole.functions, *whole.groups):
        assert (f'href="./category/{id_}/"' in home) == bool(whole.in_category(id_)), id_
    for id_ in whole.industry_tree.sections:
        assert (f'href="./industry/{id_}/"' in home) == bool(whole.in_industry(id_)), id_


def test_the_overview_of_industries_names_each_once(whole: Catalogue) -> None:
    body = str(Pages(whole).section("industries", "../"))
    for id_ in whole.industries:
        assert body.count(f'href="../industry/{id_}/"') == 1, id_
