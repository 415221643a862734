"""The exported workbook, computed by LibreOffice, against the evaluator."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import recalculate
from kpiatlas.formula import evaluate
from kpiatlas.records import Catalogue
from kpiatlas.records.model import Band
from kpiatlas.scorecard import Scorecard, build, with_example_figures
from kpiatlas.scorecard.layout import STATUS, VARIANCE, Layout
from kpiatlas.scorecard.model import OFF_TARGET, ON_TARGET, Figure

from .cards import TODAY, filled, some_card, some_input, some_kpi
from .workbooks import actuals_of, assert_recalculation_changes_nothing, edited, exported, same

READY = ("contact-center-operations", "saas-monthly", "plant-floor")


@pytest.mark.parametrize("id_", READY)
def test_with_the_examples_filled_in_every_actual_equals_the_evaluator_s(
    catalogue: Catalogue, tmp_path: Path, id_: str
) -> None:
    card = with_example_figures(build(id_, catalogue, TODAY))
    computed = assert_recalculation_changes_nothing(exported(card, tmp_path))
    for line, row in zip(card.lines, actuals_of(computed, card), strict=True):
        figures = {name: card.figures[key][-1] for name, key in line.inputs.items()}
        assert row[:-1] == [None] * 11
        assert same(row[-1], evaluate(line.formula, figures).value), line.name
        assert row[-1] is not None, line.name


@pytest.mark.parametrize("id_", READY)
def test_blank_inputs_give_blank_actuals_and_no_status(catalogue: Catalogue, tmp_path: Path, id_: str) -> None:
    card = build(id_, catalogue, TODAY)
    computed = assert_recalculation_changes_nothing(exported(card, tmp_path))
    assert all(value is None for row in actuals_of(computed, card) for value in row)
    statuses = (computed["Scorecard"].cell(row + 1, STATUS + 1).value for row in Layout(card).line_rows)
    assert not any(statuses)


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


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(READY), st.integers(1, 14))
def test_generated_figures_give_the_evaluator_s_actuals_and_the_model_s_statuses(
    catalogue: Catalogue, data: st.DataObject, id_: str, periods: int
) -> None:
    card = build(id_, catalogue, TODAY, periods)
    card = filled(card, data.draw(figures_of(card)))
    with tempfile.TemporaryDirectory() as folder:
        computed = assert_recalculation_changes_nothing(exported(card, Path(folder)))
    for line, row, actuals in zip(card.lines, actuals_of(computed, card), card.actuals, strict=True):
        assert all(map(same, row, actuals)), line.name


def test_another_chosen_period_shows_its_actuals_variances_and_statuses(catalogue: Catalogue, tmp_path: Path) -> None:
    card = some_card(catalogue, some_kpi(catalogue), target=50)
    card = filled(card, {"part": (10, 65, 90), "whole": (100, 100, 100)})
    shown = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": card.periods[1]}))["Scorecard"]
    row = Layout(card).line_rows[0] + 1
    assert [shown.cell(row, column).value for column in range(2, 7)] == [65, 10, 50, 15, "good"]
    assert shown["C5"].value == 2
    first = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": card.periods[0]}))["Scorecard"]
    assert [first.cell(row, column).value or None for column in range(2, 7)] == [10, None, 50, -40, "poor"]


def test_a_period_that_does_not_exist_leaves_the_scorecard_blank(catalogue: Catalogue, tmp_path: Path) -> None:
    card = filled(some_card(catalogue, some_kpi(catalogue), target=50), {"part": (1, 1, 1), "whole": (2, 2, 2)})
    shown = recalculate(edited(exported(card, tmp_path), {"Scorecard!B5": "1999-01"}))["Scorecard"]
    row = Layout(card).line_rows[0] + 1
    assert [shown.cell(row, column).value or None for column in range(2, 7)] == [None, None, 50, None, None]


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
