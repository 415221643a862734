"""Every page that is made from the catalogue, as finished HTML without the frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..records import Catalogue, Kpi
from ..records.schema import resolve, schema, words
from ..search.computable import KnownInput, input_index
from . import urls
from .page import SitePage
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
)
# The first of these that the catalogue holds is the one to play with on the home page.
EXAMPLES = ("first-contact-resolution", "gross-margin")
WANTED_INPUTS = 30


@dataclass(frozen=True)
class Pages:
    """Makes the pages of one catalogue. `repository` is the address of its source, or empty."""

    catalogue: Catalogue
    repository: str = ""

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("kpiatlas.site"), autoescape=True, undefined=StrictUndefined, trim_blocks=False
        )
        environment.globals.update(
            catalogue=self.catalogue, view=View(self.catalogue, self.repository), urls=urls, inline=inline,
            resolve=resolve, words=words, limits=_limits, wanted_most=self._wanted_most,
        )  # fmt: skip
        return environment

    def _wanted_most(self) -> list[KnownInput]:
        return input_index(self.catalogue).most_wanted(WANTED_INPUTS)

    def _page(self, template: str, url: str, title: str, description: str, toc: Any = (), **values: Any) -> SitePage:
        empty = SitePage(url, plain(title), plain(description), "", tuple(toc))
        body = self._templates.get_template(f"{template}.html.j2").render(page=empty, title=title, **values)
        return SitePage(empty.url, empty.title, empty.description, body.strip(), empty.toc)

    def kpi(self, kpi: Kpi) -> SitePage:
        """The page of one KPI."""
        title = f"{kpi.name} ({kpi.abbreviation})" if kpi.abbreviation else kpi.name
        return self._page("kpi", urls.kpi_url(kpi.id), title, kpi.summary, KPI_TOC, kpi=kpi)

    def category(self, id_: str) -> SitePage:
        """The page of a function or a group."""
        function = self.catalogue.functions.get(id_)
        found = function or self.catalogue.groups[id_]
        starter = function.starter if function else ()
        toc = ([("Start here", "start-here")] if starter else []) + [("All KPIs", "kpis")]
        return self._page(
            "category",
            urls.category_url(id_),
            found.title,
            found.purpose,
            toc,
            purpose=found.purpose,
            parent=None if function else self.catalogue.function_of_group[id_],
            groups=function.groups if function else {},
            starter=starter,
            kpis=self.catalogue.in_category(id_),
        )

    def industry(self, id_: str) -> SitePage:
        """The page of an industry."""
        industry, kpis = self.catalogue.industries[id_], self.catalogue.in_industry(id_)
        everywhere = self.catalogue.for_every_industry
        toc = ([("Used most here", "kpis")] if kpis else []) + (
            [("Every industry", "every-industry")] if everywhere else []
        )
        description = f"Key performance indicators of {industry.title}."
        return self._page(
            "industry", urls.industry_url(id_), industry.title, description, toc,
            industry=industry, kpis=kpis, everywhere=everywhere,
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
        for id_ in (*self.catalogue.functions, *self.catalogue.groups):
            yield self.category(id_)
        for id_ in self.catalogue.industries:
            yield self.industry(id_)
        for id_ in self.catalogue.scorecards:
            yield self.scorecard(id_)

    def section(self, name: str, root: str) -> Markup:
        """A piece for a hand-written page: home, search, compute, functions, industries, scorecards or attributes.

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


SECTIONS = ("home", "search", "compute", "functions", "industries", "scorecards", "attributes")


def _limits(rule: dict[str, Any]) -> str:
    """Lengths and counts of an attribute in words."""
    text = {
        "minLength": "{} characters or more",
        "maxLength": "at most {} characters",
        "minItems": "at least {}",
        "maxItems": "at most {}",
    }
    return ", ".join(words.format(rule[key]) for key, words in text.items() if rule.get(key))
