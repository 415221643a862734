"""Values as people read them where no spreadsheet formats them: the summaries and the slides."""

from __future__ import annotations

from .model import Line

BLANK = "\u2013"


def value_text(line: Line, value: float | None) -> str:
    """A value of a line with its decimals and, for percent, its sign; a dash where there is none."""
    if value is None:
        return BLANK
    if line.unit == "percent":
        return f"{value:,.1f}%"
    return f"{value:,.{_decimals(line)}f}"


def variance_text(line: Line, value: float | None) -> str:
    """A distance to the target with its sign; percentage points for percent."""
    if value is None:
        return BLANK
    return f"{value:+,.1f} pp" if line.unit == "percent" else f"{value:+,.{_decimals(line)}f}"


def score_text(value: float | None) -> str:
    """A score from 0 to 100."""
    return BLANK if value is None else f"{value:.0f}"


def percent_text(value: float | None) -> str:
    """A percent without decimals."""
    return BLANK if value is None else f"{value:,.0f}%"


def _decimals(line: Line) -> int:
    if "/" in line.unit or line.unit_kind == "proportion":
        return 2
    return 0 if line.unit_kind in ("currency", "counted") else 1
