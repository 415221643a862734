"""`kpi computable`: what can be computed from the inputs somebody has, and what to collect next."""

from __future__ import annotations

import argparse

from ..problem import UserError
from ..records import Catalogue
from ..search.computable import Computable, Found, InputIndex, Recognized, as_json, input_index
from .output import heading, note, open_catalogue, print_json, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("words", metavar="INPUT", nargs="+", help='the name of an input, or its label: "total issues"')
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = 'example: kpi computable issues contacts "issues resolved on first contact"'


def run(args: argparse.Namespace) -> int:
    """Print the three lists; 1 where nothing can be computed, 2 where no input is recognized."""
    catalogue = open_catalogue(args)
    index = input_index(catalogue)
    recognized = index.recognize(args.words)
    if not recognized.inputs:
        raise UserError(_unknown(recognized))
    if recognized.unknown:
        note(_unknown(recognized))
    for word, name in recognized.corrected:
        note(f'"{word[:60]}" is read as {name}')
    answer = index.computable(recognized.inputs)
    if args.json:
        print_json(as_json(recognized, answer, catalogue, index))
    else:
        _print(recognized, answer, catalogue, index)
    if not answer.computable:
        note("nothing can be computed from these inputs alone")
    return 0 if answer.computable else 1


def _unknown(recognized: Recognized) -> str:
    words = " or ".join(f'"{word[:60]}"' for word, _ in recognized.unknown)
    near = dict.fromkeys(name for _, nearest in recognized.unknown for name in nearest)
    return f"no KPI has an input {words}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _print(recognized: Recognized, answer: Computable, catalogue: Catalogue, index: InputIndex) -> None:
    say(f"From {', '.join(index.inputs[name].label for name in recognized.inputs)}:")
    if answer.computable:
        heading("You can compute")
        for found in answer.computable:
            say(f"  {_named(found, catalogue)}")
    if answer.lacking_one:
        heading("One more input is needed")
        for found in answer.lacking_one:
            say(f"  {_named(found, catalogue)}: {index.inputs[found.lacks].label} ({found.lacks})")
    if answer.collect_next:
        heading("Collect next, each after the ones above it")
        for each in answer.collect_next:
            count = len(each.opens)
            opens = ", ".join(catalogue.kpis[id_].name for id_ in each.opens)
            known = index.inputs[each.input]
            say(f"  {known.label} ({each.input}) opens {count} KPI{'s' if count != 1 else ''}: {opens}")


def _named(found: Found, catalogue: Catalogue) -> str:
    variant = f", {found.variant}" if found.variant else ""
    return f"{catalogue.kpis[found.kpi].name}{variant}  {found.kpi}"
