"""Reading a filled workbook back, step by step: open, model, choices, figures, compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from ...problem import UserError
from ...records import Catalogue
from ...records.scorecard_template import ScorecardTemplate
from ..build import build
from ..layout import BANDS, CHOSEN, HISTORY, INPUTS, PROVENANCE, SCORECARD, SERIES, TARGETS
from ..model import Scorecard
from .cells import Cells, WrongCellsError, quoted
from .choices import chosen
from .figures import Filled, period_labels, read_figures
from .model_cells import Exported, Origin, read_model
from .open import open_workbook
from .result import MEANING, WORDING, ChangedDefinition, Reading
from .stored import compare

_SHEETS = (SCORECARD, INPUTS, SERIES, HISTORY, TARGETS, BANDS, PROVENANCE)
_MOST_LABELS_TOLD = 12


def read_workbook(path: Path, catalogue: Catalogue, period: str = "") -> Reading:
    """The workbook with its KPIs computed from its inputs; `period` is a label, else the period that it shows.

    Raises:
        WorkbookError: the file is no workbook that this version exported, or one that is refused.
        WrongCellsError: cells hold what cannot stand there; all of them are told.
        UserError: the catalogue lacks a KPI, or there is no such period.
    """
    cells = Cells(open_workbook(path, _SHEETS))
    exported = read_model(cells)
    labels = period_labels(cells)
    if cells.wrong:  # without labels there is nothing to compute
        raise WrongCellsError(cells.opened.name, tuple(cells.wrong))
    plain = _built(exported.template, catalogue, labels)
    card = _built(chosen(cells, plain, exported.origins), catalogue, labels)
    filled = read_figures(cells, card.inputs, labels)
    shown = _shown(cells, labels)
    if cells.wrong:
        raise WrongCellsError(cells.opened.name, tuple(cells.wrong))
    card = _as_exported(replace(card, figures=filled.figures), exported)
    return _reading(cells, card, exported, filled, _place(period, labels) if period else shown, shown)


def _reading(
    cells: Cells, card: Scorecard, exported: Exported, filled: Filled, period: int | None, shown: int | None
) -> Reading:
    return Reading(
        name=cells.opened.name,
        card=card,
        period=card.current if period is None else period,
        exported_from=exported.facts["Catalogue version"],
        changed=tuple(_changed(card, exported.origins)),
        comparison=compare(cells, card, shown),
        by_formula=tuple(cells.by_formula),
        unneeded=filled.unneeded,
        absent=tuple(row.key for row in card.inputs if row.key not in filled.keys),
    )


def _built(template: ScorecardTemplate, catalogue: Catalogue, labels: Sequence[str]) -> Scorecard:
    try:
        return build(template, catalogue, date.min, labels)
    except UserError as error:
        hint = "the workbook may have been exported from another catalogue: --catalogue names it"
        raise UserError(f"{error} ({hint})") from None


def _as_exported(card: Scorecard, exported: Exported) -> Scorecard:
    """The card with what the workbook says of its making, so that exporting it again gives the same."""
    facts = exported.facts
    made_on = date.min
    with suppress(ValueError):
        made_on = date.fromisoformat(facts["Made on"])
    template = exported.template
    site = facts["Site"] if re.fullmatch(r"https?://[^\s\"'<>]+", facts["Site"]) else ""
    return replace(
        card, id=template.id, made_on=made_on, filled_with=facts["Filled with"], commit=facts["Commit"], site=site
    )


def _shown(cells: Cells, labels: Sequence[str]) -> int | None:
    """The period that the sheet Scorecard shows; None where it shows none."""
    label = cells.label(SCORECARD, *CHOSEN)
    if label and label not in labels:
        cells.refuse(SCORECARD, *CHOSEN, f"{quoted(label)} is no period of the sheet {INPUTS}")
    return labels.index(label) if label in labels else None


def _place(label: str, labels: Sequence[str]) -> int:
    if label in labels:
        return labels.index(label)
    known = ", ".join(labels[-_MOST_LABELS_TOLD:])
    more = f"the last {_MOST_LABELS_TOLD} are" if len(labels) > _MOST_LABELS_TOLD else "there are"
    raise UserError(f"no period {quoted(label)} in the workbook; {more} {known}")


def _changed(card: Scorecard, origins: Sequence[Origin]) -> Iterator[ChangedDefinition]:
    for line, origin in zip(card.lines, origins, strict=True):
        if line.fingerprint != origin.fingerprint:
            yield ChangedDefinition(line, MEANING)
        elif line.content_hash != origin.content_hash:
            yield ChangedDefinition(line, WORDING)
