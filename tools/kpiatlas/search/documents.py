"""What the index keeps of a record: its weighted words, and what an answer shows of it. Sits on `fields`.

A document is kept as one text beside the record's words, so that an answer reads the few records that it shows and
nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .answers import Shown
from .fields import FIELDS, SearchField, stems_by_field, weighted_words

if TYPE_CHECKING:
    from ..records import Catalogue, Kpi


class Document(NamedTuple):
    """A record to be indexed: stems with their weights, and the text that is kept."""

    words: Mapping[str, float]
    kept: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is read back: what is shown of it, and its stems by field, each in the weightiest it stands in."""

    shown: Shown
    stems: tuple[frozenset[str], ...]

    def why(self, wanted: Collection[str]) -> tuple[str, ...]:
        """The fields in which some stems stand, the weightiest first."""
        titles = (field.title for field, here in zip(FIELDS, self.stems, strict=True) if not here.isdisjoint(wanted))
        return tuple(dict.fromkeys(titles))


def document_of(kpi: Kpi, catalogue: Catalogue, found: list[tuple[SearchField, set[str]]]) -> Document:
    """A record as it goes into the index. `found`: its words by field."""
    stems = [" ".join(words) for words in stems_by_field(found)]
    shown = (kpi.name, kpi.abbreviation, kpi.summary, catalogue.categories_of(kpi), kpi.industries)
    return Document(weighted_words(kpi, found), json.dumps([*shown, stems], ensure_ascii=False))


def read_document(id_: str, kept: str) -> Kept:
    """A kept text read back.

    Raises:
        ValueError: it is no such text.
    """
    name, abbreviation, summary, categories, industries, stems = json.loads(kept)
    shown = Shown(id_, name, abbreviation, summary, tuple(categories), tuple(industries))
    return Kept(shown, tuple(frozenset(words.split(" ")) if words else frozenset() for words in stems))
