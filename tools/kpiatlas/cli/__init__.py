"""The command `kpi`: options in, text out. Each command is a module of this package and holds no logic of its own.

Only the module of the command that is called is imported, so that each starts as quickly as it can.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from importlib import import_module

from .. import __version__
from ..problem import UserError

COMMANDS = {
    "search": "find KPIs by name, abbreviation, misspelling or question",
    "show": "print a KPI",
    "list": "list KPIs, by category or industry",
    "calc": "compute a KPI from its inputs",
    "computable": "say what can be computed from the inputs you have",
    "drivers": "say what moves a KPI, and what it takes to reach a target",
    "formula": "evaluate an expression, or write it in another language",
    "scorecard": "list and export scorecard templates",
    "check": "check the catalogue",
    "diff": "say what changed between two versions, breaking changes apart",
    "fmt": "repair what can be repaired in record files",
    "new": "begin a record from a commented template",
    "build": "build the site",
    "serve": "build the site, serve it, rebuild on change",
}


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit code: 0 fine, 1 problems found, nothing found or undefined, 2 wrong use."""
    arguments = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a sign shows its number
            stream.reconfigure(errors="backslashreplace")
    parser = _parser(arguments)
    try:
        args = _parsed(parser, arguments)
        if args.command is None:
            parser.print_help()
            return 2
        code = int(import_module(f".{args.command}", __name__).run(args))
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"kpi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe (head, less) has left
        _abandon_output()
        return 0
    except OSError as error:
        print(f"kpi: {error.filename or 'output'}: {error.strerror or error}", file=sys.stderr)
        _abandon_output()
        return 2
    except KeyboardInterrupt:
        print("kpi: stopped", file=sys.stderr)
        return 130


def _parsed(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """The arguments; argparse itself takes no more values, words or paths once an option has stood between them."""
    args, late = parser.parse_known_args(_expression_kept(arguments), argparse.Namespace(catalogue=None))
    found = (getattr(args, name, None) for name in ("values", "words", "paths"))
    many = next((several for several in found if several is not None), None)
    if strange := [word for word in late if many is None or word.startswith("-")]:
        parser.error(f"unrecognized arguments: {' '.join(strange)}")
    if many is not None:
        many += late
    return args


def _expression_kept(arguments: list[str]) -> list[str]:
    """The arguments with a blank before an expression such as -2^2, which argparse would take for an option."""
    if "formula" not in arguments:
        return arguments
    return [f" {word}" if re.match(r"-(?![-h]?$|-[a-z])", word) else word for word in arguments]


def _abandon_output() -> None:
    """Output that could not be written would fail again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--catalogue", metavar="DIR", default=argparse.SUPPRESS, help="another catalogue (also KPI_CATALOGUE)"
    )
    parser = argparse.ArgumentParser(
        prog="kpi",
        description="Look up, compute and compare key performance indicators.",
        epilog='example: kpi search "first call resolution"',
        parents=[everywhere],
    )
    parser.add_argument("--version", action="version", version=f"kpi-atlas {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, help_ in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=help_,
            description=help_[0].upper() + help_[1:] + ".",
            parents=[everywhere],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in arguments:
            import_module(f".{name}", __name__).arguments(command)
    return parser
