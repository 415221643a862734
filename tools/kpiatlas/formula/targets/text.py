"""The language itself, in canonical form: what `parse` reads back into the same tree."""

from __future__ import annotations

from ..canonical import CanonicalPrinter
from ..formula import Formula
from .target import Naming, Target


def _write(formula: Formula, name_of: Naming) -> str:
    return CanonicalPrinter(name_of).write(formula.tree)


TARGET = Target("text", "Canonical text", _write)
