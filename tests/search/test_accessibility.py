"""The site's search by keyboard and for screen readers: axe-core finds nothing, light or dark, phone or desktop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from browsing import LOOKS, eventually
from catalogues import CATALOGUE
from kpiatlas.site.build import build_site
from kpiatlas.site.serve import server

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
AXE = "() => axe.run(document, { resultTypes: ['violations'] })"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site, with its own policy."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build_site(CATALOGUE, folder, lambda text: None, allow_problems=True)
    listening = server(folder, "127.0.0.1", 0)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}/"
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site."""
    contexts = []

    def open_page(path: str, size: str = "desktop", scheme: str = "light") -> Any:
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _violations(page: Any) -> list[str]:
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = page.evaluate(AXE)["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


SEARCHES = {
    "a filter in misspelt words": "search/?q=frist+response+saas",
    "a chosen filter and only the closest": "search/?q=absenteeism&category=treasury",
    "nothing": "search/?q=xqxqx+wvwvw",
}


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
@pytest.mark.parametrize("search", SEARCHES)
def test_axe_finds_nothing_on_the_search_page(search: str, scheme: str, size: str, opened: Callable[..., Any]) -> None:
    page = opened(SEARCHES[search], size, scheme)
    page.wait_for_selector("[data-facets] details")
    assert _violations(page) == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
@pytest.mark.parametrize("typed", ["churn", "xqxqx wvwvw"])
def test_axe_finds_nothing_on_the_header_search_while_it_suggests(
    typed: str, scheme: str, size: str, opened: Callable[..., Any]
) -> None:
    page = opened("kpi/gross-margin/", size, scheme)
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    page.wait_for_selector("[role=option]")
    assert _violations(page) == []


def test_the_header_search_works_with_the_keyboard_alone(opened: Callable[..., Any], address: str) -> None:
    page = opened("kpi/gross-margin/")
    page.keyboard.press("/")
    page.keyboard.type("dso")
    page.wait_for_selector("[role=option]")
    eventually(page, lambda: "KPI" in page.locator("form.atlas-search [role=status]").text_content())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kpi/days-sales-outstanding/")


def test_where_nothing_answers_the_header_leads_to_the_search_page(opened: Callable[..., Any]) -> None:
    page = opened("kpi/gross-margin/")
    page.keyboard.press("/")
    page.keyboard.type("xqxqx wvwvw")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=xqxqx+wvwvw")
    page.wait_for_selector("[data-did-you-mean] a")
    eventually(page, lambda: "No KPI found" in page.inner_text("[data-status]"))


def test_arrows_go_through_the_results_and_escape_goes_back_and_leaves(opened: Callable[..., Any]) -> None:
    page = opened("search/?q=customer")
    page.wait_for_selector("[data-results] a")
    page.keyboard.press("/")
    focused = "document.activeElement.tagName"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    eventually(
        page,
        lambda: (
            page.evaluate("[...document.querySelectorAll('[data-results] a')].indexOf(document.activeElement)") == 1
        ),
    )
    page.keyboard.press("Escape")
    eventually(page, lambda: page.evaluate(focused) == "INPUT")
    page.keyboard.press("Escape")
    eventually(page, lambda: page.evaluate(focused) == "BODY")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kpi/*/")


def test_words_taken_as_a_filter_are_said_and_can_be_taken_back_and_given_again(opened: Callable[..., Any]) -> None:
    page = opened("search/?q=turnover+human+resources")
    page.wait_for_selector("[data-results] a")
    eventually(
        page,
        lambda: "“human resources” is taken as a filter: Human resources" in page.inner_text("[data-did-you-mean]"),
    )
    eventually(page, lambda: "in Human resources" in page.inner_text("[data-status]"))
    page.click("[data-did-you-mean] button")
    page.wait_for_selector("a[href$='kpi/inventory-turnover/']")
    eventually(page, lambda: "words-only=yes" in page.url)
    page.click("[data-did-you-mean] button")
    page.wait_for_selector("a[href$='kpi/inventory-turnover/']", state="detached")
    eventually(page, lambda: "words-only" not in page.url)
    page.go_back()
    page.wait_for_selector("a[href$='kpi/inventory-turnover/']")


def test_a_long_query_says_that_only_its_beginning_was_read(opened: Callable[..., Any]) -> None:
    page = opened("search/")
    page.wait_for_selector("[data-results] a")
    page.fill("input#atlas-search-field", "churn " * 2_000)
    page.wait_for_selector("[data-status]:has-text('first 400 characters')")
