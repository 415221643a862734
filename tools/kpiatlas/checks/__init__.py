"""Checks: what must hold for a catalogue. One rule a file, one heading in `docs/checks.md`, one list, here.

The rules `yaml`, `schema` and part of `file-name` and `duplicate-name` are found while reading, in `records`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..paths import shown
from ..problem import Problem, sorted_problems
from ..records import Catalogue
from ..records.lines import located_in_files
from . import (
    bands,
    banned_phrase,
    benchmark_rule,
    duplicate_name,
    file_name,
    formula,
    length,
    plain_text,
    repeated_wording,
    similar_input,
    units,
    unknown_reference,
    worked_example,
)
from .check import Check

CHECKS: tuple[Check, ...] = (
    file_name.CHECK,
    unknown_reference.CHECK,
    duplicate_name.CHECK,
    formula.CHECK,
    worked_example.CHECK,
    units.CHECK,
    similar_input.CHECK,
    bands.CHECK,
    benchmark_rule.CHECK,
    repeated_wording.CHECK,
    banned_phrase.CHECK,
    length.CHECK,
    plain_text.CHECK,
)


def check_catalogue(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Every problem of a catalogue, those of reading included, with file and line, in order of file."""
    found = [problem for check in CHECKS for problem in _run(check, catalogue)]
    placed = [_shown(problem, catalogue) for problem in located_in_files(found, catalogue.root)]
    return sorted_problems((*catalogue.problems, *placed))


def _run(check: Check, catalogue: Catalogue) -> Iterator[Problem]:
    """A rule that fails becomes a problem with its name; the other rules still run."""
    try:
        yield from check.run(catalogue)
    except Exception as error:
        message = (
            f"the rule itself failed ({type(error).__name__}: {error}); this is a fault of KPI Atlas, please report it"
        )
        yield Problem(check.name, "", message)


def _shown(problem: Problem, catalogue: Catalogue) -> Problem:
    return replace(problem, path=shown(catalogue.root / problem.path))
