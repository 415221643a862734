"""The report of a filled workbook: what it says, and that it needs nothing but itself in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from cli.command import run
from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.records.scorecard_template import ScorecardLine
from kpiatlas.scorecard import Scorecard, build, with_example_figures
from kpiatlas.scorecard.reading import read_workbook
from kpiatlas.scorecard.report import page_text, report_style, write_report
from kpiatlas.scorecard.report.attention import concerns, counts, moves
from kpiatlas.scorecard.report.charts import status_bar, trend_chart
from kpiatlas.scorecard.report.markup import Markup, element

from .cards import TODAY, filled, some_card, some_input, some_kpi, some_template, with_kpis
from .workbooks import exported

WHOLE = {"whole": some_input()}


@pytest.fixture
def own(catalogue: Catalogue) -> Catalogue:
    first, second, third = (
        some_kpi(
            catalogue, id_, f"{id_} / whole * 100", {id_: some_input(), "whole": some_input()}, {id_: 1, "whole": 2}
        )
        for id_ in ("first", "second", "third")
    )
    return with_kpis(catalogue, first, replace(second, direction="lower"), third)


@pytest.fixture
def card(own: Catalogue) -> Scorecard:
    lines = [ScorecardLine("first", target=60)], [ScorecardLine("second", weight=30), ScorecardLine("third", weight=70)]
    card = build(some_template(*lines), own, TODAY, 3)
    figures = {"whole": (100, 100, 100), "first": (90, 85, 30), "second": (50, 50, 65), "third": (45, None, 45)}
    return filled(card, figures)


def page(card: Scorecard, catalogue: Catalogue, folder: Path) -> str:
    return page_text(read_workbook(exported(card, folder), catalogue), report_style())


def test_what_costs_the_score_most_comes_first_and_the_costs_make_up_what_is_lacking(card: Scorecard) -> None:
    found = concerns(card, 2)
    assert [(concern.line.kpi.id, round(concern.cost, 6)) for concern in found] == [
        ("first", 50.0),
        ("third", 17.5),
        ("second", 3.0),
    ]
    total = card.total_score(2)
    assert total is not None
    assert sum(concern.cost for concern in found) == pytest.approx(100 - total)


def test_a_line_without_a_score_leaves_its_weight_to_the_others(card: Scorecard) -> None:
    assert [(found.line.kpi.id, found.cost) for found in concerns(card, 1)] == [("second", 25.0)]


def test_lines_that_crossed_a_band_lead_what_changed(card: Scorecard) -> None:
    found = moves(card, 2)
    assert [(move.line.kpi.id, move.crossed, move.status_before) for move in found] == [
        ("first", True, "excellent"),
        ("second", True, "fair"),
    ]
    assert found[1].percent == pytest.approx(30)
    assert moves(card, 0) == ()


def test_a_target_that_moved_is_a_change_where_it_gives_the_status(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue, bands=())
    card = some_card(catalogue, kpi, targets={"2026-10": 10, "2026-11": 90})
    same = filled(card, {"part": (50, 50, 50), "whole": (100, 100, 100)})
    assert [(move.status_before, move.standing.status) for move in moves(same, 2)] == [("on target", "off target")]


def test_statuses_are_counted_by_group_best_first(card: Scorecard) -> None:
    assert [dict(words) for _, words in counts(card, 1)] == [{"excellent": 1}, {"fair": 1, "": 1}]


def test_the_page_says_what_matters_and_links_each_kpi_to_its_questions(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    text = page(card, own, tmp_path)
    assert "costs 50.0 points of the score" in text
    assert "1 good, 1 fair" in text
    for line in card.lines:
        assert f'href="#questions-{line.kpi.id}"' in text
        assert f'id="questions-{line.kpi.id}"' in text
        for question in line.kpi.diagnostic_questions:
            assert str(element("li", question)) in text


def test_the_questions_lead_to_the_site_where_the_workbook_names_one(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    assert 'href="http' not in page(card, own, tmp_path)
    named = replace(card, site="https://kpi.example.org/atlas/")
    assert 'href="https://kpi.example.org/atlas/kpi/first/#diagnostic-questions"' in page(named, own, tmp_path)
    spoilt = replace(card, site="javascript:alert(1)")
    assert "javascript" not in page(spoilt, own, tmp_path)


def test_text_of_records_and_scorecards_stays_text(own: Catalogue, tmp_path: Path) -> None:
    evil = '<script>alert("1")</script>'
    kpi = replace(own.kpis["first"], name=f"Name {evil}", diagnostic_questions=(evil,))
    named = with_kpis(own, kpi)
    card = build(some_template([ScorecardLine("first", owner=evil)], title=evil), named, TODAY, 2)
    text = page(card, named, tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_blank_workbook_gives_a_page_that_says_so(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    text = page(replace(card, figures={}), own, tmp_path)
    assert "No KPI has a value yet." in text
    assert '<svg class="report-trend"' not in text
    assert "NaN" not in text


@given(st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_a_chart_of_any_values_stays_inside_its_frame(values: list[float | None]) -> None:
    card = OneLine(values)
    for number in re.findall(r'[cd]?[xy]?="(-?[\d.]+)"|[MLH](-?[\d.]+) (-?[\d.]+)', str(trend_chart(card, 0, 0))):
        assert all(-1 <= float(part) <= 321 for part in number if part)


class OneLine:
    """What a chart needs of a scorecard: one line whose values are given."""

    def __init__(self, values: list[float | None]) -> None:
        self.periods = tuple(str(2000 + place) for place in range(len(values)))
        self.actuals = (tuple(values),)
        self.lines = (self,)
        self.name, self.unit, self.unit_kind = "A KPI", "percent", "proportion"

    def target(self, period: str) -> float | None:
        return 5.0 if period != "2001" else None

    def standing(self, place: int, period: int) -> OneLine:
        return self

    status = "good"


def test_a_bar_shows_each_status_by_its_share() -> None:
    bar = status_bar({"good": 3, "": 1})
    assert 'class="atlas-good" x="0" y="0" width="238"' in bar
    assert 'class="atlas-none" x="240"' in bar


def test_markup_escapes_children_and_attributes() -> None:
    assert element("p", "<&>", Markup("<br>"), title='"') == '<p title="&quot;">&lt;&amp;&gt;<br></p>'


def test_the_folder_is_made_and_a_missing_parent_is_told(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    reading = read_workbook(exported(card, tmp_path), own)
    assert write_report(reading, tmp_path / "report").read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(UserError, match="no such folder"):
        write_report(reading, tmp_path / "none" / "report")
    with pytest.raises(UserError, match=r"card\.xlsx"):
        write_report(reading, tmp_path / "card.xlsx")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_browser_the_page_fits_asks_for_nothing_and_has_its_style(
    catalogue: Catalogue, tmp_path: Path, browser: Browser, width: int, scheme: str
) -> None:
    card = with_example_figures(build("contact-center-operations", catalogue, TODAY))
    path = write_report(read_workbook(exported(card, tmp_path), catalogue), tmp_path / "report")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=True
    )
    opened, asked, said = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert said == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    background = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(28, 32, 40)")
    assert (
        opened.evaluate("getComputedStyle(document.querySelector('.atlas-good')).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    context.close()


def test_the_page_has_no_fault_that_axe_finds(catalogue: Catalogue, tmp_path: Path, browser: Browser) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    card = with_example_figures(build("saas-monthly", catalogue, TODAY))
    path = write_report(read_workbook(exported(card, tmp_path), catalogue), tmp_path / "report")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        opened = context.new_page()
        opened.goto(path.as_uri())
        found = axe.Axe().run(opened).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        context.close()


def test_the_command_writes_the_page_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    run("scorecard", "export", "plant-floor", "-o", str(path), "--with-examples")
    answer = run("scorecard", "report", str(path), "-o", "report", cwd=tmp_path)
    assert (answer.code, answer.out) == (0, "report/index.html\n")
