"""The ready templates."""

from __future__ import annotations

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.scorecard import build, from_yaml, scorecard_problems, scorecards, to_yaml

from .cards import READY, TODAY


def test_the_ready_templates_are_read_without_a_problem(catalogue: Catalogue) -> None:
    assert [template.id for template in scorecards(catalogue)] == READY
    assert not [problem for problem in catalogue.problems if "scorecards" in problem.path]


@pytest.mark.parametrize("id_", READY)
def test_the_weights_of_every_group_add_up_to_100(catalogue: Catalogue, id_: str) -> None:
    for group in build(id_, catalogue, TODAY).groups:
        assert sum(line.weight for line in group.lines) == 100, group.title


@pytest.mark.parametrize("id_", READY)
def test_every_group_has_an_objective_and_every_line_an_owner_and_a_source(catalogue: Catalogue, id_: str) -> None:
    for group in build(id_, catalogue, TODAY).groups:
        assert group.objective
        assert all(line.said.owner and line.said.data_source for line in group.lines)


@pytest.mark.parametrize("id_", READY)
def test_a_line_without_a_target_says_where_the_target_comes_from(catalogue: Catalogue, id_: str) -> None:
    for line in build(id_, catalogue, TODAY).lines:
        assert line.said.target is not None or line.said.note, line.name


@pytest.mark.parametrize("id_", READY)
def test_every_target_lies_in_a_good_band(catalogue: Catalogue, id_: str) -> None:
    for line in build(id_, catalogue, TODAY).lines:
        if (target := line.said.target) is not None and line.bands:
            assert line.status(target, target) in ("excellent", "good"), line.name


@pytest.mark.parametrize("id_", READY)
def test_industries_are_known(catalogue: Catalogue, id_: str) -> None:
    assert set(catalogue.scorecards[id_].industries) <= set(catalogue.industries)


@pytest.mark.parametrize("id_", READY)
def test_a_ready_template_has_no_more_than_25_kpis_and_something_that_moves_first(
    catalogue: Catalogue, id_: str
) -> None:
    found = [problem.message for problem in scorecard_problems(build(id_, catalogue, TODAY), catalogue)]
    assert not [
        text for text in found if text.startswith("no leading KPI") or "more than 25" in text or "add up" in text
    ]
    assert not [text for text in found if "objective is told" in text or "the same inputs" in text]


@pytest.mark.parametrize("id_", READY)
def test_a_ready_template_reads_back_from_the_file_that_is_written_of_it(catalogue: Catalogue, id_: str) -> None:
    template = catalogue.scorecards[id_]
    assert build(id_, catalogue, TODAY).template == template
    assert from_yaml(to_yaml(template).encode(), id_, template.path) == template
