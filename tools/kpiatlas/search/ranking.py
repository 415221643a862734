"""Which records answer, in which order. Sits on `understanding`; takes postings from any engine.

The score of a record is what its words weigh times the share of the question that it covers. An exactly typed name
beats everything, words that name a category or an industry favor its records. docs/assets/atlas/search-ranking.js ranks
by the same rules.

A common word has ten thousand records, so nothing is made for each of them but a place in a few dictionaries; what a
result says about itself is read only for those that are shown.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .fields import EXACT, FULL
from .understanding import Named, Term, Understood

# A stem to the records that have it, by its weight in them.
Postings = Callable[[str], Mapping[float, Sequence[str]]]
SATURATION = 2.0
ENOUGH, ENOUGH_OF_MANY, MANY = 0.5, 0.2, 3  # the share that a result must cover, less where many words were typed
ALL = 0.99  # of small words alone: on in
FAR_BELOW = 0.12  # of the best score; what scores less is noise
FACET_BONUS = 0.6
EXACT_BONUS, LESS_SURE = 1000.0, 100.0  # a whole name; less for each step further from what was typed
IN_NAME = 5.0  # a word of this weight stands in a name, an abbreviation or an alias
OWN_WORD = 0.5  # a form that weighs more is the word itself, not a synonym
_PLACES = 10_000  # scores are kept as whole numbers of so many parts, so that equal ones are equal
_Match = tuple[float, float, str, bool]  # of a term in a record: score, share that counts, form, whether in its names


def rarity(size: int, having: int) -> float:
    """How much a word tells: little where many records have it.

    To the power of three quarters: one rare word that a question happens to have must not outweigh two telling ones.
    """
    tells = math.log(1 + (size - having + 0.5) / (having + 0.5))
    return math.sqrt(tells * math.sqrt(tells))  # roots, since they are the same to the last bit in every language


def saturated(weight: float) -> float:
    """What a weight is worth: twice as heavy is less than twice as good."""
    return weight * (SATURATION + 1) / (weight + SATURATION)


@dataclass
class Ranking:
    """Every record that has any of the words of a query, with what it scores and how much of the query it covers."""

    parts: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    exact: dict[str, float] = field(default_factory=dict)
    terms: list[tuple[Term, Mapping[str, _Match]]] = field(default_factory=list)
    small: bool = False

    def score(self, id_: str) -> float:
        """What a record scores."""
        return self.parts[id_] / _PLACES

    def good(self, ids: Collection[str]) -> list[str]:
        """Those of some records that answer the question; the others are merely close."""
        asked = sum(not term.optional for term, _ in self.terms)
        least = ALL if self.small else ENOUGH if asked < MANY else ENOUGH_OF_MANY
        coverage, parts, exact = self.coverage, self.parts, self.exact
        enough = [id_ for id_ in ids if coverage[id_] >= least]
        best = FAR_BELOW * max((parts[id_] for id_ in enough if id_ not in exact), default=0)
        return [id_ for id_ in enough if parts[id_] >= best or id_ in exact]

    def best(self, ids: Collection[str], count: int, name: Callable[[str], str]) -> list[str]:
        """The first of some records; equal scores stand by name, then by id."""
        if len(ids) > count:
            cut = heapq.nlargest(count, map(self.parts.__getitem__, ids))[-1]
            ids = [id_ for id_ in ids if self.parts[id_] >= cut]
        return sorted(ids, key=lambda id_: (-self.parts[id_], name(id_), id_))[:count]

    def matched(self, id_: str) -> dict[str, str]:
        """The words of the query that a record has, each with the form by which it was found."""
        return {term.word: best[id_][2] for term, best in self.terms if id_ in best}

    def lacks(self, id_: str) -> tuple[str, ...]:
        """The words of the query that a record has not."""
        had = self.matched(id_)
        words = dict.fromkeys(term.word for term, _ in self.terms if not term.optional and term.word not in had)
        return () if id_ in self.exact else tuple(words)

    def named(self) -> list[str]:
        """The records in whose names every word of the query stands, filter words too."""
        asked = [best for term, best in self.terms if not term.optional or term.names_filter]
        fewest = min(asked, key=len, default=self.parts)
        return [id_ for id_ in fewest if all(id_ in best and best[id_][3] for best in asked)]


def rank(understood: Understood, postings: Postings, size: int, having: Mapping[Named, frozenset[str]]) -> Ranking:
    """Score every record that has any of the words. `having`: the records of the filters named in the query."""
    terms = [(term, *_matches(term, postings, size)) for term in understood.terms]
    text: dict[str, float] = defaultdict(float)
    covered: dict[str, float] = defaultdict(float)
    for term, best, importance in terms:
        for id_, match in best.items():
            text[id_] += match[0]
        for id_, match in best.items() if not term.optional else ():
            covered[id_] += importance * match[1]
    whole = sum(importance for term, _, importance in terms if not term.optional)
    exact = _exact(understood, postings, size)
    for id_ in exact:
        text[id_] += 0.0
    in_facets = _in_facets(understood, having, text)
    coverage = {id_: covered[id_] / whole for id_ in text} if whole else dict.fromkeys(text, 1.0)
    coverage |= dict.fromkeys(exact, 1.0)
    parts = {id_: int(score * coverage[id_] * _PLACES + 0.5) for id_, score in text.items()}
    for id_ in exact.keys() | in_facets.keys():
        score = text[id_] * coverage[id_] * (1 + FACET_BONUS * in_facets[id_]) + exact.get(id_, 0.0)
        parts[id_] = int(score * _PLACES + 0.5)
    return Ranking(parts, coverage, exact, [(term, best) for term, best, _ in terms], understood.small)


def _matches(term: Term, postings: Postings, size: int) -> tuple[dict[str, _Match], float]:
    """The records that have a term, each with its best match; how much of the question the term is."""
    groups: list[tuple[_Match, Sequence[str]]] = []
    importance = 0.0
    for form, form_weight in term.forms:
        by_weight = postings(form)
        if by_weight:
            tells = rarity(size, sum(map(len, by_weight.values())))
            importance = max(importance, tells * (form_weight if form_weight > OWN_WORD else 0.3))
            own = form_weight > OWN_WORD or term.names_filter
            for weight, ids in by_weight.items():
                score = form_weight * tells * saturated(weight)
                groups.append(((score, min(1.0, weight / FULL), form, own and weight >= IN_NAME), ids))
    best: dict[str, _Match] = {}
    # The lowest first, so that a better match takes its place; of equal ones the form that came first stays.
    groups.reverse()
    for match, ids in sorted(groups, key=lambda group: group[0][0]):
        best.update(dict.fromkeys(ids, match))
    return best, importance or rarity(size, max(1, size // 10))


def _exact(understood: Understood, postings: Postings, size: int) -> dict[str, float]:
    """Records of exactly that name; a name weighs more than an alias, so it comes first."""
    found: dict[str, float] = {}
    for step, name in enumerate(understood.keys):
        by_weight = postings(EXACT + name)
        count = sum(map(len, by_weight.values()))
        for weight, ids in by_weight.items():
            bonus = EXACT_BONUS - LESS_SURE * step + saturated(weight) * rarity(size, count)
            for id_ in ids:
                found[id_] = max(found.get(id_, 0.0), bonus)
    return found


def _in_facets(understood: Understood, having: Mapping[Named, frozenset[str]], text: dict[str, float]) -> Counter[str]:
    """In how many of the filters that the query names a record is; with nothing else typed, all their records count."""
    browsing = all(term.optional for term in understood.terms)
    found: Counter[str] = Counter()
    for ids in having.values():
        found.update(ids if browsing else ids & text.keys())
    for id_ in found:
        text[id_] += 0.0
    return found
