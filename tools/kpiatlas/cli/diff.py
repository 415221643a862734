"""`kpi diff`: what changed between two versions of the catalogue, by meaning."""

from __future__ import annotations

import argparse

from ..history import difference, snapshot_at, snapshot_now
from ..history.report import FORMATS
from ..paths import catalogue_dir


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("old", metavar="REV", help="a commit, tag or branch of git, such as v1.0 or HEAD~1")
    parser.add_argument("new", metavar="REV", nargs="?", help="another; the files as they are where none is given")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text (default), Markdown or JSON")
    parser.epilog = "example: kpi diff HEAD~1 --format markdown"


def run(args: argparse.Namespace) -> int:
    """Print the difference; 1 where anything in it is breaking."""
    root = catalogue_dir(args.catalogue)
    old = snapshot_at(root, args.old)
    new = snapshot_at(root, args.new) if args.new else snapshot_now(root)
    found = difference(old, new)
    print(FORMATS[args.format](found))
    return 1 if found.breaking else 0
