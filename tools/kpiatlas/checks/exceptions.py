"""`exceptions`: what was judged to be right is left out; an exception that applies to nothing is told."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from ..problem import Problem
from ..records import Catalogue
from ..records.loader import EXCEPTIONS
from ..records.taxonomy import AllowedFinding
from .check import Check, nearest

NAME = "exceptions"


def without_allowed(
    found: Iterable[Problem], catalogue: Catalogue, rules: Collection[str], ran: Container[str]
) -> list[Problem]:
    """The problems that no exception allows, and one for each exception that allowed none of a rule that ran."""
    used: set[tuple[str, int]] = set()
    kept = [problem for problem in found if not _allowed(problem, catalogue, used)]
    for rule, rows in catalogue.exceptions.items():
        if rule not in rules:
            kept.append(Problem(NAME, EXCEPTIONS, f'no rule "{rule}"', (rule,), hint=nearest(rule, rules)))
            continue
        for number, row in enumerate(rows):
            if rule in ran and (rule, number) not in used:
                kept.append(_unused(rule, number, row, catalogue))
    return kept


def _allowed(problem: Problem, catalogue: Catalogue, used: set[tuple[str, int]]) -> bool:
    fits = [
        (problem.rule, number)
        for number, row in enumerate(catalogue.exceptions.get(problem.rule, ()))
        if row.kpi in catalogue.kpis and catalogue.kpis[row.kpi].path == problem.path and row.words in problem.message
    ]
    used.update(fits)
    return bool(fits)


def _unused(rule: str, number: int, row: AllowedFinding, catalogue: Catalogue) -> Problem:
    if row.kpi not in catalogue.kpis:
        message, hint = f'unknown KPI "{row.kpi}"', nearest(row.kpi, catalogue.kpis)
    else:
        message, hint = f'{rule} no longer says "{row.words}" of {row.kpi}', "delete the exception"
    return Problem(NAME, EXCEPTIONS, message, (rule, number), hint=hint)


CHECK = Check(
    NAME,
    "Every exception in exceptions.yml allows a finding that a rule really makes; one that applies to nothing goes.",
    lambda catalogue: (),  # `without_allowed` finds them, once all rules have run
)
