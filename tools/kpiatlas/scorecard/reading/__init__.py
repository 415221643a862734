"""Reading a filled workbook back: from the file to a `Scorecard` with figures, computed by the evaluator.

    package ──► open ──► cells ──► model_cells, choices, figures ──► read ──► Reading ──► tell
    (refused)   (cells)  (wrong ones)                                 stored (compared)

Nothing outside of this package opens a workbook, and nothing in it computes from a result that a workbook stores.
"""

from __future__ import annotations

from .cells import WrongCell, WrongCellsError
from .read import read_workbook
from .result import ChangedDefinition, Missing, Reading
from .tell import as_csv, as_data, sections
from .xml_parts import WorkbookError

__all__ = [
    "ChangedDefinition",
    "Missing",
    "Reading",
    "WorkbookError",
    "WrongCell",
    "WrongCellsError",
    "as_csv",
    "as_data",
    "read_workbook",
    "sections",
]
