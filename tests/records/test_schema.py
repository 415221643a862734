"""The schemas: valid, closed, explained, equal to the dataclasses, and their errors said in plain words."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from catalogues import BENCHMARK, REMOVED, Change, changed, subject
from kpiatlas.paths import schema_dir
from kpiatlas.records import model, scorecard_template, taxonomy
from kpiatlas.records.schema import KINDS, kpi_words, quick, resolve, schema, schema_problems, validator, words

Node = dict[str, Any]
REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{kind}.schema.json", Resource.from_contents(schema(kind))) for kind in KINDS
)


VALUES = (
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False, allow_infinity=False)
    | st.just(2022.0) | st.text(max_size=90) | st.sampled_from(["percent", "higher", "a-b", "study-1", "x" * 800])
    | st.lists(st.text(max_size=5), max_size=3)
    | st.dictionaries(st.text("abc_", max_size=4), st.integers(), max_size=3)
)  # fmt: skip


def nodes(node: Any, path: str) -> Iterator[tuple[str, Node]]:
    """Every object of a schema that is a rule of its own, with its place."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for name, inner in value.items():
                    yield from nodes(inner, f"{path}/{key}/{name}")
            elif key in ("items", "additionalProperties", "then", "else") and isinstance(value, dict):
                yield from nodes(value, f"{path}/{key}")
            elif key in ("allOf", "anyOf"):
                for number, inner in enumerate(value):
                    yield from nodes(inner, f"{path}/{key}/{number}")


def attributes(kind: str) -> Iterator[tuple[str, Node]]:
    """Every attribute that a person writes, and every definition of the parts of one."""
    for path, node in nodes(schema(kind), kind):
        place = path.split("/")
        if place[-2:-1] in (["properties"], ["$defs"]) and not {"then", "else"} & set(place):
            yield path, node


ATTRIBUTES = [pytest.param(path.split("/")[0], node, id=path) for kind in KINDS for path, node in attributes(kind)]
WITH_EXAMPLES = [param for param in ATTRIBUTES if "examples" in param.values[1]]


def test_every_schema_file_is_of_a_known_kind_and_every_kind_has_a_file() -> None:
    assert sorted(file.name for file in schema_dir().glob("*.json")) == sorted(f"{kind}.schema.json" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_draft_2020_12_and_names_itself(kind: str) -> None:
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(kind)["$id"] == f"{kind}.schema.json"
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_object_is_closed(kind: str) -> None:
    for path, node in nodes(schema(kind), kind):
        if node.get("type") == "object" or ("properties" in node and "type" in node):
            closed = node.get("additionalProperties")
            by_id = isinstance(closed, dict) and "pattern" in node.get("propertyNames", {})
            assert closed is False or by_id, f"{path} takes any attribute"


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_and_list_has_limits(kind: str) -> None:
    for path, node in nodes(schema(kind), kind):
        rule = resolve(node, kind)
        if rule.get("type") == "string" and "pattern" not in rule:
            assert {"minLength", "maxLength"} <= rule.keys(), path
        if rule.get("type") == "array":
            assert {"minItems", "maxItems", "items"} <= rule.keys(), path


@pytest.mark.parametrize(("kind", "node"), ATTRIBUTES)
def test_an_attribute_has_title_and_description(kind: str, node: Node) -> None:
    rule = resolve(node, kind)
    assert rule["title"]
    assert rule["description"].endswith(".")


@pytest.mark.parametrize(("kind", "node"), ATTRIBUTES)
def test_an_attribute_has_an_example_of_its_own_or_in_each_of_its_parts(kind: str, node: Node) -> None:
    rule = resolve(node, kind)
    inner = resolve(rule["items"], kind) if "items" in rule and "examples" not in rule else rule
    parts = inner.get("properties", {}).values() if "examples" not in inner else ()
    assert inner.get("examples") or parts
    for part in parts:
        below = resolve(part, kind)
        assert below.get("examples") or "properties" in below or "items" in below


@pytest.mark.parametrize(("kind", "node"), WITH_EXAMPLES)
def test_the_examples_of_an_attribute_satisfy_it(kind: str, node: Node) -> None:
    rule = {**node, "$defs": schema(kind).get("$defs", {})}
    for example in node["examples"]:
        Draft202012Validator(rule, registry=REGISTRY).validate(example)


@pytest.mark.parametrize("kind", KINDS)
def test_a_controlled_word_is_a_const_with_title_and_description(kind: str) -> None:
    for path, node in nodes(schema(kind), kind):
        assert "enum" not in node, f"{path}: oneOf of const says what each word means"
        if "const" in (options := node.get("oneOf", [{}]))[0] and path.split("/")[-1] != "oneOf":
            assert all(option.keys() == {"const", "title", "description"} for option in options), path
            assert len({option["const"] for option in options}) == len(options), path


CLASSES: dict[str, tuple[str, type]] = {
    "kpi": ("kpi", model.Kpi),
    "kpi/$defs/formula": ("kpi", model.StandardFormula),
    "kpi/$defs/case_study": ("kpi", model.CaseStudy),
    **{
        f"kpi/$defs/{name}": ("kpi", getattr(model, name.title()))
        for name in (
            "insight", "input", "example", "variant", "trend", "tip", "visualization", "risk", "tool", "integration",
            "impact", "band", "interpretation", "population", "derivation", "benchmark", "pitfall", "lever", "faq",
            "deprecation",
        )
    },
    "categories/additionalProperties": ("categories", taxonomy.Function),
    "categories/additionalProperties/properties/groups/additionalProperties": ("categories", taxonomy.Group),
    "categories/additionalProperties/properties/starter/items": ("categories", taxonomy.Starter),
    "industries/additionalProperties": ("industries", taxonomy.Industry),
    "units/additionalProperties": ("units", taxonomy.Unit),
    "sources/properties/publications/additionalProperties": ("sources", taxonomy.Publication),
    "exceptions/additionalProperties/items": ("exceptions", taxonomy.AllowedFinding),
    "scorecard": ("scorecard", scorecard_template.ScorecardTemplate),
    "scorecard/properties/groups/items": ("scorecard", scorecard_template.ScorecardGroup),
    "scorecard/properties/groups/items/properties/kpis/items": ("scorecard", scorecard_template.ScorecardLine),
}  # fmt: skip
FROM_THE_FILE = {"id", "path", "publisher"}


@pytest.mark.parametrize("place", CLASSES)
def test_the_fields_of_a_class_are_the_attributes_of_its_schema_in_the_same_order(place: str) -> None:
    """A dataclass has fields without a default first: the required attributes, then the others, each in order."""
    kind, class_ = CLASSES[place]
    node = dict(nodes(schema(kind), kind))[place]
    fields = [field for field in dataclasses.fields(class_) if field.name not in FROM_THE_FILE]
    needed = [field.name for field in fields if field.default is dataclasses.MISSING]
    assert needed == [name for name in node["properties"] if name in node["required"]]
    assert [f.name for f in fields if f.name not in needed] == [n for n in node["properties"] if n not in needed]
    assert [name for name in node["properties"] if name in node["required"]] == node["required"]


def test_every_definition_and_every_dataclass_has_its_counterpart() -> None:
    defined = {f"kpi/$defs/{name}" for name in schema("kpi")["$defs"] if name != "values"}
    assert defined == {place for place in CLASSES if place.startswith("kpi/$defs/")}
    modules = (model, scorecard_template, taxonomy)
    declared = {value for module in modules for value in vars(module).values() if dataclasses.is_dataclass(value)}
    assert declared == {class_ for _, class_ in CLASSES.values()}


def test_every_dataclass_is_frozen() -> None:
    for _, class_ in CLASSES.values():
        assert class_.__dataclass_params__.frozen, class_.__name__  # type: ignore[attr-defined]


@pytest.mark.parametrize("attribute", ["direction", "type", "level", "perspective", "frequency", "benchmark_status"])
def test_the_words_of_an_attribute_are_those_of_the_schema(attribute: str) -> None:
    assert list(kpi_words(attribute)) == [option["const"] for option in schema("kpi")["properties"][attribute]["oneOf"]]
    assert words(schema("kpi")["properties"]["name"]) == {}


BROKEN: list[tuple[Change, str, str, str]] = [
    (("definiton", "x"), "definiton", 'unknown attribute "definiton"', 'did you mean "definition"?'),
    (("colour", "x"), "colour", 'unknown attribute "colour"', "one of name, abbreviation, aliases,"),
    (("unit", REMOVED), "", '"unit" is missing', "Unit of the result: a unit of"),
    (("standard_formula.text", REMOVED), "standard_formula", '"text" is missing', "The formula as a textbook"),
    (("faqs.0.reply", "x"), "faqs[1].reply", 'unknown attribute "reply"', "one of question, answer"),
    (("direction", "highest"), "direction", '"highest" is not a known word', 'did you mean "higher"?'),
    (("level", None), "level", "nothing is not a known word", "one of strategic, tactical, operational"),
    (("name", 5), "name", "5 is not text", ""),
    (("name", "X"), "name", "too short: 1 characters, at least 3", ""),
    (("name", "X" * 81), "name", "too long: 81 characters, at most 80", ""),
    (("faqs", []), "faqs", "too few: 0, at least 3", ""),
    (("aliases", ["AB", "AB"]), "aliases", "an entry stands twice", ""),
    (("aliases", "First Call"), "aliases", '"First Call" is not a list', ""),
    (("interpretation", "high is good"), "interpretation", '"high is good" is not a mapping', ""),
    (("categories", ["Contact Center"]), "categories[1]", '"Contact Center" is not spelled as it must be', ""),
    (("related.0", "../../etc/passwd"), "related[1]", "lower-case words joined by hyphens, no folders or dots", ""),
    (("unit", "per cent"), "unit", "is not spelled as it must be (units joined by / or *)", ""),
    (("standard_formula.inputs", {}), "standard_formula.inputs", "empty, at least one is needed", ""),
    (
        ("standard_formula.inputs.Total Issues", {"label": "abc", "unit": "issue", "means": "abc"}),
        "standard_formula.inputs",
        '"Total Issues" is not spelled as it must be (lower-case letters, digits and underscores, a letter first)',
        "",
    ),
    (
        ("standard_formula.example.inputs.issues", "many"),
        "standard_formula.example.inputs.issues",
        '"many" is not a number or a list',
        "",
    ),
    (("standard_formula.example.result", "74"), "standard_formula.example.result", '"74" is not a number', ""),
    (("standard_formula.example.result", True), "standard_formula.example.result", "true is not a number", ""),
    (("case_study.before.issues", None), "case_study.before.issues", "nothing is not a number or a list", ""),
    (("interpretation.bands", REMOVED), "interpretation", "give either bands with their basis, or no_bands_", ""),
    (("interpretation.no_bands_because", "money"), "interpretation", "give either bands with their basis", ""),
    (("interpretation.bands.0.at_most", 90), "interpretation.bands[1]", "a band has at_least or at_most", ""),
    (("benchmarks.0.low", 70), "benchmarks[1]", "give either value, or low and high with statistic: range", ""),
    (("benchmarks.0.definition_match", "near"), "benchmarks[1]", '"definition_note" is missing', ""),
    (("benchmarks.0.population.n", 500.0), "benchmarks[1].population.n", "500.0 is not a whole number or text", ""),
    (("benchmark_status", "gated"), "", '"benchmark_note" is missing', ""),
    (("benchmarks", []), "benchmarks", "too few: 0, at least 1", ""),
    (("benchmark_status", "none_found"), "benchmarks", "too many: 1, at most 0", ""),
    (("case_study.kind", "reported"), "case_study", '"source" is missing', ""),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "message", "hint"), BROKEN, ids=[row[2][:40] for row in BROKEN])
def test_a_broken_record_is_told_in_plain_words(change: Change, field: str, message: str, hint: str) -> None:
    found = schema_problems(changed(subject(), change), "kpi", "x.yml")
    told = [(p.field_name, p.message, p.hint) for p in found if p.field_name == field and message in p.message]
    assert len(told) == 1, [problem.text() for problem in found]
    assert told[0][2].startswith(hint)
    assert bool(told[0][2]) == bool(hint)


@pytest.mark.parametrize("data", [None, [], "text", 5, [{}], {"a": 1}])
def test_data_that_is_no_record_at_all_is_told_too(data: Any) -> None:
    found = schema_problems(data, "kpi", "x.yml")
    assert found
    assert all(problem.rule == "schema" and "\n" not in problem.text() for problem in found)


def test_the_subject_of_these_tests_satisfies_the_schema() -> None:
    assert schema_problems(subject(), "kpi", "x.yml") == []
    assert schema_problems(changed(subject(), ("benchmarks.1", BENCHMARK)), "kpi", "x.yml") == []


def test_a_whole_number_is_written_without_a_point() -> None:
    publication = {"title": "abc", "url": "https://a.example/", "tier": "B", "licence": "MIT", "seen": "2026-11-22"}
    for year, said in ((2022.0, '2022.0 is not a whole number or "not stated"'), (2022, ""), ("not stated", "")):
        data = {"publisher": "Some", "publications": {"a": {**publication, "published": year}}}
        assert [p.message for p in schema_problems(data, "sources", "x.yml")] == ([said] if said else [])


def test_the_schema_on_disk_is_the_one_in_use() -> None:
    for kind in KINDS:
        assert json.loads((schema_dir() / f"{kind}.schema.json").read_text(encoding="utf-8")) == schema(kind)


@pytest.mark.parametrize("change", [row[0] for row in BROKEN], ids=[row[2][:40] for row in BROKEN])
def test_the_quick_validator_passes_nothing_that_the_other_refuses(change: Change) -> None:
    assert list(validator("kpi").iter_errors(changed(subject(), change)))
    assert not quick("kpi")(changed(subject(), change))


@given(st.data())
def test_both_validators_say_the_same_of_a_record_with_any_value_in_any_place(data: st.DataObject) -> None:
    record: Any = subject()
    place, steps = record, data.draw(st.integers(1, 5))
    for step in range(steps):
        if not isinstance(place, (dict, list)) or not place:
            break
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if step == steps - 1 or not isinstance(place[key], (dict, list)):
            place[key] = data.draw(VALUES)
            break
        place = place[key]
    assert quick("kpi")(record) == (not list(validator("kpi").iter_errors(record)))


def test_without_the_quick_validator_records_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    quick.cache_clear()
    try:
        assert not quick("kpi")(subject())
        assert schema_problems(subject(), "kpi", "x.yml") == []
    finally:
        quick.cache_clear()
