"""The sheet Scorecard: for the chosen period every KPI with actual, target, status, trend and score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Coloring, Rule, Sheet, Spark, Style, Value, address
from ..judging import DIGITS, OFF_TARGET, ON_TARGET, POINTS, TARGET
from ..layout import (
    ACTUAL,
    CHOSEN,
    CHOSEN_NUMBER,
    HISTORY,
    LINES_HEADER,
    OWNER,
    PERCENT,
    PREVIOUS,
    SCORE,
    SCORECARD,
    SPARK,
    STATUS,
    SUMMARY_ROW,
    TOTAL,
    TREND,
    VARIANCE,
    WEIGHT,
    WEIGHTED,
    Layout,
)
from ..layout import TARGET as TARGET_COLUMN
from ..model import Line, Standing
from . import live

COLUMNS = (
    ("KPI", 34), ("Actual", 11), ("Unit", 13), ("Target", 11), ("Variance", 11), ("% of target", 9), ("Status", 11),
    ("Previous", 11), ("Trend", 13), ("History", 18), ("Weight", 9), ("Score", 8), ("Weighted", 10), ("Better", 10),
    ("Owner", 19), ("Note", 76),
)  # fmt: skip
LAST = len(COLUMNS) - 1
DIRECTIONS = {"higher": "higher", "lower": "lower", "range": "in a range"}
NOTES = {
    "Target": "From the sheet Targets: the period's own, else the one for all periods.",
    "Variance": "Distance to the target: + is better and - is worse, whichever way the KPI is better.",
    "% of target": "100 % is the target; above is better, whichever way the KPI is better: 100 + variance / target.",
    "Previous": "The period before the chosen one.",
    "Trend": "The arrow shows where the value went, the word whether that is better.",
    "Weight": "Share of the group, and in a group's row share of the total. Scores are divided by the sum of weights.",
    "Score": "0 to 100: the points of the status (sheet Bands), or the percent where a percent gives the status.",
    "Weighted": "Weight times score. What has no score is left out, and its weight falls to the others.",
}


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    rows = layout.line_rows
    lines = Area(LINES_HEADER + 1, STATUS, rows[-1], STATUS)
    trends = Area(LINES_HEADER + 1, TREND, rows[-1], TREND)
    counts = Area(SUMMARY_ROW, 1, SUMMARY_ROW, len(look.RATING_COLORS) + 1)
    return Sheet(
        SCORECARD,
        layout.scorecard.title,
        (*_head(layout), *_summary(layout), *_header(), *_groups(layout), *_lines(layout)),
        tuple(width for _, width in COLUMNS),
        frozen=(LINES_HEADER + 1, 1),
        repeated=(LINES_HEADER, LINES_HEADER),
        rules=tuple(_rules(layout)),
        colorings=(
            *(Coloring(lines, word, look.rating(word)) for word in look.RATING_COLORS),
            *(Coloring(trends, word, look.trend(word)) for word in look.TREND_COLORS),
            Coloring(counts, 0, look.NONE_OF_IT),
        ),
        sparks=tuple(_sparks(layout)),
        print_area=Area(0, 0, rows[-1], OWNER),
    )


def _rules(layout: Layout) -> Iterator[Rule]:
    yield Rule(Area(*CHOSEN, *CHOSEN), "choice", "Choose one of the periods of the sheet Inputs.", layout.periods())
    weights = Area(LINES_HEADER + 1, WEIGHT, layout.line_rows[-1], WEIGHT)
    yield Rule(weights, "not negative", "A weight is a number from 0.")


def _sparks(layout: Layout) -> Iterator[Spark]:
    for place, row in enumerate(layout.line_rows):
        yield Spark(row, SPARK, f"{HISTORY}!{layout.history_periods(place).text(fixed='row column')}")


def _head(layout: Layout) -> Iterator[Cell]:
    card = layout.scorecard
    yield Cell(0, 0, card.title, look.TITLE)
    yield Cell(1, 0, card.purpose, look.INTRODUCTION, across=OWNER)
    yield Cell(2, 0, f"For: {card.audience}", look.SUBTITLE)
    yield Cell(CHOSEN[0], 0, "Period (choose in the yellow cell)", look.LABEL)
    yield Cell(*CHOSEN, card.periods[card.current], look.CHOICE)
    place = f'=IFERROR(MATCH({live.CHOSEN_PERIOD},{layout.periods()},0),"")'
    style = replace(look.SUBTITLE, format=f'"period "0" of {len(card.periods)}"')
    yield Cell(*CHOSEN_NUMBER, card.current + 1, style, formula=place)


def _summary(layout: Layout) -> Iterator[Cell]:
    """The total score, how many KPIs stand at each status, and how many have none."""
    card, row = layout.scorecard, SUMMARY_ROW
    standings = [card.standing(place, card.current) for place in range(len(card.lines))]
    yield Cell(TOTAL[0], 0, "Score, 0 to 100", look.LABEL)
    yield _computed(*TOTAL, card.total_score(card.current), look.TOTAL, live.total_score(layout))
    scored = sum(standing.score is not None for standing in standings)
    style = replace(look.SUBTITLE, format=f'"from "0" of {len(card.lines)} KPIs"')
    yield Cell(TOTAL[0], TOTAL[1] + 1, scored, style, formula=live.scored(layout))
    yield Cell(row, 0, "KPIs by status", look.LABEL)
    found = Counter(standing.status for standing in standings)
    area = Area(layout.line_rows[0], STATUS, layout.line_rows[-1], STATUS).text(fixed="row column")
    column = 1
    for word in _words(card.lines):
        style = replace(look.rating(word), format=f'0" {word}"')
        yield Cell(row, column, found[word], style, formula=f'=COUNTIF({area},"{word}")')
        column += 1
    counted = "".join(f"-{address(row, place)}" for place in range(1, column))
    style = replace(look.STATUS, bold=False, format='0" without"')
    yield Cell(row, column, found[""], style, formula=f"={len(card.lines)}{counted}")


def _words(lines: tuple[Line, ...]) -> list[str]:
    """The words of status that these lines can have, best first."""
    can = {band.rating for line in lines for band in line.bands}
    if any(line.rule == TARGET for line in lines):
        can |= {ON_TARGET, OFF_TARGET}
    return [word for word in POINTS if word in can]


def _header() -> Iterator[Cell]:
    numbers = (ACTUAL, TARGET_COLUMN, VARIANCE, PERCENT, PREVIOUS, WEIGHT, SCORE, WEIGHTED)
    for column, (word, _) in enumerate(COLUMNS):
        style = look.HEADER_NUMBER if column in numbers else look.HEADER
        style = look.HEADER_MIDDLE if column in (STATUS, TREND) else style
        yield Cell(LINES_HEADER, column, word, style, note=NOTES.get(word, ""))


def _groups(layout: Layout) -> Iterator[Cell]:
    card = layout.scorecard
    scores = card.group_scores(card.current)
    share = replace(look.GROUP_NUMBER, format=look.PERCENT)
    for place, (group, row) in enumerate(zip(card.groups, layout.group_rows, strict=True)):
        title = f"{group.title}: {group.objective}" if group.objective else group.title
        yield Cell(row, 0, title, look.GROUP)
        for column in range(1, LAST + 1):
            if column not in (WEIGHT, SCORE, WEIGHTED):
                yield Cell(row, column, None, look.GROUP)
        yield Cell(row, WEIGHT, group.weight, look.typed(replace(share, format=_share(group.weight))))
        score = scores[place]
        yield _computed(row, SCORE, score, _formatted(look.GROUP_NUMBER, look.SCORE), live.group_score(layout, place))
        part = None if score is None else group.weight * score / 100
        yield _computed(row, WEIGHTED, part, _formatted(look.GROUP_NUMBER, look.POINTS), live.weighted(row))


def _lines(layout: Layout) -> Iterator[Cell]:
    for place, line in enumerate(layout.scorecard.lines):
        yield from _line(layout, place, line)


def _line(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    card, row = layout.scorecard, layout.line_rows[place]
    standing = card.standing(place, card.current)
    yield Cell(row, 0, line.name, look.NAME, note=line.words)
    yield Cell(row, 2, line.unit_text, look.BODY)
    yield from _measured(layout, place, line, standing)
    yield Cell(row, SPARK, None, look.BODY)
    yield Cell(row, WEIGHT, line.weight, look.typed(_formatted(look.NUMBER, _share(line.weight))))
    score = standing.score
    yield _computed(row, SCORE, score, _formatted(look.NUMBER, look.SCORE), live.score(layout, place, line))
    part = None if score is None else line.weight * score / 100
    yield _computed(row, WEIGHTED, part, _formatted(look.NUMBER, look.POINTS), live.weighted(row))
    for column, text in enumerate((DIRECTIONS[line.kpi.direction], line.said.owner, line.said.note), WEIGHTED + 1):
        yield Cell(row, column, text, look.BODY)


def _measured(layout: Layout, place: int, line: Line, standing: Standing) -> Iterator[Cell]:
    row = layout.line_rows[place]
    number = _formatted(look.NUMBER, look.result_format(line.unit, line.unit_kind))
    distance = _formatted(look.NUMBER, look.variance_format(line.unit, line.unit_kind))
    percent = _formatted(look.NUMBER, look.PERCENT)
    yield _computed(row, ACTUAL, standing.actual, number, live.looked_up(layout, place, 0))
    yield _computed(row, TARGET_COLUMN, standing.target, number, live.target(layout, place))
    yield _computed(row, VARIANCE, standing.variance, distance, live.variance(line, row))
    yield _computed(row, PERCENT, standing.percent_of_target, percent, live.percent_of_target(row))
    yield _computed(row, STATUS, standing.status, look.STATUS, live.status(layout, place, line))
    yield _computed(row, PREVIOUS, standing.previous, number, live.looked_up(layout, place, 1))
    yield _computed(row, TREND, standing.trend, look.MIDDLE, live.trend(line, row))


def _computed(row: int, column: int, value: Value, style: Style, formula: str) -> Cell:
    return Cell(row, column, "" if value is None else value, style, formula=formula)


def _formatted(style: Style, format_: str) -> Style:
    return replace(style, format=format_)


def _share(weight: float) -> str:
    return '0.0"%"' if round(weight, DIGITS) % 1 else '0"%"'
