"""The scorecard that a workbook was made of: the mark of the layout, the facts, the template out of its Model cells.

Reads the sheet Provenance, which nobody fills in. What is not as the export wrote it is not read at all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from ...records.schema import schema_problems
from ...records.scorecard_template import ScorecardTemplate
from ..grid import address
from ..layout import FACTS, FACTS_TOP, MARK, MODEL_COLUMN, PROVENANCE, PROVENANCE_COLUMNS, PROVENANCE_HEADER, VERSION
from ..template_file import KIND
from .cells import Cells
from .spreadsheet_parts import NUMBER
from .xml_parts import WorkbookError

_HASH, _FINGERPRINT = PROVENANCE_COLUMNS.index("Content hash"), PROVENANCE_COLUMNS.index("Fingerprint")
_MOST_LINES = 12_000
"""As many as the schema allows: 12 groups of 1,000."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a line was made of: the name of the KPI then, and the hashes of its record."""

    name: str
    content_hash: str
    fingerprint: str


@dataclass(frozen=True)
class Exported:
    """What the sheet Provenance says: the facts by label, the template, the origin of each line in reading order."""

    facts: dict[str, str]
    template: ScorecardTemplate
    origins: tuple[Origin, ...]


def read_model(cells: Cells) -> Exported:
    """The model of an opened workbook.

    Raises:
        WorkbookError: it was not exported by KPI Atlas, in another layout, or its Provenance was changed.
    """
    name = cells.opened.name
    _check_mark(cells)
    facts = {
        label: cells.label(PROVENANCE, FACTS_TOP + place, 1) if label != "Model" else ""
        for place, label in enumerate(FACTS)
    }
    data = _json(cells.text(PROVENANCE, FACTS_TOP + FACTS.index("Model"), 1), name)
    row, groups = PROVENANCE_HEADER + 1, []
    for group in _listed(data.get("groups"), name):
        count = group.pop("count", 0)
        if not isinstance(count, int) or not 0 < count <= _MOST_LINES:
            raise _changed(name)
        lines = [_json(cells.text(PROVENANCE, row + place, MODEL_COLUMN), name) for place in range(count)]
        groups.append({**group, "kpis": lines})
        row += count
    origins = tuple(_origin(cells, at) for at in range(PROVENANCE_HEADER + 1, row))
    return Exported(facts, _template({**data, "groups": groups}, facts["Scorecard"], name), origins)


def _check_mark(cells: Cells) -> None:
    name = cells.opened.name
    mark = cells.opened.names.get(MARK)
    if mark is None:
        raise WorkbookError(f"{name}: not a workbook that kpi scorecard export wrote: it has no name {MARK}")
    place = address(FACTS_TOP, 1)
    if re.sub(r"[$']", "", mark) != f"{PROVENANCE}!{place}" or PROVENANCE not in cells.opened.sheets:
        raise WorkbookError(f"{name}: the sheet {PROVENANCE} was moved, renamed or deleted; export the scorecard again")
    found = cells.at(PROVENANCE, FACTS_TOP, 1)
    version = found.value if found is not None and found.kind == NUMBER else None
    if version != VERSION:
        said = f"{version:g}" if isinstance(version, float) else "unknown"
        raise WorkbookError(
            f"{name}: layout {said}, and this version of KPI Atlas reads layout {VERSION}; export the scorecard again"
        )


def _origin(cells: Cells, row: int) -> Origin:
    return Origin(
        cells.text(PROVENANCE, row, 0),
        cells.text(PROVENANCE, row, _HASH),
        cells.text(PROVENANCE, row, _FINGERPRINT),
    )


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()  # half a pair of surrogates is no character
    except (ValueError, RecursionError):
        raise _changed(name) from None
    if not isinstance(data, dict):
        raise _changed(name)
    return data


def _no_number(word: str) -> float:
    raise ValueError(word)


def _listed(groups: object, name: str) -> list[dict[str, Any]]:
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise _changed(name)
    return [dict(group) for group in groups]


def _template(data: dict[str, Any], id_: str, name: str) -> ScorecardTemplate:
    problems = list(schema_problems(_as_in_a_file(data), KIND, name))
    if problems:
        raise WorkbookError(
            f"{name}: the sheet {PROVENANCE} was changed: {problems[0].field_name}: {problems[0].message}"
        )
    try:
        return msgspec.convert({**data, "id": id_, "path": name}, ScorecardTemplate)
    except msgspec.ValidationError:
        raise _changed(name) from None


def _as_in_a_file(data: dict[str, Any]) -> dict[str, Any]:
    """Without what a workbook takes in a wider sense than a template's file: weights of 0, any label of a period."""
    groups = [
        {**_without(group, "weight"), "kpis": [_without(line, "weight", "targets") for line in group["kpis"]]}
        for group in data["groups"]
    ]
    return {**data, "groups": groups}


def _without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in names}


def _changed(name: str) -> WorkbookError:
    return WorkbookError(f"{name}: the sheet {PROVENANCE} was changed; its Model cells cannot be read")
