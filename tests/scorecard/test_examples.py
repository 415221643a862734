"""Example figures."""

from __future__ import annotations

from math import isclose

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.scorecard import build, scorecards, with_example_figures

from .cards import READY, TODAY, some_card, some_input, some_kpi


def test_a_single_kpi_shows_its_worked_example_in_the_last_period(catalogue: Catalogue) -> None:
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue)))
    assert {key: row[-1] for key, row in card.figures.items()} == {"part": 74, "whole": 100}
    assert card.actuals[0][-1] == 74


def test_earlier_periods_hold_figures_near_the_example_that_stay_believable(catalogue: Catalogue) -> None:
    inputs = {"part": some_input(), "whole": some_input()}
    kpi = some_kpi(catalogue, inputs=inputs, example={"part": 9_950, "whole": 10_000})
    card = with_example_figures(some_card(catalogue, kpi, periods=12))
    assert all(0 <= (value or 0) <= 100 for value in card.actuals[0])
    assert all(7_000 < row[0] < 11_000 for row in card.figures.values() if isinstance(row[0], float))
    assert len({*card.figures["whole"]}) > 4


def test_what_is_no_volume_stays_as_it_is_in_every_period(catalogue: Catalogue) -> None:
    inputs = {"part": some_input("percent"), "whole": some_input("day")}
    card = with_example_figures(
        some_card(catalogue, some_kpi(catalogue, inputs=inputs, example={"part": 74, "whole": 365}))
    )
    assert card.figures == {"part": (74, 74, 74), "whole": (365, 365, 365)}


def test_a_shared_input_stretches_the_others_by_the_same_factor(catalogue: Catalogue) -> None:
    inputs = {"other": some_input(), "whole": some_input()}
    second = some_kpi(catalogue, "second", "other / whole * 100", inputs, {"other": 24, "whole": 200})
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue), second, periods=1))
    assert card.figures["other"] == (12,)
    assert card.actuals == ((74,), (12,))


def test_counts_are_stretched_to_whole_numbers(catalogue: Catalogue) -> None:
    inputs = {"other": some_input(), "whole": some_input()}
    second = some_kpi(catalogue, "second", "other / whole * 100", inputs, {"other": 20, "whole": 300})
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue), second, periods=1))
    assert card.figures["other"] == (7,)


def test_a_formula_that_is_no_quotient_keeps_its_figures_where_the_result_stays_believable(
    catalogue: Catalogue,
) -> None:
    inputs = {"other": some_input(), "whole": some_input()}
    near = some_kpi(catalogue, "near", "other + whole", inputs, {"other": 20, "whole": 120})
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue), near, periods=1))
    assert card.actuals == ((74,), (120,))
    assert card.figures["other"] == (20,)


@pytest.mark.parametrize(("expression", "fits"), [("more + whole", True), ("0 * more + whole", False)])
def test_figures_of_its_own_are_fitted_where_a_shared_one_would_spoil_the_result_and_stay_blank_where_none_fits(
    catalogue: Catalogue, expression: str, fits: bool
) -> None:
    inputs = {"more": some_input(), "whole": some_input()}
    far = some_kpi(catalogue, "far", expression, inputs, {"more": 20, "whole": 900})
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue), far, periods=1))
    assert ("more" in card.figures) is fits
    value = card.actuals[1][0]
    assert value is None if not fits else value is not None and 850 < value < 990


def test_filling_with_examples_changes_no_scorecard_in_place(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue))
    assert with_example_figures(card).filled_with != card.filled_with
    assert not card.figures


@pytest.mark.parametrize("id_", READY)
def test_every_line_of_a_ready_template_shows_a_value_near_its_record_s_example(catalogue: Catalogue, id_: str) -> None:
    card = with_example_figures(build(id_, catalogue, TODAY))
    seen: set[str] = set()
    for line, actuals in zip(card.lines, card.actuals, strict=True):
        fresh = set(line.inputs.values()) - seen
        seen |= fresh
        if not fresh:  # lines above have set every figure of it
            assert actuals[-1] is not None, line.name
            continue
        example = line.variant.example if line.variant else line.kpi.standard_formula.example
        assert actuals[-1] is not None, line.name
        assert 0.5 <= actuals[-1] / example.result <= 2, line.name


def test_unshared_examples_give_the_record_s_own_result(catalogue: Catalogue) -> None:
    for template in scorecards(catalogue):
        card = with_example_figures(build(template, catalogue, TODAY))
        shared = {row.key for row in card.inputs if len(row.used_by) > 1}
        for line, actuals in zip(card.lines, card.actuals, strict=True):
            if not shared & set(line.inputs.values()):
                example = line.variant.example if line.variant else line.kpi.standard_formula.example
                assert isclose(actuals[-1] or 0, example.result, rel_tol=1e-9), line.name
