"""What the overview pages say of many KPIs at once: rows of tables, starter sets, scorecards, what stands beside.

Beside `view`, which speaks of one KPI. Rows are written here and not by a template, since a large catalogue has each
KPI in several tables: a row is made once and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from ..records import Catalogue, Kpi
from ..records.schema import kpi_words
from ..records.scorecard_template import ScorecardTemplate
from ..records.taxonomy import Starter
from .prose import inline

STARTERS = 10
# A longer table leaves the summaries out: 2,000 KPIs are then 45 KB over the wire, and the page stays quick.
SUMMARIES_UP_TO = 250


@dataclass(frozen=True, slots=True)
class Share:
    """The part of some KPIs that belongs to one function, and those of them to begin with."""

    function: str
    count: int
    starters: tuple[Starter, ...]


@dataclass(frozen=True)
class Listing:
    """The catalogue as its overviews show it."""

    catalogue: Catalogue
    _rows: dict[tuple[str, str, bool], Markup] = field(default_factory=dict, repr=False)
    _cells: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def rows(self, kpis: Sequence[Kpi], root: str) -> Markup:
        """The rows of a table; `root` is the way from the page to the top of the site."""
        with_summary = len(kpis) <= SUMMARIES_UP_TO
        return Markup("\n").join(self._row(kpi, root, with_summary) for kpi in kpis)

    def _row(self, kpi: Kpi, root: str, with_summary: bool) -> Markup:
        key = (kpi.id, root, with_summary)
        if key not in self._rows:
            abbreviation = f" <abbr>{escape(kpi.abbreviation)}</abbr>" if kpi.abbreviation else ""
            summary = f"<p>{inline(kpi.summary)}</p>" if with_summary else ""
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in self.cells(kpi).values())
            link = f'<a href="{root}kpi/{kpi.id}/">{escape(kpi.name)}</a>'
            self._rows[key] = Markup(f'<tr><th scope="row">{link}{abbreviation}{summary}</th>{cells}</tr>')
        return self._rows[key]

    def cells(self, kpi: Kpi) -> dict[str, str]:
        """What stands in the columns after the name, by the column's title."""
        if kpi.id not in self._cells:
            self._cells[kpi.id] = self._made_cells(kpi)
        return self._cells[kpi.id]

    def _made_cells(self, kpi: Kpi) -> dict[str, str]:
        return {
            "Unit": self.catalogue.unit_text(kpi.unit),
            "Better": self._titles["direction"][kpi.direction],
            "Type": self._titles["type"][kpi.type],
            "Level": self._titles["level"][kpi.level],
            "Benchmark": "yes" if kpi.benchmarks else "no",
        }

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        return {
            name: {word: option["title"] for word, option in kpi_words(name).items()}
            for name in ("direction", "type", "level")
        }

    def choices(self, kpis: Iterable[Kpi]) -> dict[str, list[tuple[str, int]]]:
        """For each column by which a table can be filtered: its values in order, each with its count."""
        rows = [self.cells(kpi) for kpi in kpis]
        counted = {column: Counter(row[column] for row in rows) for column in rows[0]} if rows else {}
        return {column: sorted(counts.items()) for column, counts in counted.items() if len(counts) > 1}

    @cached_property
    def _starters(self) -> dict[str, Starter]:
        """Every KPI that a function names to begin with; the first reason given counts."""
        found: dict[str, Starter] = {}
        for function in self.catalogue.functions.values():
            for row in function.starter:
                if row.kpi in self.catalogue.living.kpis:
                    found.setdefault(row.kpi, row)
        return found

    def starters(self, kpis: Iterable[Kpi]) -> tuple[Starter, ...]:
        """Those of some KPIs to begin with, in the order of the functions, at most ten."""
        here = {kpi.id for kpi in kpis}
        return tuple(row for id_, row in self._starters.items() if id_ in here)[:STARTERS]

    def scorecards(self, kpis: Iterable[Kpi], industry: str = "") -> list[tuple[ScorecardTemplate, int]]:
        """The ready scorecards with some of these KPIs, each with how many, the most first; an industry's own lead."""
        here = {kpi.id for kpi in kpis}
        counted = [
            (scorecard, sum(line.kpi in here for group in scorecard.groups for line in group.kpis))
            for scorecard in self.catalogue.scorecards.values()
        ]
        kept = [row for row in counted if row[1] or industry in row[0].industries]
        return sorted(kept, key=lambda row: (industry not in row[0].industries, -row[1], row[0].title))

    def beside(self, id_: str) -> tuple[str, ...]:
        """The industries with the same parent that have KPIs; the sections beside a section."""
        tree = self.catalogue.industry_tree
        above = tree.above(id_)
        rows = tree.children(above[0]) if above else tree.sections
        return tuple(other for other in rows if other != id_ and self.catalogue.in_industry(other))

    @cached_property
    def everywhere(self) -> tuple[Share, ...]:
        """The KPIs that hold for every industry, by their home function."""
        by_function: dict[str, list[Kpi]] = {}
        for kpi in self.catalogue.for_every_industry:
            by_function.setdefault(kpi.function, []).append(kpi)
        return tuple(
            Share(id_, len(by_function[id_]), self.starters(by_function[id_])[:3])
            for id_ in self.catalogue.functions
            if id_ in by_function
        )
