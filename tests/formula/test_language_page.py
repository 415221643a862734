"""The page of the language says what the program does."""

from __future__ import annotations

import re

import pytest

from catalogues import ROOT
from kpiatlas.formula import FUNCTIONS, TARGETS, FormulaError, evaluate, parse, render
from kpiatlas.formula.lexer import MOST_CHARACTERS, MOST_NAME
from kpiatlas.formula.parser import MOST_DEPTH, MOST_NODES
from kpiatlas.formula.targets import excel
from kpiatlas.formula.targets.sql_dialects import DIALECTS
from kpiatlas.formula.targets.sql_writer import MOST_PARTS

# test_sql.py holds it against what the dialects give.
REFUSED_WHERE_NOBODY_LOOKED = {"log10", "round", "stdev", "median", "percentile"}
PAGE = (ROOT / "docs" / "reference" / "formula-language.md").read_text(encoding="utf-8")
MEANING = (ROOT / "docs" / "decisions" / "formula-meaning.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """The cells of the tables of a section, without their heads."""
    lines = re.findall(r"^\| .*\|$", section(title), re.MULTILINE)
    cells = [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if row[0].startswith("`")]


def test_the_functions_are_those_of_the_function_table_in_its_words() -> None:
    expected = [
        [
            " or ".join(f"`{part}`" for part in function.signature.split(" or ")),
            function.meaning,
            f"`{function.example}`",
        ]
        for function in FUNCTIONS.values()
    ]
    assert rows("Functions") == expected


def test_one_formula_stands_in_every_target_as_the_target_writes_it() -> None:
    source = "resolved / issues * 100"
    assert rows("In other languages") == [[f"`{name}`", f"`{render(parse(source), name)}`"] for name in TARGETS]


def test_what_other_dialects_lack_is_named() -> None:
    page = section("In other languages")
    lacking = page.split("gets everything but ")[1].split(". It")[0]
    assert sorted(re.findall(r"`(\w+)`", lacking)) == sorted(REFUSED_WHERE_NOBODY_LOOKED)


def test_every_dialect_that_was_looked_up_is_named() -> None:
    for dialect in DIALECTS:
        assert f"`{dialect}`" in section("In other languages")


@pytest.mark.parametrize(("source", "shown"), [row[:2] for row in rows("Operators")])
def test_the_examples_of_operators_give_what_the_page_says(source: str, shown: str) -> None:
    value = evaluate(parse(source.strip("`")), {}).value
    assert f"{value!r}".removesuffix(".0") == shown


@pytest.mark.parametrize(("source", "reason"), [row[:2] for row in rows("Missing and undefined")])
def test_the_reasons_are_those_the_evaluator_gives(source: str, reason: str) -> None:
    formula = parse(source.strip("`"))
    inputs = {name: [] if name in formula.series else {"revenue": 2, "cost": 6}.get(name, 0) for name in formula.names}
    assert evaluate(formula, inputs).undefined_because == reason


@pytest.mark.parametrize("source", [row[0] for row in rows("Left out on purpose")])
def test_what_is_left_out_is_refused(source: str) -> None:
    with pytest.raises(FormulaError):
        parse(source.strip("`"))


def test_the_limits_are_those_of_the_program() -> None:
    in_sheets = (excel.MOST_CHARACTERS, excel.MOST_NESTED, excel.MOST_ARGUMENTS)
    for limit in (MOST_CHARACTERS, MOST_NODES, MOST_DEPTH, MOST_NAME, *in_sheets, MOST_PARTS):
        assert f"{limit:,}" in section("Limits")
    assert f"{MOST_CHARACTERS:,} characters" in MEANING
