"""Workbooks that went through other programs: LibreOffice computes and saves, openpyxl and calamine read beside us."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from kpiatlas.records import Catalogue
from kpiatlas.scorecard import Scorecard, build, with_example_figures
from kpiatlas.scorecard.reading import WorkbookError, read_workbook
from kpiatlas.scorecard.reading.open import open_workbook
from kpiatlas.scorecard.reading.spreadsheet_parts import DATE, NUMBER, TEXT, TRUTH

from .cards import TODAY
from .workbooks import edited, exported

READY = ("contact-center-operations", "plant-floor", "saas-monthly")


def converted(path: Path, folder: Path, kind: str) -> Path:
    """The file as LibreOffice saves it in another form."""
    program = shutil.which("soffice")
    if program is None:
        reason = "soffice is not installed: apt-get install libreoffice-calc"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.{kind}"


@pytest.fixture
def card(catalogue: Catalogue) -> Scorecard:
    return with_example_figures(build("saas-monthly", catalogue, TODAY))


@pytest.mark.parametrize("id_", READY)
def test_what_libreoffice_saves_reads_as_the_export_does(catalogue: Catalogue, tmp_path: Path, id_: str) -> None:
    card = with_example_figures(build(id_, catalogue, TODAY))
    reading = read_workbook(converted(exported(card, tmp_path), tmp_path / "saved", "xlsx"), catalogue)
    assert reading.card == card
    assert reading.comparison.compared > 100
    assert reading.comparison.differences == ()


def test_figures_filled_in_by_openpyxl_and_computed_by_libreoffice_agree_with_the_evaluator(
    catalogue: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    blank = replace(card, figures={}, filled_with="nothing")
    rows = {row.key: place for place, row in enumerate(blank.inputs, 5)}
    single = [key for key, row in card.figures.items() if not isinstance(row[-1], tuple)]
    typed: dict[str, object] = {}
    for place, key in enumerate(single):
        figure = card.figures[key][-1]
        assert isinstance(figure, (int, float))
        typed[f"Inputs!N{rows[key]}"] = round(figure * (1 + place / 50), 2)
        typed[f"Inputs!O{rows[key]}"] = 0 if place % 7 else None
    filled = edited(exported(blank, tmp_path), typed)
    assert read_workbook(filled, catalogue).comparison.compared == 0
    computed = converted(converted(filled, tmp_path / "ods", "ods"), tmp_path / "saved", "xlsx")
    reading = read_workbook(computed, catalogue)
    assert reading.card == read_workbook(filled, catalogue).card
    assert reading.comparison.differences == ()
    assert any(value is not None for row in reading.card.actuals for value in row)


def test_an_ods_file_is_refused_with_what_to_do(catalogue: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"an OpenDocument file; save it as \.xlsx"):
        read_workbook(converted(exported(card, tmp_path), tmp_path / "saved", "ods"), catalogue)


def test_an_excel_97_file_is_refused_with_what_to_do(catalogue: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"Excel 97 to 2003; save it as \.xlsx"):
        read_workbook(converted(exported(card, tmp_path), tmp_path / "saved", "xls"), catalogue)


@pytest.mark.parametrize("saved_by", ["us", "openpyxl", "LibreOffice"])
def test_every_cell_is_what_two_other_readers_find(card: Scorecard, tmp_path: Path, saved_by: str) -> None:
    calamine = pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    path = exported(card, tmp_path)
    if saved_by == "openpyxl":
        path = edited(path, {"Inputs!E5": "text", "Inputs!F5": True, "Inputs!G5": 1e-300})
    elif saved_by == "LibreOffice":
        path = converted(path, tmp_path / "saved", "xlsx")
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    other = calamine.CalamineWorkbook.from_path(path)
    opened = open_workbook(path, values.sheetnames)
    compared = 0
    for sheet in values:
        dense = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        grid = opened.sheets[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                at = cell.row - 1, cell.column - 1
                found = grid.get(at)
                assert (found is not None and found.formula) == (
                    formulas[sheet.title][cell.coordinate].data_type == "f"
                )
                if found is None or not found.kind:
                    assert cell.value is None or cell.value == ""
                    continue
                assert found.kind in (NUMBER, TEXT, TRUTH, DATE)
                value = found.value == "TRUE" if found.kind == TRUTH else found.value
                assert (value or None) == (cell.value or None), f"{sheet.title}!{cell.coordinate}"
                assert value == dense[at[0]][at[1]] or not value
                compared += 1
    assert compared > 500
