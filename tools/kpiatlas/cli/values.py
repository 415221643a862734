"""Inputs on the command line: `name=value`, a series as `scores=4,5,3`, a missing value as `name=`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from ..problem import UserError

Given = dict[str, float | list[float | None] | None]
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")


def read_values(pairs: Sequence[str], names: Collection[str], series: Collection[str]) -> Given:
    """The values given for the inputs `names`, of which `series` take lists.

    Raises:
        UserError: a pair is not `name=value`, the name is unknown or stands twice, the value is not a number.
    """
    given: Given = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        name = name.strip()
        if not sign:
            raise UserError(f'"{pair[:60]}" is not name=value, such as {next(iter(names), "issues")}=2000')
        if name not in names:
            close = difflib.get_close_matches(name, names, 1)
            hint = f'did you mean "{close[0]}"?' if close else f"inputs are {', '.join(names) or 'none'}"
            raise UserError(f'unknown input "{name[:60]}" ({hint})')
        if name in given:
            raise UserError(f'input "{name}" is given twice')
        given[name] = _series(name, text) if name in series else _number(name, text)
    return given


def _series(name: str, text: str) -> list[float | None] | None:
    return [_number(name, item) for item in text.split(",")] if text.strip() else None


def _number(name: str, text: str) -> float | None:
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.match(text):
        plain = text.replace(",", "").replace(" ", "").rstrip("%")
        hint = f"; write {plain}" if _NUMBER.match(plain) else ""
        raise UserError(f'{name}: "{text[:60]}" is not a number{hint}')
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise UserError(f"{name}: {text[:60]} is too large for a number")
    return value
