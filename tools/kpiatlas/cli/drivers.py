"""`kpi drivers`: what moves a KPI, and what each input would have to be for a target."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from ..formula import Driver, Drivers, Formula, FormulaError, drivers_of, parse
from ..paths import shown
from ..problem import UserError
from ..records import Catalogue, Kpi
from ..records.model import Input, Variant
from ..search.computable import never_negative
from .output import chosen_variant, note, number_text, one_kpi, open_catalogue, print_json, say, table
from .values import read_values


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("id", metavar="ID", help="id, name or abbreviation of the KPI")
    parser.add_argument("values", metavar="NAME=VALUE", nargs="*", help="an input; a series as scores=4,5,3")
    parser.add_argument("--variant", metavar="NAME", help="a variant instead of the standard formula")
    parser.add_argument("--target", metavar="X", help="say what each input alone would have to be for this value")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = (
        "example: kpi drivers fcr resolved_on_first_contact=1480 issues=2000 --target 80\n"
        "The value needed is found with the other inputs as they are. Counts and times do not go below 0; a series is\n"
        "scaled as a whole. In JSON, elasticity is the percent the result moves for 1 percent more of the input."
    )


def run(args: argparse.Namespace) -> int:
    """Print the result and its drivers; 1 where the KPI is unknown or the result undefined."""
    catalogue = open_catalogue(args)
    kpi = one_kpi(catalogue, args.id)
    if kpi is None:
        return 1
    variant = chosen_variant(kpi, args.variant)
    inputs = kpi.standard_formula.inputs_of(variant)
    formula = _formula(catalogue, kpi, variant, inputs)
    target = None if args.target is None else _target(args.target)
    given = read_values(args.values, [name for name in formula.names if name in inputs], formula.series)
    floor = {name for name in formula.names if name in inputs and never_negative(inputs[name].unit, catalogue)}
    found = drivers_of(formula, given, target, floor)
    unit = variant.unit if variant and variant.unit else kpi.unit
    if args.json:
        print_json(
            {
                "kpi": kpi.id,
                "variant": variant.name if variant else None,
                "value": found.outcome.value,
                "unit": unit,
                "target": target,
                "drivers": [_row(driver, inputs) for driver in found.drivers],
            }
        )
    elif found.outcome.value is not None:
        _print(found, inputs, catalogue, unit)
    if found.outcome.value is None:
        note(f"undefined: {found.outcome.undefined_because}")
        return 1
    return 0


def _formula(catalogue: Catalogue, kpi: Kpi, variant: Variant | None, inputs: Mapping[str, Input]) -> Formula:
    expression = variant.expression if variant else kpi.standard_formula.expression
    try:
        return parse(expression, {name for name, input_ in inputs.items() if input_.is_series})
    except FormulaError as error:
        raise UserError(f"{shown(catalogue.root / kpi.path)}: its expression cannot be read: {error}") from None


def _target(text: str) -> float:
    value = read_values([f"target={text}"], ("target",), ())["target"]
    if not isinstance(value, float):
        raise UserError("--target needs a number")
    return value


def _row(driver: Driver, inputs: Mapping[str, Input]) -> dict[str, Any]:
    return {
        "input": driver.input,
        "label": inputs[driver.input].label,
        "value": driver.value,
        "elasticity": driver.elasticity,
        "needed": driver.needed,
        "change_percent": driver.change_percent,
        "because": driver.because,
    }


def _print(found: Drivers, inputs: Mapping[str, Input], catalogue: Catalogue, unit: str) -> None:
    assert found.outcome.value is not None
    say(f"{number_text(found.outcome.value)} {catalogue.unit_text(unit, one=found.outcome.value == 1)}")
    say()
    head = ["input", "now", "+1 % moves the result by"]
    if found.target is not None:
        head += [f"needed for {number_text(found.target)}", "change"]
    rows = [head, *(_cells(driver, inputs, found.target is not None) for driver in found.drivers)]
    table(rows)
    for driver in found.drivers:
        if driver.because:
            say(f"{inputs[driver.input].label}: {driver.because}")


def _cells(driver: Driver, inputs: Mapping[str, Input], aimed: bool) -> list[str]:
    moved = "-" if driver.elasticity is None else f"{_signed(driver.elasticity)} %"
    cells = [inputs[driver.input].label, _value(driver.value), moved]
    if aimed:
        change = driver.change_percent
        cells += [
            "cannot reach it" if driver.needed is None else _value(driver.needed),
            "-" if change is None else f"{_signed(change)} %",
        ]
    return cells


def _value(value: float | tuple[float | None, ...]) -> str:
    if not isinstance(value, tuple):
        return number_text(value)
    items = ["" if item is None else number_text(item) for item in value[:3]]
    return "; ".join(items) + (f"; ... ({len(value)} items)" if len(value) > 3 else "")


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number_text(round(value, 2) if abs(value) >= 0.01 else value)
