"""Which names of a formula are series, and whether each name stands where its kind may stand.

The caller declares the series, or they are inferred from use. Runs once, between parsing and everything else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from .analysis import is_aggregate
from .errors import FormulaError
from .functions import FUNCTIONS, Takes
from .nodes import Call, Name, Node, children, walk


@dataclass
class _Uses:
    """Every name by the place it stands in."""

    aggregated: list[tuple[Name, Call]] = field(default_factory=list)
    single: list[Name] = field(default_factory=list)
    counted: list[tuple[Call, list[Name]]] = field(default_factory=list)


def series_of(tree: Node, declared: Collection[str] | None) -> frozenset[str]:
    """The names that are series; FormulaError where a name is used as what it is not."""
    uses = _Uses()
    _collect(tree, uses)
    series = _inferred(uses) if declared is None else frozenset(declared)
    for name in uses.single:
        if name.name in series:
            raise _single(name, uses, inferred=declared is None)
    for name, call in uses.aggregated:
        if name.name not in series:
            raise FormulaError(f"{name.name} is a single number; {call.function} needs a series", *name.span)
    for call, names in uses.counted:
        _check_counted(call, names, series)
    return series & {node.name for node in walk(tree) if isinstance(node, Name)}


def _collect(node: Node, uses: _Uses) -> None:
    """Sort the names below the node; depth is bounded by the parser."""
    if isinstance(node, Name):
        uses.single.append(node)
    elif isinstance(node, Call) and node.function == "count_if":
        uses.counted.append((node, _condition_names(node)))
    elif isinstance(node, Call) and is_aggregate(node):
        argument = node.arguments[0]
        if not isinstance(argument, Name):
            raise FormulaError(_not_a_series(node), *argument.span, f"write {FUNCTIONS[node.function].signature}")
        uses.aggregated.append((argument, node))
    else:
        for child in children(node):
            _collect(child, uses)


def _not_a_series(call: Call) -> str:
    if FUNCTIONS[call.function].takes is Takes.EITHER:
        return f"{call.function} takes two or more numbers, or the name of one series"
    return f"{call.function} takes the name of a series, nothing computed"


def _condition_names(call: Call) -> list[Name]:
    for node in walk(call.arguments[0]):
        if isinstance(node, Call) and (node.function == "count_if" or is_aggregate(node)):
            raise FormulaError(
                f"{node.function} cannot stand inside count_if", *node.span, "give its value as an input of its own"
            )
    return [node for node in walk(call.arguments[0]) if isinstance(node, Name)]


def _inferred(uses: _Uses) -> frozenset[str]:
    """Names an aggregate takes, and in each count_if the one name that nothing shows to be a single number."""
    series = {name.name for name, _ in uses.aggregated}
    single = {name.name for name in uses.single}
    for call, names in uses.counted:
        found = list(dict.fromkeys(name.name for name in names))
        candidates = [name for name in found if name in series] or [name for name in found if name not in single]
        if len(candidates) > 1:
            listed = " or ".join(candidates)
            raise FormulaError(
                f"which of {listed} is the series?", *call.span, "declare it, or use it in another aggregate too"
            )
        series.update(candidates)
    return frozenset(series)


def _check_counted(call: Call, names: list[Name], series: frozenset[str]) -> None:
    found = list(dict.fromkeys(name.name for name in names if name.name in series))
    if not found:
        raise FormulaError("count_if needs a series in its condition", *call.span, "as in count_if(scores >= 4)")
    if len(found) > 1:
        second = next(name for name in names if name.name == found[1])
        raise FormulaError(f"count_if takes one series, not both {found[0]} and {found[1]}", *second.span)


def _single(name: Name, uses: _Uses, inferred: bool) -> FormulaError:
    if inferred:
        return FormulaError(f"{name.name} is used both as a series and as a single number", *name.span)
    return FormulaError(
        f"{name.name} is a series and stands only inside an aggregate", *name.span, f"as in sum({name.name})"
    )
