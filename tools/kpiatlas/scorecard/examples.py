"""A scorecard filled with the figures of its KPIs' own worked examples, in the current period.

Lines share inputs, and two records may give one input different figures. The first line in reading order sets it. A
later line's other inputs are stretched by the same factor where that leaves its result as the record has it (1,176
transfers of 9,800 contacts become 396 of 3,300), and else keep their own figures where the result then stays
believable: between half and double the record's. Where it would not, the line's own inputs stay blank.
"""

from __future__ import annotations

from dataclasses import replace
from math import isclose

from ..formula import evaluate
from .model import Figure, InputRow, Line, Scorecard

EXAMPLES = "the KPIs' own worked examples, in the last period"


def with_example_figures(scorecard: Scorecard) -> Scorecard:
    """The same scorecard with example figures in its current period; the other periods stay blank."""
    placed: dict[str, Figure] = {}
    rows = {row.key: row for row in scorecard.inputs}
    for line in scorecard.lines:
        _place(line, placed, rows)
    blanks: tuple[Figure | None, ...] = (None,) * scorecard.current
    figures = {key: (*blanks, figure) for key, figure in placed.items()}
    return replace(scorecard, figures=figures, filled_with=EXAMPLES)


def _place(line: Line, placed: dict[str, Figure], rows: dict[str, InputRow]) -> None:
    """Put the example of a line among the figures, as far as it fits to those that are there."""
    example = {name: _figure(line.example[name]) for name in line.inputs if name in line.example}
    factor = _factor(line, example, {name: placed[key] for name, key in line.inputs.items() if key in placed})
    own = {line.inputs[name]: _stretched(figure, factor, rows[line.inputs[name]]) for name, figure in example.items()}
    mixed = {name: placed.get(key, own.get(key)) for name, key in line.inputs.items()}
    if _believable(evaluate(line.formula, mixed).value, evaluate(line.formula, example).value):
        placed.update((key, figure) for key, figure in own.items() if key not in placed)


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
