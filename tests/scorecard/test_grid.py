"""Addresses and row heights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from kpiatlas.records import Catalogue
from kpiatlas.scorecard.grid import Area, Cell, Sheet, Style, address, column_letters
from kpiatlas.scorecard.layout import SERIES_ROWS, Layout
from kpiatlas.scorecard.sheets import book

from .cards import some_card, some_input, some_kpi


@given(st.integers(0, 16_383))
def test_columns_are_lettered_as_spreadsheets_do(column: int) -> None:
    assert column_letters(column) == get_column_letter(column + 1)


@pytest.mark.parametrize(("fixed", "text"), [("", "AB4"), ("row", "AB$4"), ("column", "$AB4"), ("row column", "$AB$4")])
def test_dollar_signs_stand_where_they_are_asked_for(fixed: str, text: str) -> None:
    assert address(3, 27, fixed=fixed) == text
    assert Area(3, 27, 3, 27).text(fixed=fixed) == f"{text}:{text}"


def test_a_row_is_as_high_as_its_longest_wrapped_text() -> None:
    wrapped = Style(wrap=True)
    cells = (
        Cell(0, 0, "short", wrapped),
        Cell(1, 0, "word " * 40, wrapped),
        Cell(1, 1, "one\ntwo\nthree", wrapped),
        Cell(2, 0, "word " * 40, Style()),
        Cell(3, 0, "word " * 40, wrapped, across=1),
    )
    heights = Sheet("S", "S", cells, (20, 200), (0, 0), (0, 0)).heights()
    assert set(heights) == {0, 1, 3}
    assert heights[0] == heights[3] < heights[1]


def test_every_cell_stands_alone_in_its_place(catalogue: Catalogue) -> None:
    series = some_kpi(
        catalogue, "second", "mean(scores)", {"scores": some_input("point", "series")}, {"scores": (1, 2)}
    )
    for sheet in book(some_card(catalogue, some_kpi(catalogue), series)).sheets:
        places = [(cell.row, cell.column) for cell in sheet.cells]
        assert len(places) == len(set(places)), sheet.name
        assert all(column < len(sheet.widths) for _, column in places), sheet.name


def test_a_series_input_has_a_column_for_each_period(catalogue: Catalogue) -> None:
    inputs = {name: some_input("point", "series") for name in ("scores", "more")}
    card = some_card(
        catalogue, some_kpi(catalogue, "two", "mean(scores) + mean(more)", inputs, {"scores": (1,), "more": (2,)})
    )
    layout = Layout(card)
    assert layout.reference("scores", 0) == f"Series!B$6:B${SERIES_ROWS + 5}"
    assert layout.reference("more", 2) == f"Series!G$6:G${SERIES_ROWS + 5}"
