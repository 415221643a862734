"""The filters as one column each: for every record, which of the filter's values it has. Sits on `facets`, `packing`.

A record may have several values, so a column holds the number of a combination; there are few of them. All counts come
from one pass over the records found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Catalogue, Kpi
from .facets import EVERY, Facet, known_values
from .packing import varint


def shown_values(facet: Facet, catalogue: Catalogue) -> Iterator[tuple[str, str, int]]:
    """The values of a filter as (id, title, depth); groups stand below their function."""
    if facet.id != "category":
        yield from ((id_, title, 0) for id_, title in known_values(catalogue, facet).items())
        return
    for id_, function in catalogue.functions.items():
        yield id_, function.title, 0
        yield from ((group_id, group.title, 1) for group_id, group in function.groups.items())


def column(facet: Facet, kpis: Sequence[Kpi], catalogue: Catalogue) -> bytes:
    """The combinations of values, then the number of each record's combination: low bytes, and high ones if needed.

    A value is a number in the order of `shown_values`; the number after the last stands for every value (`EVERY`).
    """
    place = {id_: at for at, (id_, _, _) in enumerate(shown_values(facet, catalogue))}
    place.setdefault(EVERY, len(place))
    combinations: dict[tuple[int, ...], int] = {}
    numbers = []
    for kpi in kpis:
        values = tuple(sorted(place[value] for value in facet.values(kpi, catalogue) if value in place))
        numbers.append(combinations.setdefault(values, len(combinations)))
    head = [varint(len(combinations))]
    for values in combinations:
        head += [varint(len(values)), *map(varint, values)]
    low, high = bytes(number & 255 for number in numbers), bytes(number >> 8 for number in numbers)
    return b"".join(head) + low + (high if len(combinations) > 256 else b"")
