"""What is searchable, and with which weight: defined once, for both engines. Sits on `words`.

A record becomes a weighted bag of words. A word's weight is the sum over the fields it stands in, each field counted
once, so that a name outweighs any number of mentions. `ranking` scores a word by `idf * w * 3 / (w + 2)`. What does not
go to the browser weighs so little that it helps a question along and rarely decides it, so both sides put the same
record on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .synonyms import rows_of
from .words import STOP_WORDS, hyphenated, keys, split, stem

if TYPE_CHECKING:
    from ..records import Catalogue, Kpi

LAYOUT = "4"  # goes into the index's name: change it with the rules of `words` and with what is kept
FULL = 0.5  # from here on a word counts as covered
MOST = 10.0  # no word weighs more
EXACT = "xx"  # before a whole name in the index: xxgrossmargin
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
    SearchField("inputs", 0.15, True, "inputs", _inputs),
    SearchField("insights", 0.15, True, "business insights", lambda k, c: (i.point for i in k.business_insights)),
    SearchField("details", 0.1, False, "business insights", lambda k, c: (i.detail for i in k.business_insights)),
    SearchField("answers", 0.1, False, "frequent questions", lambda k, c: (f.answer for f in k.faqs)),
    SearchField("categories", 0.1, True, "category", _categories),
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
    found: dict[str, float] = {}
    for weight, names in ((_NAME_WEIGHT, (kpi.id, kpi.name, kpi.abbreviation)), (_ALIAS_WEIGHT, kpi.aliases)):
        for name in names:
            for step, one in enumerate(keys(split(name))):
                found[EXACT + one] = max(weight if step == 0 else weight / 2, found.get(EXACT + one, 0.0))
    return found


def synonym_words(bag: Mapping[str, float]) -> dict[str, float]:
    """The rows of synonyms that a record touches, each with its weightiest word's weight."""
    found: dict[str, float] = {}
    for word, weight in bag.items():
        for row in rows_of().get(word, ()):
            found[row] = max(weight, found.get(row, 0.0))
    return found


def words_by_field(kpi: Kpi, catalogue: Catalogue, *, browser: bool) -> list[tuple[SearchField, set[str]]]:
    """The bare words of every field that is indexed."""
    return [(field, field_words(field, kpi, catalogue)) for field in FIELDS if field.browser or not browser]


def weighted_words(kpi: Kpi, found: Iterable[tuple[SearchField, set[str]]]) -> dict[str, float]:
    """The record as both engines index it: stems with their weights, rows of synonyms, and its names whole."""
    bag: dict[str, float] = defaultdict(float)
    for field, words in found:
        for stemmed in set(map(stem, words)):
            bag[stemmed] += field.weight
    weighted = {word: min(MOST, round(weight, 2)) for word, weight in bag.items()}
    return weighted | synonym_words(weighted) | exact_words(kpi)


def stems_by_field(found: Iterable[tuple[SearchField, set[str]]]) -> list[list[str]]:
    """For each field, the weightiest first, the stems that no field before it has: what tells why a record is found."""
    seen: set[str] = set()
    fields = []
    for _, words in found:
        fields.append(sorted(set(map(stem, words)) - seen))
        seen.update(fields[-1])
    return fields
