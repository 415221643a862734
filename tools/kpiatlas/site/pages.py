"""Every page that is made from the catalogue, as finished HTML without the frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from ..checks.completeness import completeness
from ..records import Catalogue, Kpi
from ..records.schema import kpi_words, resolve, schema, words
from ..records.taxonomy import Function, Starter
from ..search.computable import KnownInput, input_index
from . import citation, urls
from .changes import Change, Changes, changes_of, fields, moment, told
from .coverage import Covered, coverage
from .data_files import data_files
from .linked_data import as_json, defined_term
from .listing import Listing
from .page import Overview, SitePage
from .prose import inline, plain
from .view import View

KPI_TOC = (
    ("Formula and calculator", "formula-at-a-glance"),
    ("Definition", "definition"),
    ("Business insights", "business-insights"),
    ("Measurement approach", "measurement-approach"),
    ("Standard formula", "standard-formula"),
    ("Interpretation", "interpretation"),
    ("Benchmarks", "benchmarks"),
    ("Trend analysis", "trend-analysis"),
    ("Diagnostic questions", "diagnostic-questions"),
    ("Actionable tips", "actionable-tips"),
    ("Improvement levers", "improvement-levers"),
    ("Risk warnings", "risk-warnings"),
    ("Pitfalls", "pitfalls"),
    ("Visualization suggestions", "visualization-suggestions"),
    ("Tools and technologies", "tools-and-technologies"),
    ("Integration points", "integration-points"),
    ("Change impact", "change-impact"),
    ("Case study", "case-study"),
    ("Questions and answers", "faqs"),
    ("Related KPIs", "related"),
    ("Downloads", "downloads"),
    ("About this record", "record"),
)
# The first of these that the catalogue holds is the one to play with on the home page.
EXAMPLES = ("first-contact-resolution", "gross-margin")
WANTED_INPUTS = 30
NEWS = 8


@dataclass(frozen=True)
class Pages:
    """Makes the pages of one catalogue.

    `repository` is the address of its source, `address` where the site is published, ending in a slash; or empty.
    """

    catalogue: Catalogue
    repository: str = ""
    address: str = ""

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("kpiatlas.site"), autoescape=True, undefined=StrictUndefined, auto_reload=False
        )
        environment.context_class = _Context
        environment.globals.update(
            catalogue=self.catalogue, view=View(self.catalogue, self.repository), urls=urls, inline=inline,
            resolve=resolve, words=words, limits=_limits, wanted_most=self._wanted_most, listing=self._listing,
            citation=citation,
            as_json=as_json, compare_words=_compare_words, latest_changes=self._latest_changes, told=told,
            completeness=completeness, moment=moment, fields=fields,
            coverage=lambda: self._coverage,
            data_files=lambda: data_files(self.address, bool(self._changes)),
        )  # fmt: skip
        return environment

    @cached_property
    def _listing(self) -> Listing:
        return Listing(self.catalogue)

    @cached_property
    def _coverage(self) -> dict[str, Covered]:
        return coverage(self.catalogue)

    @cached_property
    def _changes(self) -> Changes:
        return changes_of(self.catalogue)

    @property
    def feed(self) -> str:
        """Where the feed of changes stands; empty where there is none."""
        return f"{self.address}{urls.FEED_FILE}" if self.address and self._changes else ""

    def history(self, kpi: Kpi) -> Change | None:
        """What git knows of a record; None where it knows nothing."""
        return self._changes.of.get(kpi.id)

    def _latest_changes(self) -> tuple[Change, ...]:
        return self._changes.latest[:NEWS]

    def _wanted_most(self) -> list[KnownInput]:
        return input_index(self.catalogue).most_wanted(WANTED_INPUTS)

    def _page(self, template: str, url: str, title: str, description: str, toc: Any = (), **values: Any) -> SitePage:
        empty = SitePage(url, plain(title), plain(description), "", tuple(toc))
        body = self._templates.get_template(f"{template}.html.j2").render(page=empty, title=title, **values)
        return SitePage(empty.url, empty.title, empty.description, body.strip(), empty.toc)

    def kpi(self, kpi: Kpi) -> SitePage:
        """The page of one KPI; of a deprecated one a few words that lead on."""
        if kpi.deprecated and (heir := self.catalogue.kpis.get(kpi.deprecated.replaced_by)):
            made = self._page("deprecated", urls.kpi_url(kpi.id), kpi.name, kpi.summary, kpi=kpi, heir=heir)
            return replace(made, leads_to=urls.kpi_url(heir.id))
        title = f"{kpi.name} ({kpi.abbreviation})" if kpi.abbreviation else kpi.name
        made = self._page("kpi", urls.kpi_url(kpi.id), title, kpi.summary, KPI_TOC, kpi=kpi, history=self.history(kpi))
        return replace(made, body=f"{made.body}\n{defined_term(kpi, self.address)}")

    def category(self, id_: str) -> SitePage:
        """The page of a function or a group."""
        function = self.catalogue.functions.get(id_)
        found = function or self.catalogue.groups[id_]
        kpis = self.catalogue.in_category(id_)
        starter = self._starters_of(function) if function else self._listing.starters(kpis)
        scorecards = self._listing.scorecards(kpis)
        return self._page(
            "category", urls.category_url(id_), found.title, found.purpose,
            _toc(("Start here", "start-here", starter), ("All KPIs", "kpis", kpis),
                 ("Ready scorecards", "scorecards", scorecards)),
            purpose=found.purpose, parent=None if function else self.catalogue.function_of_group[id_],
            groups=function.groups if function else {}, starter=starter, kpis=kpis, scorecards=scorecards,
        )  # fmt: skip

    def _starters_of(self, function: Function) -> tuple[Starter, ...]:
        return tuple(row for row in function.starter if row.kpi in self.catalogue.living.kpis)

    def industry(self, id_: str) -> SitePage:
        """The page of an industry."""
        industry, kpis = self.catalogue.industries[id_], self.catalogue.in_industry(id_)
        everywhere = len(self.catalogue.for_every_industry)
        starter, scorecards = self._listing.starters(kpis), self._listing.scorecards((), id_)
        return self._page(
            "industry", urls.industry_url(id_), industry.title,
            f"Key performance indicators of {industry.title}: what to measure, how to compute it, what others reach.",
            _toc(("Start here", "start-here", starter), ("Used most here", "kpis", kpis),
                 ("Ready scorecards", "scorecards", scorecards),
                 ("Hold in every industry", "every-industry", everywhere),
                 ("Industries beside it", "beside", self._listing.beside(id_))),
            id=id_, industry=industry, kpis=kpis, everywhere=everywhere, starter=starter, scorecards=scorecards,
        )  # fmt: skip

    def scorecard(self, id_: str) -> SitePage:
        """The page of a scorecard template."""
        scorecard = self.catalogue.scorecards[id_]
        toc = [(group.title, f"group-{number}") for number, group in enumerate(scorecard.groups, 1)]
        toc.append(("Take it along", "take-it"))
        return self._page(
            "scorecard", urls.scorecard_url(id_), scorecard.title, scorecard.purpose, toc, scorecard=scorecard
        )

    def all(self) -> Iterator[SitePage]:
        """Every page that has an address of its own."""
        for kpi in self.catalogue:
            yield self.kpi(kpi)
        yield from self.overviews()

    def overviews(self) -> Iterator[SitePage]:
        """The pages of categories, industries and scorecards."""
        for overview in self.by_address.values():
            yield overview.make()

    @cached_property
    def by_address(self) -> dict[str, Overview]:
        """The pages of categories, industries and scorecards, not made yet."""
        known = self.catalogue
        categories = {
            urls.category_url(id_): Overview(partial(self.category, id_), known.in_category(id_))
            for id_ in (*known.functions, *known.groups)
        }
        industries = {
            urls.industry_url(id_): Overview(partial(self.industry, id_), known.in_industry(id_))
            for id_ in known.industries
        }
        scorecards = {
            urls.scorecard_url(card.id): Overview(
                partial(self.scorecard, card.id),
                tuple(known.kpis[line.kpi] for group in card.groups for line in group.kpis if line.kpi in known.kpis),
            )
            for card in known.scorecards.values()
        }
        return categories | industries | scorecards

    def section(self, name: str, root: str) -> Markup:
        """A piece for a hand-written page, one of `SECTIONS`.

        `root` is the way from that page to the top of the site.
        """
        example = next((self.catalogue.kpis[id_] for id_ in EXAMPLES if id_ in self.catalogue.kpis), None)
        page = {"root": root}
        groups = [
            ("identity", "Name and place"),
            ("attribute", "The twelve attributes"),
            ("reading", "Reading and context"),
        ]
        template = self._templates.get_template(f"{name}.html.j2")
        return Markup(template.render(page=page, example=example, schema=schema("kpi"), groups=groups))


SECTIONS = (
    "home",
    "search",
    "compute",
    "compare",
    "functions",
    "industries",
    "scorecards",
    "builder",
    "data",
    "coverage",
    "attributes",
)


class _Context(Context):
    """Calls functions of ours at once: finding out whether each wants the context takes a third of a page's time."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - jinja2's names, which no value has
        if isinstance(__obj, Macro):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


def _toc(*sections: tuple[str, str, Any]) -> list[tuple[str, str]]:
    """(title, anchor) of the sections that hold something."""
    return [(title, anchor) for title, anchor, holds in sections if holds]


def _compare_words() -> dict[str, dict[str, str]]:
    """The controlled words that the comparison shows, by attribute."""
    shown = ("direction", "type", "level", "perspective", "frequency")
    return {name: {word: option["title"] for word, option in kpi_words(name).items()} for name in shown}


def _limits(rule: dict[str, Any]) -> str:
    """Lengths and counts of an attribute in words."""
    text = {
        "minLength": "{} characters or more",
        "maxLength": "at most {} characters",
        "minItems": "at least {}",
        "maxItems": "at most {}",
    }
    return ", ".join(words.format(rule[key]) for key, words in text.items() if rule.get(key))
