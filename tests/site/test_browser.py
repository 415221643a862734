"""The built site in a real browser: find a KPI, narrow the result, open it, compute it; nothing leaves this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import eventually
from catalogues import SUBJECT, Small
from kpiatlas.site.build import build_site

from .conftest import served
from .test_pages import hostile
from .watched import SIZES, Watched

_EACH = 1 if os.environ.get("KPI_PROOF") == "full" else 4  # of so many records one is opened; Node computes them all
KINDS = (
    "", f"kpi/{SUBJECT}/", "category/customer-service/", "category/", "industry/banking/", "search/?q=aht",
    "scorecard/plant-floor/", "guides/read-a-kpi/", "reference/attributes/", "industry/", "industry/real-estate/",
    "compare/?kpis=gross-margin,win-rate", "data/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [("aht", "average-handle-time"), ("first call resolution", SUBJECT), ("frist cal resolution", SUBJECT)],
)
def test_from_the_home_page_to_the_kpi(visitor: Watched, asked: str, found: str) -> None:
    page = visitor.open("")
    field = page.locator(".atlas-welcome input[type=search]")
    field.fill(asked)
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    first = page.locator("ol[data-results] > li a").first
    expect(first).to_be_visible()
    first.click()
    page.wait_for_url(f"**/kpi/{found}/**")
    expect(page.locator("h1")).to_be_visible()


def test_results_are_narrowed_by_industry_and_the_address_keeps_it(visitor: Watched) -> None:
    page = visitor.open("search/?q=rate")
    results = page.locator("ol[data-results] > li")
    expect(results.first).to_be_visible()
    before = page.locator("[data-status]").inner_text()
    page.locator("details", has_text="Industry").locator("summary").click()
    page.locator("input[name=industry][value=banking]").check()
    page.wait_for_url("**industry=banking**")
    expect(page.locator("[data-status]")).not_to_have_text(before)
    after = page.locator("[data-status]").inner_text()
    page.reload()
    expect(page.locator("[data-status]")).to_have_text(after)
    expect(page.locator("input[name=industry][value=banking]")).to_be_checked()


def test_the_calculator_gives_value_band_and_place_at_once(visitor: Watched) -> None:
    page = visitor.open(f"kpi/{SUBJECT}/")
    result = page.locator("[data-result]")
    expect(result).to_contain_text("74 %")
    expect(result.locator("[data-band]")).to_have_text("good")
    page.get_by_label("Issues resolved on first contact").fill("1,700")
    expect(result).to_contain_text("85 %")
    expect(result.locator("[data-band]")).to_have_text("excellent")
    eventually(page, lambda: "resolved_on_first_contact=1700" in page.url)
    page.reload()
    expect(result).to_contain_text("85 %")
    page.get_by_label("Total issues").fill("0")
    expect(result).to_contain_text("Total issues is 0")
    page.get_by_label("Total issues").fill("many")
    expect(result).to_contain_text("is not a number")
    page.get_by_label("Total issues").fill("")
    expect(result).to_contain_text("Total issues is missing")
    page.get_by_role("button", name="Back to the worked example").click()
    expect(result).to_contain_text("74 %")


def test_a_variant_and_a_series_compute(visitor: Watched) -> None:
    page = visitor.open("kpi/customer-effort-score/")
    result = page.locator("[data-result]")
    expect(result).to_be_visible()
    page.locator("[data-fields] textarea").first.fill("7, 6, 5")
    expect(result).to_contain_text("6 points")
    options = page.locator("[data-variant] option")
    page.locator("[data-variant]").select_option(index=options.count() - 1)
    expect(result.locator(".atlas-result-value")).to_be_visible()


def test_every_kpi_s_calculator_begins_with_its_worked_example_and_its_drivers(
    browser: Browser, address: str, site: Path
) -> None:
    with browser.new_context() as context:
        visitor = Watched(context, address)
        for folder in sorted((site / "kpi").iterdir())[::_EACH]:
            page = visitor.open(f"kpi/{folder.name}/")
            expect(page.locator("[data-result] .atlas-result-value")).to_be_visible()
            page.locator("[data-drivers] summary").click()
            expect(page.locator("[data-drivers] tbody tr").first).to_be_visible()
        assert visitor.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_no_kind_of_page_is_wider_than_its_screen(browser: Browser, address: str, path: str, scheme: str) -> None:
    for size in SIZES.values():
        with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
            visitor = Watched(context, address)
            page = visitor.open(path)
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
            assert visitor.faults == []


def test_without_script_a_kpi_page_reads_and_shows_the_worked_example(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}kpi/{SUBJECT}/")
        expect(page.locator("[data-no-script]")).to_contain_text("gives 74 %")
        expect(page.locator("[data-form]")).to_be_hidden()
        expect(page.get_by_role("heading", name="Definition")).to_be_visible()


def test_a_page_that_does_not_exist_is_answered_with_the_site_s_own(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"{address}kpi/no-such-kpi/")
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("h1")).to_contain_text("404")


def test_nothing_of_a_hostile_record_runs(browser: Browser, small: Small, tmp_path: Path) -> None:
    hostile(small)
    build_site(small.root, tmp_path / "site", lambda text: None, allow_problems=True)
    with served(tmp_path / "site") as base, browser.new_context() as context:
        visitor = Watched(context, base)
        visitor.page.add_init_script("window.evil = () => { window.attacked = true; }")
        visitor.page.on("dialog", lambda dialog: visitor.note(True, dialog.message))
        for path in ("", f"kpi/{SUBJECT}/", "category/customer-service/", "scorecard/service-desk/", "search/?q=evil"):
            page = visitor.open(path)
            page.wait_for_timeout(300)
            assert page.evaluate("window.attacked") is None, path
        assert visitor.faults == []
