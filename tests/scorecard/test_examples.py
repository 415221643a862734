"""Example figures."""

from __future__ import annotations

from math import isclose

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.scorecard import build, scorecards, with_example_figures

from .cards import TODAY, some_card, some_input, some_kpi


def test_a_single_kpi_shows_its_worked_example_in_the_last_period(catalogue: Catalogue) -> None:
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue)))
    assert card.figures == {"part": (None, None, 74), "whole": (None, None, 100)}
    assert card.actuals == ((None, None, 74),)


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
    far = some_kpi(
        catalogue, "far", "more + whole", {"more": some_input(), "whole": some_input()}, {"more": 20, "whole": 900}
    )
    card = with_example_figures(some_card(catalogue, some_kpi(catalogue), near, far, periods=1))
    assert card.actuals == ((74,), (120,), (None,))
    assert "more" not in card.figures


def test_filling_with_examples_changes_no_scorecard_in_place(catalogue: Catalogue) -> None:
    card = some_card(catalogue, some_kpi(catalogue))
    assert with_example_figures(card).filled_with != card.filled_with
    assert not card.figures


@pytest.mark.parametrize("id_", ["contact-center-operations", "saas-monthly", "plant-floor"])
def test_every_line_of_a_ready_template_shows_a_value_near_its_record_s_example(catalogue: Catalogue, id_: str) -> None:
    card = with_example_figures(build(id_, catalogue, TODAY))
    for line, actuals in zip(card.lines, card.actuals, strict=True):
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
