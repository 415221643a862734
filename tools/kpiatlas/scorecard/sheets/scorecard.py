"""The sheet Scorecard: for the chosen period every KPI with actual, target, variance and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .. import look
from ..grid import Area, Cell, Coloring, Rule, Sheet, Style, Value, address
from ..layout import (
    ACTUAL,
    BANDS,
    CHOSEN,
    CHOSEN_NUMBER,
    HISTORY,
    LINES_HEADER,
    PREVIOUS,
    RATING,
    SCORECARD,
    STATUS,
    SUMMARY_ROW,
    TARGET,
    THRESHOLD,
    VARIANCE,
    WEIGHT,
    Layout,
)
from ..model import DIGITS, OFF_TARGET, ON_TARGET, Line

HEADER = (
    "KPI", "Actual", "Previous", "Target", "Variance", "Status", "Weight", "Unit", "Better", "Owner", "Data source",
    "Note",
)  # fmt: skip
WIDTHS = (38, 13, 13, 13, 13, 13, 13, 20, 11, 22, 32, 40)
BETTER = {"higher": "higher", "lower": "lower", "range": "in a range"}
VARIANCE_NOTE = "Distance to the target: + is better and - is worse, whichever way the KPI is better."
WEIGHT_NOTE = "Share of the group. The weights of a group are meant to add up to 100 %."
PREVIOUS_NOTE = "The period before the chosen one."


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    card = layout.scorecard
    rows = layout.line_rows
    lines = Area(LINES_HEADER + 1, STATUS, rows[-1], STATUS)
    return Sheet(
        SCORECARD,
        card.title,
        (*_head(layout), *_summary(layout), *_header(), *_groups(layout), *_lines(layout)),
        WIDTHS,
        frozen=(LINES_HEADER + 1, 1),
        repeated=(LINES_HEADER, LINES_HEADER),
        rules=tuple(_rules(layout)),
        colorings=(
            *(Coloring(lines, word, look.rating(word)) for word in look.RATING_COLORS),
            Coloring(Area(SUMMARY_ROW, 1, SUMMARY_ROW, len(look.RATING_COLORS) + 1), 0, look.NONE_OF_IT),
        ),
        print_area=Area(0, 0, rows[-1], len(HEADER) - 1),
    )


def _rules(layout: Layout) -> Iterator[Rule]:
    yield Rule(Area(*CHOSEN, *CHOSEN), "choice", "Choose one of the periods of the sheet Inputs.", layout.periods())
    for row in layout.line_rows:
        yield Rule(Area(row, TARGET, row, TARGET), "number", "A target is a number, or blank.")
        yield Rule(Area(row, WEIGHT, row, WEIGHT), "not negative", "A weight is a number from 0.")


def _head(layout: Layout) -> Iterator[Cell]:
    card = layout.scorecard
    yield Cell(0, 0, card.title, look.TITLE)
    yield Cell(1, 0, card.purpose, look.INTRODUCTION, across=len(HEADER) - 1)
    yield Cell(2, 0, f"For: {card.audience}", look.SUBTITLE)
    yield Cell(CHOSEN[0], 0, "Period (choose in the yellow cell)", look.LABEL)
    yield Cell(*CHOSEN, card.periods[card.current], look.CHOICE)
    place = f'=IFERROR(MATCH({address(*CHOSEN, fixed="row column")},{layout.periods()},0),"")'
    style = replace(look.SUBTITLE, format=f'"period "0" of {len(card.periods)}"')
    yield Cell(*CHOSEN_NUMBER, card.current + 1, style, formula=place)


def _summary(layout: Layout) -> Iterator[Cell]:
    """How many KPIs stand at each status, and how many have none."""
    card, row = layout.scorecard, SUMMARY_ROW
    found = Counter(line.status(actuals[card.current]) for line, actuals in zip(card.lines, card.actuals, strict=True))
    area = Area(layout.line_rows[0], STATUS, layout.line_rows[-1], STATUS).text(fixed="row column")
    yield Cell(row, 0, "KPIs by status", look.LABEL)
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
    if any(line.rated_by_target for line in lines):
        can |= {ON_TARGET, OFF_TARGET}
    return [word for word in look.RATING_COLORS if word in can]


def _header() -> Iterator[Cell]:
    notes = {"Variance": VARIANCE_NOTE, "Weight": WEIGHT_NOTE, "Previous": PREVIOUS_NOTE}
    for column, word in enumerate(HEADER):
        style = look.HEADER_NUMBER if ACTUAL <= column <= WEIGHT else look.HEADER
        style = look.HEADER_MIDDLE if column == STATUS else style
        yield Cell(LINES_HEADER, column, word, style, note=notes.get(word, ""))


def _groups(layout: Layout) -> Iterator[Cell]:
    for group, row in zip(layout.scorecard.groups, layout.group_rows, strict=True):
        title = f"{group.title}: {group.objective}" if group.objective else group.title
        yield Cell(row, 0, title, look.GROUP)
        for column in range(1, len(HEADER)):
            yield Cell(row, column, None, look.GROUP)


def _lines(layout: Layout) -> Iterator[Cell]:
    for place, line in enumerate(layout.scorecard.lines):
        yield from _line(layout, place, line)


def _line(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    card, row = layout.scorecard, layout.line_rows[place]
    actual = card.actuals[place][card.current]
    previous = card.actuals[place][card.current - 1] if card.current else None
    number = replace(look.NUMBER, format=look.result_format(line.unit, line.unit_kind))
    distance = replace(look.NUMBER, format=look.variance_format(line.unit, line.unit_kind))
    both = address(row, ACTUAL), address(row, TARGET)
    yield Cell(row, 0, line.name, look.NAME, note=line.words)
    yield _computed(row, ACTUAL, actual, number, _looked_up(layout, place, 0))
    yield _computed(row, PREVIOUS, previous, number, _looked_up(layout, place, 1))
    yield Cell(row, TARGET, line.target, look.typed(number))
    yield _computed(row, VARIANCE, line.variance(actual, line.target), distance, variance_formula(line, *both))
    yield _computed(row, STATUS, line.status(actual), look.STATUS, status_formula(layout, place, line, *both))
    share = '0.0"%"' if line.weight % 1 else '0"%"'
    yield Cell(row, WEIGHT, line.weight, look.typed(replace(look.NUMBER, format=share)))
    texts = (line.unit_text, BETTER[line.kpi.direction], line.owner, line.data_source, line.note)
    for column, text in enumerate(texts, WEIGHT + 1):
        yield Cell(row, column, text, look.BODY)


def _computed(row: int, column: int, value: Value, style: Style, formula: str) -> Cell:
    return Cell(row, column, "" if value is None else value, style, formula=formula)


def _looked_up(layout: Layout, place: int, back: int) -> str:
    """The line's value in the chosen period, or `back` periods before it; blank where there is none."""
    chosen = address(*CHOSEN_NUMBER, fixed="row column")
    row = f"{HISTORY}!{layout.history_periods(place).text(fixed='row column')}"
    which = f"{chosen}-{back}" if back else chosen
    return f'=IF(N({chosen})<={back},"",INDEX({row},1,{which}))'


def variance_formula(line: Line, actual: str, target: str) -> str:
    """The distance to the target, positive for better; blank while one of the two is."""
    judged = f"ROUND({actual},{DIGITS})"
    distance = {
        "higher": f"{judged}-{target}",
        "lower": f"{target}-{judged}",
        "range": f"0-ABS({judged}-{target})",
    }[line.kpi.direction]
    return f'=IF(COUNT({actual},{target})<2,"",{distance})'


def status_formula(layout: Layout, place: int, line: Line, actual: str, target: str) -> str:
    """The status of a line: the word of its band; without bands, whether the target is reached; else nothing."""
    judged = f"ROUND({actual},{DIGITS})"
    if line.bands:
        return _band_formula(layout, place, line, actual, judged)
    if not line.rated_by_target:
        return '=""'
    reached = f"{judged}{'>=' if line.kpi.direction == 'higher' else '<='}{target}"
    return f'=IF(COUNT({actual},{target})<2,"",IF({reached},"{ON_TARGET}","{OFF_TARGET}"))'


def _band_formula(layout: Layout, place: int, line: Line, actual: str, judged: str) -> str:
    """The word of the first band that holds the actual, with thresholds and words read from Bands.

    A threshold that somebody cleared leaves no status, where a blank cell would count as 0.
    """
    word, thresholds = '""', [actual]
    for offset, band in reversed(list(enumerate(line.bands))):
        row = layout.band_rows[place] + offset
        threshold, rating = (f"{BANDS}!{address(row, column, fixed='row column')}" for column in (THRESHOLD, RATING))
        if band.at_least is None and band.at_most is None:
            word = rating
            continue
        thresholds.append(threshold)
        word = f"IF({judged}{'<=' if band.at_least is None else '>='}{threshold},{rating},{word})"
    return f'=IF(COUNT({",".join(thresholds)})<{len(thresholds)},"",{word})'
