"""`file-name`: a record lies in the folder of the function that its first category belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi

NAME = "file-name"


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    home = catalogue.function_of_group.get(kpi.categories[0])
    if home and home != kpi.function:
        message = f"the home category {kpi.categories[0]} belongs to {home}, but the file lies in {kpi.function}"
        yield Finding(("categories",), message, f"move it to kpis/{home}/{kpi.id}.yml")


CHECK = Check(
    NAME,
    "A record lies at kpis/<function>/<id>.yml: the id is lower-case words joined by hyphens, the folder is the "
    "function of its first category.",
    per_kpi(NAME, _find),
)
