"""What is searchable, and with which weight: defined once, for whoosh and for Pagefind. Sits on `words`.

A record becomes a weighted bag of words. A word's weight is the sum over the fields it stands in, each field counted
once, so that a name outweighs any number of mentions. Both engines score a word by `idf * w * 3 / (w + 2)`, which is
Pagefind's own formula with its length and frequency rules switched off. What does not go to the browser weighs so
little that it helps a question along and rarely decides it, so both sides put the same record on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from ..records import Catalogue, Kpi
from .synonyms import ROWS, rows_of
from .words import STOP_WORDS, hyphenated, key, split, stem

LAYOUT = "1"  # goes into the index's name: change it with the rules of `words`
FULL = 0.5  # from here on a word counts as covered
MOST = 10.0  # Pagefind knows no higher weight
EXACT = "xx"  # before a whole name in the index: xxgrossmargin
EVERY_RECORD = "zzevery"  # a word that every record has
_NAME_WEIGHT, _ALIAS_WEIGHT = 10.0, 1.0


@dataclass(frozen=True, slots=True)
class SearchField:
    """One searchable attribute: its texts, its weight, whether it goes to the browser, how it is called in `why`."""

    name: str
    weight: float
    browser: bool
    title: str
    texts: Callable[[Kpi, Catalogue], Iterable[str]]


def _categories(kpi: Kpi, catalogue: Catalogue) -> Iterator[str]:
    for id_ in catalogue.categories_of(kpi):
        known = catalogue.groups.get(id_) or catalogue.functions.get(id_)
        if known:
            yield known.title


def _industries(kpi: Kpi, catalogue: Catalogue) -> Iterator[str]:
    for industry in (catalogue.industries[id_] for id_ in kpi.industries if id_ in catalogue.industries):
        yield industry.title


def _inputs(kpi: Kpi, _: Catalogue) -> Iterator[str]:
    formula = kpi.standard_formula
    yield from (declared.label for declared in formula.inputs.values())
    yield from (variant.name for variant in formula.variants)


FIELDS: tuple[SearchField, ...] = (
    SearchField("name", 8, True, "name", lambda k, c: (k.name,)),
    SearchField("abbreviation", 8, True, "abbreviation", lambda k, c: (k.abbreviation,) if k.abbreviation else ()),
    SearchField("aliases", 5, True, "other name", lambda k, c: k.aliases),
    SearchField("asked_as", 2.5, True, "asked as", lambda k, c: k.asked_as),
    SearchField("definition", 1, True, "definition", lambda k, c: (k.definition,)),
    SearchField("questions", 0.5, True, "frequent questions", lambda k, c: (f.question for f in k.faqs)),
    SearchField("inputs", 0.15, False, "inputs", _inputs),
    SearchField("insights", 0.15, False, "business insights", lambda k, c: (i.point for i in k.business_insights)),
    SearchField("details", 0.1, False, "business insights", lambda k, c: (i.detail for i in k.business_insights)),
    SearchField("answers", 0.1, False, "frequent questions", lambda k, c: (f.answer for f in k.faqs)),
    SearchField("categories", 0.1, False, "category", _categories),
    SearchField("formula", 0.1, False, "formula", lambda k, c: (k.standard_formula.text,)),
    SearchField("industries", 0.05, False, "industry", _industries),
    SearchField("diagnostics", 0.05, False, "diagnostic questions", lambda k, c: k.diagnostic_questions),
    SearchField("reading", 0.05, False, "interpretation", lambda k, c: (k.interpretation.reading,)),
)


def text_words(text: str) -> list[str]:
    """The words of a text that carry a subject, compounds also joined; bare, not stemmed."""
    return [word for word in (*split(text), *hyphenated(text)) if word not in STOP_WORDS]


def name_words(text: str) -> list[str]:
    """The words of a name: all of them, for in a name even `on` counts."""
    return [*split(text), *hyphenated(text)]


def field_words(field: SearchField, kpi: Kpi, catalogue: Catalogue) -> set[str]:
    """The words of one field of one record, bare."""
    read = name_words if field.weight >= 5 else text_words
    return {word for text in field.texts(kpi, catalogue) for word in read(text)}


def exact_words(kpi: Kpi) -> dict[str, float]:
    """The record's names as single words, by which an exactly typed name is found; the weight tells what it is."""
    names = {EXACT + key(split(name)): _NAME_WEIGHT for name in (kpi.id, kpi.name, kpi.abbreviation) if name}
    return {EXACT + key(split(name)): _ALIAS_WEIGHT for name in kpi.aliases} | names


def synonym_words(bag: Mapping[str, float]) -> dict[str, float]:
    """The rows of synonyms that a record touches, each with its weightiest word's weight."""
    found: dict[str, float] = {}
    for word, weight in bag.items():
        for row in rows_of().get(word, ()):
            found[row] = max(weight, found.get(row, 0.0))
    return found


def weighted_words(kpi: Kpi, catalogue: Catalogue, *, browser: bool) -> dict[str, float]:
    """The record as both engines index it: stems with their weights, rows of synonyms, and its names whole."""
    bag: dict[str, float] = defaultdict(float)
    for field in FIELDS:
        if field.browser or not browser:
            for stemmed in {stem(word) for word in field_words(field, kpi, catalogue)}:
                bag[stemmed] += field.weight
    words = {word: min(MOST, round(weight, 2)) for word, weight in bag.items()}
    return words | synonym_words(words) | exact_words(kpi) | {EVERY_RECORD: 1.0}


def fingerprint(catalogue: Catalogue) -> str:
    """A hash over everything that is searchable; an index under another hash is stale."""
    weights = (f"{field.name} {field.weight}" for field in FIELDS)
    rules = [LAYOUT, catalogue.version, *sorted(STOP_WORDS), *ROWS, *weights]
    digest = blake2b("\0".join(rules).encode(), digest_size=12)
    for kpi in catalogue:
        digest.update(kpi.id.encode() + b"\1")
        for field in FIELDS:
            digest.update("\2".join(field.texts(kpi, catalogue)).encode() + b"\3")
    return digest.hexdigest()
