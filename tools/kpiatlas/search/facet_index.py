"""Which records pass which filters, and how a typed value is checked. Sits on `record_table`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..problem import UserError
from .facets import EVERY, FACETS, Facet, typed_form
from .record_table import RecordTable

SHOWN = 30  # of the values there are, when a wrong one is refused


@dataclass(frozen=True)
class FacetIndex:
    """Which records have which value."""

    table: RecordTable

    def having(self, facet: str, values: Iterable[str]) -> frozenset[str]:
        """The records with one of the values; in an industry also those that hold for every industry."""
        wanted = {*values, *([EVERY] if facet == "industry" else [])}
        sets, numbers = self.table.column(facet)
        fit = [not wanted.isdisjoint(has) for has in sets]
        return frozenset(id_ for id_, number in zip(self.table.ids, numbers, strict=True) if fit[number] and id_)

    def allowed(self, filters: Mapping[str, Collection[str]]) -> frozenset[str] | None:
        """The records that pass all filters; None where there is no filter.

        Raises:
            UserError: a filter or a value that does not exist.
        """
        sets = [self.having(id_, checked(self.table, id_, values)) for id_, values in filters.items() if values]
        return frozenset.intersection(*sets) if sets else None

    def counts(self, ids: Iterable[str]) -> dict[str, Counter[str]]:
        """For each filter how many of the records have each value."""
        places = [self.table.places[id_] for id_ in ids]
        found: dict[str, Counter[str]] = {facet.id: Counter() for facet in FACETS}
        for facet, counter in found.items():
            sets, numbers = self.table.column(facet)
            for number, count in Counter(map(numbers.__getitem__, places)).items():
                counter.update(dict.fromkeys(sets[number], count))
        return found


def checked(table: RecordTable, filter_id: str, values: Collection[str]) -> list[str]:
    """The ids of filter values, which may be given as id or title.

    Raises:
        UserError: with the nearest value that exists.
    """
    facet = next((facet for facet in FACETS if facet.id == filter_id), None)
    if facet is None:
        raise UserError(f'no filter "{filter_id}"; there are {", ".join(facet.id for facet in FACETS)}')
    known = table.titles(filter_id)
    by_name = {typed_form(title): id_ for id_, title in known.items()} | {typed_form(id_): id_ for id_ in known}
    by_name |= table.also(filter_id)
    return [by_name.get(typed_form(value)) or _refuse(facet, value, by_name) for value in values]


def _refuse(facet: Facet, value: str, by_name: Mapping[str, str]) -> str:
    import difflib  # only here, and it takes its time

    close = difflib.get_close_matches(typed_form(value), by_name, 1, 0.6)
    known = sorted(set(by_name.values()))
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    hint = f'did you mean "{by_name[close[0]]}"?' if close else f"one of {', '.join(known[:SHOWN])}{more}"
    shown = value if len(value) <= 60 else f"{value[:57]}..."
    raise UserError(f'no {facet.title.lower()} "{shown}"; {hint}')
