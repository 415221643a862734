"""The languages a formula can be written in, one module each. A new one is a line in `TARGETS`."""

from __future__ import annotations

from collections.abc import Mapping

from ..formula import Formula
from ..parser import did_you_mean
from . import excel, javascript, latex, mathml, sql, text
from .target import Binding, Target, TargetError

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (text.TARGET, excel.TARGET, sql.TARGET, javascript.TARGET, mathml.TARGET, latex.TARGET)
}

__all__ = ["TARGETS", "Binding", "Target", "TargetError", "render"]


def render(formula: Formula, target: str, binding: Binding | None = None, dialect: str | None = None) -> str:
    """The formula in the language of the target; `binding` gives the target's name for each input.

    `dialect` is for SQL: any that sqlglot writes, DuckDB's when none is named.
    """
    found = TARGETS.get(target)
    if found is None:
        known = f"targets are {', '.join(TARGETS)}"
        near = did_you_mean(target, TARGETS)
        raise TargetError("there is no such target", target, formula.tree, f"{known}; {near}" if near else known)
    return found.render(formula, binding, dialect)
