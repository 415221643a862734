"""What a person who typed this may mean: names, words with their stand-ins, filters. Sits on `words` and `vocabulary`.

Knows no engine and no record. docs/assets/atlas/search-query.js is the same for the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .synonyms import PHRASES, rows_of
from .vocabulary import Vocabulary
from .words import FRAME_WORDS, MAX_WORDS, STOP_WORDS, bare, key, plain, split, stem

MAX_CHARACTERS = 400
SYNONYM, NEAR, JOINED, COMPLETED, PHRASE = 0.45, 0.9, 0.9, 0.85, 0.35
FacetWords = Mapping[str, tuple[str, str]]  # plain words joined by blanks, to (filter, value)


@dataclass(frozen=True, slots=True)
class Term:
    """One word that was asked for: the stems that satisfy it, each with its weight. An optional one is no lack."""

    word: str
    forms: tuple[tuple[str, float], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as the engines can answer it. `keys` are the names it may be, the surest first."""

    words: tuple[str, ...]
    keys: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    corrected: str = ""


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
    content = [word for word in rest if word not in STOP_WORDS] or ([] if facets else rest)
    ends_open = bool(words) and bool(content) and words[-1] == content[-1] and text[-1:].isalnum()
    for at, word in enumerate(content):
        _read_word(reading, word, ends_open and at == len(content) - 1)
    _join_neighbors(reading, content)
    corrected = reading.corrected if reading.corrected != content else []
    keys = _keys(words, rest, _replaced(words, content, reading.corrected))
    return Understood(
        tuple(words), keys, (*reading.terms, *_phrases(words), *facet_terms), facets,
        " ".join(_replaced(words, content, corrected)) if corrected else "",
    )  # fmt: skip


def _keys(words: list[str], rest: list[str], corrected: list[str]) -> tuple[str, ...]:
    """The names it may be: as typed, without what stands around it, without filters, corrected."""
    spellings = (words, _trimmed(words), rest, _trimmed(rest), corrected, _trimmed(corrected))
    return tuple(dict.fromkeys(key(spelling) for spelling in spellings if spelling))


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


def _facets(words: list[str], facet_words: FacetWords) -> tuple[tuple[tuple[str, str], ...], list[str], list[Term]]:
    """The filters that are named in a query, the words without them, and those words as optional terms."""
    found: dict[tuple[str, str], None] = {}
    rest: list[str] = []
    terms: list[Term] = []
    at = 0
    while at < len(words):
        length, facet = _facet_at(words, at, facet_words)
        if facet is None:
            rest.append(words[at])
        else:
            found[facet] = None
            terms += [Term(word, ((stem(word), 0.5),), True) for word in words[at : at + length]]
        at += length
    return tuple(found), rest, terms


def _facet_at(words: list[str], at: int, facet_words: FacetWords) -> tuple[int, tuple[str, str] | None]:
    for length in (4, 3, 2, 1):
        if at + length <= len(words):
            facet = facet_words.get(" ".join(map(plain, words[at : at + length])))
            if facet:
                return length, facet
    return 1, None


def _read_word(reading: _Reading, word: str, last: bool) -> None:
    forms: dict[str, float] = {}
    vocabulary = reading.vocabulary
    shown = word
    if vocabulary.knows(word) or stem(word) in rows_of():
        _add(forms, _with_synonyms(stem(word), 1.0))
    elif begun := vocabulary.completions(plain(word), names_only=not last):
        for other in begun:
            _add(forms, ((stem(other), COMPLETED),))
    elif parts := vocabulary.parts(word):
        reading.corrected.append(" ".join(parts))
        reading.terms += [Term(part, tuple(_with_synonyms(stem(part), 1.0))) for part in parts]
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


def _join_neighbors(reading: _Reading, content: list[str]) -> None:
    """Two words that records write as one: e mail, self service."""
    if len(reading.terms) != len(content):
        return
    for at in range(len(content) - 1):
        joined = content[at] + content[at + 1]
        if reading.vocabulary.knows(joined):
            for here in (at, at + 1):
                term = reading.terms[here]
                reading.terms[here] = Term(term.word, (*term.forms, (stem(joined), JOINED)), term.optional)


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
