"""What can go wrong with a formula, and the caret that shows where.

`FormulaError` is about the source text, `InputError` about the numbers handed in, `Undefined` is how a step inside an
evaluation says that there is no result (it never leaves `evaluate`).
"""

from __future__ import annotations

import unicodedata

WINDOW = 100


class FormulaError(ValueError):
    """A formula that cannot be taken: the message, the span it is about, and perhaps a hint."""

    def __init__(self, message: str, start: int = 0, end: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, start, start + 1 if end is None else end, hint)

    @property
    def message(self) -> str:
        """What is wrong, in one sentence without the hint."""
        return str(self.args[0])

    @property
    def start(self) -> int:
        """Offset of the first character the message is about."""
        return int(self.args[1])

    @property
    def end(self) -> int:
        """Offset after the last character the message is about."""
        return int(self.args[2])

    @property
    def hint(self) -> str | None:
        """What to write instead, where that is known."""
        return None if self.args[3] is None else str(self.args[3])

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message} ({self.hint})"

    def caret(self, source: str) -> str:
        """The source on one line and carets under the span; a long source is cut to a window around it."""
        start = min(max(self.start, 0), len(source))
        end = min(max(self.end, start + 1), len(source) + 1)
        first = max(0, min(start - WINDOW // 2, len(source) - WINDOW))
        last = min(len(source), first + WINDOW)
        before = "..." if first else ""
        after = "..." if last < len(source) else ""
        shown = before + _shown(source[first:last]) + after
        indent = _width(before + _shown(source[first:start]))
        marks = max(1, _width(_shown(source[start : min(end, last)])))
        return f"{shown}\n{' ' * indent}{'^' * marks}"


class InputError(ValueError):
    """An input that is no finite number or no list of such; names the input."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)

    @property
    def name(self) -> str:
        """The input that was refused."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.args[1]}"


class Undefined(Exception):  # noqa: N818 - a result, not an error: it becomes Outcome.undefined_because
    """A step has no value, for the reason given."""


def _shown(text: str) -> str:
    """The text with characters that do not print written as escapes; line breaks become spaces."""
    return "".join(_shown_character(character) for character in text)


def _shown_character(character: str) -> str:
    if character in "\t\r\n":
        return " "
    return character if character.isprintable() else ascii(character)[1:-1]


def _width(text: str) -> int:
    """Columns the text takes in a terminal: wide characters take two, combining marks none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
