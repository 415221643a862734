"""The builder of the site and the command line make the same files of the same scorecards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band, Deprecation
from kpiatlas.records.schema import kpi_words
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from kpiatlas.records.strict_yaml import read_yaml
from kpiatlas.scorecard import Scorecard, build, from_yaml, scorecard_problems, to_yaml, with_example_figures
from kpiatlas.scorecard.csv import csv_text
from kpiatlas.scorecard.json import as_data
from kpiatlas.scorecard.periods import period_labels
from kpiatlas.scorecard.sheets import book
from kpiatlas.scorecard.template_file import template_data
from kpiatlas.scorecard.xlsx import workbook_bytes
from kpiatlas.site.scorecard_files import scorecards_json

from .cards import READY, TODAY
from .in_browser import made_in_browser, run, site_of

SITE = "https://kpi.example.org/"
HOSTILE = (
    "=1+1", "+1", "-1 is not a number", "@SUM(A1)", "\t=tab", "<b>&amp;\"'</b>", "_x0041_ \u2028 \x85 line", "{=x}",
    "# no: comment", "emoji \U0001f600 and na\u00efve", "'quoted'", " blanks at both ends ", "{name} $& $1",
)  # fmt: skip
CADENCES = ("daily", "weekly", "monthly", "quarterly", "yearly")
LEVELS = ({"excellent": 110, "good": 100, "fair": 85}, {"good": 95.5}, {"good": 50, "fair": 90}, None)
THRESHOLDS = (
    (Band("good", "High enough.", at_least=60.5), Band("fair", "=Near.", at_least=40), Band("poor", "Low.")),
    (Band("excellent", "Low.", at_most=0.00001), Band("good", "Fine.", at_most=20_000_000), Band("poor", "High.")),
)
NUMBERS = (0, 3.5, -20, 80, 1234567.891, 0.1, 100)


def drawn(catalogue: Catalogue, seed: int) -> tuple[ScorecardTemplate, dict[str, Any]]:
    """A scorecard made at random, with everything that one can say, and how it is exported."""
    chance = Random(seed)
    cadence, periods = chance.choice(CADENCES), chance.choice((1, 2, 12, 30))
    labels = period_labels(cadence, TODAY, periods)
    groups = tuple(
        ScorecardGroup(
            title=chance.choice((*HOSTILE, "Access")) + " group",
            kpis=tuple(drawn_line(catalogue, chance, labels) for _ in range(chance.randint(1, 5))),
            objective=chance.choice((*HOSTILE, "")) and "An objective " + chance.choice(HOSTILE),
            weight=chance.choice((None, None, 25, 33.3)),
        )
        for _ in range(chance.randint(1, 4))
    )
    texts = [chance.choice(HOSTILE) + " and more words, long enough to be wrapped into lines" for _ in range(3)]
    card = ScorecardTemplate(f"drawn-{seed}", f"scorecards/drawn-{seed}.yml", *texts, cadence, groups)
    return card, {"periods": periods, "examples": chance.random() < 0.5}


def drawn_line(catalogue: Catalogue, chance: Random, labels: tuple[str, ...]) -> ScorecardLine:
    kpi = catalogue.kpis[chance.choice(list(catalogue.kpis))]
    rule = chance.choice(("", "", "percent-of-target", "baseline-to-target"))
    names = [variant.name for variant in kpi.standard_formula.variants]

    def perhaps(value: Any, otherwise: Any = None) -> Any:
        return value if chance.random() < 0.5 else otherwise

    return ScorecardLine(
        kpi=kpi.id,
        variant=perhaps(chance.choice([*names, ""]), ""),
        weight=perhaps(chance.choice((10, 33.3, 50, 0.5, 0))),
        target=perhaps(chance.choice(NUMBERS)),
        targets=perhaps({labels[0]: 7, labels[-1]: chance.choice(NUMBERS)}),
        baseline=perhaps(chance.choice(NUMBERS)),
        owner=perhaps(chance.choice(HOSTILE), ""),
        data_source=perhaps("Source " + chance.choice(HOSTILE), ""),
        status_by=rule,
        levels=chance.choice(LEVELS) if rule else None,
        thresholds=perhaps(chance.choice(THRESHOLDS), ()) if not rule or chance.random() < 0.2 else (),
        note=perhaps(chance.choice(HOSTILE) * 3, ""),
    )


@pytest.fixture(scope="module")
def made(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Scorecard, dict[str, Any]]]:
    """Every ready template, blank and with examples, and thirty drawn at random, with what the browser makes of it."""
    asked = [
        (catalogue.scorecards[id_], {"examples": examples, "periods": 12})
        for id_ in READY
        for examples in (False, True)
    ]
    asked += [drawn(catalogue, seed) for seed in range(30)]
    asked = [(template, {**how, "today": TODAY.isoformat(), "site": SITE}) for template, how in asked]
    commit = scorecards_json(catalogue)["commit"]
    found = made_in_browser(tmp_path_factory.mktemp("browser"), catalogue, asked)
    made = {}
    for (template, how), files in zip(asked, found, strict=True):
        card = replace(build(template, catalogue, TODAY, how["periods"]), commit=commit, site=SITE)
        name = f"{template.id}{' with examples' if how['examples'] else ''}"
        made[name] = (with_example_figures(card) if how["examples"] else card, files)
    return made


Made = dict[str, tuple[Scorecard, dict[str, Any]]]
STORED = re.compile(r"<v>(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)</v>")


def parts_of(card: Scorecard) -> Iterator[tuple[str, str]]:
    """Name and text of every part of the command line's workbook."""
    with ZipFile(BytesIO(workbook_bytes(book(card), datetime.combine(card.made_on, datetime.min.time())))) as file:
        yield from ((name, file.read(name).decode()) for name in file.namelist())


def with_numbers_alike(text: str) -> str:
    """The part with stored numbers of eleven digits: 80.0 and 80 are one, and so is what differs in the last bit."""
    return STORED.sub(lambda match: f"<v>{float(match[1]):.11g}</v>", text)


def test_workbooks_are_equal_part_by_part_in_formulas_values_styles_rules_names_notes_and_print_setup(
    made: Made,
) -> None:
    for name, (card, files) in made.items():
        parts = dict(parts_of(card))
        assert parts.keys() == files["parts"].keys(), name
        for part, text in parts.items():
            if "theme" not in part:
                assert with_numbers_alike(files["parts"][part]) == with_numbers_alike(text), (name, part)


def test_warnings_are_the_same_in_words_place_and_hint(made: Made, catalogue: Catalogue) -> None:
    said = 0
    for name, (card, files) in made.items():
        expected = [
            {"message": p.message, "field": list(p.field), "hint": p.hint} for p in scorecard_problems(card, catalogue)
        ]
        assert files["warnings"] == expected, name
        said += len(expected)
    assert said > 300


def test_a_deprecated_kpi_is_told_alike(catalogue: Catalogue, tmp_path: Path) -> None:
    kpi = catalogue.kpis["gross-margin"]
    gone = replace(kpi, deprecated=Deprecation("2026-11-22", "operating-margin", "One margin is enough here."))
    known = replace(catalogue, kpis={**catalogue.kpis, gone.id: gone})
    template = replace(
        catalogue.scorecards[READY[0]], groups=(ScorecardGroup(title="Money", kpis=(ScorecardLine(gone.id),)),)
    )
    (files,) = made_in_browser(tmp_path, known, [(template, {"today": TODAY.isoformat(), "periods": 3, "site": SITE})])
    expected = scorecard_problems(build(template, known, TODAY, 3), known)
    assert [row["message"] for row in files["warnings"]] == [problem.message for problem in expected]
    assert any("deprecated since 2026-11-22" in problem.message for problem in expected)


def test_the_json_is_the_same_model(made: Made) -> None:
    for name, (card, files) in made.items():
        assert alike(files["data"], json.loads(json.dumps(as_data(card)))), name


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, numbers to nine digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1, abs(other))
    return bool(one == other)


def test_the_csv_is_the_same_and_what_a_spreadsheet_could_run_is_text(made: Made) -> None:
    for name, (card, files) in made.items():
        assert rounded(files["csv"]) == rounded(csv_text(card)), name


def rounded(text: str) -> str:
    return re.sub(r"(?<=,)-?\d+\.\d{8,}(?=[,\r])", lambda match: f"{float(match[0]):.9g}", text)


def test_the_scorecard_s_own_file_is_read_by_the_command_line_and_by_the_builder_again(made: Made) -> None:
    for name, (card, files) in made.items():
        assert read_yaml(files["file"].encode()) == template_data(card.template), name
        assert files["again"] == files["file"], name
        if not files["wrongs"]:
            assert from_yaml(files["file"].encode(), card.id, "a.yml").groups == card.template.groups
    assert sum(not files["wrongs"] for _, files in made.values()) >= 2 * len(READY)


def test_the_builder_reads_what_the_command_line_and_people_write(catalogue: Catalogue, tmp_path: Path) -> None:
    written = [to_yaml(drawn(catalogue, seed)[0]) for seed in range(40)]
    written += [(catalogue.root / f"scorecards/{id_}.yml").read_text(encoding="utf-8") for id_ in READY]
    code = (
        'import { readFileSync } from "node:fs"; const { readYaml } = await import("./assets/atlas/scorecard/yaml.js");'
        'process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(readYaml)));'
    )
    for text, found in zip(written, run(site_of(tmp_path), code, written), strict=True):
        assert found == read_yaml(text.encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2", "line 2: “a” stands twice"),
        ("a: &x 1", "line 1: this kind of value"),
        ('a: "x', "line 1: a quote or bracket is not closed"),
        ("a: [1, 2", "line 1: a quote or bracket is not closed"),
        ("a: 1\n  b: 2\nc", "line 3: here a name and a colon are expected"),
        ("a:\n    b: 1\n  c: 2", "line 3: this line belongs to nothing above it"),
    ],
)
def test_what_is_no_scorecard_file_is_refused_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    code = (
        'import { readFileSync } from "node:fs"; const { readYaml } = await import("./assets/atlas/scorecard/yaml.js");'
        "let said = ''; try { readYaml(JSON.parse(readFileSync(0, 'utf8'))); } catch (error) { said = error.message; }"
        "process.stdout.write(JSON.stringify(said));"
    )
    assert run(site_of(tmp_path), code, text).startswith(said)


def test_periods_are_labelled_as_by_the_command_line(tmp_path: Path) -> None:
    chance = Random(3)
    days = [date(chance.randint(1990, 2060), chance.randint(1, 12), chance.randint(1, 28)) for _ in range(200)]
    days += [
        date(year, month, day) for year in range(2018, 2032) for month, day in ((1, 1), (1, 3), (12, 28), (12, 31))
    ]
    asked = [(cadence, day.isoformat(), chance.randint(1, 30)) for day in days for cadence in CADENCES]
    code = (
        'import { readFileSync } from "node:fs";'
        'const { periodLabels } = await import("./assets/atlas/scorecard/periods.js");'
        'process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((how) => periodLabels(...how))));'
    )
    found = run(site_of(tmp_path), code, asked)
    assert found == [list(period_labels(cadence, date.fromisoformat(day), count)) for cadence, day, count in asked]


def test_the_builder_knows_the_perspectives_of_the_schema(tmp_path: Path) -> None:
    code = (
        'const { PERSPECTIVES } = await import("./assets/atlas/scorecard/draft.js");'
        "process.stdout.write(JSON.stringify(PERSPECTIVES));"
    )
    titles = {word: option["title"] for word, option in kpi_words("perspective").items()}
    assert run(site_of(tmp_path), code, None) == titles
