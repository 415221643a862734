"""Bad input: one clear line each, no traceback, nothing run, nothing lost, and everything else still read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogues import COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE, Small, as_yaml, changed, subject
from cli.command import Kpi, run

FOLDER = "kpis/customer-service"
PYTHON = '__import__("os").system("touch ran")'
# Whole files, as bytes, and the one line that says what is wrong with each.
FILES: dict[str, tuple[bytes, str]] = {
    "alias-bomb": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        ":1: anchor &a: anchors and aliases are not allowed",
    ),
    "broken-yaml": (b"name: A\naliases: [B\nunit: percent\n", ":3: not YAML: while parsing a flow sequence"),
    "duplicate-key": (b"name: A\nunit: percent\nname: B\n", ':3: key "name" stands twice, first on line 1'),
    "many-brackets": (b"[" * 200_000, ":1: nested more than 40 deep"),
    "not-utf8": (b"name: A\ndefinition: caf\xe9\n", ":2: byte 0xe9 is not UTF-8"),
    "null-byte": (b"name: A\nunit: \x00\n", ":2: not YAML: control characters are not allowed"),
    "python-tag": (b"name: !!python/object/apply:os.system [touch ran]\n", ":1: tag tag:yaml.org,2002:python/object"),
    "ten-megabytes": (b"name: " + b"x" * 10_000_000, ": 10,000,006 bytes; a file holds at most 262,144"),
}
# Records with one wrong value: path, value, field, and what is said.
VALUES = {
    "divided-by-zero": (
        "standard_formula.example.inputs.issues",
        0,
        "standard_formula.example.inputs",
        "the result is undefined: issues is 0",
    ),
    "no-such-category": ("categories.0", "contact-centre", "categories[1]", 'unknown category "contact-centre"'),
    "path-for-an-id": (
        "related.0",
        "../../etc/passwd",
        "related[1]",
        '"../../etc/passwd" is not spelled as it must be',
    ),
    "python-for-a-formula": (
        "standard_formula.expression",
        PYTHON,
        "standard_formula.expression",
        '"__import__" is no name',
    ),
    "text-for-a-number": ("case_study.before.issues", "many", "case_study.before.issues", '"many" is not a number'),
    "too-many-brackets": (
        "standard_formula.expression",
        "(" * 1000 + "issues" + ")" * 900,
        "standard_formula.expression",
        "nested",
    ),
}


@pytest.fixture
def bad(small: Small) -> Small:
    """A catalogue of three good records and every bad file at once."""
    for id_, (raw, _) in FILES.items():
        small.write_bytes(f"{FOLDER}/{id_}.yml", raw)
    for number, (id_, (path, value, _, _)) in enumerate(VALUES.items()):
        data = changed(subject(), (path, value), ("name", f"Bad Record {number}"), ("aliases", []))
        small.write(f"{FOLDER}/{id_}.yml", data)
    return small


def test_every_bad_file_is_told_in_one_line_with_its_line_and_the_others_are_checked(bad: Small, kpi: Kpi) -> None:
    answer = kpi("check")
    assert answer.code == 1
    assert "Traceback" not in answer.out + answer.err
    told = [line for line in answer.out.splitlines() if ": warning: " not in line and not line.startswith("    ")]
    lines = [line for line in told if "repeated-wording" not in line]
    for id_, (_, said) in FILES.items():
        mine = [line for line in lines if f"/{id_}.yml" in line.split(" ")[0]]
        assert len(mine) == 1, id_
        assert mine[0].startswith(f"catalogue/{FOLDER}/{id_}.yml{said}")
    for id_, (_, _, field, said) in VALUES.items():
        file = f"{FOLDER}/{id_}.yml"
        mine = [line for line in lines if line.startswith(f"catalogue/{file}:")]
        assert len(mine) == 1, mine
        assert mine[0].startswith(f"catalogue/{file}:{bad.line(file, field)}: {field}: ")
        assert said in mine[0]
    assert not [line for line in lines if SUBJECT_FILE in line or COMPANION_FILE in line]


def test_the_good_records_beside_bad_files_are_all_there(bad: Small, kpi: Kpi) -> None:
    ids = {row["id"] for row in kpi("list", "--json").json}
    assert {SUBJECT, *COMPANIONS} <= ids
    assert not ids & set(FILES)
    assert kpi("calc", SUBJECT, "resolved_on_first_contact=1", "issues=2").out.startswith("50 percent\n")


def test_nothing_of_a_bad_catalogue_runs_or_changes(bad: Small, kpi: Kpi, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in sorted(bad.root.rglob("*.yml"))}
    for arguments in (("check",), ("list",), ("show", "python-for-a-formula"), ("fmt", "--check")):
        kpi(*arguments)
    assert {file: file.read_bytes() for file in sorted(bad.root.rglob("*.yml"))} == before
    assert not [file for file in tmp_path.rglob("*") if file.name == "ran"]


def test_fmt_leaves_every_unreadable_file_as_it_is(bad: Small, kpi: Kpi) -> None:
    kpi("fmt", "catalogue/kpis")
    for id_, (raw, _) in FILES.items():
        assert (bad.root / FOLDER / f"{id_}.yml").read_bytes().rstrip() == raw.rstrip(), id_
    answer = kpi("fmt", "catalogue/kpis")
    assert answer.code == 1
    told = re.findall(r"(?m)^kpi: catalogue/.*/(.*)\.yml: left alone, (.*)$", answer.err)
    assert told == [("not-utf8", "not UTF-8"), ("ten-megabytes", "larger than 256 KiB")]


def test_a_record_whose_formula_cannot_be_read_is_one_line_for_calc(bad: Small, kpi: Kpi) -> None:
    for name in ("python-for-a-formula", "too-many-brackets"):
        answer = kpi("calc", name, "issues=1")
        assert (answer.code, answer.out) == (2, "")
        assert re.fullmatch(
            rf"kpi: \d+ problems in .+\nkpi: catalogue/{FOLDER}/{name}\.yml: its expression cannot be read: .+\n",
            answer.err,
        )


@pytest.mark.parametrize(
    "id_", ["../x", "..", "a/b", "/etc/passwd", "A", "a_b", "a--b", "-a", "", "a.yml", "a\nb", "é", "a" * 81]
)
def test_new_takes_no_id_that_is_none(small: Small, kpi: Kpi, id_: str) -> None:
    before = sorted(small.root.parent.rglob("*"))
    answer = kpi(
        "new",
        *(["--"] if id_.startswith("-") else []),
        id_,
        *([] if id_.startswith("-") else ["--category", "profitability"]),
    )
    assert (answer.code, answer.out) == (2, "")
    assert "cannot be an id; lower-case words joined by hyphens, such as gross-margin" in answer.err
    assert sorted(small.root.parent.rglob("*")) == before


@pytest.mark.parametrize("command", ["show", "calc"])
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "", "\x1b[2J", "x" * 5000, "'; DROP TABLE kpis; --"]
)
def test_a_name_of_nothing_is_1_and_reads_no_file(kpi: Kpi, command: str, name: str) -> None:
    answer = kpi(command, name)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("kpi: no KPI is called")
    assert "root:" not in answer.err
    assert len(answer.err) < 300


@pytest.mark.parametrize("command", ["check", "fmt"])
@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "/", "nowhere.yml", "catalogue/../../x"])
def test_paths_outside_the_catalogue_are_wrong_use(kpi: Kpi, command: str, path: str) -> None:
    if (command, path) == ("check", "/"):
        return  # the catalogue lies below it
    answer = kpi(command, path)
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(r"kpi: [^\n]*(no such file or folder|is not in the catalogue)[^\n]*\n", answer.err)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--category", "nowhere"),
        ("--industry", "nowhere"),
        ("--category", "../x"),
        ("--industry", ""),
        ("--category", ""),
    ],
)
def test_an_unknown_filter_is_wrong_use_and_names_the_known(kpi: Kpi, option: str, value: str) -> None:
    answer = kpi("list", option, value)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f'kpi: unknown {option[2:]} "{value}"; known are ')


EXPRESSIONS = [
    PYTHON,
    '__import__("os")',
    "(" * 100_000,
    "(" * 1_000,
    "1" + "+1" * 900,
    "a.b",
    "a[0]",
    "exec(a)",
    "9" * 400,
    "a b",
    "",
    " ",
    "<script>alert(1)</script>",
    "a\x00b",
    "1 / ",
    "sum(1)",
    "=1+1",
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda text: repr(text[:24]))
@pytest.mark.parametrize("options", [(), ("--json",), ("--to", "excel")], ids=" ".join)
def test_what_is_no_formula_is_wrong_use_with_a_caret(
    kpi: Kpi, tmp_path: Path, expression: str, options: tuple[str, ...]
) -> None:
    answer = kpi("formula", expression, *options)
    assert (answer.code, answer.out) == (2, "")
    message, *excerpt = answer.err.splitlines()
    assert message.startswith("kpi: ")
    assert len(message) < 300
    assert len(excerpt) == 2
    assert set(excerpt[1].strip()) == {"^"}
    assert not (tmp_path / "ran").exists()


def test_a_hundred_thousand_brackets_pass_through_a_real_command_line() -> None:
    answer = run("formula", "(" * 100_000)
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    assert len(answer.err) < 500


GIVEN = [
    ("issues", '"issues" is not name=value'),
    ("issues=many", 'issues: "many" is not a number'),
    ("issues=1,900", 'issues: "1,900" is not a number; write 1900'),
    ("issues=74%", 'issues: "74%" is not a number; write 74'),
    ("issues=1 900", 'issues: "1 900" is not a number; write 1900'),
    ("issues=nan", 'issues: "nan" is not a number'),
    ("issues=inf", 'issues: "inf" is not a number'),
    ("issues=1e999", "issues: 1e999 is too large for a number"),
    ("issues=0x10", 'issues: "0x10" is not a number'),
    ("issues=1_000", 'issues: "1_000" is not a number'),
    ("issues=١٢", 'issues: "١٢" is not a number'),
    ("issues=" + "9" * 100_000 + "x", 'issues: "9'),
    ("isues=5", 'unknown input "isues" (did you mean "issues"?)'),
    ("zzz=5", 'unknown input "zzz" (inputs are resolved_on_first_contact, issues)'),
    ("=5", 'unknown input ""'),
]


@pytest.mark.parametrize(("given", "said"), GIVEN, ids=[row[0][:20] for row in GIVEN])
def test_a_value_that_is_no_number_is_wrong_use_in_one_line(kpi: Kpi, given: str, said: str) -> None:
    for options in ((), ("--json",)):
        answer = kpi("calc", SUBJECT, given, *options)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"kpi: {said}")
        assert answer.err.count("\n") == 1
        assert len(answer.err) < 300


def test_an_input_given_twice_is_wrong_use(kpi: Kpi) -> None:
    answer = kpi("calc", SUBJECT, "issues=1", "issues=2")
    assert (answer.code, answer.err) == (2, 'kpi: input "issues" is given twice\n')


def test_an_unknown_variant_is_wrong_use_and_names_the_known(kpi: Kpi) -> None:
    answer = kpi("calc", SUBJECT, "--variant", "nothing")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f'kpi: {SUBJECT} has no variant "nothing"; it has "Gross rate", "Mean of teams"\n'


def test_a_catalogue_without_any_readable_file_still_answers(small: Small, kpi: Kpi) -> None:
    for file in small.root.rglob("*.yml"):
        file.write_bytes(b"\xff\xfe")
    assert kpi("check").code == 1
    assert len(kpi("check").out.splitlines()) == len(small.data)
    assert (kpi("list").code, kpi("list", "--json").json) == (1, [])
    assert kpi("show", SUBJECT).code == 1
    assert kpi("new", "net-margin").code == 2


def test_html_and_script_in_texts_are_warned_of_and_shown_as_text(small: Small, kpi: Kpi) -> None:
    html = "<script>alert(1)</script>"
    small.change(
        SUBJECT_FILE, ("name", f"Rate {html}"), ("definition", f"The share of issues {html} that are settled.")
    )
    answer = kpi("check")
    assert answer.code == 0
    assert [line.split(": ")[2] for line in answer.out.splitlines()] == ["name", "definition"]
    assert html in kpi("show", SUBJECT).out
    assert kpi("show", SUBJECT, "--json").json["name"] == f"Rate {html}"


def test_a_key_cannot_forge_a_line_of_the_answer(small: Small, kpi: Kpi) -> None:
    data = {**subject(), "x\n::error file=a.yml::forged\x1b[2J": "y"}
    text = as_yaml({key: value for key, value in data.items() if "\n" not in key})[0]
    small.write_bytes(SUBJECT_FILE, text.encode() + b'"x\\n::error file=a.yml::forged\\e[2J": "y"\n')
    for format_ in ("text", "github"):
        answer = kpi("check", "--format", format_)
        assert len(answer.out.splitlines()) == 1
        assert "\x1b" not in answer.out or format_ == "github"
