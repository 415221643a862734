"""The one-page summaries, slides and the OpenDocument file."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pptx
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from playwright.sync_api import Browser

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.scorecard import Scorecard, build, export, with_example_figures
from kpiatlas.scorecard.markdown import escaped, markdown_text
from kpiatlas.scorecard.page import html_text, spark
from kpiatlas.scorecard.slides import MOST_ROWS

from .cards import TODAY, filled, some_card, some_kpi
from .test_xlsx import HOSTILE

EVIL = '<script>document.title="ran"</script> [a](javascript:x) **b** | `c` & "d" <img src=x onerror=x>'


@pytest.fixture(scope="module")
def card(catalogue: Catalogue) -> Scorecard:
    return with_example_figures(build("saas-monthly", catalogue, TODAY))


def hostile(catalogue: Catalogue, text: str) -> Scorecard:
    """A scorecard with the text in every field that somebody can write."""
    card = some_card(catalogue, some_kpi(catalogue, name=text), owner=text, note=text, target=50)
    groups = tuple(replace(group, title=text, objective=text) for group in card.groups)
    return replace(filled(card, {"part": (1, 2, 3), "whole": (4, 4, 4)}), title=text, purpose=text, groups=groups)


def test_the_markdown_page_has_a_table_row_for_every_kpi(card: Scorecard) -> None:
    html = MarkdownIt("commonmark").enable("table").render(markdown_text(card))
    rows = re.findall(r"<tr>\n<td[^>]*>(.*?)</td>", html)
    assert rows == [line.name for line in card.lines]
    assert html.count("<table>") == len(card.groups)
    assert f"Score <strong>{card.total_score(card.current):.0f}</strong>" in html


@pytest.mark.parametrize(
    "text", [EVIL, "1. one", "# head", "- item", "+ item", "a\nb", "~~x~~", "12) x", "==", *HOSTILE]
)
def test_text_stays_text_in_markdown(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(escaped(text))
    assert re.fullmatch(r"<p>[^<]*</p>\n", html) or not text.strip()


def test_hostile_text_does_not_break_the_table_of_markdown(catalogue: Catalogue) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown_text(hostile(catalogue, EVIL)))
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("<tr>") == 2


def test_the_html_page_shows_every_kpi_and_runs_nothing(
    catalogue: Catalogue, card: Scorecard, tmp_path: Path, browser: Browser
) -> None:
    for name, shown in (("card", card), ("evil", hostile(catalogue, EVIL))):
        (tmp_path / f"{name}.html").write_text(html_text(shown), encoding="utf-8")
        page, requests, faults = browser.new_page(), [], []
        page.on("request", lambda request, asked=requests: asked.append(request.url))
        page.on("console", lambda message, said=faults: said.append(message.text))
        page.goto((tmp_path / f"{name}.html").as_uri())
        assert page.title() == " ".join(shown.title.split())
        assert page.locator("tbody tr:not(.group)").count() == len(shown.lines)
        assert page.locator("td:first-child").nth(1).inner_text() == shown.lines[0].name
        assert page.locator("script, img, a").count() == 0
        assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(31, 58, 95)", "its style is let in"
        assert (requests, faults) == ([(tmp_path / f"{name}.html").as_uri()], [])
        page.close()


@pytest.mark.parametrize(
    ("values", "moves"), [((1.0, 2.0, 3.0), 1), ((1.0, None, 3.0, 4.0), 2), ((1.0,), 0), ((), 0), ((5.0, 5.0), 1)]
)
def test_a_sparkline_has_a_gap_where_a_value_is_missing(values: tuple[float | None, ...], moves: int) -> None:
    assert spark(values).count("M") == moves


def test_slides_are_a_summary_with_native_chart_and_table_then_one_for_each_kpi(
    card: Scorecard, tmp_path: Path
) -> None:
    export(card, tmp_path / "card.pptx")
    show = pptx.Presentation(str(tmp_path / "card.pptx"))
    assert len(show.slides) == 1 + len(card.lines)
    summary, *others = show.slides
    chart = next(shape.chart for shape in summary.shapes if shape.has_chart)
    assert [round(value, 6) for value in chart.plots[0].series[0].values] == [
        round(score or 0, 6) for score in card.group_scores(card.current)
    ]
    table = next(shape.table for shape in summary.shapes if shape.has_table)
    many = len(card.lines) > MOST_ROWS
    assert len(table.rows) == 1 + len(card.groups if many else card.lines)
    for place, slide in enumerate(others):
        assert slide.shapes.title.text == card.lines[place].name
        course = next(shape.chart for shape in slide.shapes if shape.has_chart).plots[0].series[0]
        assert tuple(course.values) == card.actuals[place]


def test_slides_without_a_figure_and_with_hostile_text_open(catalogue: Catalogue, tmp_path: Path) -> None:
    for number, made in enumerate((some_card(catalogue, some_kpi(catalogue)), hostile(catalogue, f"{EVIL}\x01\x0b"))):
        export(made, tmp_path / f"{number}.pptx")
        assert len(pptx.Presentation(str(tmp_path / f"{number}.pptx")).slides) == 2


def test_a_chart_of_a_slide_holds_text_as_text(catalogue: Catalogue, tmp_path: Path) -> None:
    export(hostile(catalogue, "=1+1"), tmp_path / "card.pptx")
    with zipfile.ZipFile(tmp_path / "card.pptx") as archive:
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        for name in books:
            cells = [cell for sheet in load_workbook(BytesIO(archive.read(name))) for row in sheet for cell in row]
            assert all(cell.data_type != "f" for cell in cells)
    assert books


def test_without_python_pptx_the_message_names_the_extra(
    card: Scorecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(UserError, match=r"pip install 'kpi-atlas\[slides\]'"):
        export(card, tmp_path / "card.pptx")


def test_an_opendocument_file_keeps_formulas_and_values(card: Scorecard, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        reason = "soffice is not installed: apt-get install libreoffice-calc-nogui"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    export(card, tmp_path / "card.ods")
    with zipfile.ZipFile(tmp_path / "card.ods") as archive:
        content = archive.read("content.xml").decode()
    assert "of:=IF(COUNT([" in content
    assert f'office:value="{card.actuals[0][-1]:.0f}"' in content


def test_without_libreoffice_the_message_says_so(
    card: Scorecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="LibreOffice is not installed"):
        export(card, tmp_path / "card.ods")
    assert not list(tmp_path.iterdir())
