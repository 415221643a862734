"""The site of a catalogue that is being edited: built anew on every change, the changed pages shown before.

Building the whole site takes seconds; the pages that say something of a changed record are made in a moment. They are
served from memory until the new site stands.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..problem import UserError, as_text
from ..records import Catalogue
from . import urls
from .build import BrokenCatalogueError, Say, checked_catalogue, write_site
from .reuse import neighbors

if TYPE_CHECKING:
    from .writing import Built  # needs packages that the base install does not carry

_MOST = 20  # changed records that are shown before the site is built


@dataclass
class LiveSite:
    """The site of the catalogue in `root`, built into `target`; `say` is told of progress and of what is wrong.

    `ahead` holds files that are newer than those in the folder, by their place on the site. One thread may be in
    `change` while another is in `build`.
    """

    root: Path
    target: Path
    say: Say
    ahead: Mapping[str, bytes] = field(default_factory=dict)
    wanted: threading.Event = field(default_factory=threading.Event)
    _latest: Catalogue | None = None
    _built: Built | None = None
    _beside: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def change(self) -> None:
        """Read the catalogue; where it is in order, show what changed and want a build, else say what is wrong.

        Raises:
            UserError: there is no site to serve meanwhile.
        """
        try:
            catalogue = checked_catalogue(self.root, self.say)
        except (BrokenCatalogueError, UserError) as error:
            self.say(
                f"not built:\n{as_text(error.problems)}" if isinstance(error, BrokenCatalogueError) else str(error)
            )
            if not self.target.exists():
                raise UserError("there is no site to serve until the catalogue is mended") from None
            return
        ahead = changed_files(self._built, catalogue) if self._built else {}
        with self._lock:
            self._latest, self.ahead = catalogue, ahead
        self.wanted.set()

    def build(self) -> None:
        """Build the site of the catalogue that was read last; without one the site that stands is all there is.

        Raises:
            UserError: it cannot be built, and none stands.
        """
        self.wanted.clear()
        catalogue = self._latest
        if catalogue is None:
            return
        built = self._built_here(catalogue) if self._built is None else self._built_beside(self._built, catalogue)
        if built is None:
            return
        with self._lock:
            self._built = built
            self.ahead = changed_files(built, self._latest or catalogue)
        self.say("built")

    def _built_here(self, catalogue: Catalogue) -> Built | None:
        try:
            return write_site(catalogue, self.target, self.say)
        except UserError as error:
            if not self.target.exists():
                raise
            self.say(str(error))
            return None

    def _built_beside(self, before: Built, catalogue: Catalogue) -> Built | None:
        """Build in a process of its own, so that an edit meanwhile is read and shown as fast as ever.

        It may read a later edit than `catalogue` has. That edit is then shown twice, and comes to the same.
        """
        command = [sys.executable, "-m", "kpiatlas", "build", "--catalogue", str(self.root), "-o", str(self.target)]
        self._beside = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        if self._beside.wait():
            return None
        return replace(before, pages=replace(before.pages, catalogue=catalogue))

    def close(self) -> None:
        """End a build that runs; the site that stands is unharmed."""
        if self._beside:
            self._beside.kill()
            self._beside.wait()

    def keep_building(self) -> None:
        """Build whenever it is wanted, for ever; for a thread of its own."""
        while self.wanted.wait():
            self.build()


def changed_files(built: Built, catalogue: Catalogue) -> dict[str, bytes]:
    """The pages of KPIs, and the files beside them, in which a catalogue differs from the one that was built.

    Nothing where more changed than a few records: taxonomy and sources go into every page.
    """
    from .files import kpi_files  # these too need them
    from .writing import encoded

    before = built.pages.catalogue
    changed = [kpi for kpi in catalogue if before.hashes.get(kpi.path) != catalogue.hashes[kpi.path]]
    if built.framed is None or len(changed) > _MOST or _beside(before) != _beside(catalogue):
        return {}
    pages = replace(built.pages, catalogue=catalogue)
    shown = {kpi.id for kpi in changed}
    for kpi in changed:
        shown |= neighbors(kpi, catalogue)
        if earlier := before.kpis.get(kpi.id):
            shown |= neighbors(earlier, before) & catalogue.kpis.keys()
    found: dict[str, bytes] = {}
    for id_ in sorted(shown):
        found |= kpi_files(catalogue, catalogue.kpis[id_])
        found[f"{urls.kpi_url(id_)}index.html"] = encoded(built.framed(pages.kpi(catalogue.kpis[id_])))
    return found


def _beside(catalogue: Catalogue) -> dict[str, str]:
    return {path: hash_ for path, hash_ in catalogue.hashes.items() if not path.startswith("kpis/")}
