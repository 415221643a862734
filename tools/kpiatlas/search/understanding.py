"""What a person who typed this may mean: names, words with their stand-ins, filters. Sits on `words` and `vocabulary`.

Knows no engine and no record. docs/assets/atlas/search-query.js is the same for the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .synonyms import PHRASES, rows_of
from .vocabulary import Vocabulary
from .words import FRAME_WORDS, MAX_WORDS, STOP_WORDS, bare, keys, plain, split, stem

MAX_CHARACTERS = 400
SYNONYM, NEAR, JOINED, COMPLETED, PHRASE = 0.45, 0.9, 0.9, 0.85, 0.35
# The last word of a few may be one, and the beginning of a longer one: in, art, average hand.
BEGUN, BEGINS = 0.4, 3
FacetWords = Mapping[str, tuple[tuple[str, str], ...]]  # plain words joined by blanks, to each (filter, value)


class Named(NamedTuple):
    """A filter that words of a query name; several values where people say one word for them."""

    facet: str
    values: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word that was asked for: the stems that satisfy it, each with its weight. An optional one is no lack."""

    word: str
    forms: tuple[tuple[str, float], ...]
    optional: bool = False
    names_filter: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as the engines can answer it. `keys` are the names it may be, the surest first.

    `whole` are those keys that take in every word; `small` tells that no word of it carries a subject.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    facets: tuple[Named, ...] = ()
    corrected: str = ""
    whole: tuple[str, ...] = ()
    small: bool = False


@dataclass
class _Reading:
    """A query while it is read, word by word."""

    vocabulary: Vocabulary
    terms: list[Term] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)


def understand(text: str, vocabulary: Vocabulary, facet_words: FacetWords) -> Understood:
    """Read a query. Any text is allowed; what carries no word gives no term."""
    words = split(text[:MAX_CHARACTERS])[:MAX_WORDS]
    facets, rest, facet_terms = _facets(words, facet_words)
    reading = _Reading(vocabulary)
    meant = [word for word in rest if word not in STOP_WORDS]
    content = meant or ([] if facets else [word for word in rest if vocabulary.knows(word) or word == words[-1]])
    ends_open = bool(words) and bool(content) and words[-1] == content[-1] and text[-1:].isalnum()
    begins = len(content) <= BEGINS if meant else len(words) == 1
    for at, word in enumerate(content):
        _read_word(reading, word, ends_open and at == len(content) - 1, begins)
    _join_neighbors(reading, rest, content)
    corrected = reading.corrected if reading.corrected != content else []
    spelled = _replaced(words, content, reading.corrected)
    return Understood(
        tuple(words),
        _keys(words, rest, spelled),
        (*reading.terms, *_phrases(words), *facet_terms),
        facets,
        " ".join(_replaced(words, content, corrected)) if corrected else "",
        _keys(words),
        bool(words) and not meant and not facets,
    )


def _keys(*spellings: list[str]) -> tuple[str, ...]:
    """The names that spellings of a query may be, each as it stands and without what people put around a name."""
    both = (words for spelling in spellings for words in (spelling, _trimmed(spelling)))
    return tuple(dict.fromkeys(one for words in both for one in keys(words)))


def _trimmed(words: list[str]) -> list[str]:
    """Without the words that people put around a name: what is X, X formula."""
    start, end = 0, len(words)
    while start < end and words[start] in FRAME_WORDS:
        start += 1
    while end > start and words[end - 1] in FRAME_WORDS:
        end -= 1
    return words[start:end]


def _replaced(words: list[str], content: list[str], corrected: list[str]) -> list[str]:
    """The words typed with the corrected ones in their places."""
    new = dict(zip(content, corrected, strict=False))
    return [part for word in words for part in new.get(word, word).split()]


def _facets(words: list[str], facet_words: FacetWords) -> tuple[tuple[Named, ...], list[str], list[Term]]:
    """The filters that are named in a query, the words without them, and those words as optional terms."""
    found: list[Named] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        named = _facet_at(words, at, facet_words)
        found += named
        rest += [] if named else [words[at]]
        at += len(named[0].words) if named else 1
    said = dict.fromkeys(word for named in found for word in named.words)
    return tuple(dict.fromkeys(found)), rest, [Term(word, ((stem(word), 0.5),), True, True) for word in said]


def _facet_at(words: list[str], at: int, facet_words: FacetWords) -> list[Named]:
    """The filters that the words from here on name, by as many words as possible."""
    for length in (4, 3, 2, 1):
        here = tuple(words[at : at + length])
        if len(here) == length and (meant := facet_words.get(" ".join(map(plain, here)))):
            facets = dict.fromkeys(facet for facet, _ in meant)
            return [Named(facet, tuple(v for f, v in meant if f == facet), here) for facet in facets]
    return []


def _read_word(reading: _Reading, word: str, last: bool, begins: bool) -> None:
    forms: dict[str, float] = {}
    vocabulary = reading.vocabulary
    shown = word
    if vocabulary.knows(word) or stem(word) in rows_of():
        _add(forms, _with_synonyms(stem(word), 1.0))
        if last and begins:
            _add(forms, tuple((stem(other), BEGUN) for other in vocabulary.begun(plain(word))))
    elif begun := vocabulary.completions(plain(word), names_only=not last):
        for other in begun:
            _add(forms, ((stem(other), COMPLETED),))
    elif parts := vocabulary.parts(word):
        reading.corrected.append(" ".join(parts))
        reading.terms += [
            Term(part, tuple(_with_synonyms(stem(part), 1.0))) for part in parts if part not in STOP_WORDS
        ]
        return
    else:
        near = vocabulary.near(word)
        for other, cost in near:
            _add(forms, _with_synonyms(stem(other), NEAR - 0.4 * (cost - near[0][1])))
        shown = near[0][0] if near else word
        if not near:
            _add(forms, _with_synonyms(stem(word), 1.0))
    reading.corrected.append(shown)
    reading.terms.append(Term(word, tuple(forms.items())))


def _with_synonyms(one: str, weight: float) -> Iterator[tuple[str, float]]:
    yield one, weight
    yield from ((row, SYNONYM * weight) for row in rows_of().get(one, ()))


def _add(forms: dict[str, float], more: Iterator[tuple[str, float]] | tuple[tuple[str, float], ...]) -> None:
    for form, weight in more:
        forms[form] = max(forms.get(form, 0.0), round(weight, 3))


def _join_neighbors(reading: _Reading, words: list[str], content: list[str]) -> None:
    """Two words that records write as one: e mail, self service, on time."""
    if len(reading.terms) != len(content):
        return
    for one, other in pairwise(words):
        if reading.vocabulary.knows(one + other):
            for here in (content.index(word) for word in (one, other) if word in content):
                term = reading.terms[here]
                reading.terms[here] = Term(term.word, (*term.forms, (stem(one + other), JOINED)), term.optional)


def _phrases(words: list[str]) -> Iterator[Term]:
    """Sayings whose words alone say nothing: how long, hang up."""
    text = f" {' '.join(words)} "
    for phrase, meant in PHRASES.items():
        if f" {phrase} " in text:
            for word in meant:
                yield Term(word, tuple(_with_synonyms(stem(word), PHRASE)), True)


def facet_phrase(text: str) -> str:
    """A category or an industry as it is looked for in a query."""
    return " ".join(map(plain, split(bare(text))))
