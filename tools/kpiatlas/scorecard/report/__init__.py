"""The report of a filled scorecard: a static dashboard page, written of what `reading` gives.

Reading ──► attention (what matters) ──► page ──► index.html
            charts, markup, style ────────┘
"""

from __future__ import annotations

from pathlib import Path

from ...paths import shown
from ...problem import UserError
from ..reading import Reading
from ..whole_file import write_file
from .page import page_text
from .style import report_style

__all__ = ["page_text", "report_style", "write_report"]


def write_report(reading: Reading, folder: Path) -> Path:
    """Write the page into a folder, which is made where there is none; the path of the page.

    Raises:
        UserError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise UserError(f"{shown(folder.parent)}: no such folder") from None
    except OSError as error:
        raise UserError(f"{shown(folder)}: cannot be made: {error.strerror or error}") from None
    page = folder / "index.html"
    write_file(page, page_text(reading, report_style()).encode("utf-8"))
    return page
