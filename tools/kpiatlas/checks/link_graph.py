"""`link-graph`: from every record a reader reaches every other, and every record is reached from some other.

A link is written on one side only, and the site shows it on both. Links into nothing are told by `unknown-reference`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ..problem import Problem
from ..records import Catalogue, Kpi
from .check import Check, Finding, problem

NAME = "link-graph"
Links = Mapping[str, set[str]]


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    links = {kpi.id: _named(kpi) & catalogue.kpis.keys() for kpi in catalogue}
    reached = {target for id_, targets in links.items() for target in targets if target != id_}
    islands = _islands(links)
    main = max(islands, key=len, default=set())
    for kpi in catalogue:
        if kpi.deprecated or len(catalogue) == 1:
            continue
        if kpi.id not in main and kpi.id == min(island := next(i for i in islands if kpi.id in i)):
            yield _told(kpi, f"no link joins {_several(island)} to the other {len(main)} records of the catalogue")
        elif kpi.id not in reached:
            yield _told(kpi, "it names others, but no record names it", "name it in the record that it belongs beside")
    yield from _given_up(catalogue)


def _named(kpi: Kpi) -> set[str]:
    return {*kpi.related, *(impact.kpi for impact in kpi.change_impact)}


def _given_up(catalogue: Catalogue) -> Iterator[Problem]:
    """Deprecated records: nobody names them, and what replaces one stands and is not deprecated itself."""
    for kpi in catalogue:
        if kpi.deprecated:
            replacement = catalogue.kpis.get(kpi.deprecated.replaced_by)
            if replacement is None or replacement.deprecated:
                why = "is deprecated too" if replacement else "does not exist"
                field = ("deprecated", "replaced_by")
                yield problem(
                    NAME, kpi, Finding(field, f"{kpi.deprecated.replaced_by} {why}", "name the record to use")
                )
            continue
        for id_ in sorted(_named(kpi)):
            gone = catalogue.kpis.get(id_)
            if gone and gone.deprecated:
                hint = f"name {gone.deprecated.replaced_by} in its place"
                yield _told(kpi, f"it names {id_}, which is deprecated", hint)


def _islands(links: Links) -> list[set[str]]:
    """The sets of records that are joined by links, whichever way these point; the first is the one met first."""
    both: dict[str, set[str]] = defaultdict(set)
    for id_, targets in links.items():
        for target in targets:
            both[id_].add(target)
            both[target].add(id_)
    islands: list[set[str]] = []
    left = dict.fromkeys(links)
    while left:
        waiting, island = [next(iter(left))], set[str]()
        while waiting:
            id_ = waiting.pop()
            if id_ not in island:
                island.add(id_)
                waiting += both[id_] - island
        islands.append(island)
        for id_ in island:
            left.pop(id_, None)
    return islands


def _several(ids: Iterable[str]) -> str:
    names = sorted(ids)
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _told(kpi: Kpi, message: str, hint: str = "name a record of another group in related or change_impact") -> Problem:
    return problem(NAME, kpi, Finding(("related",), message, hint, "", "warning"))


CHECK = Check(
    NAME,
    "Every record is named by another, links join all records, and nobody names one that is deprecated.",
    _run,
    warns=True,
)
