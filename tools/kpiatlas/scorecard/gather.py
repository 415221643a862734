"""The inputs that the lines of a scorecard need between them, each once, in the order of first use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..records import Catalogue
from ..records.model import Input
from ..records.taxonomy import Unit
from .model import Group, InputRow, Line

_NET = "greenhouse-gas"
"""The one physical dimension whose amounts can be below zero: what is removed counts against what is emitted."""


@dataclass
class _Need:
    """An input that is being gathered. `means` leads from a wording of its meaning to the first KPI that has it."""

    key: str
    name: str
    input_: Input
    means: dict[str, str] = field(default_factory=dict)
    used_by: list[str] = field(default_factory=list)


def gather_inputs(groups: tuple[Group, ...], catalogue: Catalogue) -> tuple[tuple[InputRow, ...], tuple[Group, ...]]:
    """The distinct inputs, and the groups with every line pointing at them.

    Two lines share an input where name, unit and kind are the same. The same name with another unit or kind is another
    input, whose key carries a number.
    """
    needs: dict[tuple[str, str, str], _Need] = {}
    pointed = tuple(replace(group, lines=tuple(_point(line, needs) for line in group.lines)) for group in groups)
    return tuple(_row(need, catalogue) for need in needs.values()), pointed


def _point(line: Line, needs: dict[tuple[str, str, str], _Need]) -> Line:
    declared = line.kpi.standard_formula.inputs_of(line.variant)
    return replace(line, inputs={name: _need(name, declared[name], line, needs).key for name in line.formula.names})


def _need(name: str, input_: Input, line: Line, needs: dict[tuple[str, str, str], _Need]) -> _Need:
    identity = (name, input_.unit, input_.kind)
    if identity not in needs:
        needs[identity] = _Need(_free_key(name, {need.key for need in needs.values()}), name, input_)
    need = needs[identity]
    need.means.setdefault(input_.means, line.kpi.name)
    if line.name not in need.used_by:
        need.used_by.append(line.name)
    return need


def _free_key(name: str, taken: set[str]) -> str:
    key, number = name, 1
    while key in taken:
        number += 1
        key = f"{name}_{number}"
    return key


def _row(need: _Need, catalogue: Catalogue) -> InputRow:
    input_ = need.input_
    parts = [part for product in input_.unit.split("/") for part in product.split("*")]
    return InputRow(
        key=need.key,
        name=need.name,
        label=input_.label,
        unit=input_.unit,
        unit_text=catalogue.unit_text(input_.unit),
        unit_kind=catalogue.unit_kind(input_.unit),
        is_series=input_.is_series,
        means=_means(need),
        used_by=tuple(need.used_by),
        never_negative=all(_counts_up(catalogue.units.get(part)) for part in parts),
    )


def _counts_up(unit: Unit | None) -> bool:
    """Whether there can be no less than none of it: things, time and matter, but not money, points or percent."""
    if unit is None:
        return False
    return unit.kind in ("counted", "time") or (unit.kind == "physical" and unit.dimension != _NET)


def _means(need: _Need) -> tuple[str, ...]:
    """The meaning, or where the records word it differently, each wording with the KPI it comes from."""
    if len(need.means) == 1:
        return tuple(need.means)
    return tuple(f"{kpi}: {means}" for means, kpi in need.means.items())
