"""Tables as files: what is read, what is kept, what is written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiatlas.formula import parse
from kpiatlas.records.model import Band
from kpiatlas.tables import Calculation
from tables.conftest import Write, read_csv, sql, write_csv, write_parquet

RATIO = parse("a / b")
BANDS = (Band("good", "", at_least=0.5), Band("poor", ""))
cell_texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)


@given(
    names=st.lists(cell_texts.filter(str.strip), min_size=1, max_size=3, unique_by=str.lower),
    cells=st.lists(cell_texts, min_size=3, max_size=9),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(("\n", "\r\n")),
    quoting=st.sampled_from((0, 1)),
)
@settings(max_examples=80, deadline=None)
def test_other_columns_go_through_as_they_are(
    names: list[str], cells: list[str], delimiter: str, line_end: str, quoting: Any
) -> None:
    names = [name for name in names if name.lower() not in ("a", "b", "value", "band")]
    width = len(names)
    rows = [cells[start : start + width] for start in range(0, len(cells) - width + 1, width)] if width else [[]]
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder, "rows.csv"), Path(folder, "out.csv")
        # Python leaves a carriage return without quotes where lines end in a line feed, which makes it a line end too.
        quoting = 1 if "\r" in "".join([*names, *cells]) else quoting
        written = [["a", "b", *names], *(["1", "2", *row] for row in rows)]
        write_csv(table, written, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
        assert Calculation(RATIO, table, bands=BANDS).write(out) == len(rows)
        expected = [["a", "b", *names, "value", "band"], *(["1", "2", *row, "0.5", "good"] for row in rows)]
        assert read_csv(out) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\n1,2",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b'"a","b"\n"1","2"\n',
        b"a;b\n1;2\n",
        b"a\tb\n1\t2\n",
        b"a,b\n 1 , 2\n",
        b"a,b\n1.0,+2e0\n",
        b"a,b\n\n1,2\n\n",
    ],
)
def test_a_csv_file_is_read_however_it_is_written(content: bytes, folder: Path) -> None:
    Path("rows.csv").write_bytes(content)
    assert [row[2] for row in Calculation(RATIO, Path("rows.csv")).preview().rows] == [0.5]


def test_blank_cells_are_missing(write: Write) -> None:
    preview = Calculation(RATIO, write([["a", "b"], ["", 2], ["  ", 2], [1, ""]])).preview()
    assert [row[-1] for row in preview.rows] == ["a is missing", "a is missing", "b is missing"]


def test_a_column_without_a_name_is_called_by_its_place(write: Write) -> None:
    assert Calculation(RATIO, write([["", "a", "b"], [0, 1, 2]])).preview().names == ("column1", "a", "b", "value")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_can_say_why_a_value_is_undefined(ending: str, write: Write) -> None:
    table = write([["a", "b"], [1, 2], [1, 0], ["", 2], [2, ""], [1e308, 1e-308]])
    out = Path(f"out.{ending}")
    assert Calculation(RATIO, table).write(out, reasons=True) == 5
    assert sql(f"SELECT undefined_because FROM '{out}'") == [
        (None,), ("b is 0",), ("a is missing",), ("b is missing",), ("the result is too large",)
    ]  # fmt: skip


def test_the_reasons_of_groups_and_of_a_table_that_has_such_a_column(write: Write) -> None:
    table = write([["undefined_because", "s", "d"], ["x", "", 1], ["y", 3, 0], ["z", 3, 1]])
    formula = parse("mean(s) / d")
    assert Calculation(formula, table, by=("undefined_because",)).write(Path("out.csv"), reasons=True) == 3
    assert [row[-1] for row in read_csv(Path("out.csv"))] == ["undefined_because_", "s is empty", "d is 0", ""]


def test_rows_come_out_in_their_order_with_value_and_band(write: Write) -> None:
    table = write([["id", "a", "b"], ["007", 1, 2], ["006", 1, 4], ["005", 1, 0]])
    assert Calculation(RATIO, table, bands=BANDS).write(Path("out.csv")) == 3
    assert read_csv(Path("out.csv")) == [
        ["id", "a", "b", "value", "band"],
        ["007", "1", "2", "0.5", "good"],
        ["006", "1", "4", "0.25", "poor"],
        ["005", "1", "0", "", ""],
    ]


def test_parquet_written_from_csv_has_numbers_for_inputs_and_text_for_the_rest(write: Write) -> None:
    Calculation(RATIO, write([["id", "a", "b"], ["007", 1, 2]]), bands=BANDS).write(Path("out.parquet"))
    types = {row[0]: row[1] for row in sql("DESCRIBE SELECT * FROM 'out.parquet'")}
    assert types == {"id": "VARCHAR", "a": "DOUBLE", "b": "DOUBLE", "value": "DOUBLE", "band": "VARCHAR"}


def test_parquet_keeps_the_types_of_its_columns(folder: Path) -> None:
    select = "SELECT 7::INTEGER AS id, DATE '2024-02-01' AS day, 1::BIGINT AS a, 4.00::DECIMAL(9, 2) AS b, [1, 2] AS l"
    table = write_parquet(Path("rows.parquet"), select)
    Calculation(RATIO, table).write(Path("out.parquet"))
    described = sql("DESCRIBE SELECT * FROM 'out.parquet'")
    assert [row[1] for row in described[:5]] == ["INTEGER", "DATE", "BIGINT", "DECIMAL(9,2)", "INTEGER[]"]
    assert sql("SELECT value FROM 'out.parquet'") == [(0.25,)]


@pytest.mark.parametrize("type_", ["TINYINT", "UBIGINT", "HUGEINT", "FLOAT", "DECIMAL(38, 10)"])
def test_numbers_of_every_type_are_divided_as_doubles(type_: str, folder: Path) -> None:
    table = write_parquet(Path("rows.parquet"), f"SELECT 1::{type_} AS a, 4::{type_} AS b")
    assert Calculation(RATIO, table).preview().rows[0][2] == 0.25


def test_folder_names_are_no_columns(folder: Path) -> None:
    Path("a=9").mkdir()
    table = write_parquet(Path("a=9/rows.parquet"), "SELECT 1.0 AS a, 2.0 AS b")
    assert Calculation(RATIO, table).preview().names == ("a", "b", "value")


def test_result_columns_make_way_for_those_of_the_table(write: Write) -> None:
    table = write([["Value", "band", "a", "b"], ["x", "y", 1, 2]])
    preview = Calculation(RATIO, table, bands=BANDS).preview()
    assert preview.names == ("Value", "band", "a", "b", "value_", "band_")
    assert preview.rows == (("x", "y", "1", "2", 0.5, "good"),)
    inner = write([["input a", "INPUT B", "a", "b"], ["x", "y", 1, 2]])
    assert Calculation(RATIO, inner).preview().rows == (("x", "y", "1", "2", 0.5),)


def test_a_preview_ends_where_it_is_told_to(write: Write) -> None:
    table = write([["a", "b"], *[[1, 2]] * 1_001])
    preview = Calculation(RATIO, table).preview()
    assert (len(preview.rows), preview.cut) == (1_000, True)
    assert Calculation(RATIO, write([["a", "b"], *[[1, 2]] * 1_000])).preview().cut is False
    assert len(Calculation(RATIO, table).preview(most=3).rows) == 3


def test_groups_come_in_order_with_missing_ones_last(write: Write) -> None:
    table = write([["r", "m", "s"], ["b", 2, 1], ["a", 1, 2], ["", 1, 5], ["b", 1, 3], ["a", 1, 4]])
    preview = Calculation(parse("mean(s)"), table, by=("r", "m")).preview()
    assert preview.names == ("r", "m", "value")
    assert preview.rows == (("a", "1", 3.0), ("b", "1", 3.0), ("b", "2", 1.0), (None, "1", 5.0))


def test_a_wide_table_is_kept_whole_and_shown_in_part(folder: Path) -> None:
    names = [*(f"c{number}" for number in range(3_000)), "a", "b"]
    table = write_csv(Path("wide.csv"), [names, *[["x"] * 3_000 + [1, 2]] * 3])
    preview = Calculation(RATIO, table).preview()
    assert preview.names == (*(f"c{number}" for number in range(18)), "a", "b", "value")
    assert preview.hidden == 2_982
    for output in (Path("out.csv"), Path("out.parquet")):
        assert Calculation(RATIO, table).write(output) == 3
    assert len(read_csv(Path("out.csv"))[1]) == 3_004
    assert sql("SELECT c2999, value FROM 'out.parquet' LIMIT 1") == [("x", 0.5)]
