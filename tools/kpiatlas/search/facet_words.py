"""Words in a query that name a category or an industry: churn saas, hr turnover. Sits on `understanding`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .understanding import FacetWords, facet_phrase

if TYPE_CHECKING:
    from ..records import Catalogue

# What people say for functions or groups beside their titles; ids that the taxonomy lacks are left out.
SAYINGS: dict[str, tuple[str, ...]] = {
    "hr": ("human-resources",),
    "people operations": ("human-resources",),
    "call center": ("contact-center",),
    "contact center": ("contact-center",),
    "help desk": ("customer-support",),
    "helpdesk": ("customer-support",),
    "service desk": ("customer-support", "it-service"),
    "manufacturing": ("operations", "manufacturing", "production"),
    "factory": ("operations", "manufacturing", "production"),
    "finance": ("accounting", "treasury", "finance"),
    "devops": ("software-delivery",),
    "itsm": ("it-service",),
    "supply chain": ("supply-chain",),
    "legal": ("legal-and-risk",),
    "compliance": ("legal-and-risk",),
    "controlling": ("accounting",),
    "analytics": ("data-and-analytics",),
    "hse": ("health-and-safety", "safety", "health-safety"),
    "ehs": ("health-and-safety", "safety", "health-safety"),
    "infosec": ("information-security", "security", "cybersecurity"),
    "cyber security": ("information-security", "security", "cybersecurity"),
    "procurement": ("procurement", "purchasing"),
    "purchasing": ("procurement", "purchasing"),
    "ecommerce": ("e-commerce",),
    "online store": ("e-commerce",),
}


def facet_words(catalogue: Catalogue) -> FacetWords:
    """Plain words to the filters they name. Of groups only titles of several words: a single one is a KPI's word."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for phrase, facet, value in _named(catalogue):
        found.setdefault(facet_phrase(phrase), {})[facet, value] = None
    return {phrase: tuple(meant) for phrase, meant in found.items()}


def _named(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for id_, function in catalogue.functions.items():
        yield from ((name, "category", id_) for name in (id_, function.title))
    for id_, group in catalogue.groups.items():
        if len(group.title.split()) > 1:
            yield group.title, "category", id_
    for id_, industry in catalogue.industries.items():
        yield from ((name, "industry", id_) for name in (id_, industry.title, *industry.also))
    values = dict.fromkeys((*catalogue.functions, *catalogue.groups), "category")
    values |= dict.fromkeys(catalogue.industries.keys() - values.keys(), "industry")
    for saying, ids in SAYINGS.items():
        yield from ((saying, values[id_], id_) for id_ in ids if id_ in values)
