"""A record's words as one text, which is kept by the content of its file: reading texts takes most of an index's time.

Sits on `fields` and `vocabulary`. What is kept is small: 1 to 2 KB a record, taken apart with `split` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..records import Catalogue, Kpi
from ..records.kept import Kept, program
from .fields import weighted_words, words_by_field
from .vocabulary import TIERS, tiers_of

_GROUP, _WEIGHT = "\n", "\t"


def texts_of(kpis: Sequence[Kpi], catalogue: Catalogue, folder: Path | None) -> Iterator[str]:
    """The words of each record as `packed` writes them; those of files that did not change are read from a folder."""
    kept = _kept(catalogue, folder)
    found = {kpi.path: kept.get(kpi) for kpi in kpis}
    new = [kpi for kpi in kpis if found[kpi.path] is None]
    made = {path: text for path, text in found.items() if text is not None}
    made |= {kpi.path: packed_words(kpi, catalogue) for kpi in new}
    if new:
        kept.save(made)
    return (made[kpi.path] for kpi in kpis)


def _kept(catalogue: Catalogue, folder: Path | None) -> Kept[str]:
    if folder is None:
        return Kept(None, "", {}, {})
    titles = (f"{path} {hash_}" for path, hash_ in catalogue.hashes.items() if path.startswith("taxonomy/"))
    return Kept.open(folder / "browser-words.msgpack", str, catalogue, (program(), *titles))


def packed_words(kpi: Kpi, catalogue: Catalogue) -> str:
    """A line for the words of each tier of the vocabulary, then one for each weight with the words that have it."""
    found = words_by_field(kpi, catalogue, browser=True)
    groups: dict[float, list[str]] = defaultdict(list)
    for word, weight in weighted_words(kpi, found).items():
        groups[weight].append(word)
    tiers = (" ".join(words) for words in tiers_of(found))
    return _GROUP.join((*tiers, *(f"{weight}{_WEIGHT}{' '.join(words)}" for weight, words in groups.items())))


def unpacked_words(text: str) -> tuple[list[list[str]], list[tuple[float, list[str]]]]:
    """The words by tier, and the words by weight."""
    lines = text.split(_GROUP)
    rows = (line.split(_WEIGHT) for line in lines[TIERS:])
    return [line.split() for line in lines[:TIERS]], [(float(weight), words.split()) for weight, words in rows]
