"""Rows of the tables of these tests: a change of the small catalogue, and what the rule then says, if anything."""

from __future__ import annotations

from dataclasses import dataclass

from catalogues import SUBJECT_FILE, Change, Small


@dataclass(frozen=True)
class Bad:
    """Changes that make the rule say one thing: of this field, on the field's line (`at` where it has none)."""

    about: str
    changes: tuple[Change, ...]
    field: str
    message: str
    hint: str = ""
    at: str = ""
    file: str = SUBJECT_FILE
    excerpt: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return self.about

    def is_told(self, small: Small, rule: str) -> None:
        """The rule says this and nothing else."""
        small.change(self.file, *self.changes)
        found = small.problems(rule)
        line = small.line(self.file, self.at or self.field)
        expected = (f"catalogue/{self.file}", line, self.field, self.message, self.hint, self.excerpt, self.severity)
        told = [(p.path, p.line, p.field_name, p.message, p.hint, p.excerpt, p.severity) for p in found]
        assert told == [expected]


@dataclass(frozen=True)
class Good:
    """Changes that the rule lets pass."""

    about: str
    changes: tuple[Change, ...]
    file: str = SUBJECT_FILE

    def __str__(self) -> str:
        return self.about

    def is_silent(self, small: Small, rule: str) -> None:
        """The rule says nothing."""
        small.change(self.file, *self.changes)
        assert [problem.text() for problem in small.problems(rule)] == []
