"""`benchmark-rule`: a benchmark is one statistic, for one population, from one source that a reader can check."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlsplit

from ..formula import FormulaError, InputError, evaluate, parse
from ..problem import FieldPath, Problem
from ..records import Catalogue, Kpi
from ..records.model import Benchmark
from ..records.taxonomy import Publication
from .check import Check, Finding, problem

NAME = "benchmark-rule"
QUOTE_WORDS = 25
VALUES_OF_ONE_PUBLICATION = 10
OPEN = re.compile(r"public-domain|CC0|CC-BY|OGL|ODC|MIT", re.IGNORECASE)
# Sites that print figures without a study behind them, or copy them from each other.
FARMS = frozenset(("gitnux.org", "worldmetrics.org", "zipdo.co", "wifitalents.com", "llcbuddy.com"))
INVENTED = re.compile(r"sample report|mock data|for illustration|illustrative figures|dummy data", re.IGNORECASE)
_NUMBER = re.compile(r"[-−–]?\d[\d,]*(?:\.\d+)?|[-−–]?\.\d+")
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    used: Counter[str] = Counter()
    for kpi in catalogue:
        for number, benchmark in enumerate(kpi.benchmarks):
            field: FieldPath = ("benchmarks", number)
            used[benchmark.source] += 1
            for found in _find(kpi, benchmark, catalogue.sources.get(benchmark.source), field):
                yield problem(NAME, kpi, found)
            if used[benchmark.source] == VALUES_OF_ONE_PUBLICATION + 1 and not _open(catalogue, benchmark.source):
                message = f"more than {VALUES_OF_ONE_PUBLICATION} values from {benchmark.source}, which is not open"
                yield problem(NAME, kpi, Finding((*field, "source"), message))


def _open(catalogue: Catalogue, source: str) -> bool:
    publication = catalogue.sources.get(source)
    return publication is None or bool(OPEN.search(publication.licence))


def _find(kpi: Kpi, row: Benchmark, source: Publication | None, field: FieldPath) -> Iterator[Finding]:
    if row.unit != kpi.unit:
        yield Finding((*field, "unit"), f"{row.unit} is not the KPI's unit {kpi.unit}", "convert with derived")
    if row.low is not None and row.high is not None and row.low >= row.high:
        yield Finding((*field, "high"), f"high {row.high} is not above low {row.low}")
    if len(row.quote.split()) > QUOTE_WORDS:
        yield Finding((*field, "quote"), f"{len(row.quote.split())} words; a quote has at most {QUOTE_WORDS}")
    yield from _value(row, field)
    if source:
        if (host := _host(source.url)) in FARMS:
            yield Finding((*field, "source"), f"{host} prints figures without a study behind them")
        if INVENTED.search(f"{source.title} {row.quote}"):
            yield Finding((*field, "source"), "the source calls its figures samples or illustrations")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # brackets that hold no address
        return ""


def _value(row: Benchmark, field: FieldPath) -> Iterator[Finding]:
    """The figure stands in the quote, or is derived from figures that do."""
    if row.derived is None:
        for name in ("value", "low", "high"):
            value = getattr(row, name)
            if value is not None and not _stands_in(value, row.quote):
                yield Finding((*field, name), f"{value} does not stand in the quote", "quote the words that hold it")
        return
    inputs = row.derived.inputs
    if not any(_stands_in(v, row.quote) for v in inputs.values() if isinstance(v, (int, float))):
        yield Finding((*field, "derived"), "no input of the derivation stands in the quote")
    try:
        formula = parse(row.derived.expression, (), inputs)
        outcome = evaluate(formula, dict(inputs))
    except (FormulaError, InputError) as error:
        yield Finding((*field, "derived", "expression"), str(error))
        return
    if row.value is None or outcome.value is None or not _rounds_to(outcome.value, row.value):
        yield Finding((*field, "value"), f"{row.value} is written, but the derivation gives {outcome.value}")


def _stands_in(value: float, quote: str) -> bool:
    """Whether the number stands in the text, with or without grouping, sign, or as a small number word."""
    found = {abs(float(text.lstrip("-−–").replace(",", ""))) for text in _NUMBER.findall(quote) if text.strip("-−–,")}
    words = {float(_WORDS.index(word)) for word in re.findall(r"[a-z]+", quote.casefold()) if word in _WORDS}
    return any(math.isclose(abs(value), number, rel_tol=1e-12) for number in found | words)


def _rounds_to(exact: float, written: float) -> bool:
    unit_of_last_digit = 10.0 ** int(Decimal(repr(written)).as_tuple().exponent)
    return math.isclose(exact, written, rel_tol=1e-9, abs_tol=0.5000001 * unit_of_last_digit)


def cautions(row: Benchmark, source: Publication | None) -> list[str]:
    """What a reader must know before using the figure; printed beside it on the page."""
    found = []
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", row.population.period)]
    if not years:
        found.append("period not stated")
    elif source and int(source.seen[:4]) - max(years) > 5:
        found.append("more than five years old")
    if isinstance(row.population.n, int) and row.population.n < 30:
        found.append("fewer than 30 behind it")
    if source and source.vendor:
        found.append("one vendor's customers")
    if "not stated" in row.population.geography.casefold():
        found.append("geography not stated")
    return found


CHECK = Check(
    NAME,
    "A benchmark is in the KPI's unit, its value stands in the quoted words or is derived from them, the quote has at "
    "most 25 words, and the source is a study, not a collection of figures.",
    _run,
)
