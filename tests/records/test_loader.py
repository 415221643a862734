"""Reading a catalogue: every problem is collected with its line, and one broken file never hides the others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import (
    CATEGORIES_FILE,
    COMPANION_FILE,
    COMPANIONS,
    SCORECARD_FILE,
    SOURCES_FILE,
    SUBJECT,
    SUBJECT_FILE,
    UNITS_FILE,
    Small,
    as_yaml,
    changed,
    small_catalogue,
    subject,
)
from kpiatlas.problem import Problem
from kpiatlas.records import Catalogue
from kpiatlas.records.lines import located, located_in_files

FOLDER = "kpis/customer-service"


def told(catalogue: Catalogue) -> list[str]:
    return [problem.text() for problem in catalogue.problems]


def test_a_catalogue_without_a_problem_is_read_whole(small: Small) -> None:
    catalogue = small.load()
    assert told(catalogue) == []
    assert list(catalogue.kpis) == sorted([SUBJECT, *COMPANIONS])
    assert list(catalogue.scorecards) == ["service-desk"]
    assert list(catalogue.sources) == ["some-study-2022"]
    assert catalogue.sources["some-study-2022"].publisher == "Some Publisher"
    assert catalogue.unreadable == frozenset()
    assert catalogue.kpis[SUBJECT].path == SUBJECT_FILE
    assert catalogue.kpis[SUBJECT].function == "customer-service"


BROKEN: list[tuple[str, bytes, str]] = [
    ("duplicate key", b"name: A\nname: B\n", ':2: key "name" stands twice, first on line 1 [yaml]'),
    ("not YAML", b"name: A\nunit: [a\nb: c\n", ":3: not YAML: while parsing a flow sequence, did not find expected"),
    ("a word to quote", b"name: A\nlevel: off\n", '; write "off" (kpi fmt can put the quotes) [yaml]'),
    ("not UTF-8", b"name: A\nunit: caf\xe9\n", ":2: byte 0xe9 is not UTF-8; save the file as UTF-8 [yaml]"),
    ("10 MB", b"x" * 10_000_000, ": 10,000,000 bytes; a file holds at most 262,144 (256 KiB) [yaml]"),
    ("alias bomb", b"a: &a [x]\nb: [*a, *a]\n", ":1: anchor &a: anchors and aliases are not allowed"),
    ("200,000 brackets", b"[" * 200_000, ":1: nested more than 40 deep [yaml]"),
    ("NUL", b"name: \x00\n", ":1: not YAML: control characters are not allowed [yaml]"),
    ("empty", b"", ": the file is empty [yaml]"),
    ("a comment only", b"# soon\n", ": the file is empty [yaml]"),
    ("a list", b"- a\n- b\n", ':1: ["a", "b"] is not a mapping [schema]'),
    ("a text", b"hello\n", ':1: "hello" is not a mapping [schema]'),
]


@pytest.mark.parametrize(("raw", "text"), [pytest.param(*row[1:], id=row[0]) for row in BROKEN])
def test_one_broken_file_is_told_in_one_line_and_hides_no_other(small: Small, raw: bytes, text: str) -> None:
    small.write_bytes(f"{FOLDER}/broken-record.yml", raw)
    small.change(COMPANION_FILE, ("level", "middle"))
    catalogue = small.load()
    mine = [line for line in told(catalogue) if "broken-record.yml" in line]
    assert len(mine) == 1
    assert mine[0].startswith(f"catalogue/{FOLDER}/broken-record.yml:")
    assert text in mine[0]
    assert "\n" not in mine[0]
    line = small.line(COMPANION_FILE, "level")
    others = [line for line in told(catalogue) if "broken-record.yml" not in line]
    assert others == [
        f'catalogue/{COMPANION_FILE}:{line}: level: "middle" is not a known word '
        "(one of strategic, tactical, operational) [schema]"
    ]
    assert list(catalogue.kpis) == [COMPANIONS[1], SUBJECT]
    assert catalogue.unreadable == {"broken-record", COMPANIONS[0]}


def test_every_problem_of_a_file_is_told_in_the_order_of_its_lines(small: Small) -> None:
    small.change(SUBJECT_FILE, ("level", "middle"), ("faqs.0.answer", 5), ("name", ""), ("pitfalls.1.cost", "high"))
    found = small.load().problems
    fields = ["name", "level", "pitfalls[2].cost", "faqs[1].answer"]
    assert [(p.field_name, p.line) for p in found] == [(field, small.line(SUBJECT_FILE, field)) for field in fields]


def test_a_missing_attribute_takes_the_line_of_what_lacks_it(small: Small) -> None:
    data = subject()
    del data["faqs"][1]["answer"]
    small.write(SUBJECT_FILE, data)
    (problem,) = small.load().problems
    assert (problem.field_name, problem.line) == ("faqs[2]", small.line(SUBJECT_FILE, "faqs[2]"))


PLACES: list[tuple[str, str, str]] = [
    (f"{FOLDER}/Gross_Margin.yml", '"Gross_Margin" cannot be an id', "such as gross-margin.yml"),
    (f"{FOLDER}/gross margin.yml", '"gross margin" cannot be an id', "such as gross-margin.yml"),
    (f"{FOLDER}/gross--margin.yml", '"gross--margin" cannot be an id', "such as gross-margin.yml"),
    (f"{FOLDER}/.gross-margin.yml", '".gross-margin" cannot be an id', "such as gross-margin.yml"),
    (f"{FOLDER}/märge.yml", '"märge" cannot be an id', "such as gross-margin.yml"),
    (f"{FOLDER}/gross-margin.yaml", "not read: the name of a record ends in .yml", ""),
    (f"{FOLDER}/gross-margin.yml.orig", "not read: the name of a record ends in .yml", ""),
    ("kpis/README.md", "not read: the name of a record ends in .yml", ""),
    ("kpis/gross-margin.yml", "a record lies in the folder of its function", "kpis/<function>/gross-margin.yml"),
    (f"{FOLDER}/deep/gross-margin.yml", "a record lies in the folder of its", "kpis/<function>/gross-margin.yml"),
    ("sources/deep/publisher.yml", "the file of a publisher lies in no further folder", "sources/publisher.yml"),
    ("scorecards/deep/card.yml", "a scorecard lies in no further folder", "scorecards/card.yml"),
]


@pytest.mark.parametrize(("file", "message", "hint"), PLACES, ids=[row[0] for row in PLACES])
def test_a_file_in_a_wrong_place_or_under_a_wrong_name_is_told(
    small: Small, file: str, message: str, hint: str
) -> None:
    small.write_bytes(file, as_yaml(subject())[0].encode())
    catalogue = small.load()
    (problem,) = catalogue.problems
    assert (problem.rule, problem.path) == ("file-name", f"catalogue/{file}")
    assert problem.message.startswith(message)
    assert hint in problem.hint
    assert len(catalogue) == 3


@pytest.mark.parametrize("name", ["gross-margin.yml~", ".gross-margin.yml.swp", ".DS_Store"])
def test_what_editors_leave_behind_is_passed_over(small: Small, name: str) -> None:
    small.write_bytes(f"{FOLDER}/{name}", b"half a rec")
    assert small.load().problems == ()


def test_a_name_of_bytes_that_are_no_text_is_told_and_can_be_printed(small: Small) -> None:
    file = os.fsencode(small.root / FOLDER) + b"/caf\xe9.yml"
    Path(os.fsdecode(file)).write_bytes(b"")
    (line,) = told(small.load())
    assert (
        line.encode()
        == (
            f'catalogue/{FOLDER}/caf\\udce9.yml: "caf\\udce9" cannot be an id '
            "(lower-case words joined by hyphens, such as gross-margin.yml) [file-name]"
        ).encode()
    )


def test_a_file_that_cannot_be_read_is_told(small: Small) -> None:
    (small.root / FOLDER / "gone-away.yml").symlink_to("nowhere.yml")
    (line,) = told(small.load())
    assert line == f"catalogue/{FOLDER}/gone-away.yml: cannot be read: No such file or directory [yaml]"


def test_an_id_stands_once_over_all_folders(small: Small) -> None:
    small.write(f"kpis/accounting/{SUBJECT}.yml", subject())
    catalogue = small.load()
    assert told(catalogue) == [
        f"catalogue/{SUBJECT_FILE}: the id {SUBJECT} is taken by kpis/accounting/{SUBJECT}.yml [duplicate-name]"
    ]
    assert catalogue.kpis[SUBJECT].function == "accounting"


def test_a_publication_stands_in_one_file(small: Small) -> None:
    small.write("sources/other-publisher.yml", changed(small.data[SOURCES_FILE], ("publisher", "Other")))
    catalogue = small.load()
    line = small.line(SOURCES_FILE, "publications.some-study-2022")
    assert told(catalogue) == [
        f"catalogue/{SOURCES_FILE}:{line}: publications.some-study-2022: the publication some-study-2022 stands in "
        "another file too [duplicate-name]"
    ]
    assert catalogue.sources["some-study-2022"].publisher == "Other"


@pytest.mark.parametrize("file", [SUBJECT_FILE, CATEGORIES_FILE, UNITS_FILE, SOURCES_FILE, SCORECARD_FILE])
def test_a_broken_file_of_any_kind_leaves_the_rest_readable(small: Small, file: str) -> None:
    small.write_bytes(file, b"a: [\n")
    found = small.check()
    assert [(p.rule, p.path, p.line) for p in found] == [("yaml", f"catalogue/{file}", 2)]
    assert len(small.load()) == (2 if file == SUBJECT_FILE else 3)


@pytest.mark.parametrize("name", ["categories", "industries", "units"])
def test_a_missing_taxonomy_is_told_once_and_nothing_is_called_unknown(small: Small, name: str) -> None:
    (small.root / "taxonomy" / f"{name}.yml").unlink()
    assert [p.text() for p in small.check()] == [
        f"catalogue/taxonomy/{name}.yml: no such file; every catalogue needs it [schema]"
    ]


def test_what_names_a_file_that_could_not_be_read_is_not_called_unknown(small: Small) -> None:
    place = small.root / COMPANION_FILE
    for moved_to in (place.with_suffix(".yaml"), small.root / "kpis" / place.name):
        place.rename(moved_to)
        assert {problem.rule for problem in small.check()} == {"file-name"}
        place = moved_to


def test_the_version_tells_contents_and_names_apart(small: Small) -> None:
    before = small.load().version
    assert small.load().version == before
    (small.root / COMPANION_FILE).rename(small.root / FOLDER / "cost-of-contact.yml")
    renamed = small.load().version
    small.change(SUBJECT_FILE, ("frequency", "daily"))
    assert len({before, renamed, small.load().version}) == 3


def test_a_field_that_is_not_there_takes_the_line_of_its_nearest_parent() -> None:
    raw = b"a:\n  b: 1\n  c:\n    - d: 2\n"
    rows = [(("a", "c", 0, "x"), 4), (("a", "x", "y"), 1), (("x",), 1), (("a", "b"), 2)]
    problems = [Problem("r", "p", "m", field) for field, _ in rows]
    assert [problem.line for problem in located(problems, raw)] == [line for _, line in rows]


def test_the_lines_of_a_file_that_is_gone_or_broken_stay_unknown(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_bytes(b"a: [")
    problems = [Problem("r", name, "m", ("a",)) for name in ("broken.yml", "gone.yml")]
    assert located_in_files(problems, tmp_path) == problems


VALUES: Any = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 2.0, 1e308, 10**17, "", "x", "0", "a-b", "http://[x", "a/b", [], {}, [1], {"a": 1}]),
    st.text(max_size=12),
    st.sampled_from(["(((", "a/0", "<script>alert(1)</script>", "\u202e", "x" * 3000, "1/hour", "range"]),
)


def ways(value: Any, way: tuple[str, ...] = ()) -> list[str]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for key, item in members for found in ways(item, (*way, str(key)))]
    return [".".join(way), *below] if way else below


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ways(subject())), VALUES), min_size=1, max_size=3))
def test_a_record_with_anything_anywhere_is_read_or_told_and_no_rule_fails(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, Any]]
) -> None:
    small = small_catalogue(tmp_path_factory.getbasetemp() / "anything")
    data = subject()
    for change in changes:
        try:
            data = changed(data, change)
        except (AttributeError, KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    small.write(SUBJECT_FILE, data)
    found = small.check()
    assert not [problem for problem in found if "the rule itself failed" in problem.message]
    assert SUBJECT in small.load().kpis or any(SUBJECT_FILE in problem.path for problem in found)
    assert all(problem.line for problem in found if SUBJECT_FILE in problem.path)
