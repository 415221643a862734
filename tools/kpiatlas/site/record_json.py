"""Records as JSON that holds what they say and nothing else: what a record leaves out is absent, never null or empty.

So a record's JSON keeps to the same schema as its YAML, with `id` and `path` beside. All JSON files of the site use it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from ..records import Kpi


def record_json(kpi: Kpi) -> bytes:
    """A KPI as JSON."""
    return msgspec.json.encode(said(kpi))


def said(value: Any) -> Any:
    """A record, or a mapping of records, without what it leaves out; ready to be encoded."""
    if isinstance(value, Mapping):
        return {key: said(item) for key, item in value.items()}
    kind: Any = type(value)
    is_record = dataclasses.is_dataclass(kind)
    return msgspec.convert(value, _sparse(kind), from_attributes=True) if is_record else value


@cache
def _sparse(type_: Any) -> Any:
    """The same type as a structure whose empty fields are not encoded.

    msgspec knows that a field was left out by the identity of its value. That holds for None, "" and (), of which there
    is one each, but for no other default: such a field is always said.
    """
    hints = typing.get_type_hints(type_)
    fields: list[Any] = []
    for field in dataclasses.fields(type_):
        may_be_left_out = field.default in (None, "", ())
        default = (field.default,) if may_be_left_out else ()
        fields.append((field.name, _sparse_hint(hints[field.name]), *default))
    return msgspec.defstruct(type_.__name__, fields, omit_defaults=True, frozen=True, kw_only=True)


def _sparse_hint(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _sparse(hint)
    parts = tuple(part if part is Ellipsis else _sparse_hint(part) for part in typing.get_args(hint))
    if not parts:
        return hint
    origin: Any = typing.get_origin(hint)
    return typing.Union[parts] if origin in (types.UnionType, typing.Union) else origin[parts]  # noqa: UP007
