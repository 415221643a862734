"""The browser's index: a folder of small static files, written whole or not at all. The last step of `search`.

`index.bin` comes first: what a query needs to be understood, every word for corrections, and where words lie. The rest
is fetched as it is wanted, from a folder named after the hash of everything in it, so that neither a cache nor a
half-copied site can mix two indexes: lists of words (`w0.bin`), rows to show (`r0.bin`), filters (`f-unit.bin`).
docs/assets/atlas/search-files.js reads them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..processes import uncollected
from ..records import Catalogue, Kpi
from .browser_tables import tables
from .facet_columns import column
from .facets import FACETS
from .packing import front_coded, in_order, packed
from .posting_lists import PostingLists
from .record_words import texts_of, unpacked_words
from .vocabulary import Vocabulary, WordTiers

INDEX_FILE = "index.bin"
ROWS_A_FILE = 16
Address = Callable[[Kpi], str]


def build_browser_index(catalogue: Catalogue, out: Path, url_of: Address, folder: Path | None = None) -> None:
    """Write the index to the folder `out`, whole or not at all. `url_of` gives a record's address.

    `folder` keeps the words of records, so that only files that changed are read again.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    old = fresh.with_name(f"{fresh.name}-old")
    try:
        for name, content in index_files(catalogue, url_of, folder):
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def index_files(catalogue: Catalogue, url_of: Address, folder: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """The files by name; the same bytes for the same catalogue."""
    kpis = sorted(catalogue, key=lambda kpi: (kpi.name, kpi.id))  # so that equal scores stand by name
    with uncollected():
        lists, vocabulary = _read(kpis, catalogue, folder)
    words = list(lists.files(len(kpis)))
    chunks = {f"w{at}": content for at, (_, content) in enumerate(words)}
    chunks |= {f"f-{facet.id}": column(facet, kpis, catalogue) for facet in FACETS}
    chunks |= {f"r{at}": _json(rows) for at, rows in enumerate(_rows(kpis, url_of))}
    index = {
        **tables(catalogue),
        "words": [front_coded(in_order(tier)) for tier in vocabulary.tiers],
        "weights": lists.weights(),
        "starts": front_coded(first for first, _ in words),
        "rows": ROWS_A_FILE,
    }
    version = _version(index, chunks)
    yield INDEX_FILE, packed(_json({"version": version, **index}))
    with ThreadPoolExecutor() as pool:  # compressing lets go of the interpreter's lock
        files = zip(chunks, pool.map(packed, chunks.values()), strict=True)
        yield from ((f"{version}/{name}.bin", file) for name, file in files)


def _read(kpis: Sequence[Kpi], catalogue: Catalogue, folder: Path | None) -> tuple[PostingLists, Vocabulary]:
    lists, tiers = PostingLists(), WordTiers()
    for number, text in enumerate(texts_of(kpis, catalogue, folder)):
        by_tier, by_weight = unpacked_words(text)
        lists.add_by_weight(number, by_weight)
        tiers.add_tiers(by_tier)
    return lists, tiers.vocabulary()


def _rows(kpis: Sequence[Kpi], url_of: Address) -> Iterator[list[list[str]]]:
    """What is shown of the records: id, name, abbreviation, aliases, summary, address."""
    for start in range(0, len(kpis), ROWS_A_FILE):
        yield [
            [kpi.id, kpi.name, kpi.abbreviation, ", ".join(kpi.aliases), kpi.summary, url_of(kpi)]
            for kpi in kpis[start : start + ROWS_A_FILE]
        ]


def _version(index: Mapping[str, Any], chunks: Mapping[str, bytes]) -> str:
    digest = blake2b(_json(index), digest_size=6)
    for name, content in chunks.items():
        digest.update(f"\0{name}\0".encode() + content)
    return digest.hexdigest()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
