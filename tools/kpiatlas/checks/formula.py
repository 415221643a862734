"""`formula`: every expression parses, and its inputs are declared and used."""

from __future__ import annotations

from collections.abc import Iterator

from ..formula import FormulaError, parse
from ..problem import FieldPath
from ..records import Catalogue, Kpi
from ..records.model import Input, Variant
from .check import Check, Finding, per_kpi

NAME = "formula"


def place(kpi: Kpi, variant: Variant | None) -> FieldPath:
    """Where a formula stands in the record: the standard formula or a variant."""
    if variant is None:
        return ("standard_formula",)
    return ("standard_formula", "variants", kpi.standard_formula.variants.index(variant))


def series_of(inputs: dict[str, Input]) -> set[str]:
    """The inputs that are lists of numbers."""
    return {name for name, input_ in inputs.items() if input_.is_series}


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    for variant, expression, inputs, _ in kpi.formulas():
        here = place(kpi, variant)
        try:
            formula = parse(expression, series_of(inputs), inputs)
        except FormulaError as error:
            yield Finding((*here, "expression"), error.message, error.hint or "", error.caret(expression))
            continue
        own = inputs if variant is None else dict(variant.inputs or {})
        for name in own:
            if name not in formula.names:
                yield Finding((*here, "inputs", name), f"the expression does not use the input {name}")
    names = [variant.name.casefold() for variant in kpi.standard_formula.variants]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Finding(("standard_formula", "variants", number, "name"), "two variants have this name")


CHECK = Check(
    NAME,
    "Every expression parses; every input it names is declared, and every declared input is used.",
    per_kpi(NAME, _find),
)
