"""`worked-example`: the figures of worked examples and case studies are what the formula gives."""

from __future__ import annotations

import math
from collections.abc import Collection, Generator, Iterator

from ..formula import Formula, FormulaError, InputError, evaluate, parse
from ..problem import FieldPath
from ..records import Catalogue, Kpi
from ..records.model import Values
from .check import Check, Finding, nearest, per_kpi
from .formula import place, series_of

NAME = "worked-example"
TOLERANCE = 1e-9


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    for variant, expression, inputs, example in kpi.formulas():
        here = (*place(kpi, variant), "example")
        try:
            formula = parse(expression, series_of(inputs), inputs)
        except FormulaError:
            continue  # the check `formula` says so
        value = yield from computed(formula, example.inputs, (*here, "inputs"))
        if value is not None and not math.isclose(value, example.result, rel_tol=TOLERANCE, abs_tol=1e-12):
            yield Finding((*here, "result"), f"{example.result!r} is written, but the formula gives {value!r}")
        if variant is None:
            yield from _case_study(kpi, formula)


def _case_study(kpi: Kpi, formula: Formula) -> Iterator[Finding]:
    before = yield from computed(formula, kpi.case_study.before, ("case_study", "before"))
    after = yield from computed(formula, kpi.case_study.after, ("case_study", "after"))
    if before is not None and before == after:
        yield Finding(("case_study", "after"), "the result is the same as before; a case study shows a change")


def computed(formula: Formula, values: Values, field: FieldPath) -> Generator[Finding, None, float | None]:
    """What a formula gives for recorded inputs; yields what is wrong with them and returns the value or None."""
    problems = list(_names(formula, values, field))
    yield from problems
    if problems:
        return None
    try:
        outcome = evaluate(formula, dict(values))
    except InputError as error:
        yield Finding(field, str(error))
        return None
    if outcome.value is None:
        yield Finding(field, f"the result is undefined: {outcome.undefined_because}")
    return outcome.value


def _names(formula: Formula, values: Collection[str], field: FieldPath) -> Iterator[Finding]:
    for name in formula.names:
        if name not in values:
            yield Finding(field, f"a value for {name} is missing")
    for name in values:
        if name not in formula.names:
            yield Finding((*field, name), f"the formula has no input {name}", nearest(name, formula.names))


CHECK = Check(
    NAME,
    "The result of every worked example is what its expression gives, to 1e-9; a case study's figures give a result "
    "before and after.",
    per_kpi(NAME, _find),
)
