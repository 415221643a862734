"""How a query is answered: words that count as filters, results, and without any what comes nearest. Sits on `ranking`.

Words that name a category or an industry count as a filter where that takes nothing away: the query is no name, no
record outside has all of its words in its names, and the records inside cover the rest of it as well as any other.
Otherwise they only favor the records inside. docs/assets/atlas/search-answer.js does the same for the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from .answers import Answer, Hit, Query
from .documents import Kept
from .facet_index import FacetIndex
from .fields import EXACT
from .ranking import Postings, Ranking, rank
from .record_table import RecordTable
from .synonyms import rows_of, stems_of
from .understanding import Named, Term, Understood, understand
from .vocabulary import Vocabulary
from .words import STOP_WORDS, stem

CLOSEST = 5
CATEGORIES = 3
AS_WELL = 0.99  # of the best coverage: the rounding of sums is no difference
NO_WORD = "there is no word in it to look for"
SMALL_WORDS = "there are only small words in it; say what it is about"


class Searchable(Protocol):
    """What an answer is made from."""

    @property
    def table(self) -> RecordTable: ...
    @property
    def facets(self) -> FacetIndex: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def postings(self) -> Postings: ...
    @property
    def document(self) -> Callable[[str], Kept]: ...


def answer(query: Query, index: Searchable) -> Answer:
    """Answer a query.

    Raises:
        UserError: a filter, category, industry or other filter value does not exist.
    """
    allowed = index.facets.allowed(query.filters)
    understood = understand(query.text, index.vocabulary, {} if query.words_only else index.table.facet_words)
    if not understood.words:
        return _everything(query, index, allowed)
    having = {named: index.facets.having(named.facet, named.values) for named in understood.facets}
    ranking = rank(understood, index.postings, len(index.table), having)
    inside = [id_ for id_ in ranking.parts if allowed is None or id_ in allowed]
    taken = _taken(understood, ranking, inside, having, index)
    found = ranking.good(_passing(inside, _by_facet(taken, having)))
    suggested = (understood.corrected,) if understood.corrected else ()
    if found:
        if taken and any(not term.optional for term in understood.terms):
            ranking = rank(_without(understood, taken), index.postings, len(index.table), having)
        best = ranking.best(found, query.limit, index.table.name)
        results = tuple(_hit(id_, ranking, understood, index) for id_ in best)
        return Answer(query, len(found), results, suggested, taken=taken)
    closest = _closest(query, understood, ranking, inside, index) or _alike(understood, index)
    unread = SMALL_WORDS if understood.small and not closest else ""
    return Answer(query, 0, (), suggested, closest, (), _fitting(understood, closest, index), unread)


def _everything(query: Query, index: Searchable, allowed: frozenset[str] | None) -> Answer:
    """Without a word, all records that pass the filters, by name; without a filter either, nothing."""
    if allowed is None:
        return Answer(query, 0, (), categories=index.table.functions, unread=NO_WORD)
    first = sorted(allowed, key=lambda id_: (index.table.name(id_), id_))[: query.limit]
    return Answer(query, len(allowed), tuple(Hit(index.document(id_).shown, 0.0) for id_ in first))


def _taken(
    understood: Understood,
    ranking: Ranking,
    inside: list[str],
    having: Mapping[Named, frozenset[str]],
    index: Searchable,
) -> tuple[Named, ...]:
    """The named filters that count: all of them together, else the first that can stand alone."""
    if not having or any(index.postings(EXACT + name) for name in understood.whole):
        return ()
    best = max((ranking.coverage[id_] for id_ in inside), default=0.0)
    rivals = set(ranking.named()).intersection(inside)
    fit = tuple(named for named, ids in having.items() if rivals <= ids)
    for chosen in (fit, *((named,) for named in fit)):
        kept = _passing(inside, _by_facet(chosen, having))
        if chosen and ranking.good(kept) and max(ranking.coverage[id_] for id_ in kept) >= AS_WELL * best:
            return chosen
    return ()


def _without(understood: Understood, taken: Iterable[Named]) -> Understood:
    """The query without the words of filters that count: all that is left passes them, so they favor nothing.

    In "basket value online shop" a shop in the name of a record of e-commerce says nothing more.
    """
    said = {word for named in taken for word in named.words}
    return replace(understood, terms=tuple(t for t in understood.terms if not (t.names_filter and t.word in said)))


def _passing(ids: list[str], sets: list[frozenset[str]]) -> list[str]:
    """Those that are in every set."""
    return [id_ for id_ in ids if all(id_ in one for one in sets)] if sets else ids


def _by_facet(taken: Iterable[Named], having: Mapping[Named, frozenset[str]]) -> list[frozenset[str]]:
    """The records of named filters: any value of one facet will do, every facet must be passed."""
    sets: dict[str, frozenset[str]] = {}
    for named in taken:
        sets[named.facet] = sets.get(named.facet, frozenset()) | having[named]
    return list(sets.values())


def _closest(
    query: Query, understood: Understood, ranking: Ranking, inside: list[str], index: Searchable
) -> tuple[Hit, ...]:
    """What comes near: fewer of the words inside the filters first, then all of them outside."""
    hits = [_hit(id_, ranking, understood, index) for id_ in ranking.best(inside, CLOSEST, index.table.name)]
    within = set(inside)
    outside = [id_ for id_ in ranking.good(ranking.parts) if id_ not in within] if len(hits) < CLOSEST else []
    for id_ in ranking.best(outside, CLOSEST - len(hits), index.table.name):
        failed = _failed(id_, query.filters, index.facets)
        hits.append(_hit(id_, ranking, understood, index, failed))
    return tuple(hits)


def _alike(understood: Understood, index: Searchable) -> tuple[Hit, ...]:
    """Where no word is known: the records whose names have the words that look most alike."""
    terms = []
    for word in understood.words:
        if word not in STOP_WORDS and (alike := index.vocabulary.alike(word)):
            terms.append(Term(word, tuple((stem(other), likeness) for other, likeness in alike)))
    ranking = rank(Understood(understood.words, (), tuple(terms)), index.postings, len(index.table), {})
    best = ranking.best(ranking.parts, CLOSEST, index.table.name)
    return tuple(Hit(index.document(id_).shown, 0.0, (), understood.words) for id_ in best)


def _fitting(understood: Understood, closest: tuple[Hit, ...], index: Searchable) -> tuple[str, ...]:
    """The categories to look through: those whose titles say a word of the query, then those of the closest records."""
    typed = {stem(word) for word in understood.words if word not in STOP_WORDS}
    alike = {other for word in typed for row in rows_of().get(word, ()) for other in stems_of(row)}
    named = [value for one in understood.facets if one.facet == "category" for value in one.values]
    said = [id_ for wanted in (typed, alike) for id_, subject in index.table.subjects.items() if wanted & subject]
    functions = index.table.functions
    near = [id_ for hit in closest for id_ in hit.record.categories]
    found = dict.fromkeys((*named, *said, *(id_ for id_ in near if id_ in functions)))
    return tuple(found)[:CATEGORIES] or functions


def _failed(id_: str, filters: Mapping[str, Collection[str]], facets: FacetIndex) -> tuple[str, ...]:
    """The filters that a record does not pass, as `category: treasury`."""
    return tuple(
        f"{facet}: {', '.join(values)}"
        for facet, values in filters.items()
        if values and id_ not in (facets.allowed({facet: values}) or ())
    )


def _hit(id_: str, ranking: Ranking, understood: Understood, index: Searchable, failed: tuple[str, ...] = ()) -> Hit:
    kept = index.document(id_)
    wanted = set[str]().union(*map(stems_of, ranking.matched(id_).values()))
    if id_ in ranking.exact:
        wanted.update(map(stem, understood.words))
    return Hit(kept.shown, ranking.score(id_), kept.why(wanted), (*ranking.lacks(id_), *failed))
