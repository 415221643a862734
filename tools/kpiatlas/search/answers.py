"""What is asked and answered, and the answer as data: what `kpi search --json` prints. Sits on `understanding`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .understanding import MAX_CHARACTERS, Named


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words, filters (id to values), how many results at most.

    With `words_only` no word of the query counts as a filter.
    """

    text: str
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    limit: int = 10
    words_only: bool = False


class Shown(NamedTuple):
    """What an answer says of a record; `categories` are its groups and their functions."""

    id: str
    name: str
    abbreviation: str
    summary: str
    categories: tuple[str, ...]
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers. `why` names the fields that matched, `lacks` the words and filters that did not."""

    record: Shown
    score: float
    why: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `taken` are the words that counted as filters.

    Without results `did_you_mean`, `closest` and `categories` say what is near, `unread` why nothing could be found.
    """

    query: Query
    total: int
    results: tuple[Hit, ...]
    did_you_mean: tuple[str, ...] = ()
    closest: tuple[Hit, ...] = ()
    taken: tuple[Named, ...] = ()
    categories: tuple[str, ...] = ()
    unread: str = ""

    @property
    def cut(self) -> bool:
        """Whether only the beginning of the query was read."""
        return len(self.query.text) > MAX_CHARACTERS


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON-ready data: results best first, `abbreviation` empty where there is none."""
    return {
        "query": answer.query.text,
        "total": answer.total,
        "filters_in_words": [
            {"filter": named.facet, "values": list(named.values), "words": " ".join(named.words)}
            for named in answer.taken
        ],
        "results": [_row(hit) for hit in answer.results],
        "did_you_mean": list(answer.did_you_mean),
        "closest": [_row(hit) for hit in answer.closest],
        "categories": list(answer.categories),
    }


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "name": hit.record.name,
        "abbreviation": hit.record.abbreviation,
        "score": hit.score,
        "summary": hit.record.summary,
        "categories": list(hit.record.categories),
        "industries": list(hit.record.industries),
        "why": list(hit.why),
        "lacks": list(hit.lacks),
    }
