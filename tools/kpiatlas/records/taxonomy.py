"""The frozen objects beside the KPIs: functions and groups, industries, units, publications. Beside `model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Number


@dataclass(frozen=True, slots=True)
class Starter:
    """A KPI to begin with, and why."""

    kpi: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of KPIs inside a function."""

    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a company."""

    title: str
    purpose: str
    groups: Mapping[str, Group]
    starter: tuple[Starter, ...] = ()


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry and its place in ISIC Rev. 4."""

    title: str
    isic: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure."""

    singular: str
    plural: str
    kind: str
    symbol: str = ""
    dimension: str = ""
    factor: Number = 1


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that a reader can check; `publisher` comes from its file."""

    id: str
    publisher: str
    title: str
    published: int | str
    url: str
    tier: str
    licence: str
    seen: str
    origin: str = ""
    vendor: bool = False
