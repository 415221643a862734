"""The files that the builder of scorecards rests on."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from catalogues import COMPANIONS, SUBJECT, Small
from kpiatlas.formula import parse, render
from kpiatlas.records import Catalogue
from kpiatlas.site.files import site_files
from kpiatlas.site.scorecard_files import formulas_json, scorecards_json


@pytest.fixture
def catalogue(small: Small) -> Catalogue:
    """A small catalogue without a problem."""
    return small.load()


def test_both_keep_to_their_published_schemas(catalogue: Catalogue) -> None:
    files = dict(site_files(catalogue))
    schemas = {Path(name).name: json.loads(files[name]) for name in files if name.startswith("api/v1/schema/")}
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas.items())
    for name in ("scorecards", *(f"formulas/{id_}" for id_ in catalogue.kpis)):
        schema = schemas[f"{name.split('/')[0]}.schema.json"]
        found = Draft202012Validator(schema, registry=registry).iter_errors(json.loads(files[f"api/v1/{name}.json"]))
        assert [error.message for error in found] == [], name


def test_a_formula_with_its_cells_filled_in_is_the_one_of_the_workbook(catalogue: Catalogue) -> None:
    kpi = catalogue.kpis[SUBJECT]
    written = formulas_json(catalogue, kpi)["formulas"][""]
    cells = {name: f"Inputs!B{row}" for row, name in enumerate(written["names"], 2)}
    text = written["excel"]
    for name, cell in cells.items():
        text = text.replace(f"{{{name}}}", cell)
    assert text == render(parse(kpi.standard_formula.expression, frozenset()), "excel", cells)


def test_a_formula_that_cannot_be_read_is_left_out(small: Small) -> None:
    small.change(f"kpis/customer-service/{SUBJECT}.yml", ("standard_formula.expression", "issues /"))
    catalogue = small.load()
    assert "" not in formulas_json(catalogue, catalogue.kpis[SUBJECT])["formulas"]


def test_the_templates_are_there_as_they_are_written(catalogue: Catalogue) -> None:
    found = scorecards_json(catalogue)
    assert found["catalogue_version"] == catalogue.version
    (desk,) = json.loads(msgspec.json.encode(found["scorecards"]))
    assert [line["kpi"] for group in desk["groups"] for line in group["kpis"]] == [SUBJECT, COMPANIONS[0]]
