"""A scorecard as JSON: the whole model with its formulas, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..formula import render
from ..records.model import Band
from .examples import with_example_figures
from .model import InputRow, Line, Scorecard
from .template_file import template_data
from .whole_file import write_file


def write_json(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write a scorecard as JSON; a file that stands there is replaced whole.

    Raises:
        UserError: the file cannot be written.
    """
    if with_examples:
        scorecard = with_example_figures(scorecard)
    text = json.dumps(as_data(scorecard), indent=2, ensure_ascii=False, allow_nan=False)
    write_file(target, f"{text}\n".encode())


def as_data(scorecard: Scorecard) -> dict[str, Any]:
    """The scorecard as dicts and lists. `actuals` and `figures` hold a value for each period, null for none."""
    places = iter(range(len(scorecard.lines)))
    scores = scorecard.group_scores(scorecard.current)
    return {
        "id": scorecard.id,
        "title": scorecard.title,
        "purpose": scorecard.purpose,
        "audience": scorecard.audience,
        "cadence": scorecard.cadence,
        "made_on": scorecard.made_on.isoformat(),
        "catalogue_version": scorecard.catalogue_version,
        "filled_with": scorecard.filled_with,
        "commit": scorecard.commit,
        "periods": list(scorecard.periods),
        "period": scorecard.periods[scorecard.current],
        "score": scorecard.total_score(scorecard.current),
        "groups": [
            {
                "title": group.title,
                "objective": group.objective,
                "weight": group.weight,
                "score": score,
                "kpis": [_line(scorecard, line, next(places)) for line in group.lines],
            }
            for group, score in zip(scorecard.groups, scores, strict=True)
        ],
        "inputs": [_input(scorecard, row) for row in scorecard.inputs],
        "template": template_data(scorecard.template),
    }


def _line(scorecard: Scorecard, line: Line, place: int) -> dict[str, Any]:
    return {
        "kpi": line.kpi.id,
        "name": line.name,
        "variant": line.variant.name if line.variant else None,
        "unit": line.unit,
        "direction": line.kpi.direction,
        "weight": line.weight,
        "targets": [line.target(period) for period in scorecard.periods],
        "baseline": line.said.baseline,
        "owner": line.said.owner,
        "data_source": line.said.data_source,
        "note": line.said.note,
        "status_by": line.rule,
        "bands": [_band(band) for band in line.bands],
        "formula": {
            "words": line.words,
            "text": render(line.formula, "text"),
            "excel": render(line.formula, "excel"),
        },
        "inputs": dict(line.inputs),
        "fingerprint": line.fingerprint,
        "content_hash": line.content_hash,
        "actuals": list(scorecard.actuals[place]),
        "standing": asdict(scorecard.standing(place, scorecard.current)),
    }


def _band(band: Band) -> dict[str, Any]:
    return {"at_least": band.at_least, "at_most": band.at_most, "rating": band.rating, "meaning": band.meaning}


def _input(scorecard: Scorecard, row: InputRow) -> dict[str, Any]:
    figures = (scorecard.figure(row.key, period) for period in range(len(scorecard.periods)))
    return {
        "key": row.key,
        "name": row.name,
        "label": row.label,
        "unit": row.unit,
        "kind": "series" if row.is_series else "number",
        "means": list(row.means),
        "used_by": list(row.used_by),
        "figures": [list(figure) if isinstance(figure, tuple) else figure for figure in figures],
    }
