"""One door for every file format: the suffix of the target decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..problem import UserError
from .csv import write_csv
from .json import write_json
from .markdown import write_markdown
from .model import Scorecard
from .ods import write_ods
from .page import write_html
from .slides import write_slides
from .template_file import to_yaml
from .whole_file import write_file
from .xlsx import write_xlsx


def _write_template(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """The template alone: the file that `kpi scorecard export` takes; it holds no figures."""
    write_file(target, to_yaml(scorecard.template).encode("utf-8"))


FORMATS: dict[str, Callable[..., None]] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".json": write_json,
    ".md": write_markdown,
    ".html": write_html,
    ".pptx": write_slides,
    ".ods": write_ods,
    ".yml": _write_template,
}


def export(scorecard: Scorecard, target: Path, with_examples: bool = False) -> None:
    """Write a scorecard to a file whose suffix is one of `FORMATS`; `with_examples` fills in worked examples.

    Raises:
        UserError: the suffix is another, or the file cannot be written.
    """
    write = FORMATS.get(target.suffix.lower())
    if write is None:
        raise UserError(f"{target.name}: the name must end in {', '.join(FORMATS)}")
    write(scorecard, target, with_examples=with_examples)
