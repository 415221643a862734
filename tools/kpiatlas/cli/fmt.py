"""`kpi fmt`: repair what can be repaired in record files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..paths import catalogue_dir, shown
from ..problem import UserError
from ..records.cache import write_whole
from ..records.formatter import formatted
from ..records.strict_yaml import MAX_BYTES
from .output import note, say

KINDS = {"kpis": "kpi", "sources": "sources", "scorecards": "scorecard"}
TAXONOMY = ("categories", "industries", "units")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders; the whole catalogue where none is given"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, only name the files that would change")
    parser.epilog = "example: kpi fmt catalogue/kpis/accounting/gross-margin.yml"


def run(args: argparse.Namespace) -> int:
    """Repair the files and name those that changed; with --check, 1 where there are any."""
    root = catalogue_dir(args.catalogue)
    changed = failed = 0
    for file in _files(root, args.paths):
        try:
            before = _text(file)
            after = formatted(before, _kind(file.relative_to(root)), len(file.relative_to(root).parts))
            if after != before and not args.check:
                write_whole(file, after.encode())
        except (OSError, ValueError) as error:
            note(f"{shown(file)}: left alone, {error}")
            failed = 1
            continue
        if after != before:
            changed += 1
            say(shown(file))
    return 1 if failed or (args.check and changed) else 0


def _kind(relative: Path) -> str:
    """The schema of a file by its place below the catalogue."""
    if relative.suffix == ".yml" and len(relative.parts) > 1:
        if relative.parts[0] in KINDS:
            return KINDS[relative.parts[0]]
        if relative.parts[0] == "taxonomy" and relative.stem in TAXONOMY:
            return relative.stem
    raise ValueError("not a record, taxonomy, source or scorecard of the catalogue")


def _text(file: Path) -> str:
    if file.stat().st_size > MAX_BYTES:
        raise ValueError("larger than 256 KiB")
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None


def _files(root: Path, paths: Sequence[str]) -> Iterator[Path]:
    for path in paths or [str(root)]:
        place = Path(path).resolve()
        if not place.exists():
            raise UserError(f"{path}: no such file or folder")
        if not place.is_relative_to(root):
            raise UserError(f"{path} is not in the catalogue {shown(root)}; --catalogue DIR chooses another")
        yield from sorted(place.rglob("[!.]*.yml")) if place.is_dir() else [place]
