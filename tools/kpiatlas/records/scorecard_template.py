"""The frozen objects of a scorecard template, as its file says it. Beside `model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Band, Number


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """One KPI of a scorecard."""

    kpi: str
    variant: str = ""
    weight: Number | None = None
    target: Number | None = None
    targets: Mapping[str, Number] | None = None
    baseline: Number | None = None
    owner: str = ""
    data_source: str = ""
    status_by: str = ""
    levels: Mapping[str, Number] | None = None
    thresholds: tuple[Band, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScorecardGroup:
    """An objective or a perspective with its KPIs."""

    title: str
    kpis: tuple[ScorecardLine, ...]
    objective: str = ""
    weight: Number | None = None


@dataclass(frozen=True, slots=True)
class ScorecardTemplate:
    """A scorecard as its file says it; `id` is the file's name, `path` its place."""

    id: str
    path: str
    title: str
    purpose: str
    audience: str
    cadence: str
    groups: tuple[ScorecardGroup, ...]
    industries: tuple[str, ...] = ()
