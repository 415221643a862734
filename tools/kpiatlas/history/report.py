"""A difference as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from .difference import Change, Difference, RecordChange

SHOWN = 90
LED = 20  # signs before the place where two texts part


def as_text(found: Difference) -> str:
    """For a terminal: what breaks, then what is new, then the rest, each with its fields."""
    lines: list[str] = []
    for title, rows in _parts(found):
        lines += [f"{title}:", *(f"  {line}" for row in rows for line in _text_of(row)), ""]
    return "\n".join([*lines, summary(found)])


def as_markdown(found: Difference) -> str:
    """For a changelog or a review."""
    lines = [f"## Changes from {_code(found.old)} to {_code(found.new)}", ""]
    for title, rows in _parts(found):
        lines += [f"### {title}", ""]
        for row in rows:
            lines.append(f"- **{_plain(row.title)}** ({_code(row.id)}): {row.what}")
            lines += [f"  - {_code(c.field)}: {_marked(c)}" for c in row.changes]
        lines.append("")
    return "\n".join([*lines, summary(found)])


def as_json(found: Difference) -> str:
    """For programs: every change whole."""
    data = {
        "from": found.old,
        "to": found.new,
        "breaking": found.breaking,
        **{name: [{**asdict(row), "breaking": row.breaking} for row in getattr(found, name)] for name in _KINDS},
        "unreadable": list(found.unreadable),
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


_KINDS = ("records", "taxonomy", "scorecards")


def summary(found: Difference) -> str:
    """The difference in one line."""
    everything = [*found.records, *found.taxonomy, *found.scorecards]
    if not everything:
        line = f"nothing differs between {found.old} and {found.new}"
    else:
        breaking = sum(row.breaking for row in everything)
        added = sum(row.what == "added" for row in everything)
        rest = len(everything) - breaking - added
        line = f"{found.old} to {found.new}: {breaking} breaking, {added} added, {rest} editorial"
    unreadable = f"; nothing can be said of {', '.join(found.unreadable)}" if found.unreadable else ""
    return line + unreadable


def _parts(found: Difference) -> Iterator[tuple[str, list[RecordChange]]]:
    rows = [*found.records, *found.taxonomy, *found.scorecards]
    parts = (
        ("Breaking", [row for row in rows if row.breaking]),
        ("Added", [row for row in rows if row.what == "added"]),
        ("Editorial", [row for row in rows if not row.breaking and row.what != "added"]),
    )
    yield from ((title, part) for title, part in parts if part)


def _text_of(row: RecordChange) -> Iterator[str]:
    yield f"{row.id} ({row.title}): {row.what}" if row.title != row.id else f"{row.id}: {row.what}"
    for change in row.changes:
        mark = "! " if change.breaking else "  "
        yield f"  {mark}{change.field}: {_sides(change)}"


def _sides(change: Change) -> str:
    if change.before is None:
        return f"added {_short(change.after or '')}"
    if change.after is None:
        return f"removed {_short(change.before)}"
    return " → ".join(_told(change)) if change.after else change.before


def _told(change: Change) -> tuple[str, str]:
    """What stood before and what stands now; of two long texts, from the word at which they part."""
    before, after = change.before or "", change.after or ""
    if len(before) > SHOWN and len(after) > SHOWN:
        pairs = enumerate(zip(before, after, strict=False))
        start = next((at for at, (a, b) in pairs if a != b), min(len(before), len(after)))
        start = before.rfind(" ", 0, max(0, start - LED)) + 1
        if start:
            before, after = f"…{before[start:]}", f"…{after[start:]}"
    return _short(before), _short(after)


def _marked(change: Change) -> str:
    before, after = _told(change)
    return f"{_plain(before) or 'none'} → {_plain(after) or 'none'}"


def _short(text: str) -> str:
    flat = "".join(sign if sign.isprintable() else " " for sign in text)
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"


def _plain(text: str) -> str:
    """Text of a record inside Markdown: its signs mean nothing."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>|#" else sign for sign in text)


def _code(text: str) -> str:
    return f"`{_short(text).replace('`', ' ')}`"


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
