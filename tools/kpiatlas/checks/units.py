"""`units`: an expression gives its unit by dimension, and by size where nothing in it could convert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..formula import FormulaError, UnitError, UnitSystem, parse
from ..problem import Problem
from ..records import Catalogue, Kpi
from .check import Check, Finding, problem
from .formula import place, series_of

NAME = "units"


def unit_system(catalogue: Catalogue) -> UnitSystem:
    """The units of the taxonomy: counted nouns are dimensions of their own, proportions and scores plain numbers."""
    return UnitSystem(
        [_definition(id_, unit.kind, unit.dimension, unit.factor) for id_, unit in catalogue.units.items()]
    )


def _definition(id_: str, kind: str, dimension: str, factor: float) -> dict[str, Any]:
    plain = kind in ("proportion", "score")
    return {"id": id_, "dimension": None if plain else dimension or id_, "factor": factor}


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    if "taxonomy/units" in catalogue.unreadable:
        return
    system = unit_system(catalogue)
    for kpi in catalogue:
        for found in _find(kpi, system):
            yield problem(NAME, kpi, found)


def _find(kpi: Kpi, system: UnitSystem) -> Iterator[Finding]:
    for variant, expression, inputs, _ in kpi.formulas():
        unit = variant.unit if variant and variant.unit else kpi.unit
        try:
            formula = parse(expression, series_of(inputs), inputs)
            system.check(formula, {name: inputs[name].unit for name in formula.names}, unit)
        except UnitError as error:
            # A variant in another dimension is common in the field; it is told apart by a unit of its own.
            undeclared = variant is not None and not variant.unit
            hint = "give the variant its own unit" if undeclared else ""
            severity = "warning" if undeclared else "error"
            field = (*place(kpi, variant), "expression")
            yield Finding(field, str(error), hint, "", severity)
        except FormulaError:
            continue  # the check `formula` says so


CHECK = Check(
    NAME,
    "Every expression gives its declared unit by dimension: counted nouns, money and time are dimensions; percent, "
    "ratio and point are plain numbers. Minutes are not hours unless a number in the expression could convert them.",
    _run,
)
