"""Names, texts and numbers as DuckDB reads them back; nothing that comes from outside reaches SQL in another way."""

from __future__ import annotations

import re
from collections.abc import Collection


def identifier(name: str) -> str:
    """A name of a column, whatever signs it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text; DuckDB knows no escapes in it but the doubled quote."""
    return "'" + text.replace("'", "''") + "'"


def number(value: float | None) -> str:
    """A double, to the last digit; without the exponent it would be a decimal number."""
    return "CAST(NULL AS DOUBLE)" if value is None else f"CAST({literal(repr(float(value)))} AS DOUBLE)"


def file_name(path: str) -> str:
    """The one file of that path: stars and brackets in it are no pattern."""
    return literal(re.sub(r"([*?\[])", r"[\1]", path))


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name, with underscores at its end until no other column has it; to a database case makes no difference."""
    lower = {name.lower() for name in taken}
    while wanted.lower() in lower:
        wanted += "_"
    return wanted
