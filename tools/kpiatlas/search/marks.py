"""What an index was built from, in hashes: so that a stale one is known, and which records of it. Sits on `fields`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from .. import __version__
from .facet_words import SAYINGS
from .facets import FACETS
from .fields import FIELDS, LAYOUT
from .synonyms import ROWS
from .words import STOP_WORDS

if TYPE_CHECKING:
    from ..records import Catalogue, Kpi


@dataclass(frozen=True, slots=True)
class Marks:
    """`rules` stands for all that every record's words depend on, `records` has a hash for each record."""

    rules: str
    records: Mapping[str, str]

    @property
    def whole(self) -> str:
        """One hash over everything."""
        rows = (f"{id_} {mark}" for id_, mark in self.records.items())
        return hashed("\0".join((self.rules, *rows)))


def program_mark() -> str:
    """The hash of what the program itself puts into an index."""
    weights = [f"{field.name} {field.weight}" for field in FIELDS]
    facets = [facet.id for facet in FACETS]
    return hashed("\0".join([LAYOUT, __version__, *sorted(STOP_WORDS), *ROWS, *weights, *facets, repr(SAYINGS)]))


def marks_of(catalogue: Catalogue) -> Marks:
    """The hashes of a catalogue. A record from a file has that file's hash, any other one is hashed here."""
    taxonomy = (catalogue.functions, catalogue.industries, catalogue.units)
    known = catalogue.hashes
    records = {kpi.id: known.get(kpi.path) or _hash_of(kpi) for kpi in catalogue}
    return Marks(hashed("\0".join((program_mark(), *map(repr, taxonomy)))), records)


def _hash_of(kpi: Kpi) -> str:
    return hashed(repr(kpi))


def hashed(text: str) -> str:
    """A short hash of a text."""
    return blake2b(text.encode(), digest_size=12).hexdigest()
