"""The workbook as a file: sheets, validation, notes, names, safety."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from itertools import islice
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from python_calamine import CalamineWorkbook

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band, Pitfall
from kpiatlas.scorecard import Scorecard, build, write_xlsx
from kpiatlas.scorecard.layout import FACTS, FACTS_TOP, MODEL_COLUMN, PROVENANCE_HEADER, VERSION, Layout
from kpiatlas.scorecard.template_file import line_from_json
from kpiatlas.scorecard.xlsx import A4

from .cards import TODAY, filled, some_card, some_input, some_kpi, some_template
from .workbooks import exported, formula_cells

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.org","x")',
    "=cmd|' /C calc'!A0",
)


@pytest.fixture(scope="module")
def card(catalogue: Catalogue) -> Scorecard:
    return build("contact-center-operations", catalogue, TODAY)


@pytest.fixture(scope="module")
def path(card: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(card, tmp_path_factory.mktemp("xlsx"), with_examples=True)


@pytest.fixture(scope="module")
def workbook(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def test_the_sheets_stand_in_reading_order(workbook: Workbook) -> None:
    sheets = ["Scorecard", "Inputs", "Series", "History", "Targets", "Bands", "Definitions", "Provenance"]
    assert workbook.sheetnames == sheets


def test_a_scorecard_without_series_has_no_sheet_for_them(catalogue: Catalogue, tmp_path: Path) -> None:
    assert (
        "Series" not in openpyxl.load_workbook(exported(some_card(catalogue, some_kpi(catalogue)), tmp_path)).sheetnames
    )


def test_actual_variance_and_status_are_live_formulas_from_the_inputs(path: Path, card: Scorecard) -> None:
    formulas = {f"{sheet}!{place}": formula for sheet, place, formula in formula_cells(path)}
    row = Layout(card).line_rows[0] + 1
    assert "INDEX(History!$E$5:$P$5,1,$C$5)" in formulas[f"Scorecard!B{row}"]
    assert {f"Scorecard!{column}{row}" for column in "BDEFGHILM"} <= set(formulas)
    assert "Inputs!P5" in formulas["History!P5"]
    effort = next(n for n, line in enumerate(card.lines) if line.kpi.id == "customer-effort-score")
    assert "Series!M$6" in formulas[f"History!P{Layout(card).history_row(effort) + 1}"]


def test_the_period_is_chosen_from_a_list(workbook: Workbook, card: Scorecard) -> None:
    lists = [rule for rule in workbook["Scorecard"].data_validations.dataValidation if rule.type == "list"]
    assert [(str(rule.sqref), rule.formula1) for rule in lists] == [("B5", "Inputs!$E$4:$P$4")]
    assert workbook["Scorecard"]["B5"].value == card.periods[-1]
    assert workbook["Scorecard"]["B5"].number_format == "@"


def test_every_input_cell_takes_numbers_only_and_counts_none_below_zero(workbook: Workbook, card: Scorecard) -> None:
    rules = {str(rule.sqref): rule for rule in workbook["Inputs"].data_validations.dataValidation}
    layout = Layout(card)
    for row in card.inputs:
        if not row.is_series:
            rule = rules[layout.input_periods(row.key).text()]
            assert rule.type == "decimal"
            assert (float(rule.formula1) == 0) is row.never_negative, row.key
    assert {rule.type for rule in workbook["Series"].data_validations.dataValidation} == {"decimal"}


def test_every_input_carries_its_unit_and_meaning_as_a_note(workbook: Workbook, card: Scorecard) -> None:
    for row in card.inputs:
        note = workbook["Inputs"].cell(Layout(card).input_rows[row.key] + 1, 1).comment.text
        assert row.unit_text in note
        assert all(means in note for means in row.means)


def test_every_input_stands_once(workbook: Workbook, card: Scorecard) -> None:
    labels = [cell.value for cell in workbook["Inputs"]["A"][4:]]
    assert len(labels) == len(card.inputs)
    assert labels == [row.label for row in card.inputs]


def test_panes_are_frozen_and_pages_are_set_up(workbook: Workbook) -> None:
    for sheet in workbook:
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows, sheet.title
        assert sheet.print_area, sheet.title


def test_percent_is_a_number_with_a_sign_behind_it(workbook: Workbook, card: Scorecard) -> None:
    row = Layout(card).line_rows[0] + 1
    assert workbook["Scorecard"].cell(row, 2).number_format == '0.0"%"'
    assert workbook["Targets"]["D5"].value == card.lines[0].said.target == 80


def test_every_word_of_a_status_has_a_color_of_its_own_kind(workbook: Workbook) -> None:
    colored = {
        rule.formula[0].strip('"') for area in workbook["Scorecard"].conditional_formatting for rule in area.rules
    }
    assert {"excellent", "good", "fair", "poor", "on target", "off target"} <= colored


def test_inputs_and_kpis_have_names(workbook: Workbook, card: Scorecard) -> None:
    names = workbook.defined_names
    assert names["chosen_period"].attr_text == "Scorecard!$B$5"
    assert names["in_contacts"].attr_text.startswith("Inputs!$E$")
    assert names["kpi_service_level"].attr_text == "History!$E$5:$P$5"
    assert len([name for name in names if name.startswith("in_")]) == len(card.inputs)


def test_the_mark_of_the_layout_leads_to_its_version(workbook: Workbook) -> None:
    sheet, _, cell = workbook.defined_names["kpi_atlas_layout"].attr_text.partition("!")
    assert workbook[sheet][cell.replace("$", "")].value == VERSION


def test_the_model_stands_in_provenance_and_gives_the_template_back(workbook: Workbook, card: Scorecard) -> None:
    sheet = workbook["Provenance"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(FACTS_TOP + 1, FACTS_TOP + len(FACTS))}
    head = json.loads(facts["Model"])
    rows = sheet.iter_rows(PROVENANCE_HEADER + 2, PROVENANCE_HEADER + 1 + len(card.lines))
    lines = iter([line_from_json(row[MODEL_COLUMN].value) for row in rows])
    assert [list(islice(lines, group["count"])) for group in head["groups"]] == [
        list(group.kpis) for group in card.template.groups
    ]
    assert (head["title"], head["cadence"]) == (card.title, card.cadence)


def test_a_second_reader_sees_the_same_values(path: Path) -> None:
    stored = openpyxl.load_workbook(path, data_only=True)
    second = CalamineWorkbook.from_path(str(path))
    assert second.sheet_names == stored.sheetnames
    for name in second.sheet_names:
        rows = second.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""}
        cells = (cell for row in stored[name].iter_rows() for cell in row if cell.value not in (None, ""))
        assert found == {(cell.row, cell.column): cell.value for cell in cells}, name


def test_every_line_has_a_sparkline_over_its_history(path: Path, card: Scorecard) -> None:
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<xm:f>(History![^<]*)</xm:f>", text)[-1] == "History!E5:P5"
    assert text.count("<x14:sparkline>") == len(card.lines)


def test_every_page_is_as_wide_as_a_sheet_of_paper_and_repeats_its_headings(workbook: Workbook) -> None:
    for sheet in workbook:
        assert (sheet.page_setup.fitToWidth or 1) == 1
        assert int(sheet.page_setup.paperSize) == A4, "Excel fits A4 to Letter by itself; both are landscape"


def test_the_same_kpi_twice_gets_two_names(catalogue: Catalogue, tmp_path: Path) -> None:
    names = openpyxl.load_workbook(exported(build("saas-monthly", catalogue, TODAY), tmp_path)).defined_names
    assert {"kpi_annual_recurring_revenue", "kpi_annual_recurring_revenue_2"} <= set(names)


def test_provenance_tells_records_version_and_day(workbook: Workbook, card: Scorecard) -> None:
    text = {cell.value for row in workbook["Provenance"].iter_rows() for cell in row}
    assert {card.id, card.catalogue_version, "2026-11-22"} <= text
    assert {line.kpi.path for line in card.lines} | {line.fingerprint for line in card.lines} <= text


def test_the_archive_is_whole_and_holds_no_macro_link_or_connection(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        relations = "".join(archive.read(name).decode() for name in names if name.endswith(".rels"))
    assert not [name for name in names if re.search(r"vba|macro|external|connection|embed", name, re.IGNORECASE)]
    assert "External" not in relations


def test_the_same_day_gives_the_same_bytes(catalogue: Catalogue, card: Scorecard, tmp_path: Path, path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_xlsx(build("contact-center-operations", catalogue, TODAY), again, with_examples=True)
    assert again.read_bytes() == path.read_bytes()
    assert openpyxl.load_workbook(path).properties.created.date() == TODAY


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text_in_every_field(
    catalogue: Catalogue, tmp_path: Path, text: str
) -> None:
    inputs = {"part": replace(some_input(means=text), label=text), "whole": some_input()}
    bands = (Band("good", text, at_least=1), Band("poor", text))
    kpi = replace(
        some_kpi(catalogue, inputs=inputs, bands=bands), name=text, definition=text, pitfalls=(Pitfall(text, text),)
    )
    card = some_card(catalogue, kpi, owner=text, data_source=text, note=text)
    groups = tuple(replace(group, title=text, objective="") for group in card.groups)
    hostile = replace(card, title=text, purpose=text, audience=text, groups=groups, periods=(text, "2", "3"))
    found = openpyxl.load_workbook(exported(hostile, tmp_path))
    plain = list(formula_cells(exported(card, tmp_path)))
    formulas = [cell.value for sheet in found for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == len(plain)
    assert text not in formulas
    cell = next(
        cell for row in found["Scorecard"].iter_rows() for cell in row if cell.value == text.replace("\r", "_x000D_")
    )
    assert cell.quotePrefix
    with zipfile.ZipFile(tmp_path / "card.xlsx") as archive:
        assert "External" not in "".join(archive.read(name).decode() for name in archive.namelist() if ".rels" in name)


def test_control_characters_and_markup_in_texts_do_no_harm(catalogue: Catalogue, tmp_path: Path) -> None:
    text = "<b>&amp;</b> & \x01 \x0b \ud7ff 𝟙 &L&P"
    card = some_card(catalogue, some_kpi(catalogue, name=text), note=text)
    sheet = openpyxl.load_workbook(exported(replace(card, title=text), tmp_path))["Scorecard"]
    assert "<b>&amp;</b> & " in sheet["A1"].value
    assert "&&L&&P" in sheet.oddFooter.left.text or "&L&P" in sheet.oddFooter.left.text


def test_a_file_that_stands_there_is_replaced_whole(card: Scorecard, tmp_path: Path) -> None:
    target = tmp_path / "card.xlsx"
    target.write_bytes(b"old" * 1_000_000)
    write_xlsx(card, target)
    assert openpyxl.load_workbook(target).sheetnames[0] == "Scorecard"
    assert [file.name for file in tmp_path.iterdir()] == ["card.xlsx"]


def test_more_columns_than_a_workbook_holds_are_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    names = [f"scores{i}" for i in range(60)]
    inputs = {name: some_input("point", "series") for name in names}
    kpi = some_kpi(catalogue, "wide", " + ".join(f"mean({n})" for n in names), inputs, dict.fromkeys(names, (1,)))
    with pytest.raises(UserError, match="Series needs 21,961 columns; choose fewer periods"):
        write_xlsx(some_card(catalogue, kpi, periods=366), tmp_path / "wide.xlsx")
    assert not list(tmp_path.iterdir())


def test_figures_are_written_where_the_formulas_look(catalogue: Catalogue, tmp_path: Path) -> None:
    card = filled(some_card(catalogue, some_kpi(catalogue)), {"part": (1, None, 3), "whole": (2, 4, 6.5)})
    sheet = openpyxl.load_workbook(exported(card, tmp_path))["Inputs"]
    assert [[cell.value for cell in row] for row in sheet["E5:G6"]] == [[1, None, 3], [2, 4, 6.5]]


def test_a_template_without_objectives_owners_or_notes_exports(catalogue: Catalogue, tmp_path: Path) -> None:
    template = some_template([*catalogue.scorecards["plant-floor"].groups[0].kpis], cadence="yearly")
    exported(build(template, catalogue, TODAY, 1), tmp_path)
