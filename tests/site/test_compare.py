"""Comparing KPIs: what is marked as different, and the page in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import eventually
from catalogues import CATALOGUE, ROOT, SUBJECT, Small
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.site.build import build_site
from kpiatlas.site.pages import _compare_words
from kpiatlas.site.record_json import record_json
from kpiatlas.site.whole_catalogue import taxonomy

from .conftest import served
from .test_pages import hostile
from .watched import Watched

ROWS = ROOT / "docs/assets/atlas/compare-rows.js"
THREE = ("customer-churn-rate", "customer-retention-rate", "net-revenue-retention")
IN_VAIN = "404"  # a file that is asked for in vain is noted by the browser, and right


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def _asked(tmp_path: Path, code: str, data: Any) -> Any:
    """What the module answers in Node."""
    node = shutil.which("node")
    if node is None:
        reason = "node is not installed: apt-get install nodejs"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    (tmp_path / "rows.mjs").write_bytes(ROWS.read_bytes())
    script = tmp_path / "ask.mjs"
    script.write_text(
        "import * as rows from './rows.mjs'; import { readFileSync } from 'node:fs';\n"
        f"const data = JSON.parse(readFileSync(0)); console.log(JSON.stringify({code}));\n"
    )
    done = subprocess.run([node, script], input=json.dumps(data), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("expressions", "marked"),
    [
        (["a / b * 100", "a / b * 100"], [[], []]),
        (["a / b", "a / c"], [["b"], ["c"]]),
        (["a / b", "(a - c) / b"], [[], ["-", "c"]]),
        (["a + a", "a"], [["+", "a"], []]),
        (["if(a >= 2.5, a, b)", "if(a > 2.5, a, b)"], [[">="], [">"]]),
        (["mean(scores)", "median(scores)"], [["mean"], ["median"]]),
        (["a", "b", "a"], [["a"], ["b"], ["a"]]),
        (["lost", ""], [["lost"], []]),
    ],
)
def test_the_parts_of_a_formula_that_not_all_share_are_marked(
    tmp_path: Path, expressions: list[str], marked: list[list[str]]
) -> None:
    found = _asked(tmp_path, "rows.markedExpressions(data)", expressions)
    assert [[piece["text"] for piece in pieces if piece["differs"]] for pieces in found] == marked
    assert ["".join(piece["text"] for piece in pieces) for pieces in found] == expressions


def test_units_read_as_on_the_pages(tmp_path: Path, whole: Catalogue) -> None:
    units = sorted({kpi.unit for kpi in whole} | {i.unit for k in whole for i in k.standard_formula.inputs.values()})
    known = json.loads(_encoded(taxonomy(whole)))
    found = _asked(tmp_path, "data[0].map((unit) => rows.unitText(unit, data[1]))", [units, known])
    assert found == [whole.unit_text(unit) for unit in units]


def _encoded(value: Any) -> bytes:
    import msgspec

    return msgspec.json.encode(value)


def test_every_pair_of_kpis_can_be_compared_and_one_with_itself_differs_in_nothing(
    tmp_path: Path, whole: Catalogue
) -> None:
    records = [json.loads(record_json(kpi)) for kpi in whole]
    data = [records, json.loads(_encoded(taxonomy(whole))), _compare_words()]
    code = (
        "data[0].map((kpi, at) => [rows.rowsOf([kpi, kpi], data[1], data[2]).filter((row) => row.differs).length,"
        " rows.rowsOf([kpi, data[0][(at + 1) % data[0].length]], data[1], data[2]).map(({ cells }) => cells.length)])"
    )
    for same, cells in _asked(tmp_path, code, data):
        assert same == 0
        assert set(cells) == {2}


def _heads(page: Page) -> list[str]:
    return page.locator(".atlas-comparison thead th a").all_inner_texts()


def test_the_address_says_what_is_compared(visitor: Watched, whole: Catalogue) -> None:
    page = visitor.open(f"compare/?kpis={','.join(THREE)}")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(3)
    eventually(page, lambda: _heads(page) == [whole.kpis[id_].name for id_ in THREE])
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Expression", exact=True))
    expect(page.get_by_role("rowheader", name="Unit", exact=True)).to_be_visible()
    expect(row.locator("mark", has_text="customers_lost")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_label("Only what differs").check()
    expect(page.get_by_role("rowheader", name="Expression", exact=True)).to_be_visible()
    expect(page.get_by_role("rowheader", name="Unit", exact=True)).to_have_count(0)


def test_kpis_are_added_by_name_and_removed_and_the_address_follows(visitor: Watched) -> None:
    page = visitor.open("compare/")
    expect(page.locator("[data-compare] > [data-status]")).to_contain_text("Add two KPIs")
    field = page.get_by_label("Add a KPI")
    field.fill("frist contact resolution")
    page.get_by_role("button", name="First Contact Resolution").click()
    expect(page.locator(".atlas-comparison thead th")).to_have_count(1)
    field.fill("aht")
    page.get_by_role("button", name="Average Handle Time").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(2)
    eventually(page, lambda: page.url.endswith(f"?kpis={SUBJECT},average-handle-time"))
    page.get_by_role("button", name="Remove First Contact Resolution").click()
    expect(page.locator(".atlas-comparison thead th")).to_have_count(1)
    eventually(page, lambda: page.url.endswith("?kpis=average-handle-time"))
    page.goto(visitor.base + "compare/")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(1)


def test_an_id_can_be_typed_and_enter_takes_the_best_suggestion(visitor: Watched) -> None:
    page = visitor.open("compare/")
    field = page.get_by_label("Add a KPI")
    field.fill("gross-margin")
    field.press("Enter")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(1)
    field.fill("churn of customers")
    field.press("Enter")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(2)
    field.fill("gross margin")
    field.press("Enter")
    expect(page.locator("[data-compare] > [data-status]")).to_have_text("Gross Margin is there already.")


@pytest.mark.parametrize(
    ("query", "said", "shown"),
    [
        ("?kpis=no-such,gross-margin", "No KPI has the id “no-such”.", 1),
        ("?kpis=..%2F..%2Fx,%3Cimg%20src%3Dx%3E", "No KPI has the id “../../x” or “<img src=x>”.", 0),
        ("?kpis=", "Add two KPIs or more", 0),
        ("?kpis=" + ",".join([*THREE, "gross-margin", "win-rate", SUBJECT]), "Shown are the first 5 of 6.", 5),
        ("?kpis=gross-margin,gross-margin", "Add another to compare with.", 1),
    ],
)
def test_what_cannot_be_shown_is_said_plainly(visitor: Watched, query: str, said: str, shown: int) -> None:
    page = visitor.open("compare/" + query)
    expect(page.locator("[data-compare] > [data-status]")).to_contain_text(said)
    expect(page.locator(".atlas-comparison thead th")).to_have_count(shown)
    assert page.locator("[data-compare] img").count() == 0


def test_a_sixth_is_refused(visitor: Watched) -> None:
    page = visitor.open("compare/?kpis=" + ",".join([*THREE, "gross-margin", "win-rate"]))
    expect(page.locator(".atlas-comparison thead th")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_label("Add a KPI").fill(SUBJECT)
    page.keyboard.press("Enter")
    expect(page.locator("[data-compare] > [data-status]")).to_contain_text("5 are the most")
    expect(page.locator(".atlas-comparison thead th")).to_have_count(5)


@pytest.mark.parametrize("held", ["not json", '{"a": 1}', "[1, null]"])
def test_what_is_stored_badly_is_left_aside(visitor: Watched, held: str) -> None:
    visitor.page.add_init_script(f"localStorage.setItem('kpi-atlas.compare', {json.dumps(held)})")
    page = visitor.open("compare/")
    expect(page.locator("[data-compare] > [data-status]")).to_contain_text("Add two KPIs")


def test_hostile_text_stays_text_in_the_comparison(browser: Browser, small: Small, tmp_path: Path) -> None:
    hostile(small)
    build_site(small.root, tmp_path / "site", lambda text: None, allow_problems=True)
    with served(tmp_path / "site") as base, browser.new_context() as context:
        visitor = Watched(context, base)
        visitor.page.add_init_script("window.evil = () => { window.attacked = true; }")
        page = visitor.open(f"compare/?kpis={SUBJECT},cost-per-contact")
        expect(page.locator(".atlas-comparison thead th")).to_have_count(2)
        assert page.locator(".atlas-comparison :is(img, script)").count() == 0
        assert page.evaluate("window.attacked") is None
        assert visitor.faults == []


def test_without_script_the_page_says_what_to_do_instead(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}compare/")
        told = page.locator("noscript").all_text_contents()
        assert any("Comparing needs JavaScript" in text for text in told)
        expect(page.locator("[data-compare] form")).to_be_hidden()
