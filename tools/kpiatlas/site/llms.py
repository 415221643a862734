"""The catalogue as plain text for language models: `llms.txt` says where what is, `llms-full.txt` is what to read.

A function's text lies in `llms/<function>.txt`. All of them together are `llms-full.txt`, up to a size that a reader of
text can still use; beyond that it lists the files of the functions instead of holding them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Catalogue, Kpi
from ..records.model import Benchmark
from . import urls
from .prose import plain

WHOLE_BYTES = 4_000_000


def llms_files(catalogue: Catalogue, address: str = "") -> Iterator[tuple[str, bytes]]:
    """The text files; links in them begin with `address`, where the site is published, else they are relative."""
    texts = {id_: _function(catalogue, id_) for id_ in catalogue.functions}
    texts = {id_: text for id_, text in texts.items() if text}
    for id_, text in texts.items():
        yield urls.llms_file(id_), text.encode()
    yield "llms.txt", _index(catalogue, list(texts), address).encode()
    whole = sum(len(text.encode()) for text in texts.values()) <= WHOLE_BYTES
    head = f"# KPI Atlas: {len(catalogue.living)} key performance indicators\n\n"
    listed = "One file holds them no more. Read the file of a function:\n\n" + "\n".join(
        _link(catalogue.functions[id_].title, urls.llms_file(id_), address) for id_ in texts
    )
    yield "llms-full.txt", (head + ("\n".join(texts.values()) if whole else listed + "\n")).encode()


def _link(title: str, place: str, address: str, says: str = "") -> str:
    return f"- [{plain(title)}]({address}{place})" + (f": {plain(says)}" if says else "")


def _index(catalogue: Catalogue, functions: list[str], address: str) -> str:
    """What stands where, in the form of llmstxt.org."""
    rows = [
        _link(function.title, urls.llms_file(id_), address, f"{_kpis(catalogue, id_)}. {function.purpose}")
        for id_, function in catalogue.functions.items()
        if id_ in functions
    ]
    data = [
        _link("Index", urls.INDEX_FILE, address, "every KPI in a line of JSON, with the address of its record"),
        _link("Taxonomy", urls.TAXONOMY_FILE, address, "functions and groups, industries, units"),
        _link("Whole catalogue", urls.CATALOGUE_FILE, address, "every record as JSON; large"),
        _link("Schema of a record", urls.schema_file("kpi"), address, "what each attribute means"),
    ]
    return (
        "# KPI Atlas\n\n"
        f"> {len(catalogue.living)} key performance indicators: what each means, its formula, how to read the number, "
        "and benchmarks with their sources.\n\n"
        f"A record is at `{address}api/v1/kpis/<id>.json`, its page at `{address}kpi/<id>/`. Formulas are in a small "
        "language of arithmetic and functions; `percent` means a number like 74.\n\n"
        "## KPIs by function\n\n" + "\n".join(rows) + "\n\n## Data\n\n" + "\n".join(data) + "\n\n## Optional\n\n"
        + _link("All definitions", "llms-full.txt", address, "the texts of all functions, while they fit in one file")
        + "\n"
    )  # fmt: skip


def _kpis(catalogue: Catalogue, id_: str) -> str:
    count = sum(kpi.function == id_ for kpi in catalogue.in_category(id_))
    return f"{count} KPI{'' if count == 1 else 's'}"


def _function(catalogue: Catalogue, id_: str) -> str:
    """The KPIs whose home is the function, each once; empty where there are none."""
    kpis = [kpi for kpi in catalogue.in_category(id_) if kpi.function == id_]
    if not kpis:
        return ""
    function = catalogue.functions[id_]
    head = f"# {plain(function.title)}\n\n{plain(function.purpose)}\n\n"
    return head + "\n".join(_kpi(catalogue, kpi) for kpi in kpis)


def _kpi(catalogue: Catalogue, kpi: Kpi) -> str:
    formula, reading = kpi.standard_formula, kpi.interpretation
    inputs = "; ".join(
        f"{name}: {input_.means} ({catalogue.unit_text(input_.unit)})" for name, input_ in formula.inputs.items()
    )
    bands = ", ".join(
        band.rating
        + (f" from {band.at_least}" if band.at_least is not None else "")
        + (f" up to {band.at_most}" if band.at_most is not None else "")
        for band in reading.bands
    )
    head = [f"## {kpi.name}" + (f" ({kpi.abbreviation})" if kpi.abbreviation else ""), "", kpi.definition, ""]
    facts = [
        f"- id: {kpi.id}",
        f"- also called: {', '.join(kpi.aliases)}" if kpi.aliases else "",
        f"- unit: {catalogue.unit_text(kpi.unit)}; better: {kpi.direction}; {kpi.type}; {kpi.level}",
        f"- formula: {formula.expression}",
        f"- inputs: {inputs}",
        f"- reading: {reading.reading}",
        f"- bands ({reading.basis}): {bands}" if bands else "",
        *(f"- benchmark: {_benchmark(catalogue, row)}" for row in kpi.benchmarks),
    ]
    return _text([*head, *filter(None, facts)])


def _benchmark(catalogue: Catalogue, row: Benchmark) -> str:
    figure = f"{row.low} to {row.high}" if row.value is None else str(row.value)
    source = catalogue.sources.get(row.source)
    cited = f"; {source.publisher}, {source.title}" if source else ""
    who = f"{row.population.who}, {row.population.geography}, {row.population.period}"
    return f"{figure} {catalogue.unit_text(row.unit)}, {row.kind} {row.statistic}, {who}{cited}"


def _text(lines: list[str]) -> str:
    """Lines in which no text of a record begins another: a line break inside one becomes a blank."""
    return "\n".join(" ".join(plain(line).split()) for line in lines) + "\n"
