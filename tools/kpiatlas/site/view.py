"""What the templates ask of a record: units in words, figures as text, MathML, data for the calculator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup

from ..checks.benchmark_age import age_warning
from ..checks.benchmark_rule import cautions
from ..formula import FormulaError, parse, render
from ..records import Catalogue, Kpi
from ..records.model import Band, Benchmark, Input, Values, Variant
from ..records.schema import kpi_words, resolve, words
from ..records.scorecard_template import ScorecardLine
from ..search.computable import never_negative
from .benchmark_chart import benchmark_chart
from .case_study import CaseRow, case_rows
from .charts import band_chart, short_number
from .differences import difference
from .example_charts import example_chart
from .numbers import listed, with_unit

# Letters of labels from which a formula is drawn smaller, so that it fits beside the calculator.
LONG_FORMULA = 50
# What the warning of age says better.
_OF_AGE = ("period not stated", "more than five years old")


@dataclass(frozen=True)
class View:
    """The catalogue as the templates see it. `repository` is the address of the source, or empty."""

    catalogue: Catalogue
    repository: str = ""
    series_note = "Several values: paste a column, or write them with semicolons between."

    def unit_text(self, unit: str) -> str:
        """A unit in words."""
        return self.catalogue.unit_text(unit)

    def word(self, attribute: str, kpi: Kpi) -> dict[str, str]:
        """Title and description of a controlled word."""
        return kpi_words(attribute)[getattr(kpi, attribute)]

    def chart_title(self, chart: str) -> str:
        """The name of a kind of chart."""
        return _chart_words()[chart]["title"]

    def with_unit(self, value: float, unit: str) -> str:
        """A figure with its unit: 74 %, 2.9 hours per ticket, 12 currency units."""
        return with_unit(self.catalogue, value, unit)

    def target(self, line: ScorecardLine) -> str:
        """The target of a scorecard line with the unit of its formula; empty without one."""
        kpi = self.catalogue.kpis.get(line.kpi)
        if kpi is None or line.target is None:
            return ""
        variant = kpi.variant(line.variant) if line.variant else None
        return self.with_unit(line.target, variant.unit if variant and variant.unit else kpi.unit)

    def figure(self, row: Benchmark) -> str:
        """The value or range of a benchmark."""
        if row.value is not None:
            return self.with_unit(row.value, row.unit)
        return f"{short_number(row.low or 0)} to {self.with_unit(row.high or 0, row.unit)}"

    def benchmark_words(self, row: Benchmark) -> str:
        """What kind of figure it is: mean, observed; target, range."""
        statistics, kinds = _benchmark_words()
        return f"{kinds[row.kind]}{', derived' if row.derived else ''}, {statistics[row.statistic]}"

    def cautions(self, row: Benchmark) -> list[str]:
        """What a reader must know before using the figure."""
        found = cautions(row, self.catalogue.sources.get(row.source))
        age = age_warning(row, self.catalogue)
        return [age, *(each for each in found if each not in _OF_AGE)] if age else found

    def basis(self, kpi: Kpi) -> str:
        """Where the bands come from."""
        source = self.catalogue.sources.get(kpi.interpretation.basis)
        return f"{source.publisher}, {source.title}" if source else kpi.interpretation.basis or "not stated"

    def limit(self, band: Band, kpi: Kpi) -> str:
        """The threshold of a band in words."""
        if band.at_least is not None:
            return f"{short_number(band.at_least)} or more"
        if band.at_most is not None:
            return f"{short_number(band.at_most)} or less"
        rising = any(other.at_most is not None for other in kpi.interpretation.bands)
        return "more" if rising else "less"

    def mathml(self, kpi: Kpi, variant: Variant | None = None) -> Markup:
        """The formula with the labels of its inputs; words where it cannot be drawn."""
        inputs = kpi.standard_formula.inputs_of(variant)
        expression = variant.expression if variant else kpi.standard_formula.expression
        try:
            formula = parse(expression, _series(inputs))
            labels = {name: inputs[name].label if name in inputs else name for name in formula.names}
            words = len(" ".join(labels.values())) > LONG_FORMULA
            drawn = render(formula, "mathml", labels)
            return Markup(f'<div class="atlas-math{" atlas-math--long" if words else ""}" tabindex="0">{drawn}</div>')
        except FormulaError:
            return Markup("<p><code>{}</code></p>").format(expression)

    def band_chart(self, kpi: Kpi) -> Markup:
        """Bands and benchmarks on one scale."""
        return band_chart(kpi)

    def example_sentence(self, kpi: Kpi, variant: Variant | None = None) -> str:
        """The worked example in one sentence."""
        example = variant.example if variant else kpi.standard_formula.example
        unit = variant.unit if variant and variant.unit else kpi.unit
        inputs = kpi.standard_formula.inputs_of(variant)
        given = ", ".join(
            f"{inputs[name].label if name in inputs else name} {listed(v)}" for name, v in example.inputs.items()
        )
        return f"Worked example: {given} gives {self.with_unit(example.result, unit)}."

    def given(self, values: Values) -> str:
        """Input values as name = value."""
        return ", ".join(f"{name} = {listed(value)}" for name, value in values.items())

    def case_rows(self, kpi: Kpi) -> list[CaseRow]:
        """The case study's inputs and the computed results."""
        return case_rows(kpi, self.catalogue)

    def difference(self, kpi: Kpi, other: Kpi) -> str:
        """How a related KPI differs, in one line."""
        return difference(kpi, other, self.catalogue)

    def benchmark_chart(self, kpi: Kpi) -> Markup:
        """Every benchmark on one scale."""
        return benchmark_chart(kpi, self.catalogue, self._short_figure, self.benchmark_words)

    def _short_figure(self, row: Benchmark) -> str:
        """The value or range with the unit's sign, without its words."""
        figures = [short_number(value) for value in (row.value, row.low, row.high) if value is not None]
        return f"{' to '.join(figures)} {self._symbol(row.unit)}".strip()

    def example_chart(self, kpi: Kpi, chart: str) -> Markup:
        """A small chart of made-up data around the worked example."""
        word, result = _chart_words()[chart], kpi.standard_formula.example.result
        value = f"{short_number(result)} {self._symbol(kpi.unit)}".strip()
        return example_chart(chart, kpi.direction, value, word["title"], word["description"])

    def calculator_data(self, kpi: Kpi) -> Markup:
        """What the calculator's script needs, as JSON that is safe inside a script element."""
        interpretation = kpi.interpretation
        data = {
            "name": kpi.name,
            "bands": [
                {"rating": b.rating, "meaning": b.meaning, "atLeast": b.at_least, "atMost": b.at_most}
                for b in interpretation.bands
            ],
            "benchmarks": [
                {
                    "low": row.low if row.value is None else row.value,
                    "high": row.high if row.value is None else row.value,
                    "text": f"{self.figure(row)} ({self.benchmark_words(row)}, {row.population.who})",
                }
                for row in kpi.benchmarks
            ],
            "direction": kpi.direction,
            "formulas": [self._calculator_formula(kpi, variant) for variant, *_ in kpi.formulas()],
        }
        text = msgspec.json.encode(data).decode()
        return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))

    def _calculator_formula(self, kpi: Kpi, variant: Variant | None) -> dict[str, Any]:
        example = variant.example if variant else kpi.standard_formula.example
        unit = variant.unit if variant and variant.unit else kpi.unit
        inputs = kpi.standard_formula.inputs_of(variant)
        named = {name: inputs[name] for name in example.inputs if name in inputs}
        return {
            "variant": variant.name if variant else "",
            "unit": {
                "one": self.catalogue.unit_text(unit, one=True),
                "many": self.unit_text(unit),
                "symbol": self._symbol(unit),
                "kind": self._typed_as(unit),
            },
            "banded": unit == kpi.unit,
            "inputs": [
                {
                    "name": name,
                    "label": input_.label,
                    "unit": self.unit_text(input_.unit),
                    "kind": self._typed_as(input_.unit),
                    "means": input_.means,
                    "series": input_.is_series,
                    "floor": never_negative(input_.unit, self.catalogue),
                    "example": example.inputs[name],
                }
                for name, input_ in named.items()
            ],
        }

    def _typed_as(self, unit: str) -> str:
        """How a person may type a number of the unit: with a percent sign, with a currency sign, or plainly."""
        if unit in ("percent", "ratio"):
            return unit
        return "money" if self.catalogue.unit_kind(unit) == "currency" else ""

    def calculator_fields(self, kpi: Kpi) -> list[tuple[str, Input, str]]:
        """The inputs of the standard formula: name, what it is, and its value in the worked example."""
        formula = kpi.standard_formula
        return [
            (name, formula.inputs[name], _typed(value))
            for name, value in formula.example.inputs.items()
            if name in formula.inputs
        ]

    def _symbol(self, unit: str) -> str:
        return self.catalogue.units[unit].symbol if unit in self.catalogue.units else ""

    def edit_url(self, kpi: Kpi) -> str:
        """Where the record can be edited; empty without a repository."""
        return f"{self.repository.rstrip('/')}/edit/main/catalogue/{kpi.path}" if self.repository else ""


def _series(inputs: dict[str, Input]) -> set[str]:
    return {name for name, input_ in inputs.items() if input_.is_series}


def _typed(value: Any) -> str:
    """A value as it stands in a field: no signs between thousands."""
    if isinstance(value, tuple):
        return "; ".join(_typed(item) for item in value)
    return repr(int(value)) if value == int(value) else repr(value)


@cache
def _chart_words() -> dict[str, dict[str, str]]:
    return words(resolve({"$ref": "#/$defs/visualization"})["properties"]["chart"])


@cache
def _benchmark_words() -> tuple[dict[str, str], dict[str, str]]:
    """Statistics and kinds in lower case."""
    node = resolve({"$ref": "#/$defs/benchmark"})["properties"]
    statistics, kinds = (
        {word: option["title"].lower() for word, option in words(node[name]).items()} for name in ("statistic", "kind")
    )
    return statistics, kinds
