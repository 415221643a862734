"""`kpi new`: begin a record from a commented template."""

from __future__ import annotations

import argparse

from ..paths import catalogue_dir, shown
from ..problem import UserError
from ..records import Catalogue, load_catalogue
from ..records.loader import ID
from ..records.template import new_record
from .output import note, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "id", metavar="ID", help="lower-case words joined by hyphens; it becomes the file name, for good"
    )
    parser.add_argument("--category", metavar="GROUP", help="home group; the nearest by name where none is given")
    parser.epilog = "example: kpi new complaints-per-order --category customer-support"


def run(args: argparse.Namespace) -> int:
    """Write the file and print where it lies."""
    if not ID.match(args.id) or len(args.id) > 80:
        raise UserError(f'"{args.id[:60]}" cannot be an id; lower-case words joined by hyphens, such as gross-margin')
    catalogue = load_catalogue(catalogue_dir(args.catalogue))
    if args.id in catalogue.kpis or args.id in catalogue.unreadable:
        raise UserError(f"{args.id} exists already; `kpi show {args.id}` prints it")
    category = args.category or _nearest_group(catalogue, args.id)
    if category not in catalogue.groups:
        raise UserError(f'unknown group "{category}"; known are {", ".join(catalogue.groups)}')
    file = catalogue.root / "kpis" / catalogue.function_of_group[category] / f"{args.id}.yml"
    if file.exists():
        raise UserError(f"{shown(file)} exists already")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(new_record(args.id, shown(file), category), encoding="utf-8")
    say(shown(file))
    if args.category is None:
        note(f"put into {category}; --category GROUP chooses another, or move the file and change `categories`")
    return 0


def _nearest_group(catalogue: Catalogue, id_: str) -> str:
    """The group whose records' ids share most words with the new id."""
    if not catalogue.groups:
        raise UserError("the catalogue has no categories; taxonomy/categories.yml names them")
    wanted = set(id_.split("-"))
    shared = dict.fromkeys(catalogue.groups, 0)
    for kpi in catalogue:
        home = kpi.categories[0]
        if home in shared:
            shared[home] = max(shared[home], len(wanted & set(kpi.id.split("-"))))
    return max(shared, key=lambda group: shared[group])
