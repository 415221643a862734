"""The formulas of the sheet Scorecard, from the cells of one line to status, trend and score.

Each says in a spreadsheet what `model` and `judging` say in Python; LibreOffice computes both in the tests.
"""

from __future__ import annotations

from .. import judging
from ..grid import Area, address
from ..judging import BETTER, DIGITS, DOWN, OFF_TARGET, ON_TARGET, POINTS, SAME, UNCHANGED, UP, WORSE
from ..layout import (
    ACTUAL,
    BANDS,
    BANDS_HEADER,
    BASELINE,
    CHOSEN,
    CHOSEN_NUMBER,
    HISTORY,
    PREVIOUS,
    RATING,
    SCORE,
    STATUS,
    TARGET,
    TARGETS,
    THRESHOLD,
    USUAL_TARGET,
    VARIANCE,
    WEIGHT,
    WEIGHTED,
    WORD,
    Layout,
)
from ..layout import POINTS as POINTS_COLUMN
from ..model import Line

CHOSEN_PERIOD = address(*CHOSEN, fixed="row column")
_NUMBER = address(*CHOSEN_NUMBER, fixed="row column")


def looked_up(layout: Layout, place: int, back: int) -> str:
    """The line's value in the chosen period, or `back` periods before it; blank where there is none."""
    row = f"{HISTORY}!{layout.history_periods(place).text(fixed='row column')}"
    which = f"{_NUMBER}-{back}" if back else _NUMBER
    return f'=IF(N({_NUMBER})<={back},"",INDEX({row},1,{which}))'


def target(layout: Layout, place: int) -> str:
    """The target of the chosen period, else the one for all periods; blank where there is neither."""
    row = f"{TARGETS}!{layout.target_periods(place).text(fixed='row column')}"
    usual = f"{TARGETS}!{address(layout.target_row(place), USUAL_TARGET, fixed='row column')}"
    own = f"INDEX({row},1,MAX(1,N({_NUMBER})))"
    otherwise = f'IF(ISNUMBER({usual}),{usual},"")'
    return f"=IF(N({_NUMBER})<1,{otherwise},IF(ISNUMBER({own}),{own},{otherwise}))"


def variance(line: Line, row: int) -> str:
    """The distance to the target, positive for better; blank while one of the two is."""
    actual, goal = address(row, ACTUAL), address(row, TARGET)
    judged = f"ROUND({actual},{DIGITS})"
    distance = {
        "higher": f"{judged}-{goal}",
        "lower": f"{goal}-{judged}",
        "range": f"0-ABS({judged}-{goal})",
    }[line.kpi.direction]
    return f'=IF(COUNT({actual},{goal})<2,"",IFERROR({distance},""))'


def percent_of_target(row: int) -> str:
    """100 where the target is reached, above where it is surpassed; blank for a target of 0."""
    goal = address(row, TARGET)
    return f'=IF(ISNUMBER({address(row, VARIANCE)}),IFERROR({_percent(row, goal)},""),"")'


def _percent(row: int, scale: str) -> str:
    return f"100+100*{address(row, VARIANCE)}/ABS({scale})"


def _judged_percent(layout: Layout, place: int, line: Line) -> tuple[str, list[str]]:
    """The percent that a rule by percent judges, and the cells it cannot do without."""
    row = layout.line_rows[place]
    goal, distance = address(row, TARGET), address(row, VARIANCE)
    if line.rule == judging.PERCENT_OF_TARGET:
        return _percent(row, goal), [distance]
    baseline = f"{TARGETS}!{address(layout.target_row(place), BASELINE, fixed='row column')}"
    return _percent(row, f"({goal}-{baseline})"), [distance, baseline]


def status(layout: Layout, place: int, line: Line) -> str:
    """The status of a line: the word of its band, or whether the target is reached; else nothing."""
    row = layout.line_rows[place]
    actual = address(row, ACTUAL)
    if line.by_percent:
        percent, cells = _judged_percent(layout, place, line)
        return _band(layout, place, line, cells, f"ROUND({percent},{DIGITS})")
    if line.rule == judging.BANDS:
        return _band(layout, place, line, [actual], f"ROUND({actual},{DIGITS})")
    if line.rule == judging.TARGET:
        distance = address(row, VARIANCE)
        return f'=IF(ISNUMBER({distance}),IF({distance}>=0,"{ON_TARGET}","{OFF_TARGET}"),"")'
    return '=""'


def _band(layout: Layout, place: int, line: Line, cells: list[str], judged: str) -> str:
    """The word of the first band that holds what is judged, with thresholds and words read from Bands.

    A threshold that somebody cleared leaves no status, where a blank cell would count as 0.
    """
    word, needed = '""', list(cells)
    for offset, band in reversed(list(enumerate(line.bands))):
        row = layout.band_rows[place] + offset
        threshold, rating = (f"{BANDS}!{address(row, column, fixed='row column')}" for column in (THRESHOLD, RATING))
        if band.at_least is None and band.at_most is None:
            word = rating
            continue
        needed.append(threshold)
        word = f"IF({judged}{'<=' if band.at_least is None else '>='}{threshold},{rating},{word})"
    return f'=IF(COUNT({",".join(needed)})<{len(needed)},"",IFERROR({word},""))'


def trend(line: Line, row: int) -> str:
    """An arrow for the way the value went and a word for what that means; within a range the target decides."""
    actual, before, goal = address(row, ACTUAL), address(row, PREVIOUS), address(row, TARGET)
    now, then = f"ROUND({actual},{DIGITS})", f"ROUND({before},{DIGITS})"
    if line.kpi.direction == "range":
        near, far = (f"ROUND(ABS({value}-{goal}),{DIGITS})" for value in (now, then))
        word = f'IF(NOT(ISNUMBER({goal})),"",IF({near}={far},"",IF({near}<{far}," {BETTER}"," {WORSE}")))'
        moved = f'IF({now}>{then},"{UP}","{DOWN}")&{word}'
    else:
        up, down = (BETTER, WORSE) if line.kpi.direction == "higher" else (WORSE, BETTER)
        moved = f'IF({now}>{then},"{UP} {up}","{DOWN} {down}")'
    return f'=IF(COUNT({actual},{before})<2,"",IF({now}={then},"{SAME} {UNCHANGED}",{moved}))'


def score(layout: Layout, place: int, line: Line) -> str:
    """From 0 to 100: the percent under a rule by percent, else the points of the status; blank without a status."""
    word = address(layout.line_rows[place], STATUS)
    if line.by_percent:
        percent, _ = _judged_percent(layout, place, line)
        return f'=IF({word}="","",MAX(0,MIN(100,{percent})))'
    first, last = BANDS_HEADER + 1, BANDS_HEADER + len(POINTS)
    words = f"{BANDS}!{Area(first, WORD, last, WORD).text(fixed='row column')}"
    points = f"{BANDS}!{Area(first, POINTS_COLUMN, last, POINTS_COLUMN).text(fixed='row column')}"
    return f'=IF({word}="","",INDEX({points},MATCH({word},{words},0)))'


def weighted(row: int) -> str:
    """Weight times score; blank without a score."""
    weight, points = address(row, WEIGHT), address(row, SCORE)
    return f'=IF(ISNUMBER({points}),N({weight})*{points}/100,"")'


def group_score(layout: Layout, place: int) -> str:
    """The mean of a group's scores by weight; what has no score is left out."""
    top = layout.group_rows[place] + 1
    bottom = top + len(layout.scorecard.groups[place].lines) - 1
    scores, weights, parts = (
        Area(top, column, bottom, column).text(fixed="row") for column in (SCORE, WEIGHT, WEIGHTED)
    )
    return f'=IFERROR(SUM({parts})/SUMIF({scores},">=0",{weights})*100,"")'


def total_score(layout: Layout) -> str:
    """The mean of the groups' scores by weight; what has no score is left out."""
    rows = layout.group_rows
    parts = "+".join(f"N({address(row, WEIGHTED)})" for row in rows)
    weights = "+".join(f"ISNUMBER({address(row, SCORE)})*N({address(row, WEIGHT)})" for row in rows)
    return f'=IFERROR(({parts})/({weights})*100,"")'


def scored(layout: Layout) -> str:
    """How many KPIs have a score."""
    scores = ",".join(
        Area(row + 1, SCORE, row + len(group.lines), SCORE).text()
        for row, group in zip(layout.group_rows, layout.scorecard.groups, strict=True)
    )
    return f"=COUNT({scores})"
