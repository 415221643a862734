"""What several commands print alike: JSON, tables, bold headings, and the catalogue they print from."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..paths import catalogue_dir
from ..problem import UserError

if TYPE_CHECKING:  # a command that only answers from an index never reads records, and starts the sooner for it
    from ..records import Catalogue, Kpi
    from ..records.model import Variant

# Control characters but the line break; 0x9b begins an escape sequence as ESC [ does.
_QUIET = {code: None for code in (*range(32), *range(127, 160)) if code != 10}


def open_catalogue(args: argparse.Namespace) -> Catalogue:
    """The catalogue chosen by option or environment; what is wrong with it is said on standard error."""
    from ..records import load_catalogue

    catalogue = load_catalogue(catalogue_dir(args.catalogue))
    note_problems(len(catalogue.problems), catalogue.root)
    return catalogue


def note_problems(count: int, root: Path) -> None:
    """Say how many problems a catalogue has, where it has any."""
    if count:
        note(f"{count} problem{'s' if count != 1 else ''} in {root}; `kpi check` shows them")


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """JSON on standard output; never NaN or infinity."""
    print(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def note(text: str) -> None:
    """A remark beside the answer, on standard error."""
    print(f"kpi: {text}", file=sys.stderr)


def say(text: str = "") -> None:
    """A line of the answer; control characters that came out of a record do not reach the terminal."""
    print(text.translate(_QUIET))


def bold(text: str) -> str:
    """Bold on a terminal, unless NO_COLOR is set; to print as it is, for `say` takes escape sequences out."""
    text = text.translate(_QUIET)
    return f"\x1b[1m{text}\x1b[0m" if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else text


def title(text: str, rest: str = "") -> None:
    """A line that begins in bold."""
    print(bold(text) + rest.translate(_QUIET))


def heading(text: str) -> None:
    """A title after an empty line."""
    print()
    title(text)


def table(rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())


def width(text: str) -> int:
    """The columns a text takes on a terminal; wide East Asian signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def one_kpi(catalogue: Catalogue, name: str) -> Kpi | None:
    """The KPI of an id, name, abbreviation or alias; None after saying on standard error which ones are close.

    Raises:
        UserError: the name stands for several KPIs.
    """
    import difflib

    from ..records import folded

    found = catalogue.named(name)
    if len(found) > 1:
        several = " or ".join(kpi.id for kpi in found)
        raise UserError(f'"{name}" stands for {len(found)} KPIs; say {several}')
    if found:
        if gone := found[0].deprecated:
            note(f"{found[0].id} is deprecated since {gone.since}; {gone.replaced_by} takes its place: {gone.because}")
        return found[0]
    known = {folded(known): kpi.id for kpi in catalogue for known in (kpi.id, *kpi.names)}
    close = difflib.get_close_matches(folded(name)[:200], known, 3, 0.6)
    ids = list(dict.fromkeys(known[match] for match in close))
    hint = f"; did you mean {', '.join(ids)}?" if ids else "; `kpi search` finds by words, `kpi list` shows all"
    note(f'no KPI is called "{name[:100]}"{hint}')
    return None


def chosen_variant(kpi: Kpi, name: str | None) -> Variant | None:
    """The variant of that name; None where none is asked for.

    Raises:
        UserError: the KPI has no such variant.
    """
    variant = None if name is None else kpi.variant(name)
    if name is not None and variant is None:
        known = ", ".join(f'"{v.name}"' for v in kpi.standard_formula.variants)
        raise UserError(f'{kpi.id} has no variant "{name}"; ' + (f"it has {known}" if known else "it has none"))
    return variant


def number_text(value: float) -> str:
    """A number as a person reads it: up to six significant digits after a whole part that is never cut."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if 1e-3 <= abs(value) < 1e15 else f"{value:.6g}"


def listed_kpi(kpi: Kpi, catalogue: Catalogue) -> dict[str, Any]:
    """A KPI as `kpi list --json` gives it."""
    return {
        "id": kpi.id,
        "name": kpi.name,
        "abbreviation": kpi.abbreviation,
        "aliases": list(kpi.aliases),
        "categories": list(catalogue.categories_of(kpi)),
        "industries": list(kpi.industries),
        "unit": kpi.unit,
        "direction": kpi.direction,
        "summary": kpi.summary,
    }
