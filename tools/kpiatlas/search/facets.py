"""The filters: what a search can be narrowed down by, and their values. Sits on `words` and `records`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import split

if TYPE_CHECKING:
    from ..records import Catalogue, Kpi

FROM_TAXONOMY = frozenset({"category", "industry"})  # the filters whose values are not those that records have
EVERY = "every"  # the industry of a record that names none: it holds for all


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its id in options and addresses, its title, and the values of a record."""

    id: str
    title: str
    values: Callable[[Kpi, Catalogue], tuple[str, ...]]


FACETS: tuple[Facet, ...] = (
    Facet("category", "Category", lambda k, c: c.categories_of(k)),
    Facet("industry", "Industry", lambda k, c: tuple(c.industries_of(k)) or (EVERY,)),
    Facet("unit", "Unit", lambda k, c: (c.unit_kind(k.unit),)),
    Facet("direction", "Direction", lambda k, c: (k.direction,)),
    Facet("type", "Type", lambda k, c: (k.type,)),
    Facet("level", "Level", lambda k, c: (k.level,)),
    Facet("perspective", "Perspective", lambda k, c: (k.perspective,)),
    Facet("frequency", "Frequency", lambda k, c: (k.frequency,)),
    Facet("benchmark", "Benchmark", lambda k, c: ("yes" if k.benchmarks else "no",)),
)


def known_values(catalogue: Catalogue, facet: Facet) -> dict[str, str]:
    """The values a filter takes, with their titles: the taxonomy's, or those that records have."""
    if facet.id == "category":
        functions = {id_: function.title for id_, function in catalogue.functions.items()}
        return functions | {id_: group.title for id_, group in catalogue.groups.items()}
    if facet.id == "industry":
        return {id_: industry.title for id_, industry in catalogue.industries.items()}
    found = sorted({value for kpi in catalogue for value in facet.values(kpi, catalogue)})
    return {value: value.replace("-", " ").capitalize() for value in found}


def typed_form(text: str) -> str:
    """A filter's value as it is compared: its bare words."""
    return " ".join(split(text))
