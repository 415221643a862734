"""The filters: what a search can be narrowed down by, and how a typed value is checked. Sits on `records`."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..problem import UserError
from ..records import Catalogue, Kpi, folded

EVERY = "every"  # the industry of a record that names none: it holds for all


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its id in options and addresses, its title, and the values of a record."""

    id: str
    title: str
    values: Callable[[Kpi, Catalogue], tuple[str, ...]]


FACETS: tuple[Facet, ...] = (
    Facet("category", "Category", lambda k, c: c.categories_of(k)),
    Facet("industry", "Industry", lambda k, c: k.industries or (EVERY,)),
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


@dataclass(frozen=True)
class FacetIndex:
    """Which records have which value; made once for a catalogue."""

    catalogue: Catalogue

    @cached_property
    def _records(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for kpi in self.catalogue:
            for facet in FACETS:
                for value in facet.values(kpi, self.catalogue):
                    found.setdefault((facet.id, value), set()).add(kpi.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def having(self, facet: str, values: Iterable[str]) -> frozenset[str]:
        """The records with one of the values; in an industry also those that hold for every industry."""
        wanted = [*values, *([EVERY] if facet == "industry" else [])]
        return frozenset().union(*(self._records.get((facet, value), frozenset()) for value in wanted))

    def allowed(self, filters: Mapping[str, Collection[str]]) -> frozenset[str] | None:
        """The records that pass all filters; None where there is no filter.

        Raises:
            UserError: a filter or a value that does not exist.
        """
        sets = [self.having(id_, checked(self.catalogue, id_, values)) for id_, values in filters.items() if values]
        return frozenset.intersection(*sets) if sets else None

    def counts(self, ids: Collection[str]) -> dict[str, Counter[str]]:
        """For each filter how many of the records have each value."""
        found: dict[str, Counter[str]] = {facet.id: Counter() for facet in FACETS}
        for kpi in (self.catalogue.kpis[id_] for id_ in ids):
            for facet in FACETS:
                found[facet.id].update(facet.values(kpi, self.catalogue))
        return found


def checked(catalogue: Catalogue, filter_id: str, values: Collection[str]) -> list[str]:
    """The ids of filter values, which may be given as id or title.

    Raises:
        UserError: with the nearest value that exists.
    """
    facet = next((facet for facet in FACETS if facet.id == filter_id), None)
    if facet is None:
        raise UserError(f'no filter "{filter_id}"; there are {", ".join(facet.id for facet in FACETS)}')
    known = known_values(catalogue, facet)
    by_name = {folded(title): id_ for id_, title in known.items()} | {folded(id_): id_ for id_ in known}
    if facet.id == "industry":
        by_name |= {folded(name): id_ for id_, row in catalogue.industries.items() for name in row.also}
    return [by_name[folded(value)] if folded(value) in by_name else _refuse(facet, value, by_name) for value in values]


def _refuse(facet: Facet, value: str, by_name: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(folded(value), by_name, 1, 0.6)
    known = sorted(set(by_name.values()))
    hint = f'did you mean "{by_name[close[0]]}"?' if close else f"one of {', '.join(known)}"
    shown = value if len(value) <= 60 else f"{value[:57]}..."
    raise UserError(f'no {facet.title.lower()} "{shown}"; {hint}')
