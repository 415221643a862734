"""The page "What can I compute" and the table of drivers: the answers of Python, by keyboard, on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import eventually
from catalogues import CATALOGUE, ROOT, SUBJECT, Small
from engines import run_node
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.search.computable import input_index, inputs_json
from kpiatlas.site.build import build_site
from kpiatlas.site.files import site_files

from .conftest import served
from .test_pages import SHORT, hostile
from .watched import SIZES, Watched

HAVE = ("resolved_on_first_contact", "issues", "contacts")
ADDRESS = "compute/?" + "&".join(f"have={name}" for name in HAVE)


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


_SCRIPT = """
import { answer } from "./compute.mjs";
export default ({ catalogue, asked }) => asked.map((have) => {
  const numbers = new Set(have.map((name) => catalogue.inputs.findIndex((input) => input.name === name)));
  const { computable, lacking, collect } = answer(catalogue, numbers);
  const named = ({ id, variant, lacks }) => [id, variant, lacks < 0 ? "" : catalogue.inputs[lacks].name];
  return [computable.map(named), lacking.map(named),
    collect.map(({ input, opens }) => [catalogue.inputs[input].name, opens.map(({ id }) => id)])];
});
"""


def test_the_browser_gives_the_same_three_lists(whole: Catalogue) -> None:
    index, random = input_index(whole), Random(5)
    names = list(index.inputs)
    asked: list[list[str]] = [[], names, list(HAVE)]
    asked += [random.sample(names, random.randrange(1, len(names))) for _ in range(60)]
    script = (ROOT / "docs/assets/atlas/compute.js").read_text(encoding="utf-8")
    answers: Any = run_node(_SCRIPT, {"catalogue": inputs_json(whole), "asked": asked}, {"compute.mjs": script})
    for have, answer in zip(asked, answers, strict=True):
        expected = index.computable(have)
        assert answer == [
            [[found.kpi, found.variant, found.lacks] for found in expected.computable],
            [[found.kpi, found.variant, found.lacks] for found in expected.lacking_one],
            [[each.input, list(each.opens)] for each in expected.collect_next],
        ]


def test_the_file_of_inputs_is_small_and_holds_every_kpi(whole: Catalogue) -> None:
    content = dict(site_files(whole))["api/v1/inputs.json"]
    assert [id_ for id_, _, _ in json.loads(content)["kpis"]] == list(whole.kpis)
    assert len(content) < 1200 * len(whole)


def computable(page: Page) -> list[str]:
    """The addresses of the KPIs that the page says can be computed."""
    found = page.locator("[data-computable] a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    return [re.sub(r"^(\.\./)*", "", link) for link in found]


def test_ticking_fills_the_lists_and_the_address(visitor: Watched) -> None:
    page = visitor.open("compute/")
    expect(page.locator("[data-have]")).to_contain_text("Tick the inputs you have")
    page.get_by_label("Find an input").fill("first contact")
    box = page.get_by_role("checkbox", name="Issues resolved on first contact")
    box.check()
    expect(page.locator("[data-lacking]")).to_contain_text("First Contact Resolution lacks")
    eventually(page, lambda: computable(page) == [])
    page.get_by_label("Find an input").fill("ISSUES")
    page.locator("input[value=issues]").check()
    expect(page.locator("[data-computable] a")).to_have_text(["First Contact Resolution"])
    eventually(page, lambda: page.url.endswith("?have=issues&have=resolved_on_first_contact"))
    expect(page.locator("[data-status]").last).to_contain_text("2 inputs: 1 formula can be computed")
    page.reload()
    expect(page.locator("[data-computable] a")).to_have_text(["First Contact Resolution"])
    page.get_by_role("button", name="Untick all").click()
    expect(page.locator("[data-computable]")).to_have_text("None yet.")
    eventually(page, lambda: page.url.endswith("compute/"))


def test_an_address_can_be_shared_and_leads_to_the_kpi_and_its_variant(visitor: Watched) -> None:
    page = visitor.open(ADDRESS + "&have=no_such_input")
    expect(page.locator("[data-have] button")).to_have_count(3)
    eventually(
        page, lambda: computable(page) == [f"kpi/{SUBJECT}/", "kpi/repeat-contact-rate/?variant=Contacts+per+issue"]
    )
    page.locator("[data-computable] a").last.click()
    page.wait_for_url("**/kpi/repeat-contact-rate/**")
    expect(page.locator("[data-variant]")).to_have_value("Contacts per issue")


def test_it_works_by_keyboard_alone(visitor: Watched) -> None:
    page = visitor.open("compute/")
    page.get_by_label("Find an input").focus()
    page.keyboard.type("total issues")
    expect(page.locator('input[value="revenue"]')).to_be_hidden()  # the list has followed what was typed
    expect(page.locator('input[value="issues"]')).to_be_visible()
    for _ in range(12):
        if page.evaluate("document.activeElement.value") == "issues":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-have] button")).to_have_count(1)
    page.locator("[data-lacking] li", has_text="First Contact Resolution").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-computable] a").first).to_have_text("First Contact Resolution")
    eventually(page, lambda: page.evaluate("document.activeElement.id") == "lacks-one")
    page.locator("[data-have] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-have] button")).to_have_count(1)


def test_what_to_collect_next_can_be_taken_over(visitor: Watched) -> None:
    page = visitor.open("compute/?have=issues")
    first = page.locator("[data-collect] li").first
    expect(first).to_contain_text(": ")
    opened = first.inner_text().split(": ")[1].split(", ")[0]
    first.get_by_role("button").click()
    expect(page.locator("[data-computable]")).to_contain_text(opened)


def test_a_long_list_is_cut_and_can_be_shown_whole(visitor: Watched) -> None:
    page = visitor.open("compute/")
    more = page.locator("[data-lacking] [data-all]")
    expect(more).to_have_text(re.compile(r"^Show all \d+$"))
    count = int(page.locator("[data-count=lacking]").inner_text())
    expect(more).to_have_text(f"Show all {count}")
    more.click()
    expect(page.locator("[data-lacking] li")).to_have_count(count)


def test_the_page_is_never_wider_than_its_screen(visitor: Watched) -> None:
    for path in (ADDRESS, f"kpi/{SUBJECT}/?target-value=80", "kpi/net-promoter-score/?target-value=900"):
        page = visitor.open(path)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_without_script_the_page_tells_which_inputs_are_needed_most(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=SIZES["phone"]) as context:
        page = context.new_page()
        page.goto(f"{address}compute/")
        shown = page.locator("main").inner_text()
        assert "kpi computable issues contacts" in shown
        assert "Resolved tickets (tickets, resolved_tickets)" in shown
        expect(page.locator("[data-form]")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_calculator_shows_what_moves_the_result_and_what_a_target_takes(visitor: Watched) -> None:
    page = visitor.open(f"kpi/{SUBJECT}/")
    table = page.locator("[data-drivers]")
    table.locator("summary").click()
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("+1 % +0.74 points")
    expect(table.get_by_text("Needed for the target")).to_be_hidden()
    table.get_by_label("Target").fill("80")
    expect(rows.first).to_contain_text("1,600 +8.11 %")
    expect(rows.last).to_contain_text("1,850 -7.5 %")
    eventually(page, lambda: "target-value=80" in page.url)
    page.reload()
    expect(rows.last).to_contain_text("1,850")
    table.get_by_label("Target").fill("-5")
    expect(rows.first).to_contain_text("at 0, the least it can be, the result is 0")
    table.get_by_label("Target").fill("many")
    expect(table.get_by_label("Target")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Total issues").fill("0")
    expect(table).to_be_hidden()
    page.get_by_role("button", name="Back to the worked example").click()
    expect(table.get_by_label("Target")).to_have_value("")
    expect(rows.first).to_contain_text("+1 %")


def test_a_series_is_scaled_as_a_whole(visitor: Watched) -> None:
    page = visitor.open("kpi/customer-effort-score/?effort_ratings=4,5,6&target-value=6")
    expect(page.locator("[data-drivers] tbody tr")).to_contain_text("each item +20 %")


def test_hostile_labels_stay_text(browser: Browser, small: Small, tmp_path: Path) -> None:
    hostile(small)
    build_site(small.root, tmp_path / "site", lambda text: None, allow_problems=True)
    with served(tmp_path / "site") as base, browser.new_context() as context:
        visitor = Watched(context, base)
        visitor.page.add_init_script("window.evil = () => { window.attacked = true; }")
        page = visitor.open("compute/?have=issues")
        expect(page.locator("[data-lacking]")).to_contain_text(SHORT)
        page.get_by_label("Find an input").fill("<script>")
        page.wait_for_timeout(300)
        assert page.locator("main img").count() == 0
        assert page.evaluate("window.attacked") is None
        assert visitor.faults == []
