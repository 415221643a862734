"""The basket and the builder of scorecards in a real browser: by keyboard, on a phone, with hostile texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import LOOKS, eventually
from catalogues import CATALOGUE, COMPANIONS, SUBJECT, Small
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.strict_yaml import read_yaml
from kpiatlas.scorecard import from_yaml, to_yaml
from kpiatlas.site.build import build_site

from .conftest import served
from .test_pages import hostile
from .watched import SIZES, Watched, violations

DESK = "it-service-desk"
THREE = ("customer-churn-rate", "customer-retention-rate", "net-revenue-retention")
IN_VAIN = "404"  # a file that is asked for in vain is noted by the browser, and right


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def opened(visitor: Watched, query: str = "") -> Page:
    """The builder, ready."""
    page = visitor.open(f"scorecard/build/{query}")
    expect(page.locator("[data-builder] form[data-form]")).to_be_visible()
    return page


def names(page: Page) -> Locator:
    return page.locator(".atlas-build-name > a")


def saved(page: Page, button: str, folder: Path) -> Path:
    """The file that a button makes."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=button).click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def said(page: Page) -> Locator:
    return page.locator(".atlas-build-said")


def line(page: Page, name: str) -> Locator:
    """The part of the form that is about a KPI."""
    return page.locator(".atlas-build-line").filter(has=page.get_by_role("link", name=name, exact=True))


def test_from_the_page_of_a_kpi_and_a_table_by_the_basket_to_the_builder(visitor: Watched, whole: Catalogue) -> None:
    page = visitor.open(f"kpi/{SUBJECT}/")
    page.get_by_role("button", name="Add to scorecard").click()
    expect(page.locator("a.atlas-basket b")).to_have_text("1")
    page = visitor.open("category/contact-center/")
    expect(page.locator("a.atlas-basket b")).to_have_text("1")
    page.get_by_role("button", name="Choose rows").click()
    kpis = [kpi for kpi in whole.in_category("contact-center") if kpi.id != SUBJECT][:2]
    for kpi in kpis:
        page.get_by_label(f"Choose {kpi.name}", exact=True).check()
    page.get_by_role("button", name="Add chosen to scorecard").click()
    expect(page.locator("a.atlas-basket")).to_have_accessible_name("Your scorecard: 3 KPIs")
    page.get_by_role("link", name="Open the scorecard").click()
    expect(names(page)).to_have_count(3)
    assert set(names(page).all_inner_texts()) == {kpi.name for kpi in (whole.kpis[SUBJECT], *kpis)}
    titles = page.locator(".atlas-build-head").get_by_label("Group", exact=True)
    assert {titles.nth(at).input_value() for at in range(titles.count())} <= {
        "Financial",
        "Customer",
        "Internal process",
    }
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_all_rows_that_a_table_shows_are_added_and_too_many_are_not(visitor: Watched, whole: Catalogue) -> None:
    group = next(id_ for id_ in whole.groups if 9 <= len(whole.in_category(id_)) <= 40)
    page = visitor.open(f"category/{group}/")
    page.get_by_role("button", name="Add all shown to scorecard").click()
    expect(page.locator("a.atlas-basket b")).to_have_text(str(len(whole.in_category(group))))
    page.get_by_role("button", name="Add all shown to scorecard").click()
    expect(page.locator("[data-basket-tools] [data-said]")).to_contain_text("on your scorecard already")


def test_a_template_is_put_aside_or_changed(visitor: Watched, whole: Catalogue) -> None:
    lines = [line for group in whole.scorecards[DESK].groups for line in group.kpis]
    page = visitor.open(f"scorecard/{DESK}/")
    page.get_by_role("button", name="Add its KPIs to my scorecard").click()
    expect(page.locator("a.atlas-basket b")).to_have_text(str(len({line.kpi for line in lines})))
    page.get_by_role("link", name="Change and download", exact=True).click()
    expect(names(page)).to_have_count(len(lines))
    expect(page.get_by_label("Title", exact=True)).to_have_value(whole.scorecards[DESK].title)
    expect(page.locator("[data-preview] table")).to_have_count(len(whole.scorecards[DESK].groups))


def test_what_is_typed_is_in_the_preview_the_warnings_and_the_file(
    visitor: Watched, whole: Catalogue, tmp_path: Path
) -> None:
    page = opened(visitor, f"?kpis={','.join(THREE)}")
    expect(page.locator("[data-warnings]")).to_contain_text(
        "No leading KPI: all of them tell what has happened already."
    )
    page.get_by_label("Title", exact=True).fill("  Keeping customers ")
    row = line(page, whole.kpis[THREE[0]].name)
    row.get_by_label("Target", exact=True).fill("2.5")
    row.get_by_label("Weight %").fill("70")
    row.get_by_label("Owner").fill("=Head of <b>success</b>")
    row.locator("summary").click()
    row.get_by_label("Baseline").fill("1.5")
    row.get_by_label("Status by").select_option("baseline-to-target")
    row = line(page, whole.kpis[THREE[0]].name)
    row.get_by_label("good: from %").fill("95")
    expect(page.locator("[data-warnings]")).to_contain_text(
        f"{THREE[0]}: the target is worse than the baseline".capitalize()
    )
    expect(page.locator("[data-preview]")).to_contain_text("70%")
    row.get_by_label("Target", exact=True).fill("a few")
    expect(row.get_by_label("Target", exact=True)).to_have_attribute("aria-invalid", "true")
    path = saved(page, "Scorecard file (.yml)", tmp_path)
    template = from_yaml(path.read_bytes(), "scorecard", "scorecard.yml")
    found = {line.kpi: line for group in template.groups for line in group.kpis}
    first = found[THREE[0]]
    assert (template.title, first.target, first.weight, first.owner) == (
        "Keeping customers",
        2.5,
        70,
        "=Head of <b>success</b>",
    )
    assert (first.baseline, first.status_by, first.levels) == (1.5, "baseline-to-target", {"good": 95})
    assert page.locator("[data-builder] b", has_text="success").count() == 0


def test_thresholds_of_one_s_own_begin_with_the_bands_of_the_record(
    visitor: Watched, whole: Catalogue, tmp_path: Path
) -> None:
    page = opened(visitor, f"?kpis={SUBJECT}")
    row = line(page, whole.kpis[SUBJECT].name)
    row.locator("summary").click()
    row.get_by_label("Status by").select_option("thresholds")
    row.get_by_label("good: at least").fill("71.5")
    expect(page.locator("[data-preview] table")).to_have_count(1)
    template = from_yaml(saved(page, "Scorecard file (.yml)", tmp_path).read_bytes(), "scorecard", "scorecard.yml")
    bands = template.groups[0].kpis[0].thresholds
    assert [band.rating for band in bands] == [band.rating for band in whole.kpis[SUBJECT].interpretation.bands]
    assert next(band.at_least for band in bands if band.rating == "good") == 71.5


def test_order_and_groups_are_changed_by_keyboard_alone(visitor: Watched, whole: Catalogue) -> None:
    page = opened(visitor, f"?template={DESK}")
    first, second, third = (whole.kpis[line.kpi].name for line in whole.scorecards[DESK].groups[0].kpis)
    page.get_by_role("button", name=f"Move {first} down").focus()
    page.keyboard.press("Enter")
    expect(names(page).nth(1)).to_have_text(first)
    expect(page.get_by_role("button", name=f"Move {first} down")).to_be_focused()
    expect(said(page)).to_contain_text(f"{first} is 2 of 3 in Response")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(names(page).nth(2)).to_have_text(first)
    expect(said(page)).to_contain_text(f"{first} is 1 of 4 in Solved for good")
    page.get_by_role("button", name=f"Remove {second}").press("Enter")
    expect(names(page).first).to_have_text(third)
    page.get_by_role("button", name="Move the group Response down").press("Enter")
    expect(names(page).first).to_have_text(first)
    page.get_by_role("button", name="Group by perspective").press("Enter")
    expect(page.get_by_role("button", name="Move the group Response down")).to_have_count(0)
    expect(names(page)).to_have_count(9)
    page.get_by_role("button", name="Add a group").press("Enter")
    expect(page.locator(".atlas-build-head").last.get_by_label("Group", exact=True)).to_be_focused()


def test_a_kpi_is_found_by_name_with_the_keyboard(visitor: Watched) -> None:
    page = opened(visitor)
    expect(page.locator("[data-nothing]")).to_be_visible()
    page.get_by_label("Add a KPI").fill("frist contact resolution")
    page.get_by_role("button", name="First Contact Resolution").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(names(page)).to_have_text(["First Contact Resolution"])
    expect(page.locator("a.atlas-basket b")).to_have_text("1")
    page.get_by_label("Add a KPI").fill("gross margin")
    page.keyboard.press("Enter")
    expect(names(page)).to_have_count(2)


def test_the_scorecard_is_kept_and_follows_the_basket(visitor: Watched, whole: Catalogue) -> None:
    page = opened(visitor)
    page.get_by_label("Start from a template").select_option(DESK)
    expect(names(page)).to_have_count(10)
    line(page, "Ticket Backlog").get_by_label("Owner").fill("Somebody else")
    page = visitor.open("kpi/ticket-backlog/")
    expect(page.get_by_role("button", name="Add to scorecard")).to_have_attribute("aria-pressed", "true")
    page = visitor.open("kpi/cost-per-contact/")
    page.get_by_role("button", name="Add to scorecard").click()
    expect(page.locator("a.atlas-basket b")).to_have_text("9")
    page = opened(visitor)
    expect(names(page)).to_have_count(9)
    expect(line(page, "Ticket Backlog").get_by_label("Owner")).to_have_value("Somebody else")
    page.get_by_role("button", name="Start empty").click()
    expect(page.locator("[data-nothing]")).to_be_visible()
    expect(page.locator("a.atlas-basket")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(names(page)).to_have_count(9)
    expect(page.locator("a.atlas-basket b")).to_have_text("9")


def test_an_address_holds_the_whole_scorecard_and_leaves_one_s_own_alone(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en-US", permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(Watched(context, address), f"?template={DESK}")
        line(page, "Ticket Backlog").get_by_label("Target", exact=True).fill("321.5")
        page.get_by_role("button", name="Copy the address").click()
        expect(said(page)).to_contain_text("The address is copied")
        link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}scorecard/build/#card=")
    assert len(link) < 4000
    with browser.new_context(locale="en-US") as context:
        visitor = Watched(context, address)
        page = opened(visitor, f"?kpis={SUBJECT}")
        line(page, "First Contact Resolution").get_by_label("Target", exact=True).fill("77")
        page = opened(visitor, "#card=" + link.split("#card=")[1])
        expect(names(page)).to_have_count(10)
        expect(line(page, "Ticket Backlog").get_by_label("Target", exact=True)).to_have_value("321.5")
        expect(said(page)).to_contain_text("This comes from an address")
        page.get_by_role("button", name="Back to mine").click()
        expect(names(page)).to_have_count(1)
        expect(line(page, "First Contact Resolution").get_by_label("Target", exact=True)).to_have_value("77")
        assert visitor.faults == []


@pytest.mark.parametrize("form", ["yml", "json", "own"])
def test_a_file_of_the_command_line_or_the_builder_is_loaded_back(
    form: str, browser: Browser, address: str, whole: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / ("my-desk.json" if form == "json" else "my-desk.yml")
    path.write_text(to_yaml(whole.scorecards[DESK]), encoding="utf-8")
    if form == "json":
        path.write_text(json.dumps(read_yaml(path.read_bytes())), encoding="utf-8")
    with browser.new_context(locale="en-US") as context:
        page = opened(Watched(context, address))
        if form == "own":
            page.get_by_label("Start from a template").select_option(DESK)
            expect(names(page)).to_have_count(10)
            saved(page, "JSON", tmp_path).rename(path)
            page.get_by_role("button", name="Start empty").click()
            expect(names(page)).to_have_count(0)
        page.get_by_label("Load a scorecard file").set_input_files(path)
        expect(said(page)).to_contain_text("my-desk.yml is loaded" if form != "json" else "my-desk.json is loaded")
        expect(names(page)).to_have_count(10)
        again = saved(page, "Scorecard file (.yml)", tmp_path)
        assert again.stem == (DESK if form == "own" else "my-desk")
        assert from_yaml(again.read_bytes(), DESK, "x.yml").groups == whole.scorecards[DESK].groups


@pytest.mark.parametrize(
    ("content", "said_"),
    [
        ("groups: 5", "it has no groups of KPIs"),
        ("{", "is no scorecard file"),
        ("a: &x 1", "line 1"),
        ("groups: [{title: Some, kpis: [{kpi: no-such-kpi}]}]", "Not in this catalogue: no-such-kpi"),
        ("groups: [{title: Some, kpis: [{kpi: ../../evil}]}]", "it has no groups of KPIs"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_plainly(
    content: str, said_: str, visitor: Watched, tmp_path: Path
) -> None:
    path = tmp_path / "odd.yml"
    path.write_text(content, encoding="utf-8")
    page = opened(visitor)
    page.get_by_label("Load a scorecard file").set_input_files(path)
    expect(said(page)).to_contain_text(said_)


@pytest.mark.parametrize(
    ("query", "said_"),
    [
        ("#card=AAAA", "The address holds no scorecard"),
        ("#card=%3Cimg%20src=x%3E", "The address holds no scorecard"),
        ("?kpis=no-such,gross-margin", "Not in this catalogue: no-such"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_plainly(query: str, said_: str, visitor: Watched) -> None:
    page = opened(visitor, query)
    expect(said(page)).to_contain_text(said_)
    assert page.locator("[data-builder] img").count() == 0


@pytest.mark.parametrize(
    "held", ["not json", '{"a": 1}', '[1, null, "../../x"]', '{"groups": [{"kpis": [{"kpi": 5}]}]}']
)
def test_what_is_stored_badly_is_left_aside(held: str, visitor: Watched) -> None:
    visitor.page.add_init_script(
        f"for (const key of ['basket', 'card', 'card.before'])"
        f" localStorage.setItem(`kpi-atlas.${{key}}`, {json.dumps(held)})"
    )
    page = opened(visitor)
    expect(page.locator("[data-nothing]")).to_be_visible()


def test_nothing_is_exported_that_the_command_line_would_refuse(visitor: Watched) -> None:
    page = opened(visitor, f"?kpis={SUBJECT}")
    page.get_by_label("Title", exact=True).fill("x")
    expect(page.locator("[data-warnings]")).to_contain_text("To put right: the title needs 3 characters or more.")
    page.get_by_role("button", name="Workbook (.xlsx)").click()
    expect(said(page)).to_contain_text("First put right")


def test_hostile_texts_of_records_and_people_stay_text(browser: Browser, small: Small, tmp_path: Path) -> None:
    hostile(small)
    build_site(small.root, tmp_path / "site", lambda text: None, allow_problems=True)
    with served(tmp_path / "site") as base, browser.new_context(locale="en-US") as context:
        visitor = Watched(context, base)
        visitor.page.add_init_script("window.evil = () => { window.attacked = true; }")
        page = opened(visitor, f"?kpis={SUBJECT},{COMPANIONS[0]}")
        expect(names(page)).to_have_count(2)
        for label in ("Title", "For whom", "Which decisions it serves"):
            page.get_by_label(label, exact=True).fill("<img src=x onerror=evil()>")
        page.locator(".atlas-build-line").first.get_by_label("Owner").fill("</td><script>evil()</script>")
        expect(page.locator("[data-preview] table").first).to_be_visible()
        saved(page, "Workbook (.xlsx)", tmp_path)
        assert page.locator(".atlas-build :is(img, script)").count() == 0
        assert page.evaluate("window.attacked") is None
        assert visitor.faults == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
@pytest.mark.parametrize("query", ["", f"?template={DESK}"])
def test_axe_finds_nothing(query: str, scheme: str, size: str, browser: Browser, address: str) -> None:
    with browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="en-US") as context:  # type: ignore[arg-type]
        visitor = Watched(context, address)
        page = opened(visitor, query)
        if query:
            expect(page.locator("[data-preview] table")).to_have_count(4)
            page.locator("details.atlas-build-more summary").first.click()
            page.locator(".atlas-build-line").first.get_by_label("Target", exact=True).fill("much")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert visitor.faults == []


def test_the_count_follows_what_happens_in_another_tab(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en-US") as context:
        one, other = Watched(context, address), Watched(context, address)
        page = opened(one, "")
        other.open(f"kpi/{SUBJECT}/").get_by_role("button", name="Add to scorecard").click()
        expect(names(page)).to_have_count(1)
        eventually(page, lambda: page.locator("a.atlas-basket b").inner_text() == "1")
        assert one.faults + other.faults == []


def test_without_script_the_page_says_what_to_do_instead(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}scorecard/build/")
        told = page.locator("noscript").all_text_contents()
        assert any("Building a scorecard needs JavaScript" in text for text in told)
        expect(page.locator("[data-builder] form")).to_be_hidden()
