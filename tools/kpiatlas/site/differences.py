"""How a related KPI differs from the one at hand, in one line, from what both records say."""

from __future__ import annotations

from ..records import Catalogue, Kpi
from ..records.schema import kpi_words

_SHARED = 2


def difference(kpi: Kpi, other: Kpi, catalogue: Catalogue) -> str:
    """What the other measures otherwise: unit, direction, type, level; and the inputs that both take."""
    found = []
    if other.unit != kpi.unit:
        found.append(f"in {catalogue.unit_text(other.unit)} instead of {catalogue.unit_text(kpi.unit)}")
    for attribute in ("direction", "type", "level"):
        word = getattr(other, attribute)
        if word != getattr(kpi, attribute):
            found.append(kpi_words(attribute)[word]["title"].lower())
    own = kpi.standard_formula.inputs
    shared = [input_.label for name, input_ in other.standard_formula.inputs.items() if name in own]
    if shared:
        more = f" and {len(shared) - _SHARED} more" if len(shared) > _SHARED else ""
        found.append(f"takes {' and '.join(label.lower() for label in shared[:_SHARED])}{more} too")
    return "; ".join(found)
