"""The site of a catalogue that is being edited: built anew on every change, the changed pages shown before.

Building the whole site takes seconds; the pages that say something of a changed record are made in a moment. They are
served from memory until the new site stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..problem import UserError, as_text
from ..records import Catalogue
from . import urls
from .build import BrokenCatalogueError, Say, build_site
from .files import kpi_files
from .reuse import neighbors
from .writing import Built, encoded

_MOST = 20  # changed records that are shown before the site is built


@dataclass
class LiveSite:
    """The site of the catalogue in `root`, built into `target`; `say` is told of progress and of what is wrong.

    `ahead` holds files that are newer than those in the folder, by their place on the site.
    """

    root: Path
    target: Path
    say: Say
    built: Built | None = None
    ahead: Mapping[str, bytes] = field(default_factory=dict)

    def build(self) -> None:
        """Build; a catalogue with errors leaves the last good site standing, and says what is wrong.

        Raises:
            UserError: there is no site to serve.
        """
        try:
            self.built = build_site(self.root, self.target, self.say, accepted=self._show)
            self.say("built")
        except BrokenCatalogueError as broken:
            self.say(f"not built:\n{as_text(broken.problems)}")
            if not self.target.exists():
                raise UserError("there is no site to serve until the catalogue is mended") from None
        except UserError as error:
            if not self.target.exists():
                raise
            self.say(str(error))
        finally:
            self.ahead = {}

    def _show(self, catalogue: Catalogue) -> None:
        self.ahead = changed_files(self.built, catalogue) if self.built else {}


def changed_files(built: Built, catalogue: Catalogue) -> dict[str, bytes]:
    """The pages of KPIs, and the files beside them, in which a catalogue differs from the one that was built.

    Nothing where more changed than a few records: taxonomy and sources go into every page.
    """
    before = built.pages.catalogue
    changed = [kpi for kpi in catalogue if before.hashes.get(kpi.path) != catalogue.hashes[kpi.path]]
    if built.framed is None or len(changed) > _MOST or _beside(before) != _beside(catalogue):
        return {}
    pages = replace(built.pages, catalogue=catalogue)
    shown = {kpi.id for kpi in changed}.union(*(neighbors(kpi, catalogue) for kpi in changed))
    found = {name: content for kpi in changed for name, content in kpi_files(catalogue, kpi)}
    for id_ in sorted(shown):
        found[f"{urls.kpi_url(id_)}index.html"] = encoded(built.framed(pages.kpi(catalogue.kpis[id_])))
    return found


def _beside(catalogue: Catalogue) -> dict[str, str]:
    return {path: hash_ for path, hash_ in catalogue.hashes.items() if not path.startswith("kpis/")}
