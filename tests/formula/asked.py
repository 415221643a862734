"""What the engines are asked: the table of cases, everything the catalogue computes, and generated formulas.

The quick run asks some thousands; with KPI_PROOF=full (`make proof`) it is 20,000 of each kind, new ones every time.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalogues import CATALOGUE
from formula.cases import CASES
from formula.trees import Generator, extreme, formula_of, tame
from kpiatlas.formula import Formula, Outcome, evaluate, parse
from kpiatlas.records import load_catalogue
from kpiatlas.records.model import Kpi

FULL = os.environ.get("KPI_PROOF") == "full"
TAME, EXTREME = (20_000, 20_000) if FULL else (1_500, 1_000)


@dataclass(frozen=True)
class Asked:
    """A formula, its inputs, and what the evaluator says."""

    formula: Formula
    inputs: dict[str, Any]
    outcome: Outcome

    @property
    def lacks_a_series(self) -> bool:
        """Whether a series is missing; in a sheet or a table it can only be empty."""
        return any(self.inputs.get(name) is None for name in self.formula.series)

    def __str__(self) -> str:
        return f"{self.formula.source} for {self.inputs}"


def ask(formula: Formula, values: dict[str, Any]) -> Asked:
    """The formula with those of the values that it names."""
    named = {name: value for name, value in values.items() if name in formula.names}
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in named.items()}
    return Asked(formula, kept, evaluate(formula, kept))


@cache
def the_table() -> list[Asked]:
    """Every case of the table of meaning."""
    return [ask(case.formula, case.inputs) for case in CASES]


@cache
def the_catalogue() -> list[Asked]:
    """Every formula and variant of the catalogue with every example worked for it, and with gaps in its inputs."""
    kpis = load_catalogue(CATALOGUE, cached=False).kpis.values()
    return [asked for kpi in kpis for asked in _of_kpi(kpi)]


def _of_kpi(kpi: Kpi) -> Iterator[Asked]:
    for variant, expression, inputs, example in kpi.formulas():
        formula = parse(expression, {name for name, each in inputs.items() if each.is_series}, inputs)
        worked = ask(formula, dict(example.inputs))
        assert worked.outcome.value is not None
        assert math.isclose(worked.outcome.value, example.result, rel_tol=1e-9)
        yield worked
        for name in formula.names:
            for gap in ([], [0]) if name in formula.series else (None, 0):
                yield ask(formula, {**example.inputs, name: gap})
        if variant is None:
            yield from (ask(formula, dict(values)) for values in (kpi.case_study.before, kpi.case_study.after))


@cache
def generated() -> list[Asked]:
    """Formulas of numbers on which spreadsheets agree too."""
    return _generated(tame, TAME)


@cache
def generated_from_extremes() -> list[Asked]:
    """Formulas that reach for the ends of the range of doubles."""
    return _generated(extreme, EXTREME)


def _generated(kind: Callable[[Random], Generator], count: int) -> list[Asked]:
    """Formulas and inputs that Hypothesis makes, gathered first, because an engine is started once for all."""
    gathered: list[Asked] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=not FULL,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=True), st.sampled_from([1, 2, 2, 3, 3, 4]))
    def gather(random: Random, depth: int) -> None:
        generator = kind(random)
        gathered.append(ask(formula_of(generator.value(depth)), generator.inputs()))

    gather()
    return gathered


def agree(asked: Asked, found: object) -> bool:
    """Whether an engine gave what the evaluator gave: the number to 1e-9, or nothing where there is none."""
    expected = asked.outcome.value
    if isinstance(found, bool) or not isinstance(found, int | float) or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
