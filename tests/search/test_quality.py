"""The kept query set on the command line's side: each kind reaches its goal, on all rows and on those set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kpiatlas.records import Catalogue
from kpiatlas.search import Index, Query

from .query_set import GOALS, every_row, hit_rate, misses, rows


@pytest.mark.parametrize("kind", GOALS)
@pytest.mark.parametrize("part", ["all", "set aside"])
def test_the_query_set_reaches_its_goal(kind: str, part: str, index: Index, catalogue: Catalogue) -> None:
    asked = [row for row in rows(catalogue) if row.kind == kind and (part == "all" or row.set_aside)]
    missed = misses(asked, lambda row: [hit.id for hit in index.search(Query(row.query, row.filters)).results])
    assert hit_rate(asked, missed) >= GOALS[kind][1], missed


def test_every_name_abbreviation_and_alias_finds_its_record_first(index: Index, catalogue: Catalogue) -> None:
    for kpi in catalogue:
        for name in (*kpi.names, kpi.id):
            for typed in (name, name.lower(), name.upper(), name.replace("-", " ")):
                owners = {owner.id for owner in catalogue.named(name)}
                top = [hit.id for hit in index.search(Query(typed)).results[: len(owners)]]
                assert kpi.id in top, (typed, top)


def test_the_set_is_large_enough_and_a_third_of_it_is_set_aside(catalogue: Catalogue) -> None:
    known = rows(catalogue)
    assert len(known) >= 400
    assert len({(row.query, str(row.filters)) for row in every_row()}) == len(every_row())
    assert all(count >= 60 for count in Counter(row.kind for row in known).values())
    assert 0.3 < sum(row.set_aside for row in known) / len(known) < 0.37


def test_a_new_record_that_answers_as_well_breaks_no_row_and_any_other_does(catalogue: Catalogue) -> None:
    churn = catalogue.kpis["customer-churn-rate"]
    gym = replace(churn, id="member-churn", name="Member Churn", abbreviation="", aliases=())
    wider = replace(catalogue, kpis={**catalogue.kpis, gym.id: gym})
    (row,) = [row for row in rows(wider) if row.query == "churn" and row.filters == {"category": ["customer-success"]}]
    assert row.place(["member-churn", "customer-churn-rate"]) == 1
    assert row.place(["net-promoter-score", "customer-churn-rate"]) == 2
    (exact,) = [row for row in rows(wider) if row.kind == "exact" and row.query == "customer churn rate"]
    assert exact.place(["member-churn", "customer-churn-rate"]) == 2
