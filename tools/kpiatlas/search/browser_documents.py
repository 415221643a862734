"""What the browser gets to know: one short page per record for Pagefind, and the word list. Sits on `fields`, `facets`.

A page is the record's weighted words, each with a 0 behind it: so Pagefind does not complete them, and the same word
means the same records as on the command line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any

from ..records import Catalogue, Kpi
from . import ranking, understanding, words
from .facet_words import facet_words
from .facets import EVERY, FACETS, Facet, known_values
from .fields import EVERY_RECORD, EXACT, weighted_words
from .synonyms import PHRASES, ROW, ROWS
from .vocabulary import vocabulary_of


def page(kpi: Kpi, catalogue: Catalogue, url: str) -> str:
    """The record as a small HTML page: what is shown, what it can be filtered by, its words by weight."""
    shown = {
        "id": kpi.id,
        "title": kpi.name,
        "abbreviation": kpi.abbreviation,
        "aliases": ", ".join(kpi.aliases),
        "summary": kpi.summary,
        "url": url,
    }
    metas = "".join(_tag("meta", name, value) for name, value in shown.items() if value)
    facets = "".join(_tag("filter", facet.id, value) for facet in FACETS for value in facet.values(kpi, catalogue))
    order = _tag("sort", "title", kpi.name.casefold())
    return f'<html lang="en"><body data-pagefind-body>{metas}{facets}{order}{_paragraphs(kpi, catalogue)}</body></html>'


def _tag(kind: str, name: str, value: str) -> str:
    return f'<i data-pagefind-{kind}="{name}[content]" content="{escape(value)}"></i>'


def _paragraphs(kpi: Kpi, catalogue: Catalogue) -> str:
    by_weight: dict[float, list[str]] = defaultdict(list)
    for word, weight in weighted_words(kpi, catalogue, browser=True).items():
        by_weight[weight].append(f"{word}0")
    rows = sorted(by_weight.items(), reverse=True)
    return "".join(f'<p data-pagefind-weight="{weight}">{" ".join(sorted(found))}</p>' for weight, found in rows)


def word_list(catalogue: Catalogue) -> dict[str, Any]:
    """search-words.json: the words for corrections, the reviewed tables, the filters with their titles."""
    return {
        "size": len(catalogue),
        "words": [" ".join(tier) for tier in vocabulary_of(catalogue, browser=True).tiers],
        "stop": " ".join(sorted(words.STOP_WORDS)),
        "frame": " ".join(sorted(words.FRAME_WORDS - words.STOP_WORDS)),
        "spellings": words.SPELLINGS,
        "notBritish": sorted(words.NOT_BRITISH),
        "synonyms": list(ROWS),
        "phrases": {phrase: " ".join(meant) for phrase, meant in PHRASES.items()},
        "facetWords": {phrase: list(facet) for phrase, facet in facet_words(catalogue).items()},
        "facets": [{"id": f.id, "title": f.title, "values": list(_values(f, catalogue))} for f in FACETS],
        "every": EVERY,
        "marks": {"exact": EXACT, "row": ROW, "record": EVERY_RECORD},
        "rules": _rules(),
    }


def _rules() -> dict[str, float]:
    """The figures of understanding and ranking, so that they stand in one place."""
    return {
        "maxWords": words.MAX_WORDS,
        "maxCharacters": understanding.MAX_CHARACTERS,
        "synonym": understanding.SYNONYM,
        "near": understanding.NEAR,
        "joined": understanding.JOINED,
        "completed": understanding.COMPLETED,
        "phrase": understanding.PHRASE,
        "saturation": ranking.SATURATION,
        "enough": ranking.ENOUGH,
        "farBelow": ranking.FAR_BELOW,
        "facetBonus": ranking.FACET_BONUS,
        "exactBonus": ranking.EXACT_BONUS,
        "lessSure": ranking.LESS_SURE,
    }


def _values(facet: Facet, catalogue: Catalogue) -> Iterator[tuple[str, str, int]]:
    """The values of a filter as (id, title, depth); groups stand below their function."""
    if facet.id != "category":
        yield from ((id_, title, 0) for id_, title in known_values(catalogue, facet).items())
        return
    for id_, function in catalogue.functions.items():
        yield id_, function.title, 0
        yield from ((group_id, group.title, 1) for group_id, group in function.groups.items())
