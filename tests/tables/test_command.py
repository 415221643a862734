"""`kpi calc --data`: options in, a table or a file out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogues import ROOT, Small
from cli.command import Answer, Kpi, run
from tables.conftest import read_csv, write_csv

FCR = "first-contact-resolution"
MONTHS = [
    ["month", "resolved_on_first_contact", "issues"],
    ["2024-01", 1480, 2000],
    ["2024-02", 1200, 2000],
    ["2024-03", 7, 0],
    ["2024-04", "", 10],
]


@pytest.fixture
def kpi(small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kpi:
    """`kpi` inside this process, with the small catalogue, beside `months.csv`."""
    monkeypatch.setenv("KPI_CATALOGUE", str(small.root))
    write_csv(Path("months.csv"), MONTHS)
    return Kpi(capsys)


def refused(answer: Answer, said: str) -> None:
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"kpi: {said}\n"


def test_it_prints_every_row_with_value_band_and_reason(kpi: Kpi) -> None:
    answer = kpi("calc", FCR, "--data", "months.csv")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.splitlines() == [
        "month    resolved_on_first_contact  issues  value  band  undefined_because",
        "2024-01  1480                       2000       74  good",
        "2024-02  1200                       2000       60  fair",
        "2024-03  7                          0                    issues is 0",
        "2024-04                             10                   resolved_on_first_contact is missing",
    ]


def test_it_writes_all_rows_to_a_file(kpi: Kpi) -> None:
    answer = kpi("calc", FCR, "--data", "months.csv", "-o", "out.csv")
    assert (answer.code, answer.out, answer.err) == (0, "", "kpi: out.csv: 4 rows\n")
    assert read_csv(Path("out.csv"))[1] == ["2024-01", "1480", "2000", "74.0", "good"]


def test_a_file_says_why_when_asked(kpi: Kpi) -> None:
    kpi("calc", FCR, "--data", "months.csv", "-o", "out.csv", "--reasons")
    assert [row[-1] for row in read_csv(Path("out.csv"))] == [
        "undefined_because", "", "", "issues is 0", "resolved_on_first_contact is missing"
    ]  # fmt: skip


def test_columns_of_other_names_are_mapped_and_numbers_may_be_given(kpi: Kpi) -> None:
    write_csv(Path("other.csv"), [["Solved, first time", "Total"], [1, 2]])
    mapped = kpi("calc", FCR, "--data", "other.csv", "--map", "resolved_on_first_contact=Solved, first time",
                 "--map", "issues=Total")  # fmt: skip
    assert mapped.out.splitlines()[1].split() == ["1", "2", "50", "poor"]
    given = kpi("calc", FCR, "issues=4", "--map", "resolved_on_first_contact=Total", "--data", "other.csv")
    assert given.out.splitlines()[1].split() == ["1", "2", "50", "poor"]


def test_it_groups_by_columns(kpi: Kpi) -> None:
    same = [["region", "resolved_on_first_contact", "issues"], ["east", 1, 2], ["east", 1, 2], ["west", 3, 4]]
    write_csv(Path("same.csv"), same)
    answer = kpi("calc", FCR, "--data", "same.csv", "--by", "region")
    assert [line.split() for line in answer.out.splitlines()[1:]] == [["east", "50", "poor"], ["west", "75", "good"]]


def test_a_long_table_is_cut_and_a_wide_one_narrowed_with_a_note(kpi: Kpi) -> None:
    names = [f"c{number}" for number in range(30)]
    rows = [[*names, "resolved_on_first_contact", "issues"], *[[*names, 1, 2]] * 1_200]
    write_csv(Path("long.csv"), rows)
    answer = kpi("calc", FCR, "--data", "long.csv")
    assert len(answer.out.splitlines()) == 1_001
    assert answer.err.splitlines() == [
        "kpi: the first 1,000 rows; -o FILE writes all",
        "kpi: 12 more columns of the table are not shown; -o FILE writes all",
    ]


def test_what_a_cell_holds_does_not_reach_the_terminal_as_a_command(kpi: Kpi) -> None:
    write_csv(Path("odd.csv"), [["note", "resolved_on_first_contact", "issues"], ["\x1b[31mred\nline", 1, 2]])
    answer = kpi("calc", FCR, "--data", "odd.csv")
    assert "\x1b" not in answer.out
    assert len(answer.out.splitlines()) == 2


def test_wrong_use_is_told_in_one_line(kpi: Kpi) -> None:
    data = ("--data", "months.csv")
    refused(kpi("calc", FCR, "--by", "month"), "--by goes with --data FILE")
    refused(kpi("calc", FCR, "issues=1", "-o", "x.csv"), "--output goes with --data FILE")
    refused(kpi("calc", FCR, "--map", "issues=month"), "--map goes with --data FILE")
    refused(kpi("calc", FCR, "--reasons"), "--reasons goes with --data FILE")
    refused(kpi("calc", FCR, *data, "--reasons"), "--reasons goes with -o FILE; what is printed says why in any case")
    refused(kpi("calc", FCR, *data, "--json"), "--json does not go with --data; -o FILE writes CSV or Parquet")
    refused(kpi("calc", FCR, "--data", "none.csv"), "none.csv: no such file")
    refused(kpi("calc", FCR, "--data", ""), ". is not a file")
    refused(kpi("calc", FCR, *data, "-o", "months.csv"), "months.csv is the file that is read; write to another")
    refused(kpi("calc", FCR, *data, "--by", "Month"), '--by: months.csv has no column "Month" (did you mean "month"?)')
    refused(kpi("calc", FCR, *data, "--map", "issue=month"), '--map issue=month: unknown input "issue" '
            '(did you mean "issues"?)')  # fmt: skip
    refused(kpi("calc", FCR, *data, "issues=many"), 'issues: "many" is not a number')


def test_a_series_must_be_a_column(kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KPI_CATALOGUE")
    write_csv(Path("scores.csv"), [["effort_ratings"], [5], [7]])
    answer = kpi("calc", "customer-effort-score", "--data", "scores.csv")
    assert answer.out.splitlines()[1].split()[0] == "6"
    refused(kpi("calc", "customer-effort-score", "effort_ratings=1,2", "--data", "scores.csv"),
            "effort_ratings is a series; with --data it must be a column")  # fmt: skip


def test_a_variant_has_no_bands_where_its_unit_is_another(kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KPI_CATALOGUE")
    write_csv(Path("gross.csv"), [["resolving_contacts", "contacts"], [3, 4]])
    answer = kpi("calc", FCR, "--variant", "Gross FCR", "--data", "gross.csv")
    assert answer.out.splitlines()[1].split() == ["3", "4", "75", "good"]


def test_as_a_program_it_reports_progress_only_on_standard_error(tmp_path: Path) -> None:
    write_csv(tmp_path / "months.csv", MONTHS)
    answer = run("calc", "fcr", "--data", "months.csv", "-o", "out.parquet", cwd=tmp_path)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "kpi: out.parquet: 4 rows\n"


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    write_csv(tmp_path / "months.csv", MONTHS)
    for module in ("duckdb", "sqlglot"):
        program = (
            f"import sys\nsys.modules['{module}'] = None\nfrom kpiatlas.cli import main\nsys.exit(main(sys.argv[1:]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, "calc", "fcr", "--data", "months.csv"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "pip install 'kpi-atlas[data]'" in done.stderr
