"""`kpi list`: the KPIs of the catalogue, of a category or an industry, by name or by completeness."""

from __future__ import annotations

import argparse

from ..problem import UserError
from ..records import Catalogue, Kpi
from .output import listed_kpi, note, open_catalogue, print_json, table

SORTS = ("name", "completeness")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--category", metavar="ID", help="a function or a group, such as customer-service")
    parser.add_argument(
        "--industry", metavar="ID", help="an industry; KPIs that hold for every industry are listed too"
    )
    parser.add_argument(
        "--sort", choices=SORTS, default="name", help="by name (default), or by completeness, the least complete first"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = "example: kpi list --category customer-service --industry banking"


def run(args: argparse.Namespace) -> int:
    """Print the list; 1 where it is empty."""
    catalogue = open_catalogue(args)
    kpis = _chosen(catalogue, args.category, args.industry)
    if args.sort == "completeness":
        _by_completeness(kpis, catalogue, args.json)
    elif args.json:
        print_json([listed_kpi(kpi, catalogue) for kpi in kpis])
    elif kpis:
        table([(kpi.id, kpi.abbreviation, catalogue.unit_text(kpi.unit), kpi.direction, kpi.name) for kpi in kpis])
    if not kpis:
        note("no KPI is in that category and industry")
    return 0 if kpis else 1


def _chosen(catalogue: Catalogue, category: str | None, industry: str | None) -> list[Kpi]:
    if category is not None and category not in catalogue.functions and category not in catalogue.groups:
        known = ", ".join((*catalogue.functions, *catalogue.groups))
        raise UserError(f'unknown category "{category}"; known are {known}')
    if industry is not None and industry not in catalogue.industries:
        raise UserError(f'unknown industry "{industry}"; known are {", ".join(catalogue.industries)}')
    kpis = catalogue.in_category(category) if category else tuple(catalogue.living)
    chosen = [kpi for kpi in kpis if industry is None or catalogue.holds_in(kpi, industry)]
    return sorted(chosen, key=lambda kpi: kpi.name.casefold())


def _by_completeness(kpis: list[Kpi], catalogue: Catalogue, as_json: bool) -> None:
    """The least complete first, each with its score out of 100 and what it lacks most."""
    from ..checks.completeness import completeness  # slow to import, and no other list needs it

    scored = sorted(((completeness(kpi), kpi) for kpi in kpis), key=lambda row: row[0].score)
    if as_json:
        rows = [(listed_kpi(kpi, catalogue), found) for found, kpi in scored]
        print_json([{**row, "completeness": found.score, "missing": list(found.missing)} for row, found in rows])
    elif scored:
        table([(f"{found.score:3}", kpi.id, "; ".join(found.missing[:3])) for found, kpi in scored])
