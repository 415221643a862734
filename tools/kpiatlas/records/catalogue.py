"""The frozen catalogue: every record with its taxonomy, sources and scorecards, and the ways to look things up.

Nothing that can be derived is stored in a record; inverse relations and indexes are computed here, once, when asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from ..formula import UnitSystem
from ..problem import Problem
from .industry_tree import IndustryTree
from .model import Impact, Kpi
from .scorecard_template import ScorecardTemplate
from .taxonomy import AllowedFinding, Function, Group, Industry, Publication, Unit


def folded(text: str) -> str:
    """A name as it is compared: case, hyphens, underscores and extra blanks left aside."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


@dataclass(frozen=True)
class Catalogue:
    """All records that could be read, and what was wrong with the others.

    `kpis` is ordered by id. `version` is a hash of the content, after the package's version for its own catalogue.
    `unreadable` holds the ids of files that exist but could not be read, and the names of broken taxonomy files, so
    that a reference to what they hold is not reported as unknown. `exceptions` are the allowed findings by rule,
    `hashes` those of the contents of all files by their path.
    """

    root: Path
    version: str
    kpis: Mapping[str, Kpi]
    functions: Mapping[str, Function]
    industries: Mapping[str, Industry]
    units: Mapping[str, Unit]
    sources: Mapping[str, Publication]
    scorecards: Mapping[str, ScorecardTemplate]
    problems: tuple[Problem, ...] = ()
    unreadable: frozenset[str] = field(default_factory=frozenset)
    exceptions: Mapping[str, tuple[AllowedFinding, ...]] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Kpi]:
        return iter(self.kpis.values())

    def __len__(self) -> int:
        return len(self.kpis)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Every group of every function by id."""
        return {id_: group for function in self.functions.values() for id_, group in function.groups.items()}

    @cached_property
    def function_of_group(self) -> dict[str, str]:
        """Group id to the id of its function."""
        return {group: id_ for id_, function in self.functions.items() for group in function.groups}

    @cached_property
    def living(self) -> Catalogue:
        """The catalogue as it is offered: without deprecated records, whose names lead to what replaces them.

        Listings, search and counts use this one; what is looked up by its id is found in the whole.
        """
        if not any(kpi.deprecated for kpi in self):
            return self
        kept = {kpi.id: kpi for kpi in self if not kpi.deprecated}
        heirs = {id_: _named_after(kpi, self.replaces(id_)) for id_, kpi in kept.items() if self.replaces(id_)}
        # The words of an heir are not those of its file alone.
        hashes = {
            path: hash_ for path, hash_ in self.hashes.items() if path not in {kpi.path for kpi in heirs.values()}
        }
        return replace(self, kpis={**kept, **heirs}, hashes=hashes)

    @cached_property
    def _replaces(self) -> dict[str, list[Kpi]]:
        return _index((kpi.deprecated.replaced_by, kpi) for kpi in self if kpi.deprecated)

    def replaces(self, id_: str) -> tuple[Kpi, ...]:
        """The deprecated KPIs whose place this one takes."""
        return tuple(self._replaces.get(id_, ()))

    @cached_property
    def _names(self) -> dict[str, list[Kpi]]:
        index: dict[str, list[Kpi]] = defaultdict(list)
        for kpi in self:
            for name in {folded(name) for name in (kpi.id, *kpi.names)}:
                index[name].append(kpi)
        return index

    def named(self, name: str) -> tuple[Kpi, ...]:
        """The KPIs of that id, name, abbreviation or alias, in any case; a shared abbreviation gives several.

        An id as it is written is that KPI, whoever else is called so. A deprecated one yields to any other.
        """
        if name in self.kpis:
            return (self.kpis[name],)
        found = tuple(self._names.get(folded(name), ()))
        return tuple(kpi for kpi in found if not kpi.deprecated) or found

    @property
    def _offered(self) -> Iterator[Kpi]:
        """The records that lists show, as they are written: nobody is led to a deprecated one."""
        return (kpi for kpi in self if not kpi.deprecated)

    def categories_of(self, kpi: Kpi) -> tuple[str, ...]:
        """The groups of a KPI and the functions they belong to."""
        owners = (self.function_of_group[group] for group in kpi.categories if group in self.function_of_group)
        return tuple(dict.fromkeys((*kpi.categories, *owners)))

    @cached_property
    def _by_category(self) -> dict[str, list[Kpi]]:
        return _index((id_, kpi) for kpi in self._offered for id_ in self.categories_of(kpi))

    def in_category(self, category: str) -> tuple[Kpi, ...]:
        """The KPIs of a function or group, by name."""
        return tuple(self._by_category.get(category, ()))

    @cached_property
    def industry_tree(self) -> IndustryTree:
        """What lies above and below each industry."""
        return IndustryTree(self.industries)

    def industries_of(self, kpi: Kpi) -> tuple[str, ...]:
        """The industries where a KPI is of use: those it names, then those above and below them; none for all."""
        tree = self.industry_tree
        related = (id_ for named in kpi.industries for id_ in (*tree.above(named), *tree.below(named)))
        return tuple(dict.fromkeys((*kpi.industries, *related)))

    @cached_property
    def _by_industry(self) -> dict[str, list[Kpi]]:
        return _index((id_, kpi) for kpi in self._offered for id_ in self.industries_of(kpi))

    @cached_property
    def for_every_industry(self) -> tuple[Kpi, ...]:
        """The KPIs that name no industry because they hold for all, by name."""
        return tuple(sorted((kpi for kpi in self._offered if not kpi.industries), key=_by_name))

    def in_industry(self, industry: str) -> tuple[Kpi, ...]:
        """The KPIs that name the industry, one above or one below, by name; those that hold for all stand apart."""
        return tuple(self._by_industry.get(industry, ()))

    def holds_in(self, kpi: Kpi, industry: str) -> bool:
        """Whether a KPI is of use in an industry: it names it, one above or one below, or it names none."""
        return not kpi.industries or industry in self.industries_of(kpi)

    @cached_property
    def _by_input(self) -> dict[str, list[Kpi]]:
        return _index((name, kpi) for kpi in self._offered for _, _, inputs, _ in kpi.formulas() for name in inputs)

    def with_input(self, name: str) -> tuple[Kpi, ...]:
        """The KPIs whose formula or a variant takes the input."""
        return tuple(self._by_input.get(name, ()))

    @cached_property
    def _moved_by(self) -> dict[str, list[tuple[Kpi, Impact]]]:
        index: dict[str, list[tuple[Kpi, Impact]]] = defaultdict(list)
        for kpi in self._offered:
            for impact in kpi.change_impact:
                index[impact.kpi].append((kpi, impact))
        return index

    def moved_by(self, id_: str) -> tuple[tuple[Kpi, Impact], ...]:
        """The KPIs that say they move this one, each with what it says."""
        return tuple(self._moved_by.get(id_, ()))

    @cached_property
    def _related_from(self) -> dict[str, list[Kpi]]:
        return _index((id_, kpi) for kpi in self._offered for id_ in kpi.related)

    def related_from(self, id_: str) -> tuple[Kpi, ...]:
        """The KPIs that name this one as related."""
        return tuple(self._related_from.get(id_, ()))

    @cached_property
    def _cited_by(self) -> dict[str, list[Kpi]]:
        return _index((benchmark.source, kpi) for kpi in self._offered for benchmark in kpi.benchmarks)

    def cited_by(self, source: str) -> tuple[Kpi, ...]:
        """The KPIs that carry a benchmark from a publication."""
        return tuple(self._cited_by.get(source, ()))

    def unit_text(self, unit: str, *, one: bool = False) -> str:
        """A unit in words: `percent`, `currency units per contact`; unknown parts stay as they are."""
        head, *rest = unit.split("/")
        first = self.units.get(head)
        words = head.replace("*", " ") if first is None else first.singular if one else first.plural
        return " per ".join((words, *(self.units[part].singular if part in self.units else part for part in rest)))

    @cached_property
    def unit_system(self) -> UnitSystem:
        """The units by dimension: counted nouns are dimensions of their own, proportions and scores plain numbers."""
        plain = ("proportion", "score")
        return _unit_system(
            tuple(
                (id_, None if unit.kind in plain else unit.dimension or id_, unit.factor)
                for id_, unit in self.units.items()
            )
        )

    def unit_kind(self, unit: str) -> str:
        """The kind of a unit: that of its first part (currency/contact is money), `counted` where it is unknown."""
        first = self.units.get(unit.split("/")[0].split("*")[0])
        return first.kind if first else "counted"


@lru_cache(maxsize=2)
def _unit_system(units: tuple[tuple[str, str | None, float | None], ...]) -> UnitSystem:
    """The units by id, dimension and factor; they seldom change from one reading of a catalogue to the next."""
    return UnitSystem({"id": id_, "dimension": dimension, "factor": factor} for id_, dimension, factor in units)


def _by_name(kpi: Kpi) -> tuple[str, str]:
    return kpi.name.casefold(), kpi.id


def _named_after(kpi: Kpi, gone: tuple[Kpi, ...]) -> Kpi:
    """A KPI that is also called as those whose place it takes, and asked for as they were."""
    names = dict.fromkeys(name for other in gone for name in other.names if name not in kpi.names)
    asked = dict.fromkeys(text for other in gone for text in other.asked_as)
    aliases, questions = (*kpi.aliases, *names), dict.fromkeys((*kpi.asked_as, *asked))
    return replace(kpi, aliases=aliases, asked_as=tuple(questions))


def _index(pairs: Iterable[tuple[str, Kpi]]) -> dict[str, list[Kpi]]:
    index: dict[str, dict[str, Kpi]] = defaultdict(dict)
    for key, kpi in pairs:
        index[key][kpi.id] = kpi
    return {key: sorted(found.values(), key=_by_name) for key, found in index.items()}
