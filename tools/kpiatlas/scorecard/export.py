"""One door for every file format: the suffix of the target decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..problem import UserError
from .csv import write_csv
from .json import write_json
from .model import Scorecard
from .xlsx import write_xlsx

FORMATS: dict[str, Callable[..., None]] = {".xlsx": write_xlsx, ".csv": write_csv, ".json": write_json}


def export(scorecard: Scorecard, target: Path, with_examples: bool = False) -> None:
    """Write a scorecard to a file whose suffix is one of `FORMATS`; `with_examples` fills in worked examples.

    Raises:
        UserError: the suffix is another, or the file cannot be written.
    """
    write = FORMATS.get(target.suffix.lower())
    if write is None:
        raise UserError(f"{target.name}: the name must end in {', '.join(FORMATS)}")
    write(scorecard, target, with_examples=with_examples)
