"""From a template and the catalogue to the frozen `Scorecard`: references followed, weights shared, inputs gathered."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date

from ..formula import Formula, FormulaError, parse
from ..problem import UserError
from ..records import Catalogue, Kpi
from ..records.fingerprint import fingerprint
from ..records.model import Band, Input, Variant
from ..records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from . import judging
from .gather import gather_inputs
from .model import Group, Line, Scorecard
from .periods import checked_labels, period_labels


def scorecards(catalogue: Catalogue) -> tuple[ScorecardTemplate, ...]:
    """The templates of a catalogue, by id."""
    return tuple(catalogue.scorecards[id_] for id_ in sorted(catalogue.scorecards))


def find(catalogue: Catalogue, id_: str) -> ScorecardTemplate:
    """The template of that id.

    Raises:
        UserError: there is none; the message names the nearest.
    """
    if id_ in catalogue.scorecards:
        return catalogue.scorecards[id_]
    hint = _nearest(id_, list(catalogue.scorecards), "there are no templates")
    raise UserError(f'no scorecard template "{id_}"; {hint}')


def build(
    template: ScorecardTemplate | str,
    catalogue: Catalogue,
    today: date,
    periods: int | Sequence[str] | None = None,
) -> Scorecard:
    """The scorecard of a template, or of the id of one.

    `periods` is their number or their labels; else the last twelve, the one that holds `today` being the last.

    Raises:
        UserError: the template is unknown, or names a KPI or variant that is not there or cannot be computed.
    """
    if isinstance(template, str):
        template = find(catalogue, template)
    weights = shared_weights([group.weight for group in template.groups])
    groups = tuple(
        _group(group, weight, template, catalogue) for group, weight in zip(template.groups, weights, strict=True)
    )
    inputs, groups = gather_inputs(groups, catalogue)
    return Scorecard(
        id=template.id,
        title=template.title,
        purpose=template.purpose,
        audience=template.audience,
        cadence=template.cadence,
        groups=groups,
        inputs=inputs,
        periods=_periods(template.cadence, today, periods),
        catalogue_version=catalogue.version,
        made_on=today,
        industries=template.industries,
    )


def _periods(cadence: str, today: date, periods: int | Sequence[str] | None) -> tuple[str, ...]:
    if periods is None:
        return period_labels(cadence, today)
    return period_labels(cadence, today, periods) if isinstance(periods, int) else checked_labels(periods)


def _group(said: ScorecardGroup, weight: float, template: ScorecardTemplate, catalogue: Catalogue) -> Group:
    weights = shared_weights([line.weight for line in said.kpis])
    lines = (_line(line, weight, template, catalogue) for line, weight in zip(said.kpis, weights, strict=True))
    return Group(said.title, said.objective, tuple(lines), weight, said.weight)


def shared_weights(given: Sequence[float | None]) -> list[float]:
    """Weights in percent: those given as they are, what they leave of 100 shared equally among the others."""
    left = max(0.0, 100 - sum(weight for weight in given if weight is not None))
    share = left / max(1, sum(weight is None for weight in given))
    return [share if weight is None else weight for weight in given]


def _line(line: ScorecardLine, weight: float, template: ScorecardTemplate, catalogue: Catalogue) -> Line:
    kpi = _kpi(line, template, catalogue)
    variant = _variant(line, kpi, template)
    formula = _formula(kpi, variant, kpi.standard_formula.inputs_of(variant))
    unit = (variant.unit if variant else "") or kpi.unit
    return Line(
        said=line,
        kpi=kpi,
        variant=variant,
        formula=formula,
        inputs={name: name for name in formula.names},
        unit=unit,
        unit_text=catalogue.unit_text(unit),
        unit_kind=catalogue.unit_kind(unit),
        weight=weight,
        bands=_bands(line, kpi, unit),
        fingerprint=fingerprint(kpi, variant),
        content_hash=catalogue.hashes.get(kpi.path, ""),
    )


def _bands(line: ScorecardLine, kpi: Kpi, unit: str) -> tuple[Band, ...]:
    """What is applied to the actual, or under a rule by percent to the percent; a variant's own unit has no bands."""
    if line.status_by:
        return level_bands(line)
    return line.thresholds or (kpi.interpretation.bands if unit == kpi.unit else ())


_SAYS = {
    judging.PERCENT_OF_TARGET: "{level:g} % of the target or more; 100 % is the target, above it is better.",
    judging.BASELINE_TO_TARGET: "{level:g} % or more of the way from baseline to target.",
}


def level_bands(line: ScorecardLine) -> tuple[Band, ...]:
    """The bands over the percent that a rule by percent judges, best first."""
    levels = {**judging.LEVELS, **(line.levels or {})}
    says = _SAYS[line.status_by]
    return (
        *(
            Band(rating, says.format(level=levels[rating]), at_least=levels[rating])
            for rating in (judging.EXCELLENT, judging.GOOD, judging.FAIR)
            if rating in levels
        ),
        Band(judging.POOR, "Less than that."),
    )


def _kpi(line: ScorecardLine, template: ScorecardTemplate, catalogue: Catalogue) -> Kpi:
    if line.kpi in catalogue.kpis:
        return catalogue.kpis[line.kpi]
    if line.kpi in catalogue.unreadable:
        raise UserError(f'{template.path}: the record of "{line.kpi}" cannot be read; kpi check says why')
    hint = _nearest(line.kpi, list(catalogue.kpis), "the catalogue has none")
    raise UserError(f'{template.path}: no KPI "{line.kpi}"; {hint}')


def _formula(kpi: Kpi, variant: Variant | None, declared: dict[str, Input]) -> Formula:
    expression = variant.expression if variant else kpi.standard_formula.expression
    try:
        formula = parse(expression, frozenset(name for name, input_ in declared.items() if input_.is_series))
    except FormulaError as error:
        raise UserError(f"{kpi.path}: {expression}: {error}") from None
    if undeclared := [name for name in formula.names if name not in declared]:
        raise UserError(f'{kpi.path}: {expression}: unknown input "{undeclared[0]}"')
    return formula


def _variant(line: ScorecardLine, kpi: Kpi, template: ScorecardTemplate) -> Variant | None:
    if not line.variant:
        return None
    found = kpi.variant(line.variant)
    if found is None:
        names = [variant.name for variant in kpi.standard_formula.variants]
        hint = _nearest(line.variant, names, "it has no variants")
        raise UserError(f'{template.path}: {kpi.id} has no variant "{line.variant}"; {hint}')
    return found


def _nearest(word: str, known: list[str], none: str) -> str:
    if not known:
        return none
    close = difflib.get_close_matches(word, known, 1)
    return f'did you mean "{close[0]}"?' if close else f"known are {', '.join(sorted(known)[:12])}"
