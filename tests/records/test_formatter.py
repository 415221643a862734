"""The formatter repairs order, quotes and line ends, and loses and changes nothing."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogues import CATALOGUE, SUBJECT_FILE, subject
from kpiatlas.records.formatter import formatted
from kpiatlas.records.schema import schema
from kpiatlas.records.strict_yaml import YamlError, read_yaml

HEADER = "# yaml-language-server: $schema=../../../schema/kpi.schema.json\n"
RECORD = formatted((CATALOGUE / SUBJECT_FILE).read_text(encoding="utf-8"), "kpi", 3)
KIND_OF_FOLDER = {"kpis": "kpi", "sources": "sources", "scorecards": "scorecard"}


def fmt(text: str) -> str:
    return formatted(text, "kpi", 3)


def shuffled(text: str, seed: int) -> str:
    """The record with the attributes of the record, and of every mapping below, in another order."""
    rng = random.Random(seed)
    blocks = re.split(r"(?m)^(?=[a-z_]+:)", text.removeprefix(HEADER).lstrip("\n"))
    last = (blocks := [block for block in blocks if block]).pop() + "\n"
    rng.shuffle(blocks := [*blocks, last])
    if blocks[-1] is not last:  # as a person would leave it: no empty line at the end, and none before the next text
        gap = len(blocks[-1]) - len(blocks[-1].rstrip("\n"))
        blocks[blocks.index(last)] = last.rstrip("\n") + "\n" * gap
    return HEADER + "\n" + "".join(_items_shuffled(block, rng) for block in blocks)


def _items_shuffled(block: str, rng: random.Random) -> str:
    """The members of every list item of a block such as `faqs` in another order, the dash before the first."""
    head, *items = re.split(r"(?m)^(?=  - [a-z_]+:)", block)
    result = head
    for item in items:
        body, end = re.fullmatch(r"(.*?\n)(\n*)", "    " + item[4:], re.DOTALL).groups()  # type: ignore[union-attr]
        members = re.split(r"(?m)^(?=    [a-z_]+:)", body)[1:]
        rng.shuffle(members)
        result += "  - " + "".join(members)[4:] + end
    return result


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_the_attributes_of_a_record_in_any_order_come_back_exactly(seed: int) -> None:
    text = shuffled(RECORD, seed)
    assert sorted(re.findall(r"[^\s-][^\n]*", text)) == sorted(re.findall(r"[^\s-][^\n]*", RECORD))
    assert fmt(text) == RECORD


FILES = [file for folder in KIND_OF_FOLDER for file in sorted((CATALOGUE / folder).rglob("*.yml"))]


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
def test_a_file_of_the_catalogue_says_the_same_after_formatting_and_stays_so(file: Path) -> None:
    relative = file.relative_to(CATALOGUE)
    kind, depth = KIND_OF_FOLDER[relative.parts[0]], len(relative.parts)
    text = file.read_text(encoding="utf-8")
    once = formatted(text, kind, depth)
    assert formatted(once, kind, depth) == once
    assert read_yaml(once.encode()) == read_yaml(text.encode())
    order = [key for key in schema(kind)["properties"] if key in read_yaml(once.encode())]
    assert list(read_yaml(once.encode())) == order


REPAIRS = [
    ("attributes in order", "unit: percent\nname: A\n", "name: A\nunit: percent\n"),
    ("parts in order", "faqs:\n  - answer: B\n    question: A\n", "faqs:\n  - question: A\n    answer: B\n"),
    (
        "a comment goes with what it stands above",
        "# of the unit\n# and more\nunit: percent\n\n# of the name\nname: A # beside\n",
        "# of the name\nname: A # beside\n\n# of the unit\n# and more\nunit: percent\n",
    ),
    (
        "a comment inside an item",
        "faqs:\n  - answer: B\n    # why\n    question: A\n",
        "faqs:\n    # why\n  - question: A\n    answer: B\n",
    ),
    ("an unknown attribute goes to the end", "mine: 1\nname: A\n", "name: A\nmine: 1\n"),
    ("inputs keep their order", "standard_formula:\n  inputs:\n    b: {}\n    a: {}\n", None),
    ("a flow mapping stays as written", "case_study: {story: B, kind: A}\n", None),
    ("a folded text moves whole", "unit: percent\nname: >-\n  A\n\n  B\n", "name: >-\n  A\n\n  B\nunit: percent\n"),
    ("windows line ends", "name: A\r\nunit: percent\r\n", "name: A\nunit: percent\n"),
    ("old line ends", "name: A\runit: percent\r", "name: A\nunit: percent\n"),
    ("a byte-order mark", "\ufeffname: A\n", "name: A\n"),
    ("blanks at line ends and empty lines at the end", "name: A  \t\nunit: percent\n\n\n", "name: A\nunit: percent\n"),
    ("no line break at the end", "name: A", "name: A\n"),
    ("quotes around no", "name: no\n", 'name: "no"\n'),
    ("quotes around a key", "on: A\n", '"on": A\n'),
    ("quotes in a list", "aliases: [no, 012, A]\n", 'aliases: ["no", "012", A]\n'),
    ("quotes around a date", "name: 2026-11-22 # seen\n", 'name: "2026-11-22" # seen\n'),
    ("quotes around a date with a time", "name: 2026-11-22 10:00:00\n", 'name: "2026-11-22 10:00:00"\n'),
    ("quotes on many lines", "name: yes\nunit: off\ntype: ~\n", 'name: "yes"\nunit: "off"\ntype: "~"\n'),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in REPAIRS])
def test_what_can_be_repaired_is_repaired(text: str, expected: str | None) -> None:
    body = text if expected is None else expected
    gap = "" if body.startswith("#") else "\n"
    assert fmt(text) == HEADER + gap + body
    assert fmt(fmt(text)) == fmt(text)


def test_the_line_for_editors_is_put_first_once_and_its_path_mended() -> None:
    wrong = "# yaml-language-server: $schema=elsewhere.json\nname: A\n"
    assert fmt(wrong) == fmt("name: A\n") == HEADER + "\nname: A\n"
    assert formatted("publisher: A\n", "sources", 2) == (
        "# yaml-language-server: $schema=../../schema/sources.schema.json\npublisher: A\n"
    )


UNREPAIRABLE = [
    ("broken", "unit: [a\nname: b\n"),
    ("a broken line after a word to quote", 'name: "no"\nunit: [a\n'),
    ("two documents", "unit: a\n---\nname: b\n"),
    ("a duplicate key", "unit: a\nname: b\nunit: c\n"),
    ("an anchor", "unit: &a b\nname: *a\n"),
    ("a word over two lines", "unit: 2026-11-22 or\n  later\nname: b\n"),
    ("a mapping in a list of texts", "unit: a\nname: b\n...\n"),
]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in UNREPAIRABLE])
def test_what_cannot_be_repaired_without_loss_stays_as_it_is(text: str) -> None:
    assert fmt(text) == text


LINES = st.sampled_from(
    ["# c", "  # c", "      # deep", "", "    ", "? a", " - b", "...", "a: no", "  at: 2026-01-01 10:00:00", "name: >-"]
)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.tuples(st.floats(0, 1), LINES), max_size=5))
@example(0, [(0.0, "# c"), (0.0078125, "? a")])
def test_any_lines_anywhere_are_neither_lost_nor_take_another_meaning(
    seed: int, insertions: list[tuple[float, str]]
) -> None:
    rows = shuffled(RECORD, seed).split("\n")
    for place, line in insertions:
        rows.insert(int(place * len(rows)), line)
    text = "\n".join(rows)
    once = fmt(text)
    assert fmt(once) == once
    try:
        data = read_yaml(text.encode())
    except YamlError:
        return
    assert read_yaml(once.encode()) == data

    def words(of: str) -> list[str]:
        return sorted(row.strip(" -") for row in of.split("\n") if row.strip(" -") and "yaml-language" not in row)

    assert words(once) == words(text)


@given(st.text(max_size=200))
def test_any_text_can_be_formatted_and_formatting_again_changes_nothing(text: str) -> None:
    once = fmt(text)
    assert fmt(once) == once


def test_the_record_of_these_tests_is_whole() -> None:
    assert set(read_yaml(RECORD.encode())) == set(subject())
