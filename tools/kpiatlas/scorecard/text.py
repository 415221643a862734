"""Text that a spreadsheet could take for a formula, and how to keep it text."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def could_be_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text when it stands in a cell."""
    return text.startswith(_STARTS)


def inert(text: str) -> str:
    """The text as a cell of a CSV file: where it could be run, with the apostrophe that keeps it text."""
    return f"'{text}" if could_be_formula(text) else text
