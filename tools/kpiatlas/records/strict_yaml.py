"""Strict YAML: the one place that turns bytes into data.

YAML lets the same text mean different things to different readers (`no`, `012`, a date, a repeated key). Here such
text is refused with its line, so that a record says what its author sees. Built on libyaml's events, which neither
recurse nor expand aliases: no input can exhaust the stack or the memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..problem import FieldPath

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40

_INT = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_UNUSUAL = object()
# A bare text of so many signs that begins with a letter is a text to every reader; `false` has five.
_LONGER_THAN_AMBIGUOUS = 6
_CONSTANTS = {"true": True, "false": False, "null": None, "": None}
# What YAML 1.1 readers take for something else than text, and 1.2 readers do not, or the other way round.
_AMBIGUOUS = re.compile(
    r"""(?: yes | no | on | off | true | false | null | ~          # truth and nothing, in any case
        | [-+]?0[0-9_]+ | [-+]?0[xob][0-9a-f_]+                           # octal, hexadecimal, binary
        | [-+]?[0-9][0-9_]*_[0-9_]* | \+[0-9.]+ | [-+]?\.[0-9]+ | [-+]?[0-9]+\.
        | [-+]?\.inf | \.nan
        | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*                                # dates and times
        | [-+]?[0-9]+(?::[0-9]{1,2})+(?:\.[0-9]*)?                        # base 60
        | = | <<
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)


class YamlError(Exception):
    """The text is not strict YAML. `line` and `column` count from 1; `quote_it` is the word that quotes would mend."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None, quote_it: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.quote_it = message, line, column, quote_it


@dataclass
class _Open:
    """A mapping or list that is being read."""

    value: dict[Hashable, Any] | list[Any]
    path: FieldPath
    key: Any = None
    awaits_key: bool = True
    lines: dict[Hashable, int] = field(default_factory=dict)


def read_yaml(raw: bytes, lines: dict[FieldPath, int] | None = None) -> Any:
    """The data of one file: dicts, lists, text, whole numbers, floats, booleans, None.

    `lines`, where given, is filled with the line (from 1) of every value by its path.

    Raises:
        YamlError: the text is not UTF-8, too large, not YAML, or not strict.
    """
    if len(raw) > MAX_BYTES:
        raise YamlError(f"{len(raw):,} bytes; a file holds at most {MAX_BYTES:,} (256 KiB)")
    text = _decode(raw)
    if lines is None and (data := _plain(text)) is not _UNUSUAL:
        return data
    return _build(text, {} if lines is None else lines)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlError(f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8", line) from None
    return text.removeprefix("\ufeff")


def _plain(text: str) -> Any:
    """The data of a text that is in order, else `_UNUSUAL`: half the time of `_build`, which says what is wrong."""
    loader = yaml.CSafeLoader(text)
    following: Callable[[], Any] = loader.get_event
    root: list[Any] = []
    top: Any = root
    key: str | None = None
    stack: list[Any] = []
    try:
        while True:
            event = following()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value = event.value
                if not event.style and (len(value) < _LONGER_THAN_AMBIGUOUS or not value[0].isalpha()):
                    value = _scalar(event)
            elif kind is yaml.MappingStartEvent:
                value = {}
            elif kind is yaml.SequenceStartEvent:
                value = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                top = stack.pop()
                continue
            elif kind is yaml.StreamEndEvent:
                return root[0] if root else None
            elif kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and root):
                return _UNUSUAL
            else:
                continue
            if event.anchor or event.tag:
                return _UNUSUAL
            if type(top) is list:
                top.append(value)
            elif key is None:
                if type(value) is not str or value in top:
                    return _UNUSUAL
                key = value
                continue
            else:
                top[key] = value
                key = None
            if kind is not yaml.ScalarEvent:
                if len(stack) >= MAX_DEPTH:
                    return _UNUSUAL
                stack.append(top)
                top = value
    except (YamlError, yaml.YAMLError):
        return _UNUSUAL
    finally:
        loader.dispose()


def _build(text: str, lines: dict[FieldPath, int]) -> Any:
    root: list[Any] = []
    stack: list[_Open] = [_Open(root, ())]
    documents = 0
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise _at(event, "a second document (---) in one file; a file holds one record")
            _take(event, stack, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise YamlError(f"not YAML: {what}", line, column) from None
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes of UTF-8, whatever it was given.
        line = text.encode().count(b"\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise YamlError(f"not YAML: {error.reason}", line) from None
    finally:
        loader.dispose()
    return root[0] if root else None


def _take(event: Any, stack: list[_Open], lines: dict[FieldPath, int]) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _at(event, f"alias *{event.anchor}: anchors and aliases are not allowed; write the value out")
    if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
        _refuse_decoration(event)
    if isinstance(event, yaml.ScalarEvent):
        _put(_scalar(event), event, stack, lines)
    elif isinstance(event, yaml.CollectionStartEvent):
        if len(stack) > MAX_DEPTH:
            raise _at(event, f"nested more than {MAX_DEPTH} deep")
        value: dict[Hashable, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = _put(value, event, stack, lines)
        stack.append(_Open(value, path))
    elif isinstance(event, yaml.CollectionEndEvent):
        stack.pop()


def _refuse_decoration(event: Any) -> None:
    if event.anchor:
        raise _at(event, f"anchor &{event.anchor}: anchors and aliases are not allowed; write the value out")
    if event.tag:
        raise _at(event, f"tag {event.tag}: tags are not allowed")


def _put(value: Any, event: Any, stack: list[_Open], lines: dict[FieldPath, int]) -> FieldPath:
    """Put a value where the reading stands; its path."""
    top, line = stack[-1], event.start_mark.line + 1
    if isinstance(top.value, list):
        path = (*top.path, len(top.value)) if len(stack) > 1 else ()
        top.value.append(value)
    elif top.awaits_key:
        _open_key(value, event, top, line)
        return top.path
    else:
        path = (*top.path, top.key)
        top.value[top.key] = value
        top.awaits_key = True
        line = top.lines[top.key]
    lines[path] = line
    return path


def _open_key(key: Any, event: Any, top: _Open, line: int) -> None:
    if not isinstance(key, str):
        shown = "a list or mapping" if isinstance(key, (dict, list)) else repr(key)
        raise _at(event, f"key {shown} is not text")
    if key in top.lines:
        raise _at(event, f'key "{key}" stands twice, first on line {top.lines[key]}')
    top.lines[key] = line
    top.key, top.awaits_key = key, False


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text):
        return _whole(text, event)
    if _FLOAT.match(text):
        return _finite(text, event)
    if _AMBIGUOUS.match(text):
        raise _at(event, f'{text} without quotes means different things to different readers; write "{text}"', text)
    return text


def _whole(text: str, event: Any) -> int:
    if len(text.removeprefix("-")) > 18:
        raise _at(event, f"{text[:20]}… has more than 18 digits; write it as text or with an exponent")
    return int(text)


def _finite(text: str, event: Any) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _at(event, f"{text[:20]} is too large for a number")
    return value


def _at(event: Any, message: str, quote_it: str = "") -> YamlError:
    mark = event.start_mark
    return YamlError(message, mark.line + 1, mark.column + 1, quote_it)
