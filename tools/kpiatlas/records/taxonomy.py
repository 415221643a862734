"""The frozen objects beside the KPIs: functions, industries, units, publications, allowed findings. Beside `model`."""

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
    """An industry with its places in ISIC Rev. 4 and NAICS 2022; `parent` is the industry it is part of."""

    title: str
    isic: tuple[str, ...]
    naics: tuple[str, ...] = ()
    parent: str = ""
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


@dataclass(frozen=True, slots=True)
class AllowedFinding:
    """A finding of a rule that was judged to be right: in which record, which words of its message, and why."""

    kpi: str
    words: str
    because: str
