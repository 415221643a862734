"""Building the site: load, check, build into a new folder, put it in place."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..checks import check_catalogue
from ..paths import data_root
from ..problem import Problem, UserError
from ..records import Catalogue, load_catalogue
from ..records.cache import write_whole
from .reuse import Standing, remember
from .swap import alone, replacing
from .urls import CATALOGUE_FILE

if TYPE_CHECKING:
    from .writing import Built  # needs packages that the base install does not carry

Say = Callable[[str], None]
_OWN_FILES = ("index.html", "404.html", "sitemap.xml")


class BrokenCatalogueError(Exception):
    """The catalogue has errors; they are in `problems`."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def build_site(root: Path, target: Path, say: Say, *, allow_problems: bool = False) -> Built:
    """Build the site of the catalogue in `root` into the folder `target`.

    `say` is told of progress. Without `allow_problems` a catalogue with errors is not built; with it, records that
    cannot be read are left out. Whatever goes wrong, what stood in `target` still stands.

    Raises:
        BrokenCatalogueError: the catalogue has errors.
        UserError: the target is not a folder that a build may replace, the disk is full, mkdocs is not installed.
    """
    _may_replace(target)
    return write_site(checked_catalogue(root, say, allow_problems=allow_problems), target, say)


def checked_catalogue(root: Path, say: Say, *, allow_problems: bool = False) -> Catalogue:
    """The catalogue in `root`, read and checked.

    Raises:
        BrokenCatalogueError: it has errors, and these are not allowed.
        UserError: there is no catalogue.
    """
    say(f"reading {root}")
    catalogue = load_catalogue(root)
    say(f"checking {len(catalogue)} KPIs")
    found = check_catalogue(catalogue, errors_only=True, cached=True)
    errors = tuple(problem for problem in found if problem.severity == "error")
    if errors and not allow_problems:
        raise BrokenCatalogueError(errors)
    return catalogue


def write_site(catalogue: Catalogue, target: Path, say: Say) -> Built:
    """Build the site of a catalogue that was checked; see `build_site`."""
    _may_replace(target)
    build = _builder()
    try:
        with alone(target, say):
            with replacing(target) as fresh:
                say(f"building {len(catalogue)} KPI pages")
                built = build(catalogue, data_root() / "mkdocs.yml", fresh, "stamped", Standing.at(target))
                say(f"putting the site into {target}")
            remember(target, built.made)
            write_whole(target.parent / "catalogue.json", (target / CATALOGUE_FILE).read_bytes())
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise UserError(
            f"the site was not built: {error.strerror or error}{where}; the one that stood is unharmed"
        ) from None
    finally:
        gc.unfreeze()  # a process that goes on building finds what this build leaves behind
    return built


def _builder() -> Callable[[Catalogue, Path, Path, str, Standing], Built]:
    """mkdocs and its theme, which the base install does not carry."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        from .mkdocs_plugin import build_with_mkdocs
    except ImportError as error:
        raise UserError(
            f"building the site needs {error.name}; install it with: pip install 'kpi-atlas[site]'"
        ) from None
    return build_with_mkdocs


def _may_replace(target: Path) -> None:
    """Refuse to replace a folder that no build has made."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UserError(f"{target} is not a folder")
    if target.exists() and any(target.iterdir()) and not all((target / name).exists() for name in _OWN_FILES):
        raise UserError(f"{target} holds other files than a site; choose another folder with -o")
