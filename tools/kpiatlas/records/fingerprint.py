"""A hash of what a figure of a KPI rests on, so that a workbook can tell whether its definitions have changed since."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from .cache import content_hash
from .model import Kpi, Variant


def fingerprint(kpi: Kpi, variant: Variant | None) -> str:
    """A hash of what a line takes from its record: it changes with definition, formula, inputs, unit or bands alone."""
    rests_on = {
        "name": kpi.name,
        "unit": (variant.unit if variant else "") or kpi.unit,
        "direction": kpi.direction,
        "definition": kpi.definition,
        "expression": variant.expression if variant else kpi.standard_formula.expression,
        "inputs": {name: _plain(input_) for name, input_ in kpi.standard_formula.inputs_of(variant).items()},
        "bands": [_plain(band) for band in kpi.interpretation.bands],
    }
    return content_hash(json.dumps(rests_on, sort_keys=True, ensure_ascii=False).encode())[:16]


def _plain(record: Any) -> Any:
    """The record as dicts and lists, what it leaves out included."""
    return msgspec.to_builtins(record)
