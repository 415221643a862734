"""Scorecards: from a template and the catalogue to a workbook, a CSV file or a JSON file.

    template ──build──► Scorecard (model) ──► sheets (cells as data) ──► xlsx
                              │                      ▲ layout, look, grid
                              └──► csv, json

Beside the site, above records and formula; the command line calls what is listed here.
"""

from __future__ import annotations

from .build import build, find, scorecards
from .csv import write_csv
from .examples import with_example_figures
from .export import FORMATS, export
from .json import write_json
from .model import Scorecard
from .xlsx import write_xlsx

__all__ = [
    "FORMATS",
    "Scorecard",
    "build",
    "export",
    "find",
    "scorecards",
    "with_example_figures",
    "write_csv",
    "write_json",
    "write_xlsx",
]
