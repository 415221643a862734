"""Scorecards: from a template and the catalogue to a workbook, and to every other form people share figures in.

    file ──template_file──► template ──build──► Scorecard (model, judging) ──► sheets (cells as data) ──► xlsx ──► ods
                                                     │                            ▲ layout, look, grid
                                                     ├──► csv, json, md, html, pptx
                                                     └──► advice (warnings)

Beside the site, above records and formula; the command line calls what is listed here.
"""

from __future__ import annotations

from .advice import scorecard_problems
from .build import build, find, scorecards
from .choice import chosen_template
from .csv import write_csv
from .examples import with_example_figures
from .export import FORMATS, export
from .json import write_json
from .model import Scorecard
from .template_file import from_yaml, to_yaml
from .xlsx import write_xlsx

__all__ = [
    "FORMATS",
    "Scorecard",
    "build",
    "chosen_template",
    "export",
    "find",
    "from_yaml",
    "scorecard_problems",
    "scorecards",
    "to_yaml",
    "with_example_figures",
    "write_csv",
    "write_json",
    "write_xlsx",
]
