"""A scorecard as a page of Markdown, for a repository, a wiki or a message. Text of records is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .examples import with_example_figures
from .model import Scorecard
from .shown import percent_text, score_text, value_text, variance_text
from .whole_file import write_file

HEADER = ("KPI", "Actual", "Target", "Variance", "% of target", "Status", "Trend", "Weight", "Score", "Owner")
RIGHT = (1, 2, 3, 4, 7, 8)
_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~&$])")
_BEGINNING = re.compile(r"^([+\-=]|\d+(?=[.)]))")


def write_markdown(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write the summary; a file that stands there is replaced whole.

    Raises:
        UserError: the file cannot be written.
    """
    if with_examples:
        scorecard = with_example_figures(scorecard)
    write_file(target, markdown_text(scorecard).encode("utf-8"))


def markdown_text(card: Scorecard) -> str:
    """The page."""
    return "\n".join(_page(card)) + "\n"


def _page(card: Scorecard) -> Iterator[str]:
    period = card.current
    yield from (f"# {escaped(card.title)}", "", escaped(card.purpose), "")
    yield f"For {escaped(card.audience)}. Period {escaped(card.periods[period])}."
    yield f"Score **{score_text(card.total_score(period))}** of 100."
    place, scores = 0, card.group_scores(period)
    for group, score in zip(card.groups, scores, strict=True):
        yield from ("", f"## {escaped(group.title)}: {score_text(score)} of 100", "")
        if group.objective:
            yield from (escaped(group.objective), "")
        yield _row(HEADER)
        yield _row(tuple("---:" if column in RIGHT else "---" for column in range(len(HEADER))))
        for _ in group.lines:
            yield _row(_cells(card, place))
            place += 1
    yield ""
    yield f"Catalogue {escaped(card.catalogue_version)}, made on {card.made_on.isoformat()}."


def _cells(card: Scorecard, place: int) -> tuple[str, ...]:
    line, standing = card.lines[place], card.standing(place, card.current)
    return (
        escaped(line.name),
        value_text(line, standing.actual),
        value_text(line, standing.target),
        variance_text(line, standing.variance),
        percent_text(standing.percent_of_target),
        standing.status,
        standing.trend,
        f"{line.weight:g}%",
        score_text(standing.score),
        escaped(line.said.owner),
    )


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """The text on one line, with every sign that Markdown or HTML could read as its own made plain."""
    flat = " ".join(text.split())
    return _BEGINNING.sub(r"\\\1" if not flat[:1].isdigit() else r"\1\\", _SIGNS.sub(r"\\\1", flat))
