"""`duplicate-name`: no two records, and no two industries, answer to the same name. An abbreviation may be shared."""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import FieldPath, Problem
from ..records import Catalogue, Kpi, folded
from .check import Check, Finding, problem

NAME = "duplicate-name"


def _names(kpi: Kpi) -> Iterator[tuple[FieldPath, str]]:
    yield ("name",), kpi.name
    for number, alias in enumerate(kpi.aliases):
        yield ("aliases", number), alias


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    yield from _categories(catalogue)
    yield from _industries(catalogue)
    taken: dict[str, tuple[Kpi, FieldPath]] = {}
    for kpi in catalogue:
        for field, name in _names(kpi):
            first, place = taken.setdefault(folded(name), (kpi, field))
            if (first, place) == (kpi, field):
                continue
            owner = "this record" if first is kpi else first.path
            yield problem(
                NAME, kpi, Finding(field, f'"{name}" is a name of {owner} already', "a name leads to one record")
            )


def _categories(catalogue: Catalogue) -> Iterator[Problem]:
    taken = set(catalogue.functions)
    for id_, function in catalogue.functions.items():
        for group in function.groups:
            if group in taken:
                message = f"the id {group} is taken by another function or group"
                yield Problem(NAME, "taxonomy/categories.yml", message, (id_, "groups", group))
            taken.add(group)


def _industries(catalogue: Catalogue) -> Iterator[Problem]:
    """Two industries of one name; a search by that name would silently take the later one."""
    taken: dict[str, str] = {}
    for id_, industry in catalogue.industries.items():
        words = [((id_, "also", number), word) for number, word in enumerate(industry.also)]
        for field, name in (((id_,), id_), ((id_, "title"), industry.title), *words):
            owner = taken.setdefault(folded(name), id_)
            if owner != id_:
                yield Problem(NAME, "taxonomy/industries.yml", f'"{name}" is a name of {owner} already', field)


CHECK = Check(
    NAME,
    "A name or alias belongs to one record or one industry only; case, hyphens and blanks make no difference. Ids are "
    "unique.",
    _run,
)
