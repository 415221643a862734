"""The workbook that the browser makes is the one of the command line: cell by cell, and as LibreOffice computes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from playwright.sync_api import Browser, Page, expect

from catalogues import CATALOGUE
from engines import recalculate_all
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.scorecard_template import ScorecardTemplate
from kpiatlas.scorecard import build, from_yaml, write_xlsx
from kpiatlas.scorecard.reading import as_data, read_workbook

from .test_builder import line, opened, saved
from .watched import Watched

READY = ("contact-center-operations", "saas-monthly", "treasury", "plant-floor")
OWN = "with targets, weights and rules of its own"
KPIS = ("net-promoter-score", "customer-churn-rate", "days-sales-outstanding", "gross-margin")


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def fill_in(page: Page, whole: Catalogue) -> None:
    """A scorecard of one's own: targets, weights, owners that look like formulas, every rule of status."""
    first, second, third, fourth = (line(page, whole.kpis[id_].name) for id_ in KPIS)
    for row in (first, second, third, fourth):
        row.locator("summary").click()
    page.get_by_label("Title", exact=True).fill("=Our & own <scorecard>")
    for row, owner in ((first, "=1+1"), (second, "+Sales"), (third, "-Finance"), (fourth, "@Board")):
        row.get_by_label("Owner").fill(owner)
    first.get_by_label("Target", exact=True).fill("45.5")
    first.get_by_label("Targets of single periods").fill("2026-10: 40; 2026-11: 42,5")
    second.get_by_label("Weight %").fill("37.5")
    second.get_by_label("Target", exact=True).fill("2")
    second.get_by_label("Status by").select_option("percent-of-target")
    second.get_by_label("fair: from %").fill("80")
    third.get_by_label("Target", exact=True).fill("30")
    third.get_by_label("Baseline").fill("60")
    third.get_by_label("Status by").select_option("baseline-to-target")
    fourth.get_by_label("Status by").select_option("thresholds")
    fourth.get_by_label("Note").fill("=HYPERLINK(1)")
    page.get_by_role("button", name="Move the group Financial down").click()


@pytest.fixture(scope="module")
def pairs(
    browser: Browser, address: str, site: Path, whole: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Path]]:
    """For each scorecard the browser's workbook and the command line's, with example figures."""
    folder, found = tmp_path_factory.mktemp("both"), {}
    built = json.loads((site / "api/v1/scorecards.json").read_bytes())
    versions = {"commit": built["commit"], "catalogue_version": built["catalogue_version"], "site": address}
    with browser.new_context(locale="en-US") as context:
        visitor = Watched(context, address)
        for name in (*READY, OWN):
            page = opened(visitor, f"?kpis={','.join(KPIS)}" if name == OWN else f"?template={name}")
            if name == OWN:
                fill_in(page, whole)
            page.get_by_label("with example figures").check()
            made = saved(page, "Workbook (.xlsx)", folder)
            expect(page.locator(".atlas-build-said")).to_contain_text("is made")
            template = from_yaml(saved(page, "Scorecard file (.yml)", folder).read_bytes(), made.stem, "some.yml")
            found[name] = (made, exported(template, whole, versions, made))
        assert visitor.faults == []
    return found


def exported(template: ScorecardTemplate, whole: Catalogue, versions: dict[str, str], made: Path) -> Path:
    """The command line's workbook of the day on which the browser made its own."""
    day = date.fromisoformat(str(openpyxl.load_workbook(made)["Provenance"]["B6"].value))
    card = replace(build(template, whole, day), **versions)
    path = made.with_name(f"line-{made.name}")
    write_xlsx(card, path, with_examples=True)
    return path


Pairs = dict[str, tuple[Path, Path]]


def cells(book: Workbook) -> Iterator[tuple[str, Any, Any]]:
    """Place, content and look of every cell."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                look = (
                    cell.number_format,
                    cell.font,
                    cell.fill,
                    cell.border,
                    cell.alignment,
                    cell.protection,
                    cell.quotePrefix,
                )
                note = cell.comment and (cell.comment.text, cell.comment.width, cell.comment.height)
                yield (
                    f"{sheet.title}!{cell.coordinate}",
                    (cell.data_type, cell.value, note),
                    (*map(repr, look), cell.quotePrefix),
                )


def setup(book: Workbook) -> dict[str, Any]:
    """What stands beside the cells: names, rules, colors by content, panes, widths, heights, print setup."""
    return {
        "names": {name: defined.attr_text for name, defined in book.defined_names.items()},
        **{
            sheet.title: (
                [_rule(rule) for rule in sheet.data_validations.dataValidation],
                [(str(area.sqref), [_color(rule) for rule in area.rules]) for area in sheet.conditional_formatting],
                sheet.freeze_panes, sheet.print_area, sheet.print_title_rows, sheet.page_setup.paperSize,
                sheet.page_setup.orientation, sheet.oddFooter.left.text, sheet.sheet_view.showGridLines,
                [str(area) for area in sheet.merged_cells.ranges],
                {key: column.width for key, column in sheet.column_dimensions.items()},
                {key: row.height for key, row in sheet.row_dimensions.items()},
            )
            for sheet in book
        },
    }  # fmt: skip


def _rule(rule: Any) -> tuple[Any, ...]:
    return str(rule.sqref), rule.type, rule.operator, rule.formula1, rule.error, rule.errorTitle, rule.allow_blank


def _color(rule: Any) -> tuple[Any, ...]:
    return rule.operator, rule.formula, rule.priority, repr(rule.dxf)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1, abs(other))
    return bool(one == other)


@pytest.mark.parametrize("name", [*READY, OWN])
def test_every_cell_rule_name_and_note_is_the_same(pairs: Pairs, name: str) -> None:
    browser, line_ = (openpyxl.load_workbook(path) for path in pairs[name])
    assert setup(browser) == setup(line_)
    for (place, content, look), (expected_place, expected, expected_look) in zip(
        cells(browser), cells(line_), strict=True
    ):
        assert (place, look) == (expected_place, expected_look)
        assert all(map(same, content, expected)), (place, content, expected)


@pytest.mark.parametrize("name", [*READY, OWN])
def test_the_stored_values_are_the_same(pairs: Pairs, name: str) -> None:
    browser, line_ = (openpyxl.load_workbook(path, data_only=True) for path in pairs[name])
    for (place, content, _), (_, expected, _) in zip(cells(browser), cells(line_), strict=True):
        assert same(content[1], expected[1]), (place, content, expected)


def test_libreoffice_computes_the_same_from_both_and_what_is_stored(pairs: Pairs) -> None:
    names = (READY[0], OWN)
    paths = [path for name in names for path in pairs[name]]
    computed = recalculate_all(paths)
    for path, mine, theirs in zip(paths[::2], computed[::2], computed[1::2], strict=True):
        stored = {place: content for place, content, _ in cells(openpyxl.load_workbook(path, data_only=True))}
        for (place, content, _), (_, expected, _) in zip(cells(mine), cells(theirs), strict=True):
            assert same(content[1], expected[1]), (path.name, place, content, expected)
            before = stored[place][1]
            assert same(content[1] or None, before or None), (path.name, place, content, before)


def test_sparklines_and_notes_are_there_and_nothing_runs_or_leads_outside(pairs: Pairs) -> None:
    for made, line_ in pairs.values():
        with ZipFile(made) as one, ZipFile(line_) as other:
            assert sorted(one.namelist()) == sorted(other.namelist())
            assert one.testzip() is None
            sheet = one.read("xl/worksheets/sheet1.xml").decode()
            assert (
                sheet.count("<x14:sparkline>")
                == other.read("xl/worksheets/sheet1.xml").decode().count("<x14:sparkline>")
                > 0
            )
            assert not any("External" in one.read(name).decode() for name in one.namelist() if name.endswith(".rels"))


@pytest.mark.parametrize("name", [READY[1], OWN])
def test_the_command_line_reads_the_browser_s_workbook_back(pairs: Pairs, name: str, whole: Catalogue) -> None:
    mine, theirs = (read_workbook(path, whole) for path in pairs[name])
    assert not mine.comparison.differences
    assert {**as_data(mine), "catalogue": None} == {**as_data(theirs), "catalogue": None}
