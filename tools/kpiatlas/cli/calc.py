"""`kpi calc`: compute a KPI from its inputs."""

from __future__ import annotations

import argparse

from ..formula import FormulaError, evaluate, parse
from ..paths import shown
from ..problem import UserError
from ..records import Kpi
from ..records.model import Input, Variant
from .output import note, number_text, one_kpi, open_catalogue, print_json, say
from .values import read_values


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("id", metavar="ID", help="id, name or abbreviation of the KPI")
    parser.add_argument("values", metavar="NAME=VALUE", nargs="*", help="an input; a series as scores=4,5,3")
    parser.add_argument("--variant", metavar="NAME", help="a variant instead of the standard formula")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = "example: kpi calc first-contact-resolution resolved_on_first_contact=1480 issues=2000"


def run(args: argparse.Namespace) -> int:
    """Print value, unit and band; 1 where the KPI is unknown or the result undefined."""
    catalogue = open_catalogue(args)
    kpi = one_kpi(catalogue, args.id)
    if kpi is None:
        return 1
    variant = _variant(kpi, args.variant)
    expression = variant.expression if variant else kpi.standard_formula.expression
    unit = variant.unit if variant and variant.unit else kpi.unit
    inputs = kpi.standard_formula.inputs_of(variant)
    try:
        formula = parse(expression, {name for name, input_ in inputs.items() if input_.is_series})
    except FormulaError as error:
        raise UserError(f"{shown(catalogue.root / kpi.path)}: its expression cannot be read: {error}") from None
    needed = {name: inputs[name] for name in formula.names if name in inputs}
    outcome = evaluate(formula, read_values(args.values, needed, formula.series))
    # The bands are thresholds on the KPI's own scale; a variant in another unit has none.
    banded = outcome.value is not None and unit == kpi.unit
    band = kpi.interpretation.band(outcome.value) if banded and outcome.value is not None else None
    if args.json:
        print_json(
            {
                "kpi": kpi.id,
                "variant": variant.name if variant else None,
                "value": outcome.value,
                "unit": unit,
                "band": band.rating if band else None,
                "undefined_because": outcome.undefined_because,
            }
        )
    elif outcome.value is not None:
        say(f"{number_text(outcome.value)} {catalogue.unit_text(unit, one=outcome.value == 1)}")
        if band:
            say(f"{band.rating}: {band.meaning}")
    if outcome.value is None:
        note(f"undefined: {outcome.undefined_because}")
        if not args.values:
            note(f"inputs of {kpi.id}: {_wanted(needed)}")
    return 0 if outcome.value is not None else 1


def _variant(kpi: Kpi, name: str | None) -> Variant | None:
    if name is None:
        return None
    variant = kpi.variant(name)
    if variant is None:
        known = ", ".join(f'"{v.name}"' for v in kpi.standard_formula.variants)
        raise UserError(f'{kpi.id} has no variant "{name}"; ' + (f"it has {known}" if known else "it has none"))
    return variant


def _wanted(inputs: dict[str, Input]) -> str:
    return ", ".join(f"{name} ({input_.label}, {input_.unit})" for name, input_ in inputs.items())
