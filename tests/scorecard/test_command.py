"""`kpi scorecard new` and `export` as a person types them, on the catalogue that comes with the package."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from cli.command import Kpi
from kpiatlas.records import Catalogue
from kpiatlas.scorecard import from_yaml


@pytest.fixture
def kpi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kpi:
    monkeypatch.delenv("KPI_CATALOGUE", raising=False)
    monkeypatch.chdir(tmp_path)
    return Kpi(capsys)


def test_new_writes_a_file_of_the_named_kpis_by_perspective_that_export_takes(kpi: Kpi, tmp_path: Path) -> None:
    made = kpi("scorecard", "new", "--kpis", "FCR, service-level,Average Handle Time,FCR", "-o", "desk.yml")
    assert (made.code, made.out) == (0, "desk.yml\n")
    template = from_yaml((tmp_path / "desk.yml").read_bytes(), "desk", "desk.yml")
    assert {group.title: [line.kpi for line in group.kpis] for group in template.groups} == {
        "Customer": ["first-contact-resolution", "service-level"],
        "Internal process": ["average-handle-time"],
    }
    done = kpi("scorecard", "export", "desk.yml", "-o", "desk.xlsx", "--periods", "3")
    assert (done.code, done.out) == (0, "desk.xlsx\n")
    assert openpyxl.load_workbook("desk.xlsx")["History"]["D5"].value == "first-contact-resolution"
    assert "warning" in done.err


def test_new_without_a_file_prints_it(kpi: Kpi) -> None:
    made = kpi("scorecard", "new", "--kpis", "gross-margin", "--title", "Margin", "--cadence", "yearly")
    template = from_yaml(made.out.encode(), "x", "x")
    assert (template.title, template.cadence) == ("Margin", "yearly")


@pytest.mark.parametrize(("option", "word"), [("--category", "customer-service"), ("--industry", "retail")])
def test_new_of_a_category_or_an_industry_takes_at_most_twelve_and_says_of_how_many(
    kpi: Kpi, option: str, word: str
) -> None:
    made = kpi("scorecard", "new", option, word)
    template = from_yaml(made.out.encode(), "x", "x")
    assert 2 <= sum(len(group.kpis) for group in template.groups) <= 12
    assert made.code == 0


def test_new_of_a_category_in_an_industry_takes_those_that_name_it_and_those_that_hold_everywhere(
    kpi: Kpi, catalogue: Catalogue
) -> None:
    made = kpi("scorecard", "new", "--category", "customer-success", "--industry", "software")
    template = from_yaml(made.out.encode(), "x", "x")
    chosen = [catalogue.kpis[line.kpi] for group in template.groups for line in group.kpis]
    assert template.title == "Customer success, Software and SaaS"
    assert {one.id for one in chosen} <= {one.id for one in catalogue.in_category("customer-success")}
    assert all(not one.industries or "software" in catalogue.industries_of(one) for one in chosen)
    assert any(one.industries for one in chosen)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "--kpis", ","), "--kpis is empty"),
        (("new",), "say which KPIs"),
        (("new", "--kpis", "gross-margin", "--industry", "software"), "either --kpis A,B,C, or --category ID"),
        (("new", "--category", "clinical-care", "--industry", "banking"), "category clinical-care and the industry"),
        (("new", "--kpis", "gross-margin,no-such-kpi"), "not in the catalogue: no-such-kpi"),
        (("new", "--category", "custmer-service"), 'did you mean "customer-service"'),
        (("new", "--industry", "softwar"), 'did you mean "software"'),
        (("export", "missing.yml", "-o", "x.xlsx"), "missing.yml: cannot be read: No such file"),
        (("export", "plant-flor", "-o", "x.xlsx"), 'did you mean "plant-floor"'),
        (("export", "plant-floor", "-o", "x.pdf"), "the name must end in .xlsx"),
        (("export", "plant-floor", "-o", "x.xlsx", "--periods", "0"), "0 periods"),
    ],
)
def test_a_mistake_is_told_in_one_line(kpi: Kpi, arguments: tuple[str, ...], message: str) -> None:
    answer = kpi("scorecard", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err.splitlines()[-1]
    assert "Traceback" not in answer.err


def test_a_file_too_large_to_be_a_scorecard_is_not_read(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "big.yml").write_bytes(b"#" * 300_000)
    assert "more than 262,144 bytes" in kpi("scorecard", "export", "big.yml", "-o", "x.csv").err


def test_a_template_of_a_file_of_json_exports_as_the_same_of_yaml(kpi: Kpi, tmp_path: Path) -> None:
    kpi("scorecard", "export", "plant-floor", "-o", "plant.json")
    data = json.loads((tmp_path / "plant.json").read_text(encoding="utf-8"))["template"]
    (tmp_path / "mine.json").write_text(json.dumps(data), encoding="utf-8")
    kpi("scorecard", "export", "mine.json", "-o", "json.csv")
    kpi("scorecard", "export", "plant-floor", "-o", "id.csv")
    assert (tmp_path / "json.csv").read_bytes() == (tmp_path / "id.csv").read_bytes()


def test_provenance_tells_the_site_that_was_named(kpi: Kpi, tmp_path: Path) -> None:
    kpi("scorecard", "export", "plant-floor", "-o", "p.xlsx", "--site", "https://kpi.example.org/")
    cells = {cell.value for row in openpyxl.load_workbook("p.xlsx")["Definitions"] for cell in row}
    assert "https://kpi.example.org/kpi/first-pass-yield/" in cells


def test_the_csv_of_examples_scores_every_line(kpi: Kpi, tmp_path: Path) -> None:
    kpi("scorecard", "export", "plant-floor", "-o", "p.csv", "--with-examples")
    rows = list(csv.DictReader((tmp_path / "p.csv").open(encoding="utf-8")))
    assert all(row["status"] and row["score"] and row["trend"] for row in rows)
