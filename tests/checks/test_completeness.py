"""`completeness`: the score of a record, and what is missing to it."""

from __future__ import annotations

import pytest

from catalogues import COMPANIONS, SUBJECT, SUBJECT_FILE, Change, Small
from kpiatlas.checks.completeness import PARTS, completeness
from kpiatlas.records.schema import resolve, schema


def score(small: Small, *changes: Change) -> tuple[int, tuple[str, ...]]:
    small.change(SUBJECT_FILE, *changes)
    found = completeness(small.load().kpis[SUBJECT])
    return found.score, found.missing


def test_the_weights_add_up_to_a_hundred() -> None:
    assert sum(part.weight for part in PARTS) == 100


def test_the_weightiest_of_what_is_missing_comes_first(small: Small) -> None:
    before, missing = score(small)
    after, now_missing = score(
        small, ("benchmarks", []), ("benchmark_status", "none_found"), ("standard_formula.variants", [])
    )
    assert before - after == 25
    assert now_missing[:2] == ("a benchmark with its source", "a variant of the formula")
    assert set(missing) < set(now_missing)


def test_a_kpi_that_no_figure_could_be_compared_with_lacks_none(small: Small) -> None:
    none: tuple[Change, ...] = (("benchmarks", []), ("benchmark_note", "Each company counts other things."))
    without, _ = score(small, *none, ("benchmark_status", "none_found"))
    not_meaningful, _ = score(small, ("benchmark_status", "not_meaningful"))
    assert not_meaningful == without + 20


@pytest.mark.parametrize("attribute", ["faqs", "pitfalls", "asked_as", "measurement_approach"])
def test_a_list_counts_from_a_number_that_the_schema_does_not_yet_demand(small: Small, attribute: str) -> None:
    least = resolve(schema("kpi")["properties"][attribute])["minItems"]
    rows = small.data[SUBJECT_FILE][attribute]
    _, missing = score(small, (attribute, rows[:least]))
    assert [what for what in missing if what.endswith("or more)")]


def test_a_record_far_from_complete_is_a_warning(small: Small) -> None:
    rows = small.data[SUBJECT_FILE]
    short: list[Change] = [
        (key, rows[key][: resolve(node)["minItems"]])
        for key, node in schema("kpi")["properties"].items()
        if resolve(node).get("type") == "array" and key not in ("industries", "related", "change_impact")
    ]
    score(small, *short, ("standard_formula.variants", []), ("benchmark_status", "none_found"), ("benchmarks", []))
    found = small.problems("completeness")
    assert [(p.severity, p.field_name) for p in found] == [("warning", "")]
    assert " of 100; most is lost by a benchmark with its source; a variant of the formula; " in found[0].message
    assert COMPANIONS[0] not in found[0].path
