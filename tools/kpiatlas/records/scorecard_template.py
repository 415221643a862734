"""The frozen objects of a scorecard template, as its file says it. Beside `model`."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Band, Number


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """One KPI of a scorecard."""

    kpi: str
    variant: str = ""
    weight: Number | None = None
    target: Number | None = None
    owner: str = ""
    data_source: str = ""
    thresholds: tuple[Band, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScorecardGroup:
    """An objective or a perspective with its KPIs."""

    title: str
    kpis: tuple[ScorecardLine, ...]
    objective: str = ""


@dataclass(frozen=True, slots=True)
class ScorecardTemplate:
    """A ready scorecard."""

    id: str
    path: str
    title: str
    purpose: str
    audience: str
    cadence: str
    groups: tuple[ScorecardGroup, ...]
    industries: tuple[str, ...] = ()
