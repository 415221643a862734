"""A scorecard filled with the figures of its KPIs' own worked examples in the last period, and varied before it.

Lines share inputs, and two records may give one input different figures. The first line in reading order sets it. A
later line's other inputs are stretched by the same factor where that leaves its result as the record has it (1,176
transfers of 9,800 contacts become 396 of 3,300), and else keep their own figures where the result then stays
believable: between half and double the record's. Where it would not, the line's own inputs are stretched by the factor
that brings the result nearest to the record's; where none makes it believable they stay blank.

Earlier periods show a business that grew a little, so that trends and sparklines have something to show. What is
not a volume (a percentage, days of a year) stays as it is, and so does what would leave a result hard to believe.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isclose, sin

from ..formula import evaluate
from .model import Figure, InputRow, Line, Scorecard

EXAMPLES = "the KPIs' own worked examples in the last period, invented figures near them before it"
GROWTH, SWING = 0.012, 0.02
"""What a volume grows from period to period, and how far a single input strays from that."""
STEP, STEPS = 1.1, 100
"""The factors that are tried where figures have to be fitted."""
LEAST_VARIED = 50
"""Smaller figures stay as they are: 12 months do not become 11.6."""
_VOLUMES = ("counted", "currency", "physical")


def with_example_figures(scorecard: Scorecard) -> Scorecard:
    """The same scorecard with example figures in its current period; the other periods stay blank."""
    placed: dict[str, Figure] = {}
    rows = {row.key: row for row in scorecard.inputs}
    for line in scorecard.lines:
        _place(line, placed, rows)
    columns = [placed]
    for back in range(1, len(scorecard.periods)):
        columns.insert(0, _earlier(placed, back, rows, scorecard.lines))
    figures = {key: tuple(column[key] for column in columns) for key in placed}
    return replace(scorecard, figures=figures, filled_with=EXAMPLES)


def _earlier(
    last: dict[str, Figure], back: int, rows: dict[str, InputRow], lines: tuple[Line, ...]
) -> dict[str, Figure]:
    """The figures of a period before the last; what would make a result hard to believe stays."""
    varied = {key: _varied(figure, rows[key], back) for key, figure in last.items()}
    waiting = True
    while waiting:
        waiting = False
        for line in lines:
            keys = [key for key in line.inputs.values() if key in last and varied[key] != last[key]]
            if keys and not _stays_near(_value(line, varied), _value(line, last)):
                varied.update((key, last[key]) for key in keys)
                waiting = True
    return varied


def _varied(figure: Figure, row: InputRow, back: int) -> Figure:
    """A volume as it may have been some periods before."""
    if isinstance(figure, tuple):
        return figure[: max(2, len(figure) - back % 3)]
    if abs(figure) < LEAST_VARIED or "/" in row.unit or row.unit_kind not in _VOLUMES:
        return figure
    phase = sum(map(ord, row.key)) % 7
    factor = (1 - GROWTH) ** back * (1 + SWING * (sin(phase + back) - sin(phase)))
    return _stretched(figure, factor, row)


def _value(line: Line, figures: dict[str, Figure]) -> float | None:
    return evaluate(line.formula, {name: figures.get(key) for name, key in line.inputs.items()}).value


def _stays_near(value: float | None, last: float | None) -> bool:
    """Whether a value is between half and double the last, and no share of a whole rises above 100 or falls below 0."""
    if value is None or last is None:
        return value is last
    return _believable(value, last) and (last > 100 or value <= 100) and (last < 0 or value >= 0)


def _place(line: Line, placed: dict[str, Figure], rows: dict[str, InputRow]) -> None:
    """Put the example of a line among the figures, as far as it fits to those that are there."""
    example = {name: _figure(line.example[name]) for name in line.inputs if name in line.example}
    factor = _factor(line, example, {name: placed[key] for name, key in line.inputs.items() if key in placed})
    own = {line.inputs[name]: _stretched(figure, factor, rows[line.inputs[name]]) for name, figure in example.items()}
    mixed = {name: placed.get(key, own.get(key)) for name, key in line.inputs.items()}
    expected = evaluate(line.formula, example).value
    if not _believable(evaluate(line.formula, mixed).value, expected):
        own = _fitted(line, {key: figure for key, figure in own.items() if key not in placed}, placed, rows, expected)
    placed.update((key, figure) for key, figure in own.items() if key not in placed)


def _fitted(
    line: Line, own: dict[str, Figure], placed: dict[str, Figure], rows: dict[str, InputRow], expected: float | None
) -> dict[str, Figure]:
    """The line's own figures, stretched together until the result is nearest; none where it is never believable."""
    if expected is None:
        return {}
    best: tuple[float, dict[str, Figure]] = (inf, {})
    for factor in (STEP**power for power in range(-STEPS, STEPS + 1)):
        tried = {key: _stretched(figure, factor, rows[key]) for key, figure in own.items()}
        value = _value(line, {**placed, **tried})
        if value is not None and _believable(value, expected) and abs(value - expected) < best[0]:
            best = abs(value - expected), tried
    return best[1]


def _factor(line: Line, example: dict[str, Figure], shared: dict[str, Figure]) -> float:
    """The factor that makes the example agree with what it shares and keeps its result; 1 where there is none."""
    factors = []
    for name, figure in shared.items():
        own = example.get(name)
        if own is None or own == 0 or isinstance(own, tuple) or isinstance(figure, tuple):
            return 1.0
        factors.append(figure / own)
    # Counts are rounded when they are stretched, so factors that agree do so to about one in a hundred.
    if not factors or not all(isclose(factor, factors[0], rel_tol=0.01) for factor in factors):
        return 1.0
    stretched = {name: own if isinstance(own, tuple) else own * factors[0] for name, own in example.items()}
    before, after = evaluate(line.formula, example).value, evaluate(line.formula, stretched).value
    same = before is not None and after is not None and isclose(before, after, rel_tol=1e-9)
    return factors[0] if same else 1.0


def _believable(value: float | None, expected: float | None) -> bool:
    if value is None or expected is None:
        return False
    return abs(value - expected) <= max(abs(expected) / 2, 1e-9) or 0.5 <= value / (expected or 1.0) <= 2


def _stretched(figure: Figure, factor: float, row: InputRow) -> Figure:
    """The figure times the factor, as precise as people would write it: things are counted in whole numbers."""
    if isinstance(figure, tuple) or factor == 1.0:
        return figure
    return float(round(figure * factor, 0 if row.unit_kind == "counted" and "/" not in row.unit else 2))


def _figure(value: float | tuple[float, ...]) -> Figure:
    return tuple(value) if isinstance(value, (tuple, list)) else value
