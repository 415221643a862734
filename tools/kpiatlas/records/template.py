"""The commented template of a new record: every attribute in order, with what it means and an example."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from .schema import resolve, schema, words

_HEADER = """\
# yaml-language-server: $schema=../../../schema/kpi.schema.json
# {path}
# Fill in every attribute and delete the comments. What is missing says
#   kpi check {path}
"""


def new_record(id_: str, path: str, category: str) -> str:
    """The text of a new record; `kpi check` reports every attribute that is still empty."""
    known: dict[str, Any] = {"name": id_.replace("-", " ").title(), "categories": [category]}
    parts = [_HEADER.format(path=path)]
    for key, node in schema("kpi")["properties"].items():
        lines = _lines(key, resolve(node), "", known.get(key))
        optional = key not in schema("kpi")["required"]
        parts.append("\n".join(_commented(node) + [f"# {line}" if optional else line for line in lines]))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _commented(node: dict[str, Any]) -> list[str]:
    rule = resolve(node)
    lines = textwrap.wrap(f"{rule['title']}. {rule['description']}", 110)
    options = words(rule)
    if options:
        lines += [f"  {word}: {option['description']}" for word, option in options.items()]
    else:
        lines += _example(rule)
    return [f"# {line}" for line in lines]


def _example(rule: dict[str, Any]) -> list[str]:
    """One example, of a list its first item."""
    inner = resolve(rule["items"]) if "items" in rule and "examples" not in rule else rule
    if "properties" in inner:
        parts = {key: resolve(part) for key, part in inner["properties"].items() if key in inner["required"]}
        shown = {key: part.get("examples", [None])[0] for key, part in parts.items()}
    else:
        shown = inner.get("examples", [None])[0]
    if shown is None or len(text := json.dumps(shown, ensure_ascii=False)) > 600:
        return []
    return textwrap.wrap(f"Example: {text}", 110, subsequent_indent="  ")


def _lines(key: str, rule: dict[str, Any], indent: str, value: Any = None) -> list[str]:
    """`key:` with an empty value of the right shape."""
    lead = f"{indent}{key}:"
    if value is not None:
        return [f"{lead} {json.dumps(value, ensure_ascii=False)}"]
    if "properties" in rule:
        return [lead, *_members(rule, indent + "  ")]
    if rule.get("type") == "array":
        return _list(lead, resolve(rule["items"]), indent, rule)
    if "additionalProperties" in rule:
        inner = rule["additionalProperties"]
        if "$ref" in inner:
            return [lead, *_lines("name_of_input", resolve(inner), indent + "  ")]
        return [f"{lead} {{}}"]
    return [f'{lead} ""'] if rule.get("type") == "string" or words(rule) else [lead]


def _members(rule: dict[str, Any], indent: str) -> list[str]:
    needed = rule.get("required", list(rule["properties"]))
    wanted = [key for key in rule["properties"] if key in needed or key == "bands" or (key == "basis")]
    return [line for key in wanted for line in _lines(key, resolve(rule["properties"][key]), indent)]


def _list(lead: str, item: dict[str, Any], indent: str, rule: dict[str, Any]) -> list[str]:
    if rule.get("minItems", 0) == 0:
        return [f"{lead} []"]
    if "properties" not in item:
        return [lead, f'{indent}  - ""']
    first, *rest = _members(item, indent + "    ")
    return [lead, f"{indent}  - {first.lstrip()}", *rest]
