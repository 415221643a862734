"""Finding the line of a field. Lines are not kept with the records; they are looked up when a problem is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ..problem import FieldPath, Problem
from .strict_yaml import YamlError, read_yaml


def located(problems: Iterable[Problem], raw: bytes) -> list[Problem]:
    """The problems of one file with their lines; a field that does not exist takes its nearest parent's line."""
    waiting = list(problems)
    if all(not problem.field for problem in waiting):
        return [problem if problem.line else problem.at(_first(raw)) for problem in waiting]
    lines: dict[FieldPath, int] = {}
    try:
        read_yaml(raw, lines)
    except YamlError:
        return waiting
    return [problem if problem.line else problem.at(_line(lines, problem.field)) for problem in waiting]


def _first(raw: bytes) -> int | None:
    """The line where the content of a file begins, after comments; None where there is none."""
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip() and not line.startswith((b"#", b"---", b"%")):
            return number
    return None


def _line(lines: dict[FieldPath, int], field: FieldPath) -> int | None:
    while field and field not in lines:
        field = field[:-1]
    return lines.get(field)


def located_in_files(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems of many files, each `path` below `root` or as it stands, with their lines."""
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_path[problem.path].append(problem)
    found: list[Problem] = []
    for path, rows in by_path.items():
        try:
            found += located(rows, (root / path).read_bytes())
        except OSError:
            found += rows
    return found
