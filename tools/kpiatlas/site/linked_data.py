"""JSON-LD for programs that read pages: a KPI is a term of the set that the site is (schema.org's DefinedTerm)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from ..records import Kpi
from . import urls
from .prose import plain


def as_json(value: Any) -> Markup:
    """JSON that is safe inside a script element: nothing in it can end the element or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def defined_term(kpi: Kpi, address: str = "") -> Markup:
    """The script element of a KPI page; the browser does not run it, so the content policy has nothing to allow.

    Addresses begin with `address`, where the site is published. Without one they are relative, and a reader of JSON-LD
    completes them from the address of the page.
    """
    top = address or "../../"
    term: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": top + urls.kpi_url(kpi.id),
        "termCode": kpi.id,
        "name": plain(kpi.name),
        "alternateName": [plain(name) for name in kpi.names[1:]],
        "description": plain(kpi.definition),
        "url": top + urls.kpi_url(kpi.id),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": top, "name": "KPI Atlas", "url": top},
    }
    return Markup('<script type="application/ld+json">{}</script>').format(as_json(term))
