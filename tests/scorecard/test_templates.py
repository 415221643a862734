"""The ready templates."""

from __future__ import annotations

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.scorecard import build, scorecards

from .cards import TODAY

READY = ("contact-center-operations", "plant-floor", "saas-monthly")


def test_the_ready_templates_are_there(catalogue: Catalogue) -> None:
    assert {template.id for template in scorecards(catalogue)} >= set(READY)
    assert not [problem for problem in catalogue.problems if "scorecards" in problem.path]


@pytest.mark.parametrize("id_", READY)
def test_the_weights_of_every_group_add_up_to_100(catalogue: Catalogue, id_: str) -> None:
    for group in build(id_, catalogue, TODAY).groups:
        assert sum(line.weight for line in group.lines) == 100, group.title


@pytest.mark.parametrize("id_", READY)
def test_every_group_has_an_objective_and_every_line_an_owner_and_a_source(catalogue: Catalogue, id_: str) -> None:
    for group in build(id_, catalogue, TODAY).groups:
        assert group.objective
        assert all(line.owner and line.data_source for line in group.lines)


@pytest.mark.parametrize("id_", READY)
def test_a_line_without_a_target_says_where_the_target_comes_from(catalogue: Catalogue, id_: str) -> None:
    for line in build(id_, catalogue, TODAY).lines:
        assert line.target is not None or line.note, line.name


@pytest.mark.parametrize("id_", READY)
def test_every_target_lies_in_a_good_band(catalogue: Catalogue, id_: str) -> None:
    for line in build(id_, catalogue, TODAY).lines:
        if line.target is not None and line.bands:
            assert line.status(line.target) in ("excellent", "good"), line.name


@pytest.mark.parametrize("id_", READY)
def test_industries_are_known(catalogue: Catalogue, id_: str) -> None:
    assert set(catalogue.scorecards[id_].industries) <= set(catalogue.industries)
