"""The KPIs that may pay for the betterment of another, by `change_impact` and both directions."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import Catalogue
from .model import Kpi


def counter_weights(kpi: Kpi, catalogue: Catalogue) -> Iterator[str]:
    """The KPIs that get worse when this one gets better, as its record says."""
    for impact in kpi.change_impact:
        other = catalogue.kpis.get(impact.kpi)
        if other is None or "range" in (kpi.direction, other.direction):
            continue
        rises = (impact.effect == "raises") == (kpi.direction == "higher")
        if rises == (other.direction == "lower"):
            yield impact.kpi
