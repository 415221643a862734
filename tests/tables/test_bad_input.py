"""Bad input over tables: one clear line each, no traceback, and nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpiatlas.formula import parse
from kpiatlas.problem import UserError
from kpiatlas.tables import Calculation, read_mapping
from tables.conftest import Write, read_csv, sql, write_parquet

RATIO = parse("a / b")
GROWTH = parse("sum(s) / d")

CSV_FILES = {
    "empty": (b"", "rows.csv is empty"),
    "blank first line": (b"\n1,2\n", "rows.csv has no column names: its first line is blank"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "rows.csv is not a CSV file: it holds bytes that are no text"),
    "not UTF-8": (b"a,b\n1,2\n\xe9,2\n", "rows.csv is not UTF-8; save it as CSV in UTF-8"),
    "not UTF-8 far below": (b"a,b\n" + b"1,2\n" * 300_000 + b"\xe9,2\n", "rows.csv:300002: it is not UTF-8"),
    "one endless line": (b"a" * 300_000, "rows.csv is not a CSV file: its first line is no row of column names"),
    "too few cells": (b"a,b\n1,2\n3\n", "rows.csv:3: 1 column where the first line has 2"),
    "too many cells": (b"a,b\n1,2,3\n", "rows.csv:2: 3 columns where the first line has 2"),
    "open quote": (
        b'a,b\n1,"2\n3,4\n',
        "rows.csv:2: a quote is not closed, or stands inside a cell that is not quoted",
    ),
    "endless cell": (b"a,b\n1," + b"2" * 3_000_000 + b"\n1,2\n", "rows.csv:2: it is longer than 2,000,000 bytes"),
    "both line ends": (
        b"a,b\n1,2\r\n3,4\n",
        "rows.csv: its lines end in different ways, or a quote is not closed; save it as CSV again",
    ),
    "same name twice": (b"a,b,a\n1,2,3\n", 'rows.csv: column "a" stands twice; rename one'),
    "same name but for case": (b"a,b,A\n1,2,3\n", 'rows.csv: column "a" and "A" differ by case only; rename one'),
    "text": (b"a,b\n1,2\n1,many\nx,2\n", 'rows.csv: row 2: b: "many" is not a number'),
    "text far below": (b"a,b\n" + b"1,2\n" * 300_000 + b"1,-\n", 'rows.csv: row 300,001: b: "-" is not a number'),
    "thousands": (b'a,b\n1,"1,480"\n', 'rows.csv: row 1: b: "1,480" is not a number; write 1480'),
    "decimal comma": (b"a;b\n1;0,75\n", 'rows.csv: row 1: b: "0,75" is not a number; write 0.75'),
    "percent sign": (b"a,b\n1,74 %\n", 'rows.csv: row 1: b: "74 %" is not a number; write 74'),
    "not a number by name": (b"a,b\n1,nan\n", 'rows.csv: row 1: b: "nan" is not a number'),
    "infinity": (b"a,b\n1,-inf\n", 'rows.csv: row 1: b: "-inf" is not a number'),
    "too large": (b"a,b\n1,1e400\n", "rows.csv: row 1: b: 1e400 is too large for a number"),
    "true": (b"a,b\n1,true\n", 'rows.csv: row 1: b: "true" is not a number'),
    "no such column": (
        b"A a,b\n1,2\n",
        'rows.csv has no column "a" (columns are A a, b; say which with --map a=COLUMN)',
    ),
    "nearly such a column": (b"A ,b\n1,2\n", "rows.csv has no column \"a\" (did you mean --map 'a=A '?)"),
    "no header": (b"1,2\n3,4\n", 'rows.csv has no column "a" (columns are 1, 2; say which with --map a=COLUMN)'),
    "too wide": (
        b",".join(b"c%d" % n for n in range(20_001)),
        "rows.csv has 20,001 columns; at most 20,000 can be read",
    ),
}


def refusal(calculation: Calculation) -> str:
    """What is said, by the preview and by the file alike."""
    said = []
    for compute in (calculation.preview, lambda: calculation.write(Path("out.csv"))):
        with pytest.raises(UserError) as caught:
            compute()
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "\n" not in said[0]
    assert not Path("out.csv").exists()
    assert not list(Path().glob(".kpi-*"))
    return said[0]


@pytest.mark.parametrize("case", CSV_FILES)
def test_a_bad_csv_file_is_told_in_one_line(case: str, folder: Path) -> None:
    content, said = CSV_FILES[case]
    Path("rows.csv").write_bytes(content)
    if "far below" in case:  # the first thousand rows are fine
        with pytest.raises(UserError) as caught:
            Calculation(RATIO, Path("rows.csv")).write(Path("out.csv"))
        assert str(caught.value) == said
    else:
        assert refusal(Calculation(RATIO, Path("rows.csv"))) == said


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("SELECT 1.0 AS a, 'x' AS b", 'b: column "b" holds text, not numbers'),
        ("SELECT 1.0 AS a, true AS b", 'b: column "b" holds true and false, not numbers'),
        ("SELECT 1.0 AS a, DATE '2024-01-01' AS b", 'b: column "b" holds dates, not numbers'),
        ("SELECT 1.0 AS a, [1, 2] AS b", 'b: column "b" holds lists, not numbers'),
    ],
)
def test_a_parquet_column_of_another_kind_is_refused(select: str, said: str, folder: Path) -> None:
    table = write_parquet(Path("rows.parquet"), select)
    assert refusal(Calculation(RATIO, table)) == f"rows.parquet: {said}"


@pytest.mark.parametrize(("cell", "shown"), [("'nan'", "nan"), ("'inf'", "inf"), ("'-inf'", "-inf")])
def test_a_parquet_cell_that_is_no_finite_number_is_named_with_its_row(cell: str, shown: str, folder: Path) -> None:
    values = f"(1.0, 2.0), (NULL, 2.0), ({cell}::DOUBLE, 2.0)"
    table = write_parquet(Path("rows.parquet"), f"SELECT * FROM (VALUES {values}) AS t(a, b)")
    assert refusal(Calculation(RATIO, table)) == f"rows.parquet: row 3: a: {shown} is not a finite number"


def test_what_is_no_table_at_all_is_refused(folder: Path) -> None:
    Path("rows.parquet").write_bytes(b"PAR1 and nothing else")
    assert refusal(Calculation(RATIO, Path("rows.parquet"))) == "rows.parquet is not a Parquet file, or it is damaged"
    assert refusal(Calculation(RATIO, Path("gone.csv"))) == "gone.csv: no such file"
    Path("sheet.xlsx").write_bytes(b"PK")
    assert (
        refusal(Calculation(RATIO, Path("sheet.xlsx"))) == "sheet.xlsx: its name must end in .csv or .tsv or .parquet"
    )
    Path("folder.csv").mkdir()
    assert refusal(Calculation(RATIO, Path("folder.csv"))) == "folder.csv is not a file"


def test_a_column_is_given_to_one_input_only_and_must_be_there(write: Write) -> None:
    table = write([["a", "b"], [1, 2]])
    two = Calculation(RATIO, table, mapping={"b": "a"})
    assert refusal(two) == 'column "a" stands for two inputs, a and b'
    gone = Calculation(RATIO, table, mapping={"b": "B"})
    assert refusal(gone) == '--map: rows.csv has no column "B" (did you mean "b"?)'
    both = Calculation(RATIO, table, mapping={"b": "b"}, constants={"b": 1.0})
    assert refusal(both) == "b is given as a number and mapped to a column; one of them must go"


def test_groups_are_by_columns_that_are_there_once_each(write: Write) -> None:
    table = write([["Region", "a", "b"], ["x", 1, 2]])
    known = '--by: rows.csv has no column "region" (did you mean "Region"?)'
    assert refusal(Calculation(RATIO, table, by=("region",))) == known
    assert refusal(Calculation(RATIO, table, by=("a", "a"))) == '--by: column "a" stands twice'


def test_a_number_that_differs_within_a_group_is_refused_with_the_group(write: Write) -> None:
    one = "it is one number, so all rows of a group must have the same"
    table = write([["g", "h", "s", "d"], ["x", 1, 5, 2], ["y", 1, 5, 2], ["y", 1, 5, 3]])
    assert refusal(Calculation(GROWTH, table, by=("g", "h"))) == f"rows.csv: d is 2 and 3 in g y, h 1; {one}"
    assert refusal(Calculation(GROWTH, table)) == f"rows.csv: d is 2 and 3 in the table; {one}"
    assert refusal(Calculation(parse("d / 2"), table, by=("g",))) == f"rows.csv: d is 2 and 3 in g y; {one}"


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (["a"], '--map "a" is not input=column, such as a=Total'),
        (["=x"], '--map "=x" is not input=column, such as a=Total'),
        (["a="], '--map "a=" is not input=column, such as a=Total'),
        (["c=x"], '--map c=x: unknown input "c" (inputs are a, bee)'),
        (["bees=x"], '--map bees=x: unknown input "bees" (did you mean "bee"?)'),
        (["a=x", "a=y"], '--map: input "a" is mapped twice'),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(pairs: list[str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        read_mapping(pairs, ("a", "bee"))
    assert str(caught.value) == said


def test_a_mapping_may_name_any_column() -> None:
    assert read_mapping(["a=x=y", "bee= z "], ("a", "bee")) == {"a": "x=y", "bee": " z "}


def test_an_output_is_never_the_file_that_is_read_nor_anything_but_a_file(write: Write) -> None:
    table = write([["a", "b"], [1, 2]])
    before = table.read_bytes()
    os.link(table, "same.csv")
    Path("also.csv").symlink_to(table)
    Path("folder.csv").mkdir()
    for output, said in {
        "rows.csv": "rows.csv is the file that is read; write to another",
        "same.csv": "same.csv is the file that is read; write to another",
        "also.csv": "also.csv is the file that is read; write to another",
        "folder.csv": "folder.csv is a folder; name a file in it",
        "nowhere/out.csv": "nowhere: no such folder",
        "out.xlsx": "out.xlsx: the name of the output must end in .csv or .parquet",
        "out": "out: the name of the output must end in .csv or .parquet",
    }.items():
        with pytest.raises(UserError) as caught:
            Calculation(RATIO, table).write(Path(output))
        assert str(caught.value) == said
    assert table.read_bytes() == before


def test_a_failed_run_leaves_the_file_that_stood_there(write: Write) -> None:
    table = write([["a", "b"], *[[1, 2]] * 5_000, [1, "x"]])
    Path("out.csv").write_text("kept\n", encoding="utf-8")
    with pytest.raises(UserError, match="row 5,001"):
        Calculation(RATIO, table).write(Path("out.csv"))
    assert read_csv(Path("out.csv")) == [["kept"]]
    assert not list(Path().glob(".kpi-*"))


HOSTILE = (
    '"',
    '""',
    "'",
    "a'); DROP TABLE x; --",
    "x\" FROM (SELECT 1); COPY (SELECT 1) TO 'ran.csv'; --",
    "/* */",
    "$1",
    "?",
    "a.b",
    "line\nbreak",
    "tab\there",
    "back\\slash",
    "%s {0}",
    "été ∑ 𝛴",
    "select",
    "*",
    "value",
    " a ",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_column_name_is_a_name_whatever_it_says(name: str, write: Write) -> None:
    table = write([[name, "b", f"{name}!"], [1, 2, 3]])
    calculation = Calculation(RATIO, table, mapping={"a": name})
    preview = calculation.preview()
    assert preview.names[:3] == (name, "b", f"{name}!")
    assert preview.rows[0][3] == 0.5
    calculation.write(Path("out.csv"))
    assert read_csv(Path("out.csv"))[0][:3] == [name, "b", f"{name}!"]
    calculation.write(Path("out.parquet"))
    assert [row[0] for row in sql("DESCRIBE SELECT * FROM 'out.parquet'")][:3] == [name, "b", f"{name}!"]
    grouped = Calculation(parse("mean(s)"), table, by=(name,), mapping={"s": "b"})
    assert grouped.preview().rows == (("1", 2.0),)
    assert not Path("ran.csv").exists()


@pytest.mark.parametrize("name", ["a[1].csv", "star*.csv", "what?.csv", "quo'te.csv", "~.csv", "{a,b}.csv", "x=1.csv"])
def test_a_file_name_is_a_name_and_no_pattern(name: str, write: Write) -> None:
    write([["a", "b"], [9, 1]], "a1.csv")
    write([["a", "b"], [9, 1]], "starry.csv")
    write([["a", "b"], [9, 1]], "whats.csv")
    table = write([["a", "b"], [1, 2]], name)
    assert Calculation(RATIO, table).preview().rows == (("1", "2", 0.5),)
    assert Calculation(RATIO, table).write(Path(f"out {name}")) == 1
    assert Path(f"out {name}").exists()
