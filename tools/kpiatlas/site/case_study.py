"""The figures of a case study: inputs as told, results as the formula gives them, with change and band."""

from __future__ import annotations

from dataclasses import dataclass

from ..formula import evaluate, parse
from ..records import Catalogue, Kpi
from ..records.model import Band, Number, Values
from .charts import short_number
from .numbers import listed, with_unit


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line: what it is, before, after and the change; the result also has the bands it lies in."""

    label: str
    before: str
    after: str
    change: str = ""
    bands: tuple[Band | None, Band | None] = (None, None)


def case_rows(kpi: Kpi, catalogue: Catalogue) -> list[CaseRow]:
    """The inputs of the case study, then the KPI computed from them."""
    inputs, before, after = kpi.standard_formula.inputs, kpi.case_study.before, kpi.case_study.after
    rows = [
        CaseRow(
            inputs[name].label if name in inputs else name,
            listed(first),
            listed(after.get(name, "")),
            _change(first, after.get(name)),
        )
        for name, first in before.items()
    ]
    return [*rows, _result(kpi, catalogue, before, after)]


def _result(kpi: Kpi, catalogue: Catalogue, before: Values, after: Values) -> CaseRow:
    texts, values = [], []
    for inputs in (before, after):
        try:
            series = {name for name, input_ in kpi.standard_formula.inputs.items() if input_.is_series}
            value = evaluate(parse(kpi.standard_formula.expression, series), dict(inputs)).value
        except ValueError as error:
            value = None
            texts.append(str(error))
        else:
            texts.append("undefined" if value is None else with_unit(catalogue, value, kpi.unit))
        values.append(value)
    first, last = (None if value is None else kpi.interpretation.band(value) for value in values)
    return CaseRow(kpi.name, texts[0], texts[1], _moved(kpi, catalogue, values[0], values[1]), (first, last))


def _moved(kpi: Kpi, catalogue: Catalogue, before: float | None, after: float | None) -> str:
    """The change of the result: points of a percentage, otherwise an amount and its share."""
    if before is None or after is None:
        return ""
    if catalogue.unit_kind(kpi.unit) == "proportion" and kpi.unit == "percent":
        return f"{_signed(after - before)} percentage points"
    return f"{_signed(after - before)} ({_change(before, after)})"


def _change(before: Number | tuple[Number, ...], after: object) -> str:
    """The change in percent; empty for lists and where there is no percent of 0."""
    if isinstance(before, tuple) or not isinstance(after, (int, float)) or not before:
        return ""
    return f"{_signed((after - before) / abs(before) * 100)} %"


def _signed(value: float) -> str:
    text = short_number(float(f"{value:.3g}"))
    return f"+{text}" if value > 0 and text != "0" else text.replace("-", "−")
