"""Everything on a KPI page works by keyboard, and what a reader must know of the record stands there."""

from __future__ import annotations

from html import unescape

from playwright.sync_api import Browser, expect

from catalogues import SUBJECT, SUBJECT_FILE, Small
from kpiatlas.checks.benchmark_age import age_warning
from kpiatlas.checks.completeness import completeness
from kpiatlas.site.pages import Pages


def test_a_kpi_is_computed_opened_up_and_put_aside_by_keyboard_alone(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{address}kpi/{SUBJECT}/")
        expect(page.locator("[data-marker]:not([hidden])").first).to_be_attached()
        page.locator("#input-issues").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("1850")
        expect(page.locator("[data-result] .atlas-result-value")).to_contain_text("80")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Back to the worked example")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("[data-result] .atlas-result-value")).to_contain_text("74")
        drivers = page.locator("details[data-drivers]")
        drivers.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(drivers.locator("table").first).to_be_visible()
        basket = page.locator("[data-basket]")
        basket.focus()
        page.keyboard.press("Space")
        expect(basket).to_have_attribute("aria-pressed", "true")
        faq = page.locator("details.atlas-faq").last
        faq.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(faq.locator("p")).to_be_visible()


def test_every_control_of_a_kpi_page_has_a_name_and_can_be_reached(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}kpi/{SUBJECT}/")
        expect(page.locator("[data-marker]:not([hidden])").first).to_be_attached()
        unreachable = page.locator(".md-content").evaluate(
            """content => [...content.querySelectorAll("a[href], button, input, select, textarea, summary")]
                 .filter((one) => one.tabIndex < 0 && !one.closest("[aria-hidden=true]")).map((one) => one.outerHTML)"""
        )
        assert unreachable == []


def test_the_page_says_how_complete_the_record_is_and_what_is_missing(small: Small) -> None:
    scores = []
    for benchmarks, status in ((None, None), ([], "none_found")):
        if status:
            changes = (("benchmarks", benchmarks), ("benchmark_status", status), ("benchmark_note", "None."))
            small.change(SUBJECT_FILE, *changes)
        catalogue = small.load()
        kpi = catalogue.kpis[SUBJECT]
        found = completeness(kpi)
        scores.append(found.score)
        missing = f"; still missing: {', '.join(found.missing)}" if found.missing else ""
        assert f"Completeness {found.score} of 100{missing}." in unescape(Pages(catalogue).kpi(kpi).body)
    assert scores[1] < scores[0]


def test_a_benchmark_that_is_old_says_so_beside_its_figure(small: Small) -> None:
    assert "years old" not in Pages(small.load()).kpi(small.load().kpis[SUBJECT]).body
    small.change(SUBJECT_FILE, ("benchmarks.0.population.period", "2009"))
    catalogue = small.load()
    kpi = catalogue.kpis[SUBJECT]
    said = age_warning(kpi.benchmarks[0], catalogue)
    assert said
    assert f'<span class="atlas-caution">{said}</span>' in Pages(catalogue).kpi(kpi).body
