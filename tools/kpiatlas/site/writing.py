"""Writing what is made from the catalogue into a new site: pages of KPIs, files beside them, the browser's index.

The frame around a page comes from the plugin that calls this; nothing here knows of mkdocs. Several processes write,
each a share of the KPIs, and what the standing site holds already is taken over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..paths import cache_dir
from ..processes import collected_seldom, shares, spread
from ..records import Catalogue, Kpi
from ..search.browser_index import build_browser_index
from . import urls
from .files import kpi_files, shared_files
from .page import SitePage
from .pages import Pages
from .reuse import Keys, Made, Standing

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_AT_ONCE = 150  # KPIs that a process writes before it takes the next
_OVERVIEWS_AT_ONCE = 40
Framed = Callable[[SitePage], str]
Task = Callable[[], dict[str, Made]]


@dataclass(frozen=True)
class Built:
    """A site that was built: what was made for each KPI, its pages, and what puts the frame around one of them.

    `framed` is None where the theme rendered each page by itself.
    """

    made: Mapping[str, Made]
    pages: Pages
    framed: Framed | None


@dataclass(frozen=True)
class Writer:
    """Writes into the folder `site`. Without `framed` the pages of KPIs are written already, and nothing is kept."""

    site: Path
    catalogue: Catalogue
    pages: Pages
    address: str
    framed: Framed | None = None
    standing: Standing = field(default_factory=Standing)
    keys: Keys | None = None

    def write(self) -> dict[str, Made]:
        """Write everything; what was made for each KPI."""
        return self._written(self._index, self._whole)

    def write_kpis(self) -> dict[str, Made]:
        """Write the pages of KPIs and the files beside them, nothing else."""
        return self._written()

    def _written(self, *others: Task) -> dict[str, Made]:
        self._prepare()
        kpis: list[Task] = [partial(self._kpis, share) for share in shares(list(self.catalogue), _AT_ONCE)]
        tasks: list[Task] = [*others, *kpis]
        if others and self.framed:  # a page with a long table is as much work as many KPIs
            tasks[len(others) : len(others)] = [
                partial(self._overviews, share) for share in shares(list(self.pages.by_address), _OVERVIEWS_AT_ONCE)
            ]
        made: dict[str, Made] = {}
        with collected_seldom():
            for part in spread(lambda task: task(), tasks):
                made |= part
        return made

    def _prepare(self) -> None:
        """What every process would otherwise compute for itself, and the folders that they share."""
        for kpi in self.catalogue:
            self.catalogue.moved_by(kpi.id), self.catalogue.related_from(kpi.id)
            break
        if self.keys:
            _ = self.keys.outline
        for folder in ("kpi", "category", "industry", "scorecard", "api/v1/kpis", "api/v1/formulas"):
            (self.site / folder).mkdir(parents=True, exist_ok=True)

    def _index(self) -> dict[str, Made]:
        folder = self.site / urls.SEARCH_FOLDER
        kept = cache_dir(self.catalogue.root)
        build_browser_index(self.catalogue.living, folder, lambda kpi: urls.kpi_url(kpi.id), kept)
        return {}

    def _whole(self) -> dict[str, Made]:
        for name, content in shared_files(self.catalogue, self.address):
            _write(self.site, name, content)
        return {}

    def _overviews(self, addresses: Sequence[str]) -> dict[str, Made]:
        return {address: self._overview(address) for address in addresses}

    def _overview(self, address: str) -> Made:
        overview = self.pages.by_address[address]
        key = self.keys.overview(overview.kpis) if self.keys else ""
        if known := self.standing.take_over(address, key, self.site):
            return known
        assert self.framed is not None
        return Made(key, [_write(self.site, f"{address}index.html", encoded(self.framed(overview.make())))])

    def _kpis(self, kpis: Sequence[Kpi]) -> dict[str, Made]:
        return {kpi.id: self._kpi(kpi) for kpi in kpis}

    def _kpi(self, kpi: Kpi) -> Made:
        key = self.keys.key(kpi) if self.keys else ""
        if self.framed and (known := self.standing.take_over(kpi.id, key, self.site)):
            return known
        return Made(key, [_write(self.site, name, content) for name, content in self._files_of(kpi)])

    def _files_of(self, kpi: Kpi) -> Iterator[tuple[str, bytes]]:
        if self.framed:
            yield f"{urls.kpi_url(kpi.id)}index.html", encoded(self.framed(self.pages.kpi(kpi)))
        yield from kpi_files(self.catalogue, kpi)


def encoded(page: str) -> bytes:
    """A finished page as it is written."""
    return page.encode("utf-8", "xmlcharrefreplace")


def _write(site: Path, name: str, content: bytes) -> tuple[str, int, int]:
    """Write a file; its name, size and time."""
    place = f"{site}/{name}"
    try:
        file = os.open(place, _NEW, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        file = os.open(place, _NEW, 0o644)
    except FileExistsError:  # never written into: it may be the standing site's own file, taken over
        os.unlink(place)
        file = os.open(place, _NEW, 0o644)
    with open(file, "wb", buffering=0) as opened:
        rest = memoryview(content)
        while rest:
            rest = rest[opened.write(rest) :]
        return name, len(content), os.fstat(file).st_mtime_ns
