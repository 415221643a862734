"""The KPI page in a real browser: what one does with a KPI, on paper, for every reader."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import eventually
from catalogues import SUBJECT

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LABEL = "Issues resolved on first contact"
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_ON_TWO = 0.9  # of the records; one with a dozen benchmarks may need a third page
_EACH = 1 if os.environ.get("KPI_PROOF") == "full" else 8  # of so many records one is printed


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """An American reader at a desk."""
    with browser.new_context(
        viewport=DESKTOP, locale="en-US", permissions=["clipboard-read", "clipboard-write"]
    ) as made:  # type: ignore[arg-type]
        yield made


def _open(context: BrowserContext, address: str, path: str = f"kpi/{SUBJECT}/") -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address + path)
    return page


def _ready(page: Page) -> Page:
    expect(page.locator("[data-marker]:not([hidden])").first).to_be_attached()
    return page


def test_a_german_reader_types_in_her_own_way_and_the_address_reads_alike_everywhere(
    browser: Browser, address: str
) -> None:
    with browser.new_context(locale="de-DE") as german, browser.new_context(locale="en-US") as american:
        page = _open(german, address)
        page.get_by_label(LABEL).fill("1.480,4")
        expect(page.locator("[data-result]")).to_contain_text("74,02 %")
        eventually(page, lambda: f"{SUBJECT}/?resolved_on_first_contact=1480.4" in page.url)
        other = _open(american, "", page.url)
        expect(other.locator("[data-result]")).to_contain_text("74.02 %")
        expect(other.get_by_label(LABEL)).to_have_value("1480.4")


def test_a_number_with_two_readings_is_asked_back_and_never_computed(browser: Browser, address: str) -> None:
    with browser.new_context(locale="fr-FR") as french:
        page = _open(french, address)
        page.get_by_label(LABEL).fill("1.480")
        expect(page.locator("[data-result]")).to_contain_text("can be 1480 or 1,480")
        expect(page.get_by_label(LABEL)).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".atlas-marker")).to_be_hidden()


def test_a_column_pasted_from_a_sheet_becomes_a_series(context: BrowserContext, address: str) -> None:
    page = _open(context, address, "kpi/customer-effort-score/")
    page.locator("[data-fields] textarea").first.fill("Rating\n7\n6\n5\n")
    expect(page.locator("[data-result]")).to_contain_text("6 points")


def test_the_result_moves_a_mark_on_the_band_chart_and_on_the_benchmark_chart(
    context: BrowserContext, address: str
) -> None:
    page = _ready(_open(context, address))
    marks = page.locator("[data-marker]")
    eventually(page, lambda: marks.count() == 2)
    before = [mark.get_attribute("transform") for mark in marks.all()]
    page.get_by_label(LABEL).fill("1,700")
    expect(page.locator("[data-result]")).to_contain_text("Above the nearest benchmark: 70 to 79 %")
    moved = [mark.get_attribute("transform") for mark in marks.all()]
    assert all(now != old for now, old in zip(moved, before, strict=True))


def test_variants_stand_side_by_side_on_the_same_inputs(context: BrowserContext, address: str) -> None:
    page = _ready(_open(context, address))
    table = page.locator("[data-variants]")
    table.locator("summary").click()
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("74 %")
    expect(rows.last).to_contain_text("60.41 % fair")
    expect(rows.last).to_contain_text("-13.6 points")
    expect(table.locator("[data-spread]")).to_contain_text("13.59 percentage points")
    table.get_by_label("Total contacts").fill("1,480")
    expect(rows.last).to_contain_text("100 %")
    eventually(page, lambda: "contacts=1480" in page.url)
    page.get_by_label(LABEL).fill("1,000")
    expect(rows.first).to_contain_text("50 %")
    page.locator("[data-variant]").select_option(index=1)
    expect(page.locator("[data-calculator]").get_by_label("Total contacts")).to_have_value("1,480")
    expect(table.get_by_label(LABEL)).to_have_value("1,000")


def test_the_kpi_goes_onto_the_scorecard_and_into_a_comparison(context: BrowserContext, address: str) -> None:
    page = _ready(_open(context, address))
    basket, compare = (page.get_by_role("button", name=name) for name in ("Add to scorecard", "Compare"))
    basket.click()
    expect(page.locator("[data-said]")).to_contain_text("On the scorecard: 1.")
    eventually(page, lambda: page.evaluate("localStorage.getItem('kpi-atlas.basket')") == f'["{SUBJECT}"]')
    page.reload()
    expect(basket).to_have_attribute("aria-pressed", "true")
    basket.click()
    expect(basket).to_have_attribute("aria-pressed", "false")
    page.evaluate("localStorage.setItem('kpi-atlas.compare', JSON.stringify(['a', 'b', 'c', 'd', 'e']))")
    compare.click()
    expect(page.locator("[data-said]")).to_contain_text("A comparison holds 5.")
    page.evaluate("localStorage.setItem('kpi-atlas.compare', 'not json <b>')")
    compare.click()
    expect(page.locator("[data-said] a")).to_have_attribute("href", f"../../compare/?kpis={SUBJECT}")


def test_definition_section_link_and_citation_are_copied(context: BrowserContext, address: str) -> None:
    page = _ready(_open(context, address, f"kpi/{SUBJECT}/?issues=3000"))
    copied = "navigator.clipboard.readText()"
    page.get_by_role("button", name="Copy definition").click()
    expect(page.locator("[data-said]")).to_contain_text("is copied")
    text = page.evaluate(copied)
    assert text.startswith("First Contact Resolution (FCR)\n\nThe share of customer issues")
    assert f"Formula: (Issues resolved on first contact / Total issues) * 100\n\n{address}kpi/{SUBJECT}/\n" in text
    page.get_by_role("button", name="Copy as Markdown").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('## ')")
    assert r"Total issues) \* 100" in page.evaluate(copied)
    page.get_by_role("link", name="Copy the link to Pitfalls").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).endsWith('#pitfalls')")
    page.get_by_role("button", name="Copy the BibTeX").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('@misc')")
    assert re.search(
        rf"\\url\{{{address}kpi/{SUBJECT}/\}}\}},\n  urldate = \{{\d{{4}}-\d\d-\d\d\}}", page.evaluate(copied)
    )


def test_the_graph_of_change_impact_shows_what_the_lists_say(context: BrowserContext, address: str) -> None:
    page = _open(context, address)
    listed = page.locator("[data-impact] li a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    shown = page.locator("[data-impact-graph] a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert listed
    assert sorted(shown) == sorted(listed)


def test_without_script_there_are_lists_and_no_dead_control(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}kpi/{SUBJECT}/")
        for hidden in (".atlas-tools", "[data-impact-graph]", "[data-form]", "[data-result]"):
            expect(page.locator(hidden)).to_be_hidden()
        assert not any(button.is_visible() for button in page.locator(".md-content button").all())
        expect(page.locator("[data-impact=out] li").first).to_be_visible()
        expect(page.locator(".atlas-benchmark-chart")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_the_page_loads(browser: Browser, address: str, viewport: dict[str, int]) -> None:
    with browser.new_context(viewport=viewport) as context:  # type: ignore[arg-type]
        context.add_init_script(
            "window.moved = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) "
            "window.moved += entry.value; }).observe({type: 'layout-shift', buffered: true});"
        )
        for path in (f"kpi/{SUBJECT}/", "kpi/customer-effort-score/", "kpi/gross-margin/"):
            page = _ready(_open(context, address, path))
            page.wait_for_timeout(200)
            assert page.evaluate("window.moved") <= 0.05, path


def test_most_records_print_on_two_pages(browser: Browser, address: str, site: Path) -> None:
    with browser.new_context() as context:
        page, counts = context.new_page(), []
        for folder in sorted((site / "kpi").iterdir())[::_EACH]:
            page.goto(f"{address}kpi/{folder.name}/")
            counts += [len(_PAGE.findall(page.pdf(format=paper))) for paper in ("A4", "Letter")]
    assert max(counts) <= 3
    assert sum(count <= 2 for count in counts) >= _ON_TWO * len(counts)
