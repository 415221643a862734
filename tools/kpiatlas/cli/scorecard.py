"""`kpi scorecard`: list templates, begin one, export one; `scorecard_reading` reads one back."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..history.git import GitError, commit_of
from ..paths import shown
from ..problem import UserError
from ..records import Catalogue, Kpi
from ..records.loader import ID
from ..records.scorecard_template import ScorecardTemplate
from ..scorecard import FORMATS, build, chosen_template, export, find, from_yaml, scorecard_problems, to_yaml
from ..scorecard.choice import chosen_by
from ..scorecard.whole_file import read_file, write_file
from . import scorecard_reading
from .output import note, one_kpi, open_catalogue, print_json, say, table

FILES = (".yml", ".yaml", ".json")
CADENCES = ("daily", "weekly", "monthly", "quarterly", "yearly")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the templates", description="List the templates.")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.epilog = "example: kpi scorecard list"
    _new_arguments(actions.add_parser("new", help="begin a scorecard of chosen KPIs"))
    _export_arguments(actions.add_parser("export", help="write a scorecard as a workbook or in another form"))
    scorecard_reading.read_arguments(actions.add_parser("read", help="compute a filled workbook from its inputs"))
    scorecard_reading.report_arguments(actions.add_parser("report", help="write a dashboard of a filled workbook"))
    parser.epilog = "example: kpi scorecard export contact-center-operations -o scorecard.xlsx"


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Begin a scorecard file of chosen KPIs, grouped by perspective; weights and targets are yours to add."
    )
    parser.add_argument("--kpis", metavar="A,B,C", help="ids, names or abbreviations, joined by commas")
    parser.add_argument("--category", metavar="ID", help="the first KPIs of a function or group")
    parser.add_argument(
        "--industry", metavar="ID", help="the first KPIs that name an industry; of the category, if both are given"
    )
    parser.add_argument("--title", help="its title; made of the choice where none is given")
    parser.add_argument(
        "--cadence", choices=CADENCES, help="length of a period; what most of the KPIs have if not given"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write; printed where none is given")
    parser.epilog = "example: kpi scorecard new --kpis FCR,service-level,AHT -o desk.yml"


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write a scorecard to a file; its suffix decides: .xlsx calculates (.ods through LibreOffice), .csv is a flat "
        "table, .json the model, .md and .html a page, .pptx slides, .yml the scorecard's own file."
    )
    parser.add_argument("template", metavar="FILE_OR_ID", help="a scorecard file, or the id of a template")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help=f"ends in {', '.join(FORMATS)}")
    parser.add_argument("--with-examples", action="store_true", help="fill the inputs with examples from the records")
    parser.add_argument("--periods", type=int, metavar="N", help="how many periods, up to today's; 12 if not given")
    parser.add_argument("--site", metavar="URL", default="", help="the site whose KPI pages the definitions name")
    parser.epilog = "example: kpi scorecard export saas-monthly -o saas.xlsx --with-examples"


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 1 where there is no template to list."""
    catalogue = open_catalogue(args)
    actions = {
        "list": _list,
        "new": _new,
        "export": _export,
        "read": scorecard_reading.read,
        "report": scorecard_reading.report,
    }
    return actions[args.action](catalogue, args)


def _list(catalogue: Catalogue, args: argparse.Namespace) -> int:
    templates = list(catalogue.scorecards.values())
    if args.json:
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


def _new(catalogue: Catalogue, args: argparse.Namespace) -> int:
    kpis, title = _chosen(catalogue, args)
    id_ = Path(args.output).stem if args.output else "scorecard"
    template = chosen_template(kpis, id_, args.title or title, args.cadence or "")
    text = to_yaml(template)
    from_yaml(text.encode(), id_, args.output or "scorecard")
    if args.output is None:
        say(text.rstrip("\n"))
    else:
        write_file(Path(args.output), text.encode())
        say(shown(Path(args.output)))
    _warn(template, catalogue)
    return 0


def _chosen(catalogue: Catalogue, args: argparse.Namespace) -> tuple[tuple[Kpi, ...], str]:
    """The KPIs that the options name, and a title; what is left out of a category or an industry is said."""
    if (args.kpis is None) == (args.category is None and args.industry is None):
        raise UserError("say which KPIs: either --kpis A,B,C, or --category ID, --industry ID or both")
    if args.kpis is not None:
        return _named(catalogue, args.kpis), "Scorecard"
    choice = chosen_by(catalogue, args.category, args.industry)
    if len(choice.kpis) < choice.of:
        note(f"{len(choice.kpis)} of {choice.of} KPIs; --kpis A,B,C takes others, `kpi list` shows all")
    return choice.kpis, choice.title


def _named(catalogue: Catalogue, text: str) -> tuple[Kpi, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    found = [one_kpi(catalogue, name) for name in names]
    kpis = tuple(kpi for kpi in found if kpi is not None)
    if not names:
        raise UserError("--kpis is empty; give ids, names or abbreviations, joined by commas")
    if len(kpis) < len(names):
        unknown = ", ".join(name for name, kpi in zip(names, found, strict=True) if kpi is None)
        raise UserError(f"not in the catalogue: {unknown[:200]}")
    return kpis


def _export(catalogue: Catalogue, args: argparse.Namespace) -> int:
    target = Path(args.output)
    template = _template(catalogue, args.template)
    card = build(template, catalogue, datetime.now(UTC).date(), args.periods)
    export(replace(card, commit=_commit(catalogue), site=args.site), target, with_examples=args.with_examples)
    say(shown(target))
    _warn(template, catalogue)
    return 0


def _template(catalogue: Catalogue, name: str) -> ScorecardTemplate:
    """The template of a file, or of an id of the catalogue."""
    path = Path(name)
    if path.suffix.lower() not in FILES and not path.is_file():
        return find(catalogue, name)
    id_ = path.stem if ID.match(path.stem) else "scorecard"
    return from_yaml(read_file(path), id_, shown(path))


def _commit(catalogue: Catalogue) -> str:
    """The commit of the catalogue's checkout; empty where it is in none."""
    try:
        return commit_of(catalogue.root, "HEAD")
    except GitError:
        return ""


def _warn(template: ScorecardTemplate, catalogue: Catalogue) -> None:
    """Say what a careful reader would, on standard error."""
    for problem in scorecard_problems(build(template, catalogue, datetime.now(UTC).date()), catalogue):
        note(problem.text())
