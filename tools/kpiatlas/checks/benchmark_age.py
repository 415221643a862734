"""`benchmark-age`: a record whose newest benchmark is old says so, here and on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..records import Catalogue, Kpi
from ..records.model import Benchmark
from .check import Check, Finding, per_kpi

NAME = "benchmark-age"
OLD = 10
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_described(benchmark: Benchmark, catalogue: Catalogue) -> int | None:
    """The last year that the figure describes: of its period, or else of its publication; None where neither is known.

    A period given as two years, "FY 2014-15", ends in the second.
    """
    period = re.sub(
        r"((?:19|20)\d\d)([-–/])(\d\d)(?!\d)", lambda m: f"{m[1]}{m[2]}{m[1][:2]}{m[3]}", benchmark.population.period
    )
    years = [int(year) for year in _YEAR.findall(period)]
    publication = catalogue.sources.get(benchmark.source)
    if not years and publication and isinstance(publication.published, int):
        years = [publication.published]
    return max(years, default=None)


def age_warning(benchmark: Benchmark, catalogue: Catalogue, today: date | None = None) -> str:
    """What a reader should know of the figure's age; empty where it is young enough.

    `today` is the day it is read, by default the present one.
    """
    year = year_described(benchmark, catalogue)
    if year is None:
        return "the source does not say which year it describes"
    years = (today or date.today()).year - year
    return f"describes {year}, {years} years ago" if years >= OLD else ""


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    known = [(year_described(benchmark, catalogue) or 0, number) for number, benchmark in enumerate(kpi.benchmarks)]
    if not known:
        return
    newest, number = max(known)
    if warning := age_warning(kpi.benchmarks[number], catalogue):
        whole = f"the newest benchmark {warning}" if newest else f"no benchmark has a year: {warning}"
        yield Finding(("benchmarks", number), whole, "look for a newer figure of the same definition", "", "warning")


CHECK = Check(
    NAME,
    "The newest benchmark of a record describes a year that is less than ten years past.",
    per_kpi(NAME, _find),
    warns=True,
)
