"""What checks found out about single records, kept by the content of their files. Used by `check_catalogue`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..problem import Problem
from ..records import Catalogue
from ..records.kept import Kept, program


def findings(folder: Path | None, catalogue: Catalogue, errors_only: bool = False) -> Kept[list[Problem]]:
    """What the rules found that look at one record, with nothing beside but taxonomy and sources.

    Of `errors_only` no more is known than what the rules found that can find errors.
    """
    beside = (f"{path} {hash_}" for path, hash_ in catalogue.hashes.items() if not path.startswith("kpis/"))
    file = folder / ("errors.msgpack" if errors_only else "findings.msgpack") if folder else None
    if file is None:
        return Kept(None, "", {}, {})
    # What is old enough to be told of depends on the day.
    return Kept.open(file, list[Problem], catalogue, (program(), date.today().isoformat(), *beside))
