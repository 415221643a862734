"""Which records answer, in which order. Sits on `understanding`; takes postings from any engine.

The score of a record is what its words weigh times the share of the question that it covers. An exactly typed name
beats everything, words that name a category or an industry favor its records. The browser ranks by the same rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .fields import EXACT, FULL
from .understanding import Term, Understood

Postings = Callable[[str], Mapping[str, float]]  # a stem to the records that have it, with its weight in each
SATURATION = 2.0
ENOUGH = 0.5  # the share of the question that a result must cover
FAR_BELOW = 0.12  # of the best score; what scores less is noise
FACET_BONUS = 0.6
EXACT_BONUS, LESS_SURE = 1000.0, 100.0  # a whole name; less for each step further from what was typed


@dataclass
class Candidate:
    """A record while it is being scored."""

    text: float = 0.0
    covered: float = 0.0
    exact: float = 0.0
    in_facets: int = 0
    matched: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with its score, the share of the question it covers, and the words it lacks."""

    id: str
    score: float
    coverage: float
    lacks: tuple[str, ...]
    exact: bool
    matched: tuple[str, ...]


def rarity(size: int, having: int) -> float:
    """How much a word tells: little where many records have it."""
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def saturated(weight: float) -> float:
    """What a weight is worth: twice as heavy is less than twice as good."""
    return weight * (SATURATION + 1) / (weight + SATURATION)


def rank(
    understood: Understood, postings: Postings, size: int, having: Mapping[tuple[str, str], frozenset[str]]
) -> list[Scored]:
    """Every record that has any of the words, best first. `having`: the records of the filters named in the query."""
    found: dict[str, Candidate] = {}
    whole = 0.0
    for term in understood.terms:
        whole += _score_term(term, postings, size, found)
    _add_exact(understood, postings, size, found)
    for ids in having.values():
        for id_ in ids if not understood.terms or _only_optional(understood) else ids & found.keys():
            found.setdefault(id_, Candidate()).in_facets += 1
    scored = [_scored(id_, one, understood, whole) for id_, one in found.items()]
    return sorted(scored, key=lambda row: (-row.score, row.id))


def _only_optional(understood: Understood) -> bool:
    return all(term.optional for term in understood.terms)


def _score_term(term: Term, postings: Postings, size: int, found: dict[str, Candidate]) -> float:
    """Add a term to the candidates; how much of the question the term is."""
    best: dict[str, tuple[float, str, float]] = {}
    importance = 0.0
    for form, form_weight in term.forms:
        rows = postings(form)
        if rows:
            tells = rarity(size, len(rows))
            importance = max(importance, tells * (form_weight if form_weight > 0.5 else 0.3))
            for id_, weight in rows.items():
                score = form_weight * tells * saturated(weight)
                if score > best.get(id_, (0.0,))[0]:
                    best[id_] = score, form, weight
    importance = importance or rarity(size, max(1, size // 10))
    for id_, (score, form, weight) in best.items():
        candidate = found.setdefault(id_, Candidate())
        candidate.text += score
        candidate.matched[term.word] = form
        if not term.optional:
            candidate.covered += importance * min(1.0, weight / FULL)
    return 0.0 if term.optional else importance


def _add_exact(understood: Understood, postings: Postings, size: int, found: dict[str, Candidate]) -> None:
    """Records of exactly that name; a name weighs more than an alias, so it comes first."""
    for step, name in enumerate(understood.keys):
        rows = postings(EXACT + name)
        for id_, weight in rows.items():
            bonus = EXACT_BONUS - LESS_SURE * step + saturated(weight) * rarity(size, len(rows))
            candidate = found.setdefault(id_, Candidate())
            candidate.exact = max(candidate.exact, bonus)


def _scored(id_: str, one: Candidate, understood: Understood, whole: float) -> Scored:
    coverage = 1.0 if one.exact or not whole else one.covered / whole
    score = one.text * coverage * (1 + FACET_BONUS * one.in_facets) + one.exact
    lacks = tuple(dict.fromkeys(t.word for t in understood.terms if not t.optional and t.word not in one.matched))
    matched = tuple(one.matched.values())
    return Scored(id_, round(score, 4), coverage, () if one.exact else lacks, bool(one.exact), matched)


def good(ranked: list[Scored]) -> list[Scored]:
    """Those that answer the question; the others are merely close."""
    enough = [row for row in ranked if row.coverage >= ENOUGH]
    best = max((row.score for row in enough if not row.exact), default=0.0)
    return [row for row in enough if row.exact or row.score >= FAR_BELOW * best]
