"""Checks: what must hold for a catalogue. One rule a file, one heading in `docs/checks.md`, one list, here.

The rules `yaml`, `schema` and part of `file-name` and `duplicate-name` are found while reading, in `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ..paths import cache_dir, shown
from ..problem import Problem, sorted_problems
from ..processes import shares, spread
from ..records import Catalogue, Kpi
from ..records.lines import located_in_files
from . import (
    bands,
    banned_phrase,
    benchmark_age,
    benchmark_rule,
    completeness,
    duplicate_name,
    exceptions,
    figures_in_prose,
    file_name,
    formula,
    length,
    link_graph,
    near_duplicate_kpi,
    plain_text,
    reading_ease,
    repeated_wording,
    similar_input,
    units,
    unknown_reference,
    worked_example,
)
from .check import Check, PerKpi
from .kept import findings

Found = tuple[dict[str, list[Problem]], dict[str, bytes]]  # problems and marks of wording, each by path
Task = Callable[[], Found]

CHECKS: tuple[Check, ...] = (
    file_name.CHECK,
    unknown_reference.CHECK,
    duplicate_name.CHECK,
    near_duplicate_kpi.CHECK,
    link_graph.CHECK,
    formula.CHECK,
    worked_example.CHECK,
    units.CHECK,
    similar_input.CHECK,
    bands.CHECK,
    benchmark_rule.CHECK,
    benchmark_age.CHECK,
    figures_in_prose.CHECK,
    repeated_wording.CHECK,
    banned_phrase.CHECK,
    length.CHECK,
    reading_ease.CHECK,
    plain_text.CHECK,
    completeness.CHECK,
    exceptions.CHECK,
)


def check_catalogue(catalogue: Catalogue, *, errors_only: bool = False, cached: bool = False) -> tuple[Problem, ...]:
    """Every problem of a catalogue, those of reading included, with file and line, in order of file.

    With `errors_only` the rules that can but warn do not run. `cached` allows a cache in the user's cache folder.
    """
    folder = cache_dir(catalogue.root) if cached else None
    running = [check for check in CHECKS if not (errors_only and check.warns)]
    wording = repeated_wording.Wording(catalogue)
    kept = findings(folder, catalogue, errors_only)
    kept_marks = repeated_wording.kept_marks(folder, catalogue, wording)
    known = {kpi.path: found for kpi in catalogue if (found := kept.get(kpi)) is not None}
    marks = {kpi.path: made for kpi in catalogue if (made := kept_marks.get(kpi)) is not None}
    rules = [check for check in running if not isinstance(check.run, PerKpi) and check is not repeated_wording.CHECK]
    tasks: list[Task] = [partial(_whole, check, catalogue) for check in rules]
    new = [kpi for kpi in catalogue if kpi.path not in known or kpi.path not in marks]
    if any(kpi.path not in known for kpi in new):
        _ = catalogue.unit_system  # once for all processes
    one_by_one = [(check.name, check.run) for check in running if isinstance(check.run, PerKpi)]
    read = partial(_one_by_one, catalogue, one_by_one, wording, known.keys(), marks.keys())
    tasks += [partial(read, kpis) for kpis in shares(new, 200)]
    of_all: list[Problem] = []
    for problems, marked in spread(lambda task: task(), tasks):
        of_all += problems.pop("", [])
        known |= problems
        marks |= marked
    if new:
        kept.save(known)
        kept_marks.save(marks)
    records = [kpi for kpi in catalogue if kpi.path in marks]
    of_all += _guarded(
        repeated_wording.NAME, lambda: repeated_wording.repeated(wording, records, [marks[r.path] for r in records])
    )
    found = [*of_all, *(problem for problems in known.values() for problem in problems)]
    told = [
        problem
        for problem in exceptions.without_allowed(
            found, catalogue, {check.name for check in CHECKS}, {check.name for check in running}
        )
        if problem.severity == "error" or not errors_only
    ]
    placed = [_shown(problem, catalogue) for problem in located_in_files(told, catalogue.root)]
    return sorted_problems((*catalogue.problems, *placed))


def _one_by_one(
    catalogue: Catalogue,
    rules: Sequence[tuple[str, PerKpi]],
    wording: repeated_wording.Wording,
    known: Container[str],
    marked: Container[str],
    kpis: Sequence[Kpi],
) -> Found:
    """What the rules say that look at one record, and the marks of its wording; all in turn, it is read once."""
    found: dict[str, list[Problem]] = {}
    marks: dict[str, bytes] = {}
    for kpi in kpis:
        if kpi.path not in known:
            found[kpi.path] = [row for name, rule in rules for row in _guarded(name, partial(rule.of, kpi, catalogue))]
        if kpi.path not in marked:
            marks[kpi.path] = wording.marks(kpi)
    return found, marks


def _whole(check: Check, catalogue: Catalogue) -> Found:
    return {"": list(_guarded(check.name, lambda: check.run(catalogue)))}, {}


def _guarded(name: str, run: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    """A rule that fails becomes a problem with its name; the other rules still run."""
    try:
        yield from run()
    except Exception as error:
        message = (
            f"the rule itself failed ({type(error).__name__}: {error}); this is a fault of KPI Atlas, please report it"
        )
        yield Problem(name, "", message)


def _shown(problem: Problem, catalogue: Catalogue) -> Problem:
    return replace(problem, path=shown(catalogue.root / problem.path))
