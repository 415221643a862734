"""SQL: one expression over columns, NULL where the value is missing or undefined; sqlglot writes it in any dialect.

A formula of single numbers is computed for each row. One with a series is an aggregate: a series is the column of its
items, and a single number beside it must be the same in every row of the group. Every step is computed in doubles.
`docs/decisions/formula-meaning.md` has the rest.
"""

from __future__ import annotations

import re

from ..formula import Formula
from ..nodes import Name, walk
from ..parser import did_you_mean
from .sql_dialects import DEFAULT, DIALECTS, UNKNOWN, Dialect
from .target import Naming, Target, TargetError

_NEVER_SAFE = re.compile(r"[\x00-\x1f\x7f]|^$")
_SOMEWHERE_UNSAFE = re.compile(r"""["'`\\\[\]]""")
_INSTALL = "pip install 'kpi-atlas[data]'"


def in_dialect(dialect: str) -> Target:
    """The target that writes one dialect."""
    rules = DIALECTS.get(dialect, UNKNOWN)

    def write(formula: Formula, name_of: Naming) -> str:
        return _write(formula, name_of, dialect, rules)

    def default_name(name: str) -> str:
        # As the database stores a name that was written without quotes.
        return name.upper() if rules.folds_up else name

    return Target("sql", f"SQL ({dialect})", write, default_name, in_dialect)


def _write(formula: Formula, name_of: Naming, dialect: str, rules: Dialect) -> str:
    try:
        import sqlglot
        from sqlglot.errors import ErrorLevel, UnsupportedError

        from .sql_writer import sql_of
    except ImportError:
        raise TargetError("sqlglot is not installed", "sql", formula.tree, _INSTALL) from None
    known = sorted(name for name in sqlglot.Dialect.classes if name)
    if dialect not in known:
        hint = did_you_mean(dialect, known) or f"dialects are {', '.join(known)}"
        raise TargetError(f'there is no dialect "{dialect}"', "sql", formula.tree, hint)
    target = f"sql ({dialect})"
    tree = sql_of(formula, _safely(name_of, rules, formula, target), rules, target)
    try:
        return tree.sql(dialect=dialect, copy=False, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise TargetError(str(error), target, formula.tree) from error


def _safely(name_of: Naming, rules: Dialect, formula: Formula, target: str) -> Naming:
    """The binding, refusing column names that quotes do not make harmless in this database."""

    def safe(name: str) -> str:
        column = name_of(name)
        if _NEVER_SAFE.search(column) or (not rules.doubles_quotes and _SOMEWHERE_UNSAFE.search(column)):
            node = next(each for each in walk(formula.tree) if isinstance(each, Name) and each.name == name)
            raise TargetError(f"{column!r} cannot be the name of a column", target, node)
        return column

    return safe


TARGET = in_dialect(DEFAULT)
