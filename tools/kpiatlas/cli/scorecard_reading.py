"""`kpi scorecard read` and `kpi scorecard report`: what a filled workbook says. Beside `scorecard`, which calls it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..paths import shown
from ..records import Catalogue
from ..scorecard import FORMATS, export
from ..scorecard.reading import Reading, WrongCellsError, as_csv, as_data, read_workbook, sections
from ..scorecard.report import write_report
from .output import note, print_json, say, table, title


def read_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `read`."""
    parser.description = (
        "Compute a filled workbook from its inputs: status, score, what is missing, which definitions have changed, "
        "and where the workbook itself shows other results (exit code 1)."
    )
    _shared(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print a row for each KPI and period, or the given period")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help=f"export it again, figures included: {', '.join(FORMATS)}"
    )
    parser.epilog = "example: kpi scorecard read filled.xlsx --period 2026-10"


def report_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `report`."""
    parser.description = "Write a dashboard of a filled workbook: one page that opens in any browser, without a server."
    _shared(parser)
    parser.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder to write index.html into")
    parser.epilog = "example: kpi scorecard report filled.xlsx -o report"


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK", help="an .xlsx file that kpi scorecard export wrote")
    parser.add_argument("--period", metavar="LABEL", default="", help="the one the workbook shows if not given")


def read(catalogue: Catalogue, args: argparse.Namespace) -> int:
    """Print what a workbook says; 1 where it shows other results than the computed ones."""
    try:
        reading = read_workbook(Path(args.workbook), catalogue, args.period)
    except WrongCellsError as error:
        if not args.json:
            raise
        print_json({"wrong": [{"cell": cell.place, "message": cell.message} for cell in error.cells]})
        return 2
    if args.json:
        print_json(as_data(reading))
    elif args.csv:
        every = range(len(reading.card.periods))
        sys.stdout.write(as_csv(reading, [reading.period] if args.period else every))
    else:
        _print(reading)
    if args.output is not None:
        export(reading.card, Path(args.output))
        note(f"written: {shown(Path(args.output))}")
    return 1 if reading.comparison.differences else 0


def _print(reading: Reading) -> None:
    for place, (heading, rows) in enumerate(sections(reading)):
        if place:
            say()
        title(heading)
        table(rows)


def report(catalogue: Catalogue, args: argparse.Namespace) -> int:
    """Write the dashboard of a workbook."""
    say(shown(write_report(read_workbook(Path(args.workbook), catalogue, args.period), Path(args.output))))
    return 0
