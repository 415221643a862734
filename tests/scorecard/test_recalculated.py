"""The exported workbook, computed by LibreOffice, against the evaluator."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from browsing import FULL
from engines import recalculate, recalculate_all
from kpiatlas.formula import evaluate
from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band
from kpiatlas.records.scorecard_template import ScorecardLine
from kpiatlas.scorecard import Scorecard, build, with_example_figures
from kpiatlas.scorecard.judging import OFF_TARGET, ON_TARGET
from kpiatlas.scorecard.layout import ACTUAL, PREVIOUS, SCORE, STATUS, TARGET, TOTAL, TREND, VARIANCE, WEIGHTED, Layout
from kpiatlas.scorecard.model import Figure

from .cards import READY, TODAY, filled, some_card, some_input, some_kpi, some_template, with_kpis
from .workbooks import (
    actuals_of,
    assert_recalculation_changes_nothing,
    assert_same_values,
    assert_shows_what_the_evaluator_gives,
    edited,
    exported,
    same,
)

SEED = 20261122


def made_up(card: Scorecard, id_: str) -> Scorecard:
    """The card with figures drawn at random: near the examples, zeros, missing ones, and some that are far off."""
    chance = Random(f"{SEED} {id_}")
    full = with_example_figures(card)
    figures: dict[str, tuple[Figure | None, ...]] = {}
    for row in card.inputs:
        usual = full.figures.get(row.key, (1.0,))[-1]
        figures[row.key] = tuple(drawn(chance, usual) for _ in card.periods)
    return filled(card, figures)


def drawn(chance: Random, usual: Figure | None) -> Figure | None:
    """A figure, or none."""
    kind = chance.random()
    if kind < 0.08:
        return None
    if isinstance(usual, tuple):
        return tuple(chance.choice(usual) for _ in range(chance.randint(1, 9)))
    return 0.0 if kind < 0.16 else round((usual or 1.0) * chance.uniform(0.3, 1.7), 2)


@pytest.fixture(scope="module")
def both(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Scorecard, Path, Workbook]]:
    """Every ready template with examples and with made-up figures, exported and recalculated in one run."""
    folder = tmp_path_factory.mktemp("ready")
    cards = {}
    for id_ in READY:
        card = build(id_, catalogue, TODAY)
        cards[id_], cards[f"{id_}-made-up"] = with_example_figures(card), made_up(card, id_)
    paths = {name: exported(card, folder, name=name) for name, card in cards.items()}
    computed = recalculate_all(list(paths.values()))
    return {name: (cards[name], paths[name], book) for name, book in zip(cards, computed, strict=True)}


Both = dict[str, tuple[Scorecard, Path, Workbook]]


@pytest.mark.parametrize("name", [f"{id_}{kind}" for id_ in READY for kind in ("", "-made-up")])
def test_actuals_statuses_and_scores_of_every_template_equal_the_evaluator_s(both: Both, name: str) -> None:
    card, path, computed = both[name]
    assert_same_values(path, computed)
    for line, row in zip(card.lines, actuals_of(computed, card), strict=True):
        for period, shown in enumerate(row):
            figures = {key: card.figures[said][period] for key, said in line.inputs.items()}
            assert same(shown, evaluate(line.formula, figures).value), (line.name, period)
    assert_shows_what_the_evaluator_gives(computed, card, card.current)


@pytest.mark.parametrize("id_", READY)
def test_with_examples_every_line_of_a_template_has_a_value(both: Both, id_: str) -> None:
    card, _, computed = both[id_]
    assert all(value is not None for row in actuals_of(computed, card) for value in row)


def test_blank_inputs_give_blank_actuals_and_no_status(catalogue: Catalogue, tmp_path: Path) -> None:
    card = build("contact-center-operations", catalogue, TODAY)
    computed = assert_recalculation_changes_nothing(exported(card, tmp_path))
    assert all(value is None for row in actuals_of(computed, card) for value in row)
    assert_shows_what_the_evaluator_gives(computed, card, card.current)
    statuses = (computed["Scorecard"].cell(row + 1, STATUS + 1).value for row in Layout(card).line_rows)
    assert not any(statuses)
    assert not computed["Scorecard"].cell(TOTAL[0] + 1, TOTAL[1] + 1).value


def test_zero_denominators_missing_figures_and_zeros_give_what_the_evaluator_gives(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    ratio = some_kpi(catalogue)
    series = some_kpi(
        catalogue, "second", "count_if(scores >= 4) / count(scores) * 100",
        {"scores": some_input("point", "series")}, {"scores": (1, 5)},
    )  # fmt: skip
    total = some_kpi(catalogue, "total", "sum(scores)", {"scores": some_input("point", "series")}, {"scores": (1, 5)})
    card = filled(
        some_card(catalogue, ratio, series, total, periods=5),
        {
            "part": (1, 0, None, 0, 5),
            "whole": (0, 4, 4, None, 4),
            "scores": ((4.0, 1.0), (0.0,), None, (5.0,), (1.0, 2.0, 4.5, 5.0)),
        },
    )
    computed = assert_recalculation_changes_nothing(exported(card, tmp_path))
    assert actuals_of(computed, card) == [
        [None, 0, None, None, 125],
        [50, 0, None, 100, 50],
        [5, 0, None, 5, 12.5],
    ]


FIGURES = st.one_of(
    st.none(),
    st.just(0),
    st.integers(-1000, 1_000_000),
    st.floats(0.01, 1e6).map(lambda value: round(value, 2)),
)
ITEMS = st.lists(st.integers(-3, 100).map(float), min_size=1, max_size=8).map(tuple)


@st.composite
def figures_of(draw: st.DrawFn, card: Scorecard) -> dict[str, tuple[Figure | None, ...]]:
    """Figures for every input in every period, missing ones and zeros included."""
    kinds = {row.key: st.none() | ITEMS if row.is_series else FIGURES for row in card.inputs}
    return {key: tuple(draw(kind) for _ in card.periods) for key, kind in kinds.items()}


SAID = st.fixed_dictionaries(
    {},
    optional={
        "target": st.sampled_from([0, -20, 3.5, 50, 80]),
        "baseline": st.sampled_from([0, 20, 50, 90]),
        "targets": st.sampled_from([{"2026-11": 60}, {"2026-10": 0, "2026-11": 75.5}]),
        "weight": st.sampled_from([10, 33.3, 60]),
        "status_by": st.sampled_from(["", "percent-of-target", "baseline-to-target"]),
        "levels": st.sampled_from([{"excellent": 120}, {"good": 90, "fair": 50}]),
    },
)
KINDS = st.tuples(st.sampled_from(["higher", "lower", "range"]), st.booleans(), SAID)


@settings(max_examples=8 if FULL else 4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.lists(st.lists(KINDS, min_size=1, max_size=4), min_size=1, max_size=4), st.integers(1, 4))
def test_every_direction_rule_target_and_weight_gives_the_model_s_standing_in_any_period(
    catalogue: Catalogue, data: st.DataObject, groups: list[list[tuple[str, bool, dict[str, object]]]], periods: int
) -> None:
    kpis, lines = [], []
    for g, group in enumerate(groups):
        lines.append([])
        for k, (direction, banded, said) in enumerate(group):
            inputs = {f"part_{g}_{k}": some_input(), f"whole_{g}_{k}": some_input()}
            kpi = some_kpi(
                catalogue, f"kpi-{g}-{k}", f"part_{g}_{k} / whole_{g}_{k} * 100", inputs, dict.fromkeys(inputs, 1),
                direction=direction, **({} if banded else {"bands": ()}),
            )  # fmt: skip
            kpis.append(kpi)
            lines[-1].append(ScorecardLine(kpi.id, **said))  # type: ignore[arg-type]
    card = build(some_template(*lines), with_kpis(catalogue, *kpis), TODAY, periods)
    card = filled(card, data.draw(figures_of(card)))
    period = data.draw(st.integers(0, periods - 1))
    with tempfile.TemporaryDirectory() as folder:
        path = exported(card, Path(folder))
        other = edited(path, {"Scorecard!B5": card.periods[period]})
        computed, chosen = recalculate_all([path, other])
        assert_same_values(path, computed)
    for line, row, actuals in zip(card.lines, actuals_of(computed, card), card.actuals, strict=True):
        assert all(map(same, row, actuals)), line.name
    assert_shows_what_the_evaluator_gives(chosen, card, period)


def test_changed_targets_weights_and_baselines_change_what_rests_on_them(catalogue: Catalogue, tmp_path: Path) -> None:
    kpis = [some_kpi(catalogue, id_) for id_ in ("one", "two")]
    said = {"target": 50, "baseline": 0, "status_by": "baseline-to-target"}
    lines = [ScorecardLine("one", **said), ScorecardLine("two", **said)]  # type: ignore[arg-type]
    card = build(some_template(lines), with_kpis(catalogue, *kpis), TODAY, 2)
    figures = {"part": (30, 40), "whole": (100, 100)}
    path, layout = exported(filled(card, figures), tmp_path), Layout(card)
    rows, targets = [row + 1 for row in layout.line_rows], [layout.target_row(place) + 1 for place in (0, 1)]
    changed = {f"Scorecard!K{rows[0]}": 25, f"Scorecard!K{rows[1]}": 75, f"Targets!F{targets[0]}": 80}
    shown = recalculate(edited(path, {**changed, f"Targets!C{targets[1]}": 30}))["Scorecard"]
    assert [shown.cell(row, SCORE + 1).value for row in rows] == [50, 50]
    assert shown.cell(rows[0] - 1, SCORE + 1).value == 50
    assert [shown.cell(row, WEIGHTED + 1).value for row in rows] == [12.5, 37.5]


def test_another_chosen_period_shows_its_actuals_variances_and_statuses(catalogue: Catalogue, tmp_path: Path) -> None:
    card = some_card(catalogue, some_kpi(catalogue), target=50)
    card = filled(card, {"part": (10, 65, 90), "whole": (100, 100, 100)})
    shown = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": card.periods[1]}))["Scorecard"]
    assert values_of(shown, card) == [65, 50, 15, "good", 10, "↑ better"]
    assert shown["C5"].value == 2
    first = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": card.periods[0]}))["Scorecard"]
    assert values_of(first, card) == [10, 50, -40, "poor", None, None]


def values_of(sheet: Worksheet, card: Scorecard) -> list[object]:
    """Actual, target, variance, status, previous and trend of the first line; None for a blank."""
    row = Layout(card).line_rows[0] + 1
    return [sheet.cell(row, column + 1).value or None for column in (ACTUAL, TARGET, VARIANCE, STATUS, PREVIOUS, TREND)]


def test_a_period_that_does_not_exist_leaves_the_scorecard_blank(catalogue: Catalogue, tmp_path: Path) -> None:
    card = filled(some_card(catalogue, some_kpi(catalogue), target=50), {"part": (1, 1, 1), "whole": (2, 2, 2)})
    shown = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": "1999-01"}))["Scorecard"]
    assert values_of(shown, card) == [None, 50, None, None, None, None]


def test_text_typed_as_a_figure_counts_as_missing(catalogue: Catalogue, tmp_path: Path) -> None:
    card = filled(some_card(catalogue, some_kpi(catalogue)), {"part": (1, 1, 1), "whole": (2, 2, 2)})
    place = Layout(card).reference("whole", 2)
    computed = recalculate(edited(exported(card, tmp_path), {place: "n/a"}))
    assert actuals_of(computed, card) == [[50, 50, None]]


def test_changed_thresholds_change_the_status_and_a_cleared_one_leaves_none(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    kpis = [some_kpi(catalogue, id_) for id_ in ("kept", "raised", "cleared")]
    card = filled(some_card(catalogue, *kpis), {"part": (1, 1, 1.2), "whole": (2, 2, 2)})
    path, layout = exported(card, tmp_path), Layout(card)
    cells = [f"Bands!C{row + 2}" for row in layout.band_rows]
    shown = recalculate(edited(path, {cells[1]: 61, cells[2]: None}))["Scorecard"]
    statuses = [shown.cell(row + 1, STATUS + 1).value or None for row in layout.line_rows]
    assert statuses == ["good", "fair", None]


@pytest.mark.parametrize(
    ("part", "statuses"),
    [
        (1300, ["good", OFF_TARGET, "good", ON_TARGET, "good", ""]),
        (1344, ["good", ON_TARGET, "good", ON_TARGET, "good", ""]),
        (1400, ["poor", ON_TARGET, "poor", OFF_TARGET, "poor", ""]),
    ],
)
def test_variance_and_status_follow_the_direction(
    catalogue: Catalogue, tmp_path: Path, part: int, statuses: list[str]
) -> None:
    bands = (Band("good", "Low.", at_most=3.5), Band("poor", "High."))
    kpis = [
        some_kpi(catalogue, f"{direction}-{len(kind)}", bands=kind, direction=direction)
        for direction in ("higher", "lower", "range")
        for kind in (bands, ())
    ]
    card = filled(some_card(catalogue, *kpis, periods=1, target=3.5), {"part": (part,), "whole": (38400,)})
    shown = assert_recalculation_changes_nothing(exported(card, tmp_path))["Scorecard"]
    rows = [row + 1 for row in Layout(card).line_rows]
    assert [shown.cell(row, STATUS + 1).value or "" for row in rows] == statuses
    distance = round(part / 384, 9) - 3.5
    expected = [distance, distance, -distance, -distance, -abs(distance), -abs(distance)]
    assert all(same(shown.cell(row, VARIANCE + 1).value, value) for row, value in zip(rows, expected, strict=True))
