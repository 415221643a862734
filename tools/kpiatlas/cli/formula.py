"""`kpi formula`: evaluate an expression, or write it in another language."""

from __future__ import annotations

import argparse

from ..formula import TARGETS, FormulaError, evaluate, parse, render
from ..problem import UserError
from .output import note, print_json
from .values import read_values


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("expression", metavar="EXPRESSION", help="such as 'won / (won + lost) * 100'")
    parser.add_argument("values", metavar="NAME=VALUE", nargs="*", help="an input; a series as scores=4,5,3")
    parser.add_argument("--to", choices=TARGETS, help="write it in another language instead of evaluating it")
    parser.add_argument(
        "--dialect", metavar="NAME", help="of SQL: duckdb (as a rule), postgres, snowflake, bigquery, ..."
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = "example: kpi formula 'resolved / issues * 100' resolved=1480 issues=2000"


def run(args: argparse.Namespace) -> int:
    """Print the value or the text; 1 where the result is undefined, 2 where the expression is wrong."""
    try:
        formula = parse(args.expression)
        if args.to:
            return _written(render(formula, args.to, dialect=args.dialect), args.json)
        if args.dialect:
            raise UserError("--dialect belongs to --to sql")
        outcome = evaluate(formula, read_values(args.values, formula.names, formula.series))
    except FormulaError as error:
        raise UserError(f"{error}\n{error.caret(args.expression)}") from None
    if args.json:
        print_json({"value": outcome.value, "undefined_because": outcome.undefined_because}, indent=None)
    elif outcome.value is not None:
        print(f"{outcome.value!r}".removesuffix(".0"))
    if outcome.value is None:
        note(f"undefined: {outcome.undefined_because}")
        return 1
    return 0


def _written(text: str, as_json: bool) -> int:
    if as_json:
        print_json({"text": text}, indent=None)
    else:
        print(text)
    return 0
