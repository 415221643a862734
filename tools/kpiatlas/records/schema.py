"""The JSON Schemas: loading them, and saying in one plain sentence what a value does wrong."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from ..paths import schema_dir
from ..problem import Problem

KINDS = ("kpi", "categories", "industries", "units", "sources", "scorecard", "exceptions")
# JSON Schema takes 2022.0 for a whole number; whoever reads the record does not.
_WHOLE = Draft202012Validator.TYPE_CHECKER.redefine(
    "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
)
_Validator: type[Draft202012Validator] = extend(Draft202012Validator, type_checker=_WHOLE)  # type: ignore[no-untyped-call]


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file; see `KINDS`."""
    text = (schema_dir() / f"{kind}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def validator(kind: str) -> Draft202012Validator:
    """A validator that resolves references between the schemas."""
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.schema.json", Resource.from_contents(schema(name))) for name in KINDS
    )
    return _Validator(schema(kind), registry=registry)


def resolve(node: dict[str, Any], kind: str = "kpi") -> dict[str, Any]:
    """The node with its `$ref` followed; the node's own keywords win."""
    while "$ref" in node:
        file, _, pointer = node["$ref"].partition("#")
        target: Any = schema(file.removesuffix(".schema.json") if file else kind)
        for step in pointer.strip("/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def words(node: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The controlled words of a node: each word with its title and description."""
    return {str(option["const"]): option for option in node.get("oneOf", ()) if "const" in option}


def kpi_words(attribute: str) -> dict[str, dict[str, str]]:
    """The controlled words of an attribute of the KPI record, such as `direction`."""
    return words(schema("kpi")["properties"][attribute])


@cache
def quick(kind: str) -> Callable[[Any], bool]:
    """Whether data satisfy a schema, by jsonschema-rs in a hundredth of the time; never where it is not installed."""
    try:
        from jsonschema_rs import Draft202012Validator as Quick
        from jsonschema_rs import Registry as QuickRegistry
    except ImportError:
        return lambda data: False
    registry = QuickRegistry([(f"{name}.schema.json", _marked(schema(name))) for name in KINDS])
    valid: Callable[[Any], bool] = Quick(_marked(schema(kind)), registry=registry, keywords={_MARK: _Whole}).is_valid
    return valid


_MARK = "x-whole"


class _Whole:
    """The keyword that keeps `integer` from taking 2022.0, as the other validator's type checker does."""

    def __init__(self, *_: object) -> None: ...

    def validate(self, instance: object) -> None:
        """Refuse a float; whether another type is right is said elsewhere."""
        if isinstance(instance, float):
            raise ValueError("not a whole number")


def _marked(node: Any) -> Any:
    """A schema with the mark beside every `integer`."""
    if isinstance(node, list):
        return [_marked(item) for item in node]
    if not isinstance(node, dict):
        return node
    marked = {key: _marked(value) for key, value in node.items()}
    return {**marked, _MARK: True} if "integer" in (node.get("type") or ()) else marked


def schema_problems(data: Any, kind: str, path: str) -> list[Problem]:
    """Everything in which the data breaks the schema."""
    if quick(kind)(data):
        return []
    problems = []
    for error in validator(kind).iter_errors(data):
        for field, message, hint in _plain(error):
            problems.append(Problem("schema", path, message, tuple(field), hint=hint))
    return problems


def _plain(error: ValidationError) -> Iterator[tuple[list[str | int], str, str]]:
    """What a person needs to know of one error: field, message, hint."""
    field = list(error.absolute_path)
    node: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    rule, value = str(error.validator), error.validator_value
    if rule == "additionalProperties" and isinstance(error.instance, dict):
        known = list(node.get("properties", {}))
        for key in sorted(set(error.instance) - set(known)):
            yield [*field, key], f'unknown attribute "{key}"', _nearest(key, known)
    elif rule == "required":
        for key in value if isinstance(value, list) else ():
            if isinstance(error.instance, dict) and key not in error.instance and f"'{key}'" in error.message:
                wanted = resolve(node.get("properties", {}).get(key, {}))
                yield field, f'"{key}" is missing', str(wanted.get("description", ""))
    elif rule == "oneOf" and (options := words(node)):
        yield field, f"{_short(error.instance)} is not a known word", _nearest(str(error.instance), list(options))
    elif rule in ("oneOf", "anyOf", "not"):
        yield field, _choice(error), ""
    else:
        yield field, _sentence(rule, value, error), ""


def _choice(error: ValidationError) -> str:
    options: Any = error.validator_value if error.validator == "anyOf" else ()
    if options and all("type" in option or "const" in option for option in options):
        kinds = (_article(option["type"]) if "type" in option else _short(option["const"]) for option in options)
        return f"{_short(error.instance)} is not {' or '.join(kinds)}"
    title = error.schema.get("title", "value") if isinstance(error.schema, dict) else "value"
    if title == "Interpretation":
        return "give either bands with their basis, or no_bands_because"
    if title == "Benchmark":
        return "give either value, or low and high with statistic: range"
    if title == "Band":
        return "a band has at_least or at_most, never both"
    return f"{_short(error.instance)} does not fit here"


_SENTENCES = {
    "type": "{shown} is not {kinds}",
    "minLength": "too short: {length} characters, at least {value}",
    "maxLength": "too long: {length} characters, at most {value}",
    "minItems": "too few: {length}, at least {value}",
    "maxItems": "too many: {length}, at most {value}",
    "minProperties": "empty, at least one is needed",
    "maxProperties": "too many: {length}, at most {value}",
    "uniqueItems": "an entry stands twice",
    "pattern": "{shown} is not spelled as it must be ({spelling})",
    "const": "{shown} must be {value}",
    "minimum": "{shown} is below {value}",
    "maximum": "{shown} is above {value}",
    "exclusiveMinimum": "{shown} must be above {value}",
}


def _sentence(rule: str, value: Any, error: ValidationError) -> str:
    if rule not in _SENTENCES:
        return error.message
    return _SENTENCES[rule].format(
        shown=_short(error.instance),
        value=value,
        length=len(error.instance) if isinstance(error.instance, (str, list, dict)) else 0,
        kinds=_article(value) if rule == "type" else "",
        spelling=_spelling(value) if rule == "pattern" else "",
    )


def _spelling(pattern: str) -> str:
    if "https?" in pattern:
        return "a full http address"
    if "_" in pattern:
        return "lower-case letters, digits and underscores, a letter first"
    return "lower-case words joined by hyphens, no folders or dots" if "/" not in pattern else "units joined by / or *"


def _article(kinds: str | list[str]) -> str:
    names = {
        "string": "text", "number": "a number", "integer": "a whole number", "array": "a list",
        "object": "a mapping", "boolean": "true or false", "null": "empty",
    }  # fmt: skip
    listed = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(names.get(kind, kind) for kind in listed)


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _nearest(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"one of {', '.join(known[:12])}" + ("…" if len(known) > 12 else "")
