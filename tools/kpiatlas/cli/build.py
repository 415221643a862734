"""`kpi build`: build the site."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..paths import catalogue_dir, shown
from ..problem import as_text
from ..site.build import BrokenCatalogueError, build_site
from .output import note, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("-o", "--output", metavar="DIR", default="build/site", help="folder of the site (build/site)")
    parser.add_argument(
        "--allow-problems", action="store_true", help="build in spite of errors, without unreadable records"
    )
    parser.epilog = "example: kpi build -o build/site"


def run(args: argparse.Namespace) -> int:
    """Build, and print where the site lies; 1 where the catalogue has errors."""
    target = Path(args.output).resolve()
    try:
        built = build_site(catalogue_dir(args.catalogue), target, note, allow_problems=args.allow_problems)
    except BrokenCatalogueError as broken:
        say(as_text(broken.problems))
        standing = "; the site that stands is unchanged" if target.exists() else ""
        note(f"not built: {len(broken.problems)} errors{standing}")
        return 1
    say(f"{shown(target)}: {len(built.pages.catalogue)} KPIs")
    return 0
