"""What can be wrong, and how it is said. The lowest layer: all may import it, it imports nothing of the project."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

FieldPath = tuple[str | int, ...]


class UserError(Exception):
    """Something the person at the keyboard can put right; its text is the one line they read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file.

    `field` is the way to the value inside the record, `line` its line counted from 1 (None until it is looked up or
    where there is none), `excerpt` further lines to print below, such as a formula with a caret.
    """

    rule: str
    path: str
    message: str
    field: FieldPath = ()
    line: int | None = None
    hint: str = ""
    excerpt: str = ""
    severity: str = "error"

    @property
    def field_name(self) -> str:
        """The field as people write it: `standard_formula.inputs.revenue`, `faqs[2].answer`."""
        name = ""
        for step in self.field:
            name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else str(step)
        return name

    def at(self, line: int | None) -> Problem:
        """The same problem with its line."""
        return replace(self, line=line)

    def text(self) -> str:
        """One line for people, with hint, rule and excerpt; what does not print is written as an escape."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        subject = f"{self.field_name}: " if self.field else ""
        warning = "warning: " if self.severity == "warning" else ""
        hint = f" ({self.hint})" if self.hint else ""
        excerpt = "".join(f"\n    {_printable(line)}" for line in self.excerpt.splitlines())
        return _printable(f"{place}: {warning}{subject}{self.message}{hint} [{self.rule}]") + excerpt


def _printable(text: str) -> str:
    """A key or a file name may hold line breaks, escape sequences and bytes that are no character."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def as_text(problems: Iterable[Problem]) -> str:
    """A line for each problem."""
    return "\n".join(problem.text() for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array of the problems."""
    rows = [
        {
            "rule": p.rule,
            "severity": p.severity,
            "path": p.path,
            "line": p.line,
            "field": p.field_name,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    text = json.dumps(rows, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()  # \\udcff of a file name is JSON too


def as_annotations(problems: Iterable[Problem]) -> str:
    """GitHub's workflow commands, which mark the line in the review of a change."""
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    subject = f"{problem.field_name}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    place = f"file={_escape_property(problem.path)}" + (f",line={problem.line}" if problem.line else "")
    text = _escape_data(f"{subject}{problem.message}{hint}")
    return f"::{problem.severity} {place},title={_escape_property(problem.rule)}::{text}"


def _escape_data(text: str) -> str:
    """As GitHub's own toolkit escapes the text of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line and rule, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line or 0, p.rule, p.field_name, p.message)))
