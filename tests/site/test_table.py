"""Tables of KPIs in a real browser: narrowed, sorted, kept in the address; and whole without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import eventually
from catalogues import CATALOGUE
from kpiatlas.records import Catalogue, load_catalogue

from .watched import Watched

PLACE = "category/customer-service/"


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def _rows(page: Page) -> Locator:
    return page.locator(".atlas-kpis tbody tr:visible")


def _names(page: Page) -> list[str]:
    return page.locator(".atlas-kpis tbody tr:visible th a").all_inner_texts()


def test_a_choice_leaves_the_rows_that_have_it_and_the_address_keeps_it(visitor: Watched, whole: Catalogue) -> None:
    page = visitor.open(PLACE)
    page.get_by_label("Better").select_option("Lower is better")
    lower = [kpi.name for kpi in whole.in_category("customer-service") if kpi.direction == "lower"]
    expect(_rows(page)).to_have_count(len(lower))
    page.get_by_label("Benchmark").select_option("yes")
    both = [k.name for k in whole.in_category("customer-service") if k.direction == "lower" and k.benchmarks]
    eventually(page, lambda: _names(page) == both)
    total = len(whole.in_category("customer-service"))
    expect(page.locator("[data-shown]")).to_have_text(f"{len(both)} of {total} shown")
    page.reload()
    eventually(page, lambda: _names(page) == both)
    page.get_by_role("button", name="Show all").click()
    expect(_rows(page)).to_have_count(total)
    eventually(page, lambda: "?" not in page.url)


def test_words_are_looked_for_in_name_abbreviation_and_summary(visitor: Watched) -> None:
    page = visitor.open(PLACE)
    page.get_by_label("Contains").fill("fcr")
    eventually(page, lambda: _names(page) == ["First Contact Resolution"])
    page.get_by_label("Contains").fill("contact follow-up")
    eventually(page, lambda: "First Contact Resolution" in _names(page))
    page.get_by_label("Contains").fill("<b>no such words")
    expect(_rows(page)).to_have_count(0)


def test_a_heading_sorts_and_pressed_again_turns_the_order_round_by_keyboard(visitor: Watched) -> None:
    page = visitor.open(PLACE)
    names = _names(page)
    assert names == sorted(names, key=str.casefold)
    heading = page.locator(".atlas-kpis thead th").nth(1)
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    units = page.locator(".atlas-kpis tbody tr td:nth-child(2)")
    eventually(page, lambda: units.all_inner_texts() == sorted(units.all_inner_texts()))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Enter")
    eventually(page, lambda: units.all_inner_texts() == sorted(units.all_inner_texts(), reverse=True))
    expect(heading).to_have_attribute("aria-sort", "descending")
    eventually(page, lambda: "sort=-unit" in page.url)
    page.reload()
    eventually(page, lambda: units.all_inner_texts() == sorted(units.all_inner_texts(), reverse=True))


@pytest.mark.parametrize("query", ["?sort=nothing&better=no+such", "?has=%3Cimg+src=x%3E&unit=", "?sort=-", "?%%%"])
def test_an_address_that_makes_no_sense_breaks_nothing(visitor: Watched, query: str) -> None:
    page = visitor.open(PLACE + query)
    expect(page.locator("[data-shown]")).not_to_be_empty()
    assert page.locator(".atlas-kpis img").count() == 0


def test_without_script_the_table_is_whole_and_shows_no_controls(
    browser: Browser, address: str, whole: Catalogue
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PLACE)
        expect(_rows(page)).to_have_count(len(whole.in_category("customer-service")))
        expect(page.locator("[data-narrow]")).to_be_hidden()
        assert page.locator(".atlas-kpis button").count() == 0


def test_the_csv_file_beside_the_table_holds_its_rows(browser: Browser, address: str, whole: Catalogue) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + PLACE)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download as CSV").click()
        text = waiting.value.path().read_text(encoding="utf-8-sig")
        assert text.count("\r\n") == len(whole.in_category("customer-service")) + 1 or '"' in text
        for kpi in whole.in_category("customer-service"):
            assert f"\n{kpi.id},{kpi.name}," in text
