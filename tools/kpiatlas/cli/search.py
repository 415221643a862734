"""`kpi search`: find KPIs by name, abbreviation, misspelling or question."""

from __future__ import annotations

import argparse
import sys

from ..paths import catalogue_dir
from ..problem import UserError
from ..search import FACETS, MAX_CHARACTERS, Answer, Index, Query, as_json, open_search
from .output import note, note_problems, print_json, say, title


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("words", metavar="WORDS", nargs="*", help="a name, an abbreviation or a question")
    for facet in FACETS:
        parser.add_argument(
            f"--{facet.id}", metavar="VALUE", action="append", default=[], help=f"only this {facet.title.lower()}"
        )
    parser.add_argument(
        "--words-only", action="store_true", help="no word counts as a filter, as saas does in: churn saas"
    )
    parser.add_argument("--limit", metavar="N", type=_count, default=10, help="at most so many results (10)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--stdin", action="store_true", help="one query a line on standard input, one JSON answer a line"
    )
    parser.epilog = (
        'example: kpi search "how long until we answer a ticket" --category customer-service\n'
        "A filter may be given several times; any of its values will do. A KPI that names no industry holds for all.\n"
        "Words that name a category or an industry count as a filter where that leaves out nothing better."
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 1000")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Print what was found; 1 where nothing was."""
    if args.stdin and args.words:
        raise UserError("give the words, or --stdin, not both")
    root = catalogue_dir(args.catalogue)
    index = open_search(root)
    note_problems(index.problems, root)
    filters = {facet.id: getattr(args, facet.id) for facet in FACETS if getattr(args, facet.id)}
    if args.stdin:
        return _every_line(index, filters, args)
    if not args.words and not filters:
        raise UserError('say what to look for, such as: kpi search "first call resolution"')
    answer = index.search(Query(" ".join(args.words), filters, args.limit, args.words_only))
    if args.json:
        print_json(as_json(answer))
    else:
        _print(answer, index)
    return 0 if answer.results else 1


def _every_line(index: Index, filters: dict[str, list[str]], args: argparse.Namespace) -> int:
    found = False
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").strip()
        answer = index.search(Query(text, filters, args.limit, args.words_only))
        found = found or bool(answer.results)
        print_json(as_json(answer), indent=None)
        sys.stdout.flush()
    return 0 if found else 1


def _print(answer: Answer, index: Index) -> None:
    for named in answer.taken:
        titles = index.table.titles(named.facet)
        meant = " or ".join(titles[value] for value in named.values)
        note(f'"{" ".join(named.words)}" taken as a filter: {named.facet} {meant}; --words-only takes it as a word')
    for hit in answer.results:
        kpi = hit.record
        title(kpi.name, (f" ({kpi.abbreviation})" if kpi.abbreviation else "") + f"  {kpi.id}")
        say(f"  {kpi.summary}")
        if hit.why:
            say(f"  found in: {', '.join(hit.why)}" + (f"; without {', '.join(hit.lacks)}" if hit.lacks else ""))
    if answer.total > len(answer.results) > 0:
        note(f"{answer.total} found, {len(answer.results)} shown; --limit shows more")
    if answer.cut:
        note(f"only the first {MAX_CHARACTERS} characters were read")
    if answer.did_you_mean:
        note(f"did you mean {' or '.join(answer.did_you_mean)}?")
    if not answer.results:
        _print_nothing(answer)


def _print_nothing(answer: Answer) -> None:
    """No hit is never the last word: why, what comes near, and where to look."""
    note(f"nothing found{f': {answer.unread}' if answer.unread else ''}{'; closest:' if answer.closest else ''}")
    for hit in answer.closest:
        lacks = f" (lacks {', '.join(hit.lacks)})" if hit.lacks else ""
        note(f"  {hit.record.name}  {hit.id}{lacks}")
    if answer.categories:
        note(f"look through: {', '.join(f'--category {id_}' for id_ in answer.categories)}")
