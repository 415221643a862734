"""`kpi scorecard`: list and export scorecard templates."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from ..paths import shown
from ..records import Catalogue
from ..records.scorecard_template import ScorecardTemplate
from ..scorecard import build, export, find
from .output import note, open_catalogue, print_json, say, table


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the templates", description="List the templates.")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.epilog = "example: kpi scorecard list"
    exporting = actions.add_parser("export", help="write a template as a workbook, a table or JSON")
    exporting.description = (
        "Write a template to a file; its suffix decides: .xlsx calculates, .csv is a flat table, .json the model."
    )
    exporting.add_argument("template", metavar="TEMPLATE", help="id of the template")
    exporting.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write")
    exporting.add_argument(
        "--with-examples", action="store_true", help="fill the inputs with the worked examples' figures"
    )
    exporting.epilog = "example: kpi scorecard export saas-monthly -o saas.xlsx"
    parser.epilog = "example: kpi scorecard export contact-center-operations -o scorecard.xlsx"


def run(args: argparse.Namespace) -> int:
    """List or export; 1 where there is no template to list."""
    catalogue = open_catalogue(args)
    return _list(catalogue, args.json) if args.action == "list" else _export(catalogue, args)


def _list(catalogue: Catalogue, as_json: bool) -> int:
    templates = list(catalogue.scorecards.values())
    if as_json:
        print_json([_listed(template) for template in templates])
    elif templates:
        table([(template.id, f"{_count(template)} KPIs", template.cadence, template.title) for template in templates])
    if not templates:
        note("the catalogue has no scorecards")
    return 0 if templates else 1


def _listed(template: ScorecardTemplate) -> dict[str, object]:
    return {
        "id": template.id,
        "title": template.title,
        "purpose": template.purpose,
        "audience": template.audience,
        "cadence": template.cadence,
        "kpis": [line.kpi for group in template.groups for line in group.kpis],
    }


def _count(template: ScorecardTemplate) -> int:
    return sum(len(group.kpis) for group in template.groups)


def _export(catalogue: Catalogue, args: argparse.Namespace) -> int:
    template = find(catalogue, args.template)
    target = Path(args.output)
    scorecard = build(template, catalogue, datetime.now(UTC).date())
    export(scorecard, target, with_examples=args.with_examples)
    say(shown(target))
    return 0
