"""`kpi calc`: compute a KPI from its inputs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..formula import Formula, FormulaError, TargetError, evaluate, parse
from ..paths import shown
from ..problem import UserError
from ..records.model import Band, Input
from .output import chosen_variant, note, number_text, one_kpi, open_catalogue, print_json, say, table, width
from .values import Given, read_values

if TYPE_CHECKING:
    from ..tables import Preview

_MOST_SHOWN = 80


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("id", metavar="ID", help="id, name or abbreviation of the KPI")
    parser.add_argument("values", metavar="NAME=VALUE", nargs="*", help="an input; a series as scores=4,5,3")
    parser.add_argument("--variant", metavar="NAME", help="a variant instead of the standard formula")
    parser.add_argument("--json", action="store_true", help="print JSON")
    over = parser.add_argument_group("over a table")
    over.add_argument("--data", metavar="FILE", help="a CSV or Parquet file whose columns are the inputs")
    over.add_argument("--by", metavar="COLUMN", nargs="+", action="extend", help="a result for each group of rows")
    over.add_argument("--map", metavar="INPUT=COLUMN", nargs="+", action="extend", help="a column of another name")
    over.add_argument("-o", "--output", metavar="FILE", help="write all rows to a .csv or .parquet file")
    over.add_argument(
        "--reasons", action="store_true", help="with -o: a last column that says why a value is undefined"
    )
    parser.epilog = (
        "example: kpi calc first-contact-resolution resolved_on_first_contact=1480 issues=2000\n"
        "example: kpi calc fcr --data months.csv --map issues=Total -o fcr.parquet"
    )


def run(args: argparse.Namespace) -> int:
    """Print value, unit and band; 1 where the KPI is unknown or the result undefined."""
    catalogue = open_catalogue(args)
    kpi = one_kpi(catalogue, args.id)
    if kpi is None:
        return 1
    variant = chosen_variant(kpi, args.variant)
    expression = variant.expression if variant else kpi.standard_formula.expression
    unit = variant.unit if variant and variant.unit else kpi.unit
    inputs = kpi.standard_formula.inputs_of(variant)
    try:
        formula = parse(expression, {name for name, input_ in inputs.items() if input_.is_series})
    except FormulaError as error:
        raise UserError(f"{shown(catalogue.root / kpi.path)}: its expression cannot be read: {error}") from None
    needed = {name: inputs[name] for name in formula.names if name in inputs}
    if args.data is not None:
        return _over_table(args, formula, kpi.interpretation.bands if unit == kpi.unit else ())
    if option := next((name for name in ("by", "map", "output", "reasons") if getattr(args, name)), None):
        raise UserError(f"--{option} goes with --data FILE")
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


def _wanted(inputs: dict[str, Input]) -> str:
    return ", ".join(f"{name} ({input_.label}, {input_.unit})" for name, input_ in inputs.items())


def _over_table(args: argparse.Namespace, formula: Formula, bands: tuple[Band, ...]) -> int:
    """Print the first rows, or write all of them; 0, for undefined rows are part of the answer."""
    from ..tables import Calculation, read_mapping

    if args.json:
        raise UserError("--json does not go with --data; -o FILE writes CSV or Parquet")
    if args.reasons and args.output is None:
        raise UserError("--reasons goes with -o FILE; what is printed says why in any case")
    constants = _constants(read_values(args.values, formula.names, formula.series))
    mapping = read_mapping(args.map or (), formula.names)
    calculation = Calculation(formula, Path(args.data), tuple(args.by or ()), mapping, constants, bands)
    try:
        if args.output is None:
            _print_rows(calculation.preview(report=_progress()))
        else:
            rows = calculation.write(Path(args.output), _progress(), reasons=args.reasons)
            note(f"{args.output}: {rows:,} row{'' if rows == 1 else 's'}")
    except TargetError as error:
        raise UserError(str(error)) from None
    return 0


def _constants(given: Given) -> dict[str, float | None]:
    constants: dict[str, float | None] = {}
    for name, value in given.items():
        if isinstance(value, list):
            raise UserError(f"{name} is a series; with --data it must be a column")
        constants[name] = value
    return constants


def _progress() -> Callable[[float], None]:
    """How much is done, on standard error: one line written over and over on a terminal, else a line every tenth."""
    said = -1

    def report(done: float) -> None:
        nonlocal said
        if sys.stderr.isatty():
            print(f"kpi: {done:4.0%}", end="\r", file=sys.stderr, flush=True)  # the next line covers it
        elif int(done * 10) > said:
            said = int(done * 10)
            note(f"{done:.0%} done")

    return report


def _print_rows(preview: Preview) -> None:
    columns = list(zip(preview.names, *([_cell(cell) for cell in row] for row in preview.rows), strict=True))
    for place, cells in enumerate(columns):
        if any(isinstance(row[place], float) for row in preview.rows):  # numbers stand under each other at their end
            size = max(map(width, cells))
            columns[place] = tuple(" " * (size - width(cell)) + cell for cell in cells)
    table(list(zip(*columns, strict=True)))
    if preview.cut:
        note(f"the first {len(preview.rows):,} rows; -o FILE writes all")
    if preview.hidden:
        note(f"{preview.hidden:,} more columns of the table are not shown; -o FILE writes all")


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return number_text(cell)
    text = cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
