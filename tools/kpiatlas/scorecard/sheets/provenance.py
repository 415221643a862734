"""The sheet Provenance: from which records, in which version, the workbook was made, and the model to read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ... import __version__
from .. import look
from ..grid import Area, Cell, Sheet
from ..layout import FACTS, FACTS_TOP, PROVENANCE, PROVENANCE_COLUMNS, PROVENANCE_HEADER, VERSION, Layout
from ..model import Line, Scorecard
from ..template_file import group_data, line_data, template_data

WIDTHS = (40, 40, 52, 26, 34, 20, 60)
NOTE = (
    "The content hash changes with any edit of the record; the fingerprint only when definition, formula, inputs, "
    "unit, direction or bands change."
)


def sheet(layout: Layout) -> Sheet:
    """The sheet for a scorecard."""
    cells = [cell for place, line in enumerate(layout.scorecard.lines) for cell in _row(layout, place, line)]
    return Sheet(
        PROVENANCE,
        "Provenance",
        (*_head(layout), *cells),
        WIDTHS,
        frozen=(PROVENANCE_HEADER + 1, 1),
        repeated=(PROVENANCE_HEADER, PROVENANCE_HEADER),
        print_area=Area(0, 0, PROVENANCE_HEADER + len(layout.scorecard.lines), len(PROVENANCE_COLUMNS) - 2),
    )


def _head(layout: Layout) -> Iterator[Cell]:
    yield Cell(0, 0, "Provenance", look.TITLE)
    for row, (label, value) in enumerate(facts(layout.scorecard).items(), FACTS_TOP):
        yield Cell(row, 0, label, look.LABEL)
        yield Cell(row, 1, value, look.FACT)
    yield Cell(PROVENANCE_HEADER - 1, 0, NOTE, look.SUBTITLE)
    for column, word in enumerate(PROVENANCE_COLUMNS):
        yield Cell(PROVENANCE_HEADER, column, word, look.HEADER)


def facts(card: Scorecard) -> dict[str, str | float]:
    """What is known of the making of a workbook, by label."""
    values = (
        VERSION,
        card.id,
        f"{card.periods[0]} to {card.periods[-1]} ({len(card.periods)})",
        card.filled_with,
        card.made_on.isoformat(),
        f"KPI Atlas {__version__}",
        card.catalogue_version,
        card.commit,
        card.site,
        model_text(card),
    )
    return dict(zip(FACTS, values, strict=True))


def model_text(card: Scorecard) -> str:
    """The template without its lines, as JSON; each group with the number of its lines."""
    template = card.template
    groups = [{**group_data(group), "count": len(group.kpis)} for group in template.groups]
    return json.dumps({**template_data(template), "groups": groups}, ensure_ascii=False)


def _row(layout: Layout, place: int, line: Line) -> Iterator[Cell]:
    row = layout.provenance_row(place)
    variant = line.variant.name if line.variant else "standard formula"
    model = json.dumps(line_data(line.said), ensure_ascii=False)
    texts = (line.name, line.kpi.id, line.kpi.path, variant, line.content_hash, line.fingerprint)
    for column, text in enumerate(texts):
        yield Cell(row, column, text, look.NAME if column == 0 else look.BODY)
    yield Cell(row, len(texts), model, look.CODE)
