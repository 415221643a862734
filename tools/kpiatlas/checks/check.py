"""What a check is: a rule with a name and a sentence, and a function from the catalogue to problems."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..problem import FieldPath, Problem
from ..records import Catalogue, Kpi

Rule = Callable[[Catalogue], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `name` is what messages end with; `description` says what must hold, in one sentence.

    A rule that `warns` never finds an error.
    """

    name: str
    description: str
    run: Rule
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one record; the rule's name and the record's path are added by `per_kpi`."""

    field: FieldPath
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class PerKpi:
    """A rule that looks at one record at a time; the taxonomy and the sources are all it may read beside."""

    name: str
    find: Callable[[Kpi, Catalogue], Iterator[Finding]]

    def __call__(self, catalogue: Catalogue) -> Iterator[Problem]:
        return (found for kpi in catalogue for found in self.of(kpi, catalogue))

    def of(self, kpi: Kpi, catalogue: Catalogue) -> Iterator[Problem]:
        """What is wrong with one record."""
        return (problem(self.name, kpi, found) for found in self.find(kpi, catalogue))


def per_kpi(name: str, find: Callable[[Kpi, Catalogue], Iterator[Finding]]) -> Rule:
    """A rule that looks at one record at a time."""
    return PerKpi(name, find)


def problem(name: str, kpi: Kpi, found: Finding) -> Problem:
    """The problem that a finding in a record is."""
    return Problem(name, kpi.path, found.message, found.field, None, found.hint, found.excerpt, found.severity)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to an unknown one."""
    close = difflib.get_close_matches(word, list(known), 1)
    return f'did you mean "{close[0]}"?' if close else ""
