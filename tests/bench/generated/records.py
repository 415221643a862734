"""The YAML of generated records, written as people write it: plain words, long texts folded."""

from __future__ import annotations

import json
import random
import textwrap
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bench.generated.formulas import Input, Inputs, Shape, Values, result, written
from bench.generated.words import Words

_PERSPECTIVES = ("financial", "customer", "internal-process", "learning-and-growth")
_FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "yearly")
_CHARTS = ("line", "column", "bar", "pareto", "scatter", "histogram", "heatmap", "funnel", "waterfall", "box-plot",
           "control-chart", "stacked-bar", "bullet", "cohort", "small-multiples", "table")  # fmt: skip
_RATINGS = ("excellent", "good", "fair", "poor")
FIGURES_OF_A_PUBLICATION = 8


class Records:
    """Writes one record after the other; `figures` counts the benchmarks so far."""

    def __init__(
        self, rng: random.Random, words: Words, inputs: Inputs, names: dict[str, str], groups: Sequence[str],
        industries: Sequence[str],
    ) -> None:  # fmt: skip
        self._rng, self._words, self._inputs = rng, words, inputs
        self._names, self._groups, self._industries = names, groups, industries
        self._ids = list(names)
        self._near_the_top = list(accumulate(1 / (rank + 20) for rank in range(len(names))))
        self.figures = 0

    def text(self, id_: str, group: str, shape: Shape) -> str:
        """The whole file of a record."""
        others = self._others(id_, 8)
        direction = self._rng.choices(("higher", "lower", "range"), (55, 40, 5))[0]
        inputs = self._inputs.drawn(shape)
        example = self._inputs.values(shape, inputs)
        lines = (
            *self._identity(id_, group, shape.unit, direction),
            *self._attributes(shape, inputs, example, others[:3]),
            *self._interpretation(direction, result(shape, example)),
            *self._benchmarks(shape.unit, result(shape, example)),
            *self._context(shape, inputs, others[3:]),
        )
        return "\n".join(lines) + "\n"

    def _others(self, id_: str, count: int) -> list[str]:
        """Records to link to: half of them known ones, half from anywhere."""
        known = self._rng.choices(self._ids, cum_weights=self._near_the_top, k=count)
        found = dict.fromkeys((*known[: count // 2], *self._rng.sample(self._ids, count)))
        found.pop(id_, None)
        return list(found)[:count]

    def _identity(self, id_: str, group: str, unit: str, direction: str) -> Iterator[str]:
        rng, words, name = self._rng, self._words, self._names[id_]
        yield f"name: {name}"
        if rng.random() < 0.5:
            yield f'abbreviation: "{"".join(word[0] for word in name.split())}"'
        yield f"aliases: [{name} of {words.rare().title()} {words.rare().title()}]"
        yield "asked_as:"
        yield from (f"  - {words.sentence(8)[:-1].lower()}" for _ in range(2))
        also = rng.choice(self._groups)
        yield f"categories: [{group}{f', {also}' if also != group else ''}]"
        yield f"industries: [{', '.join(sorted(rng.sample(self._industries, rng.choice((0, 0, 1, 2, 3)))))}]"
        yield f"unit: {unit}"
        yield f"direction: {direction}"
        yield f"type: {rng.choice(('leading', 'lagging', 'lagging'))}"
        yield f"level: {rng.choice(('strategic', 'tactical', 'operational'))}"
        yield f"perspective: {rng.choice(_PERSPECTIVES)}"
        yield f"frequency: {rng.choice(_FREQUENCIES)}"

    def _attributes(self, shape: Shape, inputs: list[Input], example: Values, moved: list[str]) -> Iterator[str]:
        rng, words = self._rng, self._words
        yield from _folded("definition", f"{words.sentence(12)} {words.sentence(13)}")
        yield from self._pairs("business_insights", "point", "detail", 9)
        yield "measurement_approach:"
        yield from (f"  - {words.sentence(10)}" for _ in range(3))
        yield from _formula(shape, inputs, example)
        if rng.random() < 0.5:
            yield from self._variant()
        yield from self._pairs("trend_analysis", "pattern", "reading", 9)
        yield "diagnostic_questions:"
        yield from (f"  - {words.question(11)}" for _ in range(3))
        yield from self._pairs("actionable_tips", "tip", "how", 9)
        yield "visualization_suggestions:"
        for chart in rng.sample(_CHARTS, 2):
            yield from (f"  - chart: {chart}", f"    shows: {words.sentence(10)}")
        yield from self._pairs("risk_warnings", "sign", "risk", 9, 2)
        yield "tools_and_technologies:"
        for _ in range(2):
            product = f"{words.rare().title()} {words.rare().title()}"
            yield from (f"  - kind: {words.phrase(2)}", f"    examples: [{product}]", f"    use: {words.sentence(9)}")
        yield from self._pairs("integration_points", "system", "exchange", 9, 2)
        yield "change_impact:"
        for id_ in moved:
            yield f"  - kpi: {id_}"
            yield f"    effect: {rng.choice(('raises', 'lowers'))}"
            yield f"    because: {words.sentence(10)}"

    def _pairs(self, attribute: str, first: str, second: str, length: int, count: int = 3) -> Iterator[str]:
        yield f"{attribute}:"
        for _ in range(count):
            yield f"  - {first}: {self._words.phrase(3)}"
            yield f"    {second}: {self._words.sentence(length)}"

    def _variant(self) -> Iterator[str]:
        shape = self._inputs.shape()
        inputs = self._inputs.drawn(shape)
        values = self._inputs.values(shape, inputs)
        yield "  variants:"
        yield f"    - name: {self._words.phrase(3)}"
        yield f'      expression: "{written(shape, inputs)[0]}"'
        yield f"      unit: {shape.unit}"
        yield "      inputs:"
        yield from _declared(inputs, "        ")
        yield f"      example: {{inputs: {_values(values)}, result: {json.dumps(result(shape, values))}}}"
        yield f"      when: {self._words.sentence(10)}"

    def _interpretation(self, direction: str, value: float) -> Iterator[str]:
        yield "interpretation:"
        yield f"  reading: {self._words.sentence(12)}"
        if self._rng.random() < 0.15:
            yield f"  no_bands_because: {self._words.sentence(10)}"
            return
        yield "  basis: rule of thumb"
        yield "  bands:"
        ratings, key = _RATINGS, "at_most" if direction == "lower" else "at_least"
        if direction == "range":
            ratings = ("poor", "excellent", "fair", "poor")
        step = float(f"{abs(value) * 0.1 or 1:.2g}")
        limits = [float(f"{value + step * (place if key == 'at_most' else -place):.12g}") for place in range(3)]
        for rating, limit in zip(ratings, limits, strict=False):
            yield f"    - {{{key}: {json.dumps(limit)}, rating: {rating}, meaning: {self._words.phrase(5)}}}"
        yield f"    - {{rating: {ratings[3]}, meaning: {self._words.phrase(5)}}}"

    def _benchmarks(self, unit: str, value: float) -> Iterator[str]:
        count = self._rng.choice((0, 0, 1, 2))
        yield f"benchmark_status: {'sourced' if count else 'none_found'}"
        yield f"benchmarks:{'' if count else ' []'}"
        for _ in range(count):
            figure = float(f"{abs(value) * self._rng.uniform(0.7, 1.3):.3g}")
            source = f"study-{self.figures // FIGURES_OF_A_PUBLICATION}"
            self.figures += 1
            yield "  - kind: observed"
            yield f"    statistic: {self._rng.choice(('mean', 'median', 'p75'))}"
            yield f"    value: {json.dumps(figure)}"
            yield f"    unit: {unit}"
            yield "    population:"
            yield f"      who: {self._words.phrase(3)}"
            yield "      industry: all"
            yield f"      geography: {self._rng.choice(('North America', 'Europe', 'World', 'not stated'))}"
            yield f"      n: {self._rng.randint(20, 4000)}"
            yield f'      period: "{self._rng.randint(2016, 2025)}"'
            yield "    definition_match: exact"
            yield f"    source: {source}"
            yield f"    quote: {self._words.phrase(5)} {figure} {self._words.rare()}"

    def _context(self, shape: Shape, inputs: list[Input], related: list[str]) -> Iterator[str]:
        words = self._words
        yield from self._pairs("pitfalls", "mistake", "consequence", 9)
        yield from self._pairs("improvement_levers", "lever", "effect", 9)
        yield "case_study:"
        yield "  kind: illustrative"
        yield from _folded("  story", " ".join(words.sentence(12) for _ in range(3)))
        before, after = self._inputs.values(shape, inputs), self._inputs.values(shape, inputs)
        while result(shape, before) == result(shape, after):
            after = self._inputs.values(shape, inputs)
        yield f"  before: {_values(before)}"
        yield f"  after: {_values(after)}"
        yield "faqs:"
        for _ in range(3):
            yield f"  - question: {words.question(9)}"
            yield f"    answer: {words.sentence(11)}"
        yield f"related: [{', '.join(related)}]"


def _formula(shape: Shape, inputs: list[Input], example: Values) -> Iterator[str]:
    expression, text = written(shape, inputs)
    yield "standard_formula:"
    yield f'  text: "{text}"'
    yield f'  expression: "{expression}"'
    yield "  inputs:"
    yield from _declared(inputs, "    ")
    yield "  example:"
    yield f"    inputs: {_values(example)}"
    yield f"    result: {json.dumps(result(shape, example))}"


def _declared(inputs: list[Input], indent: str) -> Iterator[str]:
    for input_ in inputs:
        yield f"{indent}{input_.name}:"
        yield f"{indent}  label: {input_.label}"
        yield f"{indent}  unit: {input_.unit}"
        if input_.series:
            yield f"{indent}  kind: series"
        yield f"{indent}  means: {input_.means}"


def _values(values: Values) -> str:
    return f"{{{', '.join(f'{name}: {json.dumps(value)}' for name, value in values.items())}}}"


def _folded(key: str, text: str) -> Iterator[str]:
    indent = " " * (len(key) - len(key.lstrip()) + 2)
    yield f"{key}: >-"
    yield from textwrap.wrap(text, 110, initial_indent=indent, subsequent_indent=indent)
