"""Reading a filled workbook back: figures and choices in, the evaluator's results out, round trips without loss."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cli.command import run
from kpiatlas.formula import evaluate
from kpiatlas.paths import data_root
from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.model import Band
from kpiatlas.records.scorecard_template import ScorecardLine
from kpiatlas.scorecard import Scorecard, build, with_example_figures
from kpiatlas.scorecard.reading import WrongCellsError, as_csv, as_data, read_workbook, sections
from kpiatlas.scorecard.reading.result import MEANING, WORDING

from .cards import TODAY, filled, some_card, some_input, some_kpi, some_template, with_kpis
from .packages import with_cells
from .workbooks import edited, exported

TEMPLATES = tuple(sorted(path.stem for path in (data_root() / "catalogue" / "scorecards").glob("*.yml")))
SCORES = {"scores": some_input("point", "series")}


def two_kpis(catalogue: Catalogue) -> Catalogue:
    """A catalogue of a KPI of two numbers and one of a list."""
    mean = some_kpi(catalogue, "mean", "mean(scores)", SCORES, {"scores": (1, 5)})
    return with_kpis(catalogue, some_kpi(catalogue), mean)


@pytest.fixture
def own(catalogue: Catalogue) -> Catalogue:
    return with_kpis(
        catalogue, some_kpi(catalogue), some_kpi(catalogue, "mean", "mean(scores)", SCORES, {"scores": (1, 5)})
    )


@pytest.fixture
def card(own: Catalogue) -> Scorecard:
    figures = {"part": (1, 2, None), "whole": (4.0, 0, 4), "scores": ((1, 5), None, (2.5,))}
    return filled(some_card(own, *own), figures)


@pytest.mark.parametrize("id_", TEMPLATES)
def test_every_template_filled_with_examples_reads_back_and_exports_again_to_the_same_bytes(
    catalogue: Catalogue, tmp_path: Path, id_: str
) -> None:
    if any(line.kpi not in catalogue.kpis for group in catalogue.scorecards[id_].groups for line in group.kpis):
        pytest.skip("names KPIs that have no record yet")
    card = with_example_figures(build(id_, catalogue, TODAY))
    path = exported(card, tmp_path)
    reading = read_workbook(path, catalogue)
    assert reading.card == replace(card, commit=reading.card.commit)
    assert reading.comparison.compared > 0
    assert reading.comparison.differences == ()
    (tmp_path / "again").mkdir()
    assert exported(reading.card, tmp_path / "again").read_bytes() == path.read_bytes()


def test_figures_typed_in_are_read_computed_and_exported_again_unchanged(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    typed: dict[str, object] = {"Inputs!G5": 3.25, "Inputs!F6": 8, "Inputs!E5": None, "Series!C6": 4, "Series!C9": 2}
    reading = read_workbook(edited(exported(card, tmp_path), typed), own)
    assert reading.card.figures == {
        "part": (None, 2, 3.25),
        "whole": (4, 8, 4),
        "scores": ((1, 5), (4, 2), (2.5,)),
    }
    assert reading.card.actuals == ((None, 25, 81.25), (3, 3, 2.5))
    (tmp_path / "again").mkdir()
    again = read_workbook(exported(reading.card, tmp_path / "again"), own)
    assert again.card == reading.card
    assert again.comparison.differences == ()


def test_weights_targets_and_thresholds_that_were_changed_hold(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    typed: dict[str, object] = {"Scorecard!K11": 80, "Scorecard!K12": None, "Targets!C5": 10, "Targets!D5": 70.5}
    typed |= {"Targets!F5": 75, "Bands!C5": 90}
    reading = read_workbook(edited(exported(card, tmp_path), typed), own)
    first, second = reading.card.lines
    assert (first.weight, second.weight) == (80, 0)
    assert (first.said.baseline, first.said.target, first.said.targets) == (10, 70.5, {"2026-10": 75})
    assert first.bands[0] == replace(card.lines[0].bands[0], at_least=90)
    assert second.said == replace(card.lines[1].said, weight=0)
    (tmp_path / "again").mkdir()
    assert read_workbook(exported(reading.card, tmp_path / "again"), own).card == reading.card


def test_levels_of_a_status_by_percent_are_read_from_their_cells(own: Catalogue, tmp_path: Path) -> None:
    card = some_card(own, own.kpis["share"], status_by="percent-of-target", target=50)
    path = edited(exported(card, tmp_path), {"Bands!C5": 110})
    assert read_workbook(path, own).card.lines[0].said.levels == {"good": 110, "fair": 90}
    assert read_workbook(exported(card, tmp_path), own).card == replace(card, figures={})


def test_weights_that_nobody_gave_stay_unsaid(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    assert [line.said.weight for line in read_workbook(exported(card, tmp_path), own).card.lines] == [None, None]


def test_the_same_kpi_on_two_lines_keeps_the_bands_of_each(own: Catalogue, tmp_path: Path) -> None:
    high = (Band("good", "High.", at_least=90), Band("poor", "Low."))
    lines = [ScorecardLine("share", thresholds=high), ScorecardLine("share"), ScorecardLine("mean")]
    card = build(some_template(lines), own, TODAY, 2)
    assert read_workbook(exported(card, tmp_path), own).card == card


def test_the_period_is_the_one_shown_unless_another_is_asked_for(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    path = exported(card, tmp_path)
    assert read_workbook(path, own).label == "2026-11"
    assert read_workbook(edited(path, {"Scorecard!B5": "2026-09"}), own).label == "2026-09"
    assert read_workbook(path, own, "2026-10").label == "2026-10"
    with pytest.raises(UserError, match='no period "2027-01" in the workbook; there are 2026-09, 2026-10, 2026-11'):
        read_workbook(path, own, "2027-01")


def test_periods_may_be_renamed_and_added(own: Catalogue, tmp_path: Path) -> None:
    card = filled(some_card(own, own.kpis["share"]), {"part": (1, 2, 3), "whole": (4, 4, 4)})
    renamed: dict[str, object] = {"Inputs!E4": "Jan", "Inputs!H4": 2027, "Inputs!H5": 4, "Inputs!H6": 4}
    read = read_workbook(edited(exported(card, tmp_path), renamed), own).card
    assert read.periods == ("Jan", "2026-10", "2026-11", "2027")
    assert read.actuals == ((25, 50, 75, 100),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"Inputs!F4": None}, 'Inputs!F4: the label of the period is missing'),
        ({"Inputs!F4": "2026-09"}, 'Inputs!F4: the period "2026-09" stands twice'),
        ({"Inputs!D6": "part"}, 'Inputs!D6: the input "part" stands twice'),
        ({"Series!B5": "2020"}, "Series!B5: the values of"),
        ({"Series!B5006": 3}, "Series!B5006: only 5,000 values a period are counted"),
    ],
)  # fmt: skip
def test_what_no_longer_stands_where_it_was_is_told_by_address(
    own: Catalogue, card: Scorecard, tmp_path: Path, typed: dict[str, object], said: str
) -> None:
    with pytest.raises(WrongCellsError) as refused:
        read_workbook(edited(exported(card, tmp_path), typed), own)
    assert said in str(refused.value)


def test_rows_of_inputs_may_stand_in_another_order(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    path = exported(card, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Inputs"]
    rows = [[cell.value for cell in sheet[number]] for number in (5, 6)]
    for number, values in zip((6, 5), rows, strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    book.save(path)
    assert read_workbook(path, own).card.figures == card.figures


def test_a_result_typed_over_or_stale_is_told_with_both_values(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    path = exported(card, tmp_path)
    text = edited(path, {"History!E5": 99})  # openpyxl drops the stored results, what is typed stays
    found = read_workbook(text, own).comparison
    assert found.compared == 0
    assert [(one.place, one.stored, one.computed, one.typed_over) for one in found.differences] == [
        ("History!E5", 99, 25, True)
    ]
    stale = exported(replace(card, periods=card.periods), tmp_path)
    stale = with_cells(stale, {"Inputs!E5": '<c r="E5"><v>2</v></c>'})
    found = read_workbook(stale, own).comparison
    assert [(one.place, one.stored, one.computed) for one in found.differences] == [("History!E5", 25, 50)]


def test_definitions_that_changed_since_the_export_are_told_apart_from_rewordings(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    path = exported(card, tmp_path)
    assert read_workbook(path, own).changed == ()
    share, mean = own.kpis["share"], own.kpis["mean"]
    formula = replace(share.standard_formula, expression="part / whole")
    today = replace(
        own,
        kpis={"share": replace(share, standard_formula=formula), "mean": mean},
        hashes={mean.path: "another"},
    )
    reading = read_workbook(path, today)
    assert [(found.line.kpi.id, found.how) for found in reading.changed] == [("share", MEANING), ("mean", WORDING)]
    assert reading.card.actuals[0] == (0.25, None, None)
    assert any("now says something else" in line for _, rows in sections(reading) for row in rows for line in row)


def test_inputs_that_the_definition_gained_or_lost_are_told(
    catalogue: Catalogue, own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    path = exported(card, tmp_path)
    inputs = {"part": some_input(), "every": some_input()}
    share = some_kpi(catalogue, "share", "part / every * 100", inputs, {"part": 1, "every": 2})
    reading = read_workbook(path, with_kpis(own, share, own.kpis["mean"]))
    assert (reading.absent, reading.unneeded) == (("every",), ("whole",))
    assert reading.card.figures["scores"] == card.figures["scores"]
    assert [missing.inputs[0].key for missing in reading.missing(0)] == ["every"]


def test_a_kpi_that_the_catalogue_lacks_ends_with_a_hint_at_the_catalogue(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="--catalogue names it"):
        read_workbook(exported(card, tmp_path), with_kpis(own, own.kpis["mean"]))


def test_what_is_missing_names_the_blank_inputs_or_the_reason(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    reading = read_workbook(exported(card, tmp_path), own)
    assert [(m.line.kpi.id, [row.key for row in m.inputs]) for m in reading.missing(2)] == [("share", ["part"])]
    assert [(m.line.kpi.id, m.because) for m in reading.missing(1)] == [
        ("share", "whole is 0"),
        ("mean", "scores is missing"),
    ]


def test_formulas_in_input_cells_count_with_their_stored_value_and_are_told(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    path = with_cells(exported(card, tmp_path), {"Inputs!E5": '<c r="E5"><f>2-1</f><v>1</v></c>'})
    reading = read_workbook(path, own)
    assert reading.by_formula == ("Inputs!E5",)
    assert "took their stored value from a formula" in as_data(reading)["notes"][-1]


Row = tuple[float, ...]
FIGURE = st.none() | st.floats(0, 1e12).map(lambda value: float(f"{value:.15g}")) | st.integers(0, 10**9)
LIST = st.none() | st.lists(st.floats(0, 10).map(lambda value: round(value, 6)), min_size=1, max_size=4).map(tuple)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Catalogue]:
    """The workbook of the fixture `card`, blank and exported once for all that Hypothesis tries."""
    own = two_kpis(load_catalogue((data_root() / "catalogue").resolve()))
    return exported(some_card(own, *own), tmp_path_factory.mktemp("any")), own


@given(part=st.tuples(*[FIGURE] * 3), whole=st.tuples(*[FIGURE] * 3), scores=st.tuples(*[LIST] * 3))
@settings(max_examples=30, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_a_workbook_filled_with_any_numbers_gives_exactly_the_evaluator_s_results(
    ready: tuple[Path, Catalogue],
    part: tuple[float, ...],
    whole: tuple[float, ...],
    scores: tuple[tuple[float, ...], ...],
) -> None:
    path, own = ready
    typed: dict[str, object] = {}
    for place, column in enumerate("EFG"):
        typed |= {f"Inputs!{column}5": part[place], f"Inputs!{column}6": whole[place]}
    for place, column in enumerate("BCD"):
        typed |= {f"Series!{column}{row}": value for row, value in enumerate(scores[place] or (), 6)}
    reading = read_workbook(edited(path, typed), own)
    share, mean = reading.card.lines
    for place in range(3):
        figures = {"part": part[place], "whole": whole[place]}
        assert reading.card.actuals[0][place] == evaluate(share.formula, figures).value
        assert reading.card.actuals[1][place] == evaluate(mean.formula, {"scores": scores[place]}).value
        card = filled(some_card(own, *own), {"part": part, "whole": whole, "scores": scores})
        assert reading.card.standing(0, place) == card.standing(0, place)
        assert reading.card.total_score(place) == card.total_score(place)


def test_the_csv_has_a_row_for_each_kpi_and_period_and_no_text_that_runs(
    own: Catalogue, card: Scorecard, tmp_path: Path
) -> None:
    share = replace(own.kpis["share"], name="=1+1")
    named = with_kpis(own, share, own.kpis["mean"])
    path = exported(some_card(named, *named), tmp_path)
    rows = as_csv(read_workbook(path, named), range(3)).splitlines()
    assert len(rows) == 7
    assert rows[1].startswith("2026-09,Group 1,share,'=1+1,")


def test_the_command_prints_text_json_and_csv_and_exports_again(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    assert run("scorecard", "export", "plant-floor", "-o", str(path), "--with-examples").code == 0
    text = run("scorecard", "read", str(path))
    assert (text.code, text.out.splitlines()[0]) == (0, "Plant floor")
    data = run("scorecard", "read", str(path), "--json", "-o", str(tmp_path / "again.xlsx"))
    assert data.json["differences"] == []
    assert data.json["score"] == pytest.approx(float(data.json["score"]))
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    one = run("scorecard", "read", str(path), "--csv", "--period", data.json["periods"][0])
    assert len(one.out.splitlines()) == 1 + sum(len(group["kpis"]) for group in data.json["groups"])


def test_the_command_tells_wrong_cells_in_lines_or_as_json(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    run("scorecard", "export", "plant-floor", "-o", str(path))
    wrong = edited(path, {"Inputs!E5": "n/a", "Inputs!F5": "?"})
    answer = run("scorecard", "read", str(wrong))
    assert answer.code == 2
    assert answer.err.splitlines()[-2:] == ['  Inputs!E5: "n/a" is not a number', '  Inputs!F5: "?" is not a number']
    assert "Traceback" not in answer.err
    answer = run("scorecard", "read", str(wrong), "--json")
    assert answer.code == 2
    assert json.loads(answer.out)["wrong"][0] == {"cell": "Inputs!E5", "message": '"n/a" is not a number'}
