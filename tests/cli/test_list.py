"""`kpi list --sort completeness`: what to work on next."""

from __future__ import annotations

import pytest

from cli.command import Kpi


def test_the_least_complete_come_first_with_what_they_lack(kpi: Kpi) -> None:
    answer = kpi("list", "--sort", "completeness")
    scores = [int(line.split()[0]) for line in answer.out.splitlines()]
    assert answer.code == 0
    assert scores == sorted(scores)
    assert "(3 or more)" in answer.out.splitlines()[0]


def test_as_json_each_kpi_has_its_score_and_everything_it_lacks(kpi: Kpi) -> None:
    rows = kpi("list", "--sort", "completeness", "--json", "--category", "customer-service").json
    assert rows
    assert all(0 <= row["completeness"] <= 100 and isinstance(row["missing"], list) for row in rows)
    assert all(bool(row["missing"]) == (row["completeness"] < 100) for row in rows)


@pytest.mark.parametrize("arguments", [(), ("--sort", "name")])
def test_otherwise_the_order_is_by_name(kpi: Kpi, arguments: tuple[str, ...]) -> None:
    names = [row["name"].casefold() for row in kpi("list", "--json", *arguments).json]
    assert names == sorted(names)
