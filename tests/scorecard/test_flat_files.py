"""The CSV and JSON files, and the door by suffix."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue
from kpiatlas.scorecard import FORMATS, Scorecard, build, export
from kpiatlas.scorecard.csv import COLUMNS, csv_text
from kpiatlas.scorecard.json import as_data
from kpiatlas.scorecard.text import inert

from .cards import TODAY, filled, some_card, some_input, some_kpi
from .test_xlsx import HOSTILE


def rows_of(card: Scorecard) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_text(card), newline="")))


def test_a_row_of_csv_tells_what_the_line_is(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue), target=70.5, owner="Somebody")
    row = rows_of(filled(card, {"part": (None, None, 74), "whole": (1, 1, 100)}))[0]
    assert tuple(row) == COLUMNS
    assert (row["group"], row["kpi"], row["name"], row["unit"]) == ("Group 1", "share", "Share", "percent")
    assert (row["weight"], row["target"], row["actual"], row["variance"]) == ("100", "70.5", "74", "3.5")
    assert (row["group_weight"], row["status_by"], row["trend"], row["score"]) == ("100", "bands", "", "80")
    assert (row["formula"], row["expression"], row["inputs"]) == ("Words", "part / whole * 100", "part; whole")
    assert (row["period"], row["status"], row["owner"]) == ("2026-11", "good", "Somebody")


def test_blank_figures_give_blank_fields(catalogue: Catalogue) -> None:
    row = rows_of(some_card(catalogue, some_kpi(catalogue)))[0]
    assert (row["target"], row["actual"], row["variance"], row["status"]) == ("", "", "", "")


def test_negative_numbers_stay_numbers(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue, expression="part - whole", unit="issue"), target=-5)
    row = rows_of(filled(card, {"part": (1, 1, 1), "whole": (1, 1, 8)}))[0]
    assert (row["target"], row["actual"], row["variance"]) == ("-5", "-7", "-2")


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_text_that_looks_like_a_formula_is_inert_in_every_field(catalogue: Catalogue, text: str) -> None:
    inputs = {"part": replace(some_input(), label=text), "whole": some_input()}
    card = some_card(catalogue, some_kpi(catalogue, "share", inputs=inputs, name=text), owner=text, note=text)
    groups = tuple(replace(group, title=text, objective=text) for group in card.groups)
    for row in rows_of(replace(card, groups=groups, periods=(text, text, text))):
        assert not [field for field in row.values() if field.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert row["owner"] == f"'{text}" == inert(text)


def test_a_csv_file_of_every_template_has_a_row_for_every_line(catalogue: Catalogue) -> None:
    for id_ in catalogue.scorecards:
        card = build(id_, catalogue, TODAY)
        assert [row["kpi"] for row in rows_of(card)] == [line.kpi.id for line in card.lines]


def test_json_holds_the_model_with_its_formulas(catalogue: Catalogue) -> None:
    card = filled(some_card(catalogue, some_kpi(catalogue)), {"part": (1, None, 3), "whole": (2, 4, 0)})
    data = as_data(card)
    line = data["groups"][0]["kpis"][0]
    assert line["formula"]["text"] == "part / whole * 100"
    assert line["formula"]["excel"].startswith("=IF(COUNT(part,whole)<2")
    assert line["actuals"] == [50, None, None]
    assert line["bands"][0] == {"at_least": 80, "at_most": None, "rating": "excellent", "meaning": "Very high."}
    assert data["inputs"][0]["figures"] == [1, None, 3]
    assert data["made_on"] == "2026-11-22"


def test_json_of_series_holds_lists(catalogue: Catalogue) -> None:
    kpi = some_kpi(catalogue, expression="mean(scores)", inputs={"scores": some_input("point", "series")})
    data = as_data(filled(some_card(catalogue, kpi), {"scores": ((1.0, 2.0), None, (3.0,))}))
    assert data["inputs"][0]["kind"] == "series"
    assert data["inputs"][0]["figures"] == [[1, 2], None, [3]]


@pytest.mark.parametrize("suffix", [*FORMATS, ".XLSX"])
def test_the_suffix_chooses_the_format(catalogue: Catalogue, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"card{suffix}"
    export(build("plant-floor", catalogue, TODAY), target, with_examples=True)
    start = target.read_bytes()[:5]
    starts = {".csv": b"group", ".json": b'{\n  "', ".md": b"# Pla", ".html": b"<!doc", ".yml": b"title"}
    assert start[:4] == starts.get(suffix, b"PK\x03\x04")[:4]


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {".yml"}))
def test_examples_are_filled_in_on_request_only(catalogue: Catalogue, tmp_path: Path, suffix: str) -> None:
    card = build("plant-floor", catalogue, TODAY)
    export(card, tmp_path / f"blank{suffix}")
    export(card, tmp_path / f"full{suffix}", with_examples=True)
    assert (tmp_path / f"blank{suffix}").read_bytes() != (tmp_path / f"full{suffix}").read_bytes()


def test_json_on_disk_reads_back(catalogue: Catalogue, tmp_path: Path) -> None:
    card = build("saas-monthly", catalogue, TODAY)
    export(card, tmp_path / "card.json")
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8")) == as_data(card)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("card.pdf", r"card.pdf: the name must end in \.xlsx, \.csv, \.json"),
        ("card", "the name must end in"),
        ("missing/card.xlsx", "missing: no such folder"),
        ("folder.csv", "is a folder"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_one_line(
    catalogue: Catalogue, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UserError, match=message):
        export(build("plant-floor", catalogue, TODAY), tmp_path / name)


def test_a_disk_that_refuses_gives_one_line_and_leaves_the_old_file(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "card.csv"
    target.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(UserError, match="cannot be written: No space left on device"):
        export(build("plant-floor", catalogue, TODAY), target)
    assert [file.name for file in tmp_path.iterdir()] == ["card.csv"]
    assert target.read_text(encoding="utf-8") == "old"
