"""`kpi show`: one KPI, whole."""

from __future__ import annotations

import argparse
import textwrap

import msgspec

from ..records import Catalogue, Kpi
from ..records.schema import kpi_words, schema
from .output import heading, number_text, one_kpi, open_catalogue, print_json, say, title

WIDTH = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("id", metavar="ID", help="id, name or abbreviation of the KPI")
    parser.add_argument("--json", action="store_true", help="print the record as JSON")
    parser.epilog = "example: kpi show fcr"


def run(args: argparse.Namespace) -> int:
    """Print the KPI; 1 where it is unknown."""
    catalogue = open_catalogue(args)
    kpi = one_kpi(catalogue, args.id)
    if kpi is None:
        return 1
    if args.json:
        print_json(msgspec.to_builtins(kpi))
        return 0
    _identity(catalogue, kpi)
    _formula(catalogue, kpi)
    _attributes(kpi)
    _reading(catalogue, kpi)
    return 0


def _identity(catalogue: Catalogue, kpi: Kpi) -> None:
    title(kpi.name, f" ({kpi.abbreviation})" if kpi.abbreviation else "")
    if kpi.aliases:
        _paragraph(f"also: {', '.join(kpi.aliases)}", "")
    words = [catalogue.unit_text(kpi.unit)]
    for attribute in ("direction", "type", "level", "perspective", "frequency"):
        words.append(kpi_words(attribute)[getattr(kpi, attribute)]["title"].lower())
    say(", ".join(words))
    print()
    _paragraph(kpi.definition, "")


def _formula(catalogue: Catalogue, kpi: Kpi) -> None:
    formula = kpi.standard_formula
    heading("Standard formula")
    say(f"  {formula.text}")
    say(f"  {formula.expression}")
    for variant, expression, inputs, example in kpi.formulas():
        if variant:
            say(f"  {variant.name}: {expression}")
            _paragraph(variant.when, "    ")
        own = (variant.inputs or {}) if variant else inputs
        for name, input_ in own.items():
            _paragraph(f"{name}: {input_.label} ({catalogue.unit_text(input_.unit)}). {input_.means}", "    ")
        given = ", ".join(f"{name}={_value(value)}" for name, value in example.inputs.items())
        _paragraph(f"example: {given} gives {number_text(example.result)}", "    ")


def _value(value: object) -> str:
    return ",".join(f"{item}" for item in value) if isinstance(value, (list, tuple)) else str(value)


def _attributes(kpi: Kpi) -> None:
    """The other attributes, titled as the schema titles them."""
    for name, node in schema("kpi")["properties"].items():
        if node.get("x-group") != "attribute" or name in ("definition", "standard_formula"):
            continue
        heading(node["title"])
        for item in getattr(kpi, name):
            _paragraph(item if isinstance(item, str) else _joined(item), "  - ")


def _joined(item: object) -> str:
    values = (getattr(item, field) for field in item.__dataclass_fields__)  # type: ignore[attr-defined]
    return " — ".join(", ".join(value) if isinstance(value, tuple) else str(value) for value in values if value)


def _reading(catalogue: Catalogue, kpi: Kpi) -> None:
    heading("Interpretation")
    _paragraph(kpi.interpretation.reading, "  ")
    for band in kpi.interpretation.bands:
        limit = "otherwise"
        if band.at_least is not None:
            limit = f"at least {number_text(band.at_least)}"
        elif band.at_most is not None:
            limit = f"at most {number_text(band.at_most)}"
        _paragraph(f"{limit}: {band.rating}. {band.meaning}", "  - ")
    if kpi.interpretation.no_bands_because:
        _paragraph(kpi.interpretation.no_bands_because, "  ")
    heading("Benchmarks")
    if not kpi.benchmarks:
        _paragraph(kpi.benchmark_note or kpi_words("benchmark_status")[kpi.benchmark_status]["description"], "  ")
    for row in kpi.benchmarks:
        value = number_text(row.value) if row.value is not None else f"{row.low} to {row.high}"
        source = catalogue.sources.get(row.source)
        cited = f"{source.publisher}, {source.published}, {source.url}" if source else row.source
        about = f"{row.population.who}, {row.population.geography}, {row.population.period}"
        _paragraph(f"{row.statistic} {value} {catalogue.unit_text(row.unit)}: {about} ({cited})", "  - ")
    for words, rows in (
        ("Pitfalls", kpi.pitfalls),
        ("Improvement levers", kpi.improvement_levers),
        ("Questions and answers", kpi.faqs),
    ):
        heading(words)
        for item in rows:
            _paragraph(_joined(item), "  - ")
    heading("Related")
    _paragraph(", ".join(kpi.related), "  ")


def _paragraph(text: str, lead: str) -> None:
    for line in textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead)) or [""]:
        say(line)
