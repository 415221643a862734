"""`units`: an expression gives its unit by dimension, and by size where nothing in it could convert."""

from __future__ import annotations

from collections.abc import Iterator

from ..formula import FormulaError, UnitError, parse
from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .formula import place, series_of

NAME = "units"


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    if "taxonomy/units" in catalogue.unreadable:
        return
    for variant, expression, inputs, _ in kpi.formulas():
        unit = variant.unit if variant and variant.unit else kpi.unit
        try:
            formula = parse(expression, series_of(inputs), inputs)
            catalogue.unit_system.check(formula, {name: inputs[name].unit for name in formula.names}, unit)
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
    per_kpi(NAME, _find),
)
