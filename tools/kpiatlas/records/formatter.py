"""Repairing the text of a record without losing any of it: order of attributes, quotes, line endings.

A formatter works on text, never on data: comments, line breaks and spelling stay as the author wrote them, only moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .schema import resolve, schema
from .strict_yaml import YamlError, read_yaml

_HEADER = re.compile(r"#\s*yaml-language-server:.*\n?")
_MOST_REPAIRS = 2000
_WIDTH = 118


def written(data: Any) -> str:
    """Data as the text of a new file, in the order it has."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=_WIDTH)


def formatted(text: str, kind: str, depth: int) -> str:
    """The text as `kpi fmt` leaves it.

    `kind` is the schema of the file, `depth` the number of folders between it and the catalogue's parent. Text that is
    not YAML after the quotes are put comes back with nothing but its line endings repaired; `kpi check` says why. So
    does text that would say something else in another order.
    """
    clean = _quoted(_lines(text))
    try:
        data = read_yaml(clean.encode())
    except YamlError:
        return clean
    body = _HEADER.sub("", clean, count=1).lstrip("\n") if _HEADER.match(clean) else clean.lstrip("\n")
    header = f"# yaml-language-server: $schema={'../' * depth}schema/{kind}.schema.json\n"
    ordered = _ordered(body, kind).lstrip("\n")
    gap = "" if ordered.startswith("#") or kind not in ("kpi", "scorecard") else "\n"
    result = (header + gap + ordered).rstrip("\n") + "\n"
    return result if _says(result, data) else clean


def _says(text: str, data: Any) -> bool:
    try:
        return bool(read_yaml(text.encode()) == data)
    except YamlError:
        return False


def _lines(text: str) -> str:
    """Unix line endings, no blanks at the end of a line, no byte-order mark, one line break at the end."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(row.rstrip(" \t") for row in rows).rstrip("\n") + "\n"


def _quoted(text: str) -> str:
    """Quotes around plain words that mean different things to different readers, such as no, 012 or a date."""
    for _ in range(_MOST_REPAIRS):
        try:
            read_yaml(text.encode())
        except YamlError as error:
            repaired = _quote_at(text, error)
            if repaired is None:
                return text
            text = repaired
        else:
            return text
    return text


def _quote_at(text: str, error: YamlError) -> str | None:
    if not (error.quote_it and error.line and error.column):
        return None
    rows = text.split("\n")
    row, start, word = rows[error.line - 1], error.column - 1, error.quote_it
    if not row.startswith(word, start):
        return None  # the word runs over several lines
    rows[error.line - 1] = f'{row[:start]}"{word}"{row[start + len(word) :]}'
    return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: value` of a block mapping: the lines it covers, from the comment above it to before the next."""

    key: str
    first: int
    last: int  # exclusive
    value: Any


def _ordered(text: str, kind: str) -> str:
    """The same lines, with the attributes of every mapping in the order of the schema."""
    rows = text.split("\n")[:-1]
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        rows = _mapping(rows, root, schema(kind), kind, 0, len(rows))
    return "\n".join(rows) + "\n"


def _mapping(rows: list[str], node: Any, rule: dict[str, Any], kind: str, first: int, last: int) -> list[str]:
    """The lines from `first` to `last`, which hold a block mapping, put in order; deeper mappings first."""
    rule = resolve(rule, kind)
    entries = list(_entries(rows, node, first, last))
    blocks = {}
    for entry in entries:
        below = rule.get("properties", {}).get(entry.key, rule.get("additionalProperties"))
        blocks[entry.key] = _value(rows, entry, below if isinstance(below, dict) else {}, kind)
    order = {key: place for place, key in enumerate(rule.get("properties", {}))}
    keys = [entry.key for entry in entries]
    wanted = sorted(keys, key=lambda key: order.get(key, len(order)))
    if not entries:
        return rows[first:last]
    lead = rows[first : entries[0].first]
    if wanted == keys:
        return lead + [row for key in keys for row in blocks[key]]
    _swap_gaps(blocks[keys[-1]], blocks[wanted[-1]])
    return lead + _with_dash(keys, wanted, blocks)


def _swap_gaps(last: list[str], new_last: list[str]) -> None:
    """Empty lines after the last entry part the mapping from what follows; they stay there, whichever entry is last."""
    gaps = [_gap(last), _gap(new_last)]
    for block, gap in zip((last, new_last), reversed(gaps), strict=True):
        del block[len(block) - _gap(block) :]
        block += [""] * gap


def _gap(block: list[str]) -> int:
    return next((number for number, row in enumerate(reversed(block)) if row), len(block))


def _with_dash(keys: list[str], wanted: list[str], blocks: dict[str, list[str]]) -> list[str]:
    """The blocks in the wanted order; the dash of a list item moves to the entry that is now the first."""
    dash = re.match(r"(\s*(?:- +)+)", blocks[keys[0]][0])
    if dash and "-" in dash.group():
        lead = dash.group()
        blocks[keys[0]][0] = " " * len(lead) + blocks[keys[0]][0][len(lead) :]
        head = blocks[wanted[0]]
        at = next(i for i, row in enumerate(head) if row.strip() and not row.lstrip().startswith("#"))
        # A comment above the entry stays above; inside a list item it would come before the dash.
        head[at] = lead + head[at][len(lead) :]
    return [row for key in wanted for row in blocks[key]]


def _entries(rows: list[str], node: Any, first: int, last: int) -> Iterator[_Entry]:
    starts = [_above(rows, key.start_mark.line, first) for key, _ in node.value]
    for (key, value), start, end in zip(node.value, starts, [*starts[1:], last], strict=True):
        yield _Entry(str(key.value), start, end, value)


def _above(rows: list[str], line: int, first: int) -> int:
    """The first of the comment lines that stand directly above a line."""
    while line > first and rows[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _value(rows: list[str], entry: _Entry, rule: dict[str, Any], kind: str) -> list[str]:
    """The lines of an entry, its mappings in order."""
    node, rule = entry.value, resolve(rule, kind)
    own = rows[entry.first : entry.last]
    if getattr(node, "flow_style", None) is not False:
        return own
    if isinstance(node, yaml.MappingNode):
        start = _above(rows, node.value[0][0].start_mark.line, entry.first)
        return rows[entry.first : start] + _mapping(rows, node, rule, kind, start, entry.last)
    items = [item for item in node.value if isinstance(item, yaml.MappingNode) and item.flow_style is False]
    if len(items) != len(node.value):
        return own
    starts = [_above(rows, item.value[0][0].start_mark.line, entry.first) for item in items]
    result = rows[entry.first : starts[0]]
    for item, start, end in zip(items, starts, [*starts[1:], entry.last], strict=True):
        line = item.value[0][0].start_mark.line
        result += rows[start:line] + _mapping(rows, item, rule.get("items", {}), kind, line, end)
    return result
