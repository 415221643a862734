"""A page names the modules that it needs and no others, so that they are there when it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from catalogues import ROOT, SUBJECT
from kpiatlas.site.scripts import served, with_scripts

MODULES = ROOT / "docs/assets/atlas"
FIRST = '<script src="../assets/atlas/atlas.js" type="module"></script>'


def _named(page: str) -> list[str]:
    return re.findall(r'<script src="[^"]*assets/atlas/([^"]+)" type="module">', page)


def test_every_module_that_the_first_one_loads_is_known_and_there() -> None:
    text = (MODULES / "atlas.js").read_text(encoding="utf-8")
    assert {module for _, module in served()} == set(re.findall(r'\["\[data-[^"]+", .*import\("\./([^"]+)"\)', text))
    assert [module for _, module in served() if not (MODULES / module).is_file()] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>data</p>", ["atlas.js"]),
        ('<div data-compare data-base="../">', ["atlas.js", "compare.js"]),
        ("<button data-compare-with>", ["atlas.js"]),
        ('<div data-actions="x"><section\n data-calculator\n>', ["atlas.js", "kpi-page.js", "calculator.js"]),
    ],
)
def test_a_page_names_what_it_holds_elements_for(body: str, expected: list[str]) -> None:
    assert _named(with_scripts(f"<body>{body}{FIRST}</body>")) == expected


def test_a_page_of_another_theme_stays_as_it_is() -> None:
    assert with_scripts("<div data-compare>") == "<div data-compare>"


@pytest.mark.parametrize(
    ("page", "there", "absent"),
    [
        (f"kpi/{SUBJECT}/", {"kpi-page.js", "calculator.js"}, {"compare.js", "compute.js", "table.js"}),
        ("category/customer-service/", {"table.js"}, {"compare.js", "calculator.js"}),
        ("compare/", {"compare.js"}, {"calculator.js"}),
        ("", {"calculator.js"}, {"compare.js"}),
    ],
)
def test_pages_of_the_site_name_their_modules(site: Path, page: str, there: set[str], absent: set[str]) -> None:
    named = set(_named((site / page / "index.html").read_text()))
    assert there <= named
    assert not absent & named


def test_a_kpi_page_is_ready_when_it_is_loaded_and_fetches_nothing_for_other_pages(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[1]))
        page.goto(f"{address}kpi/{SUBJECT}/")
        expect(page.locator("[data-marker]:not([hidden])").first).to_be_attached()
        assert not {"compare.js", "compute.js", "table.js"} & set(fetched)
        assert fetched.count("calculator.js") == 1
