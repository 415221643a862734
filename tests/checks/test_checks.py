"""The list of checks: complete, documented, and no rule can take the others down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogues import CATALOGUE, COMPANION_FILE, ROOT, SUBJECT_FILE, Change, Small
from kpiatlas import checks
from kpiatlas.checks import CHECKS, Check, check_catalogue
from kpiatlas.problem import Problem
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.schema import resolve, schema

WHILE_READING = ("yaml", "schema")
# The parts of the package that hold no rule.
NO_RULE = {"__init__", "check", "kept", "texts"}
PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^### `([a-z-]+)`\n(.*?)(?=^### |\Z)", PAGE))


def test_every_rule_is_a_file_with_a_test_file_and_stands_in_the_list() -> None:
    files = {file.stem for file in Path(checks.__file__).parent.glob("*.py")} - NO_RULE
    assert {check.name.replace("-", "_") for check in CHECKS} == files
    tests = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_*.py")}
    assert files == tests - {"checks", "kept"}
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_rule_says_in_one_sentence_what_must_hold(check: Check) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", check.description)


def test_every_rule_has_a_heading_in_the_documentation_and_every_heading_a_rule() -> None:
    assert re.findall(r"(?m)^### (.*)", PAGE) == [f"`{name}`" for name in SECTIONS]
    assert list(SECTIONS) == [*WHILE_READING, *(check.name for check in CHECKS)]


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_section_tells_what_must_hold_why_and_how_to_mend_with_a_message(rule: str) -> None:
    section = SECTIONS[rule]
    places = [section.index(f"**{part}.**") for part in ("What must hold", "Why", "How to mend")]
    assert places == sorted(places)
    message = re.search(r"(?m)^```\n(.+)", section)
    assert message is not None
    assert re.match(r"catalogue/[\w/.-]+:\d+: .* \[" + re.escape(rule) + r"\]", message.group(1))


# What the message of a section and the rule's own message for a change have in common.
BANDS = "interpretation.bands"
MESSAGES: list[tuple[str, tuple[Change, ...], str]] = [
    ("schema", (("direction", "highest"),), 'direction: "highest" is not a known word (did you mean "higher"?)'),
    ("file-name", (("categories", ["profitability"]),), "the home category profitability belongs to accounting, but"),
    ("unknown-reference", (("related.0", "cost-per-contct"),), 'unknown KPI "'),
    ("duplicate-name", (("aliases.0", "Cost per Contact"),), "already (a name leads to one record)"),
    ("near-duplicate-kpi", (("name", "Handle Time"),), "in name, inputs and unit (make one a variant or an alias of"),
    ("link-graph", (), "warning: related: it names others, but no record names it ("),
    ("formula", (("standard_formula.expression", "issues"),), "the expression does not use the input "),
    ("worked-example", (("standard_formula.example.result", 31),), "31 is written, but the formula gives"),
    ("units", (("standard_formula.expression", "resolved_on_first_contact + issues"),), "the expression gives "),
    ("similar-input", (("standard_formula.inputs.issues.unit", "contact"),), "here, but a number in issue in kpis/"),
    ("bands", ((f"{BANDS}.1.at_least", 25), (f"{BANDS}.2.at_least", 30)), "30 follows 25; at_least falls"),
    ("benchmark-rule", (("benchmarks.0.value", 47),), "47 does not stand in the quote (quote the words"),
    ("benchmark-age", (("benchmarks.0.population.period", "2014"),), "warning: benchmarks[1]: the newest benchmark "),
    (
        "figures-in-prose",
        (("business_insights.0.detail", "Most companies win 20 percent of what they offer."),),
        '"20 percent" is told of the world without a source: "Most companies win 20 percent of what they offer." (give',
    ),
    ("repeated-wording", (("trend_analysis.1.reading", "WORDS OF ANOTHER"),), "too (trend_analysis) (say what is true"),
    ("banned-phrase", (("business_insights.0.detail", "It leverages the desk."),), '"leverages the" says nothing of'),
    ("length", (("definition", "It counts. It sorts. It adds up. It then divides."),), "4 sentences; at most 3 ["),
    ("reading-ease", (("definition", " ".join(["word"] * 38) + "."),), "definition: a sentence of 38 words; at"),
    ("plain-text", (("definition", "The <b>share</b> of issues that are settled at once."),), '"<b>" looks like '),
    ("completeness", (("benchmarks", []),), " of 100; most is lost by a benchmark with its source; "),
    ("exceptions", (), 'figures-in-prose no longer says "80 percent" of '),
]  # fmt: skip


def _a_lone_record(small: Small) -> None:
    data = {**small.data[COMPANION_FILE], "name": "Lone Thing", "aliases": [], "abbreviation": "LT"}
    small.write("kpis/customer-service/lone.yml", data)


def _a_poor_record(small: Small) -> None:
    rows = small.data[SUBJECT_FILE]
    lists = {
        key: rows[key][: resolve(node).get("minItems", 0)]
        for key, node in schema("kpi")["properties"].items()
        if isinstance(rows.get(key), list)
    }
    poor = [(key, value) for key, value in lists.items() if key not in ("benchmarks", "industries")]
    small.change(SUBJECT_FILE, *poor, ("standard_formula.variants", []), ("benchmark_status", "none_found"))


def _an_exception(small: Small) -> None:
    row = {"kpi": "first-contact-resolution", "words": "80 percent", "because": "It names the variant."}
    small.write("exceptions.yml", {"figures-in-prose": [row]})


# What has to be done to the catalogue for the message, where changing the subject is not enough.
BY_HAND = {"link-graph": _a_lone_record, "completeness": _a_poor_record, "exceptions": _an_exception}


@pytest.mark.parametrize(("rule", "changes", "said"), MESSAGES, ids=[row[0] for row in MESSAGES])
def test_the_message_of_a_section_is_one_that_the_rule_gives(
    small: Small, rule: str, changes: tuple[Change, ...], said: str
) -> None:
    if rule in BY_HAND:
        BY_HAND[rule](small)
    if rule == "repeated-wording":
        changes = ((changes[0][0], small.data[COMPANION_FILE]["trend_analysis"][0]["reading"]),)
    small.change(SUBJECT_FILE, *changes)
    texts = [problem.text() for problem in small.problems(rule)]
    assert said in texts[0]
    assert said in SECTIONS[rule]


@pytest.mark.parametrize(("rule", "changes", "said"), MESSAGES, ids=[row[0] for row in MESSAGES])
def test_errors_alone_are_the_errors_among_all_findings(
    small: Small, rule: str, changes: tuple[Change, ...], said: str
) -> None:
    if rule in BY_HAND:
        BY_HAND[rule](small)
    small.change(SUBJECT_FILE, *changes)
    found = small.check()
    # An exception is idle only where its rule ran.
    errors = tuple(row for row in found if row.severity == "error" and row.rule != "exceptions")
    assert check_catalogue(small.load(), errors_only=True) == errors
    warns = {check.name for check in CHECKS if check.warns}
    assert {row.severity for row in found if row.rule in warns} <= {"warning"}


def test_an_exception_to_a_rule_that_did_not_run_is_not_idle(small: Small) -> None:
    small.change(SUBJECT_FILE, ("faqs.0.answer", "Most companies lose 21 percent of their staff each year."))
    row = {"kpi": "first-contact-resolution", "words": "21 percent", "because": "It is the subject of the sentence."}
    small.write("exceptions.yml", {"figures-in-prose": [row]})
    assert check_catalogue(small.load(), errors_only=True) == ()


def test_the_message_of_the_section_on_yaml_is_one_that_reading_gives(small: Small) -> None:
    small.write_bytes(SUBJECT_FILE, b"name: A\n" * 7 + b"unit: a\nunit: b\n")
    small.write_bytes(COMPANION_FILE, b"# c\n" * 7 + b"unit: a\nunit: b\n")
    said = ':9: key "unit" stands twice, first on line 8 [yaml]'
    assert [p.text().endswith(said) for p in small.problems("yaml")] == [True, False]
    assert said in SECTIONS["yaml"]


def test_every_rule_has_its_message_tested() -> None:
    assert {row[0] for row in MESSAGES} | {"yaml"} == set(SECTIONS)


def test_a_catalogue_without_a_problem_is_silent(small: Small) -> None:
    assert small.check() == ()


def test_the_real_catalogue_is_silent() -> None:
    found = check_catalogue(load_catalogue(CATALOGUE, cached=False))
    # A benchmark grows old by itself; that must not stop a change to something else.
    assert [problem.text() for problem in found if problem.rule != "benchmark-age"] == []


def failing(catalogue: Catalogue) -> Iterator[Problem]:
    """A rule that says one thing and then fails."""
    yield Problem("failing", SUBJECT_FILE, "said before", ("name",))
    raise KeyError("of the rule's own making")


def test_a_rule_that_fails_becomes_a_problem_with_its_name_and_the_others_still_run(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (Check("failing", "Fails.", failing), *CHECKS))
    small.change(SUBJECT_FILE, ("definition", "Only counts the issues that stay settled!"))
    found = small.check()
    assert {problem.rule for problem in found} == {"failing", "banned-phrase"}
    texts = [problem.text() for problem in found if problem.rule == "failing"]
    assert texts == [
        'catalogue: the rule itself failed (KeyError: "of the rule\'s own making"); this is a fault of KPI Atlas, '
        "please report it [failing]",
        f"catalogue/{SUBJECT_FILE}:1: name: said before [failing]",
    ]


def test_problems_stand_by_file_and_line(small: Small) -> None:
    for file in (SUBJECT_FILE, COMPANION_FILE):
        small.change(file, ("faqs.0.answer", "Robust!"), ("definition", "This is robust; it counts what is settled."))
    found = small.check()
    assert [(p.path, p.line) for p in found] == sorted((p.path, p.line) for p in found)
    assert {p.path for p in found} == {f"catalogue/{SUBJECT_FILE}", f"catalogue/{COMPANION_FILE}"}
    assert all(p.line for p in found)
