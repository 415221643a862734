"""`kpi check`: everything that is wrong with the catalogue, or with some of its files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .. import problem
from ..checks import check_catalogue
from ..paths import catalogue_dir, shown
from ..problem import Problem, UserError
from ..records import load_catalogue
from .output import note

FORMATS = {"text": problem.as_text, "json": problem.as_json, "github": problem.as_annotations}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders to report on; all where none is given"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="text (default), JSON, or GitHub annotations")
    parser.epilog = "example: kpi check catalogue/kpis/accounting --format json"


def run(args: argparse.Namespace) -> int:
    """Print the problems; 1 where one is an error. A good catalogue prints nothing (or an empty JSON array)."""
    root = catalogue_dir(args.catalogue or _whole_catalogue(args.paths))
    problems = _within(check_catalogue(load_catalogue(root), cached=True), args.paths, root)
    text = FORMATS[args.format](problems)
    if text:
        print(text)
    errors = sum(found.severity == "error" for found in problems)
    if problems:
        warnings = len(problems) - errors
        note(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}")
    return 1 if errors else 0


def _whole_catalogue(paths: Sequence[str]) -> str | None:
    """A single path that is itself a catalogue is the one to check."""
    return paths[0] if len(paths) == 1 and (Path(paths[0]) / "kpis").is_dir() else None


def _within(problems: Sequence[Problem], paths: Sequence[str], root: Path) -> list[Problem]:
    """The problems of the files named, or of files below the folders named."""
    if not paths:
        return list(problems)
    places = [Path(path).resolve() for path in paths]
    for path, place in zip(paths, places, strict=True):
        if not place.exists():
            raise UserError(f"{path}: no such file or folder")
        if not place.is_relative_to(root) and not root.is_relative_to(place):
            raise UserError(f"{path} is not in the catalogue {shown(root)}; --catalogue DIR chooses another")
    return [found for found in problems if any(_lies_in(found.path, place) for place in places)]


def _lies_in(path: str, place: Path) -> bool:
    """Whether a file, or what it is a link to, is the place or lies below it."""
    return Path(path).absolute().is_relative_to(place) or Path(path).resolve().is_relative_to(place)
