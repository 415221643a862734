"""Where things lie: the data that came with the package, the catalogue in use, the cache."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from .problem import UserError

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `catalogue`, `schema`, `docs` and `mkdocs.yml`.

    In a checkout that is its top level; in an installed wheel the same files travel inside the package.
    """
    packaged = _PACKAGE / "data"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1]


def schema_dir() -> Path:
    """The folder of the JSON Schemas."""
    return data_root() / "schema"


def program_files() -> list[Path]:
    """The files of the program: modules, templates and schemas. What they make may differ when one of them does."""
    own = (file for file in _PACKAGE.rglob("*") if file.suffix in (".py", ".j2", ".yml") and file.is_file())
    data = _PACKAGE / "data"
    return sorted((*(file for file in own if not file.is_relative_to(data)), *schema_dir().rglob("*.json")))


def catalogue_dir(chosen: str | os.PathLike[str] | None = None) -> Path:
    """The catalogue to use: the one chosen, else `KPI_CATALOGUE`, else the one that came with the package.

    Raises:
        UserError: the folder is missing or holds no `kpis` folder.
    """
    name = chosen or os.environ.get("KPI_CATALOGUE")
    folder = Path(os.path.expanduser(name)) if name else data_root() / "catalogue"
    if not folder.is_dir():
        raise UserError(f"{folder}: no such folder; a catalogue is a folder that holds kpis/ and taxonomy/")
    if not (folder / "kpis").is_dir():
        raise UserError(f"{folder}: not a catalogue, it has no kpis/ folder")
    return folder.resolve()


def cache_dir(catalogue: Path) -> Path:
    """A folder of the user's cache for what is derived from one catalogue; not made yet.

    `KPI_CACHE` names another place than the user's usual one.
    """
    base = os.environ.get("KPI_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    mark = blake2b(str(catalogue.resolve()).encode(), digest_size=8).hexdigest()
    return Path(base).expanduser() / "kpi-atlas" / mark


def shown(path: Path) -> str:
    """A path as a person would type it: relative to the current folder where it lies below it, links not followed."""
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
