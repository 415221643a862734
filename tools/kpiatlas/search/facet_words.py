"""Words in a query that name a category or an industry: churn saas, hr turnover. Sits on `understanding`."""

from __future__ import annotations

from ..records import Catalogue
from .understanding import facet_phrase

# What people say for a function or a group beside its title; an entry whose target the taxonomy lacks is left out.
SAYINGS: dict[str, tuple[str, str]] = {
    "hr": ("category", "human-resources"),
    "people operations": ("category", "human-resources"),
    "call center": ("category", "contact-center"),
    "contact center": ("category", "contact-center"),
    "help desk": ("category", "customer-support"),
    "helpdesk": ("category", "customer-support"),
    "service desk": ("category", "customer-support"),
    "manufacturing": ("category", "operations"),
    "factory": ("category", "operations"),
    "plant": ("category", "operations"),
    "finance": ("category", "accounting"),
    "devops": ("category", "software-delivery"),
    "itsm": ("category", "it-service"),
    "supply chain": ("category", "supply-chain"),
    "ecommerce": ("industry", "e-commerce"),
    "online store": ("industry", "e-commerce"),
}


def facet_words(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Plain words to the filter they name. Functions and industries only: a group's title is mostly a KPI's word."""
    found: dict[str, tuple[str, str]] = {}
    for id_, function in catalogue.functions.items():
        for name in (id_, function.title):
            found[facet_phrase(name)] = ("category", id_)
    for id_, industry in catalogue.industries.items():
        for name in (id_, industry.title, *industry.also):
            found[facet_phrase(name)] = ("industry", id_)
    known = {"category": catalogue.functions.keys() | catalogue.groups.keys(), "industry": catalogue.industries.keys()}
    for saying, (facet, value) in SAYINGS.items():
        if value in known[facet]:
            found[facet_phrase(saying)] = (facet, value)
    return found
