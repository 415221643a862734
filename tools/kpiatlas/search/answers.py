"""Answers as data: what `kpi search --json` prints. Sits on `index`."""

from __future__ import annotations

from typing import Any

from ..records import Catalogue
from .index import Answer, Hit


def as_json(answer: Answer, catalogue: Catalogue) -> dict[str, Any]:
    """The answer as JSON-ready data: results best first, `abbreviation` empty where there is none."""
    return {
        "query": answer.query.text,
        "total": answer.total,
        "results": [_row(hit, catalogue) for hit in answer.results],
        "did_you_mean": list(answer.did_you_mean),
        "closest": [_row(hit, catalogue) for hit in answer.closest],
    }


def _row(hit: Hit, catalogue: Catalogue) -> dict[str, Any]:
    kpi = catalogue.kpis[hit.id]
    return {
        "id": kpi.id,
        "name": kpi.name,
        "abbreviation": kpi.abbreviation,
        "score": hit.score,
        "summary": kpi.summary,
        "categories": list(catalogue.categories_of(kpi)),
        "industries": list(kpi.industries),
        "why": list(hit.why),
        "lacks": list(hit.lacks),
    }
