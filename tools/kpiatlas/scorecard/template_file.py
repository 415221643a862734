"""A scorecard template as a file and back: the one form that `catalogue/scorecards`, the command line, the site's
builder and the sheet Provenance share.

The form is YAML, strict as records are; JSON is YAML too. What is not said is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import msgspec

from ..problem import UserError
from ..records.formatter import written
from ..records.lines import located
from ..records.schema import schema_problems
from ..records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from ..records.strict_yaml import YamlError, read_yaml

KIND = "scorecard"


def to_yaml(template: ScorecardTemplate) -> str:
    """The text of the template's file."""
    return written(template_data(template))


def from_yaml(raw: bytes, id_: str, path: str) -> ScorecardTemplate:
    """The template in the content of a file; its id is the file's name, `path` what messages call it.

    Raises:
        UserError: it is no YAML, or breaks the schema.
    """
    try:
        data = read_yaml(raw)
    except YamlError as error:
        raise UserError(f"{path}:{error.line}: {error.message}" if error.line else f"{path}: {error.message}") from None
    problems = located(schema_problems(data, KIND, path), raw)
    if problems:
        rest = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise UserError(problems[0].text() + rest)
    return msgspec.convert({**data, "id": id_, "path": path}, ScorecardTemplate)


def template_data(template: ScorecardTemplate) -> dict[str, Any]:
    """The template as its file says it."""
    data = _said(replace(template, groups=()), leave_out=("id", "path"))
    groups = [{**group_data(group), "kpis": [line_data(line) for line in group.kpis]} for group in template.groups]
    order = ("title", "purpose", "audience", "cadence", "groups", "industries")
    data["groups"] = groups
    return {key: data[key] for key in order if key in data}


def group_data(group: ScorecardGroup) -> dict[str, Any]:
    """A group as its file says it, without its lines."""
    return _said(replace(group, kpis=()), leave_out=("kpis",))


def line_data(line: ScorecardLine) -> dict[str, Any]:
    """A line as its file says it."""
    return _said(line)


def line_from_json(text: str) -> ScorecardLine:
    """The line that `line_data` was written from as JSON."""
    return msgspec.convert(json.loads(text), ScorecardLine)


def _said(thing: Any, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of a dataclass that say something, as YAML and JSON hold them."""
    return {key: _plain(value) for key, value in asdict(thing).items() if key not in leave_out and not _silent(value)}


def _silent(value: Any) -> bool:
    return value is None or (isinstance(value, (str, tuple)) and not value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items() if not _silent(part)}
    return [_plain(part) for part in value] if isinstance(value, (tuple, list)) else value
