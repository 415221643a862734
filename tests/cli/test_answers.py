"""What the commands answer: texts, JSON with exactly the promised keys, and exit codes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogues import COMPANIONS, SUBJECT, SUBJECT_FILE, Small
from cli.command import Kpi
from kpiatlas.formula import TARGETS
from kpiatlas.records import folded

LISTED = ["id", "name", "abbreviation", "aliases", "categories", "industries", "unit", "direction", "summary"]
CALC = ["kpi", "variant", "value", "unit", "band", "undefined_because"]
GIVEN = ("resolved_on_first_contact=1480", "issues=2000")
DETAILS = ("Standard formula", "Business insights", "Interpretation", "Benchmarks", "Pitfalls", "Related")


def test_list_gives_every_kpi_by_name(kpi: Kpi) -> None:
    answer = kpi("list")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split()[0] for line in answer.out.splitlines()] == [COMPANIONS[1], COMPANIONS[0], SUBJECT]


def test_list_as_json_is_an_array_with_exactly_the_promised_keys(kpi: Kpi, small: Small) -> None:
    answer = kpi("list", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert [list(row) for row in answer.json] == [LISTED] * 3
    row, data = answer.json[2], small.data[SUBJECT_FILE]
    assert {key: row[key] for key in ("name", "aliases", "industries", "unit", "direction")} == {
        key: data[key] for key in ("name", "aliases", "industries", "unit", "direction")
    }
    assert row["categories"] == [*data["categories"], "customer-service"]
    assert row["summary"] == small.load().kpis[SUBJECT].summary


FILTERS = [
    (("--category", "customer-service"), 3, 0),
    (("--category", "contact-center"), 3, 0),
    (("--category", "profitability"), 0, 1),
    (("--industry", "banking"), 3, 0),
    (("--industry", "software"), 0, 1),
    (("--category", "contact-center", "--industry", "retail"), 3, 0),
]


@pytest.mark.parametrize(("filters", "count", "code"), FILTERS)
def test_list_takes_a_category_and_an_industry(kpi: Kpi, filters: tuple[str, ...], count: int, code: int) -> None:
    text, rows = kpi("list", *filters), kpi("list", *filters, "--json")
    assert (text.code, rows.code) == (code, code)
    assert len(text.out.splitlines()) == len(rows.json) == count
    assert bool(text.err) == (count == 0)


@pytest.mark.parametrize("name", [SUBJECT, SUBJECT.replace("-", " ").upper(), "First Contact Resolution"])
def test_show_prints_a_kpi_whole(kpi: Kpi, small: Small, name: str) -> None:
    answer = kpi("show", name)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(small.data[SUBJECT_FILE]["name"])
    assert all(f"\n{heading}\n" in answer.out for heading in DETAILS)
    words = folded(" ".join(answer.out.split()))
    for faq in small.data[SUBJECT_FILE]["faqs"]:
        assert folded(faq["question"]) in words
    assert "\x1b" not in answer.out
    assert max(map(len, answer.out.splitlines())) <= 120


def test_show_as_json_is_the_record(kpi: Kpi, small: Small) -> None:
    answer = kpi("show", SUBJECT, "--json")
    assert (answer.code, answer.err) == (0, "")
    data = small.data[SUBJECT_FILE]
    assert answer.json["id"] == SUBJECT
    assert {key: answer.json[key] for key in ("definition", "aliases", "related", "faqs", "unit")} == {
        key: data[key] for key in ("definition", "aliases", "related", "faqs", "unit")
    }
    assert set(data) <= set(answer.json)


@pytest.mark.parametrize("command", [("show",), ("calc",), ("show", "--json"), ("calc", "--json")])
def test_a_kpi_that_is_not_there_is_1_with_the_nearest_named(kpi: Kpi, command: tuple[str, ...]) -> None:
    name, *options = command
    answer = kpi(name, "first contct resolution", *options)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f'kpi: no KPI is called "first contct resolution"; did you mean {SUBJECT}?\n'


def test_a_name_of_several_kpis_is_wrong_use_and_says_which(kpi: Kpi, small: Small) -> None:
    small.change(SUBJECT_FILE, ("abbreviation", "CPC"))
    answer = kpi("show", "cpc")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f'kpi: "cpc" stands for 2 KPIs; say {COMPANIONS[0]} or {SUBJECT}\n'


def test_calc_prints_value_unit_and_band(kpi: Kpi) -> None:
    answer = kpi("calc", SUBJECT, *GIVEN)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "74 percent\ngood: Sound.\n"


NOTHING: dict[str, Any] = {"variant": None, "value": None, "unit": "percent", "band": None, "undefined_because": None}
CALCULATIONS: list[tuple[tuple[str, ...], dict[str, Any], int]] = [
    (GIVEN, {"value": 74.0, "band": "good"}, 0),
    (("resolved_on_first_contact=1.6e3", "issues=2000"), {"value": 80.0, "band": "excellent"}, 0),
    (("resolved_on_first_contact=-1", "issues=2000"), {"value": -0.05, "band": "poor"}, 0),
    (("resolved_on_first_contact=1", "issues=0"), {"undefined_because": "issues is 0"}, 1),
    (("resolved_on_first_contact=1",), {"undefined_because": "issues is missing"}, 1),
    (("resolved_on_first_contact=1", "issues="), {"undefined_because": "issues is missing"}, 1),
    ((), {"undefined_because": "resolved_on_first_contact is missing"}, 1),
    (
        ("--variant", "gross RATE", "resolving_contacts=1", "contacts=4"),
        {"variant": "Gross rate", "value": 25.0, "band": "poor"},
        0,
    ),
    (
        ("--variant", "Mean of teams", "team_rates=70,80,93"),
        {"variant": "Mean of teams", "value": 81.0, "unit": "point"},
        0,
    ),
    (
        ("--variant", "Mean of teams", "team_rates=70,,80"),
        {"variant": "Mean of teams", "value": 75.0, "unit": "point"},
        0,
    ),
    (
        ("--variant", "Mean of teams", "team_rates="),
        {"variant": "Mean of teams", "unit": "point", "undefined_because": "team_rates is missing"},
        1,
    ),
]


@pytest.mark.parametrize(("arguments", "expected", "code"), CALCULATIONS)
def test_calc_as_json_has_exactly_the_promised_keys(
    kpi: Kpi, arguments: tuple[str, ...], expected: dict[str, Any], code: int
) -> None:
    answer = kpi("calc", SUBJECT, *arguments, "--json")
    assert list(answer.json) == CALC
    assert answer.json == {"kpi": SUBJECT, **NOTHING, **expected}
    assert answer.code == code
    assert answer.err.startswith("kpi: undefined: ") if code else answer.err == ""


def test_values_may_stand_before_and_after_an_option(kpi: Kpi) -> None:
    ways = (("--json", *GIVEN), (GIVEN[0], "--json", GIVEN[1]), (*GIVEN, "--json"))
    assert len({kpi("calc", SUBJECT, *way).out for way in ways}) == 1
    assert kpi("formula", "--json", "a / b", "a=1", "b=4").json["value"] == 0.25
    late = kpi("calc", SUBJECT, "--json", *GIVEN, "--jsn")
    assert (late.code, late.out) == (2, "")
    assert "unrecognized arguments: --jsn" in late.err


def test_calc_without_values_says_which_inputs_it_wants(kpi: Kpi) -> None:
    answer = kpi("calc", SUBJECT)
    assert (answer.code, answer.out) == (1, "")
    assert "resolved_on_first_contact (Issues resolved on first contact, issue), issues (Total" in answer.err


EVALUATIONS: list[tuple[tuple[str, ...], str, dict[str, Any], int]] = [
    (("1 + 2 * 3",), "7\n", {"value": 7.0, "undefined_because": None}, 0),
    (("a / b", "a=1", "b=3"), "0.3333333333333333\n", {"value": 1 / 3, "undefined_because": None}, 0),
    (("0 - 2^2",), "-4\n", {"value": -4.0, "undefined_because": None}, 0),
    (("mean(s)", "s=4,5,3"), "4\n", {"value": 4.0, "undefined_because": None}, 0),
    (("a / b", "a=1", "b=0"), "", {"value": None, "undefined_because": "b is 0"}, 1),
    (("-2^2",), "-4\n", {"value": -4.0, "undefined_because": None}, 0),
    (("-a + b", "a=1", "b=3"), "2\n", {"value": 2.0, "undefined_because": None}, 0),
    (("1 / 0",), "", {"value": None, "undefined_because": "the divisor is 0"}, 1),
    (("a + 1",), "", {"value": None, "undefined_because": "a is missing"}, 1),
    (("1e308 * 10",), "", {"value": None, "undefined_because": "the result is too large"}, 1),
]


@pytest.mark.parametrize(("arguments", "out", "answer", "code"), EVALUATIONS)
def test_formula_gives_the_value_or_the_reason_for_none(
    kpi: Kpi, arguments: tuple[str, ...], out: str, answer: dict[str, Any], code: int
) -> None:
    text, rows = kpi("formula", *arguments), kpi("formula", *arguments, "--json")
    assert (text.out, text.code, rows.code) == (out, code, code)
    assert list(rows.json) == ["value", "undefined_because"]
    assert rows.json == answer
    assert rows.out.count("\n") == 1
    if code:
        assert text.err == rows.err == f"kpi: undefined: {answer['undefined_because']}\n"


@pytest.mark.parametrize("target", TARGETS)
def test_formula_writes_an_expression_in_every_target(kpi: Kpi, target: str) -> None:
    text = kpi("formula", "won/(won+lost)*100", "--to", target)
    rows = kpi("formula", "won/(won+lost)*100", "--to", target, "--json")
    assert (text.code, rows.code, text.err) == (0, 0, "")
    assert rows.json == {"text": text.out.removesuffix("\n")}
    assert "won" in text.out


def test_check_is_silent_on_a_good_catalogue(kpi: Kpi) -> None:
    assert kpi("check") == kpi("check", "--format", "text") == kpi("check", "--format", "github")
    answer = kpi("check")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert kpi("check", "--format", "json").json == []


def test_check_prints_problems_as_text_json_and_annotations(kpi: Kpi, small: Small) -> None:
    small.change(SUBJECT_FILE, ("direction", "highest"))
    line = small.line(SUBJECT_FILE, "direction")
    text, rows, marks = (kpi("check", "--format", name) for name in ("text", "json", "github"))
    assert text.code == rows.code == marks.code == 1
    assert text.err == rows.err == marks.err == "kpi: 1 error, 0 warnings\n"
    said = (
        f'catalogue/{SUBJECT_FILE}:{line}: direction: "highest" is not a known word (did you mean "higher"?) [schema]\n'
    )
    assert text.out == said
    assert [list(row) for row in rows.json] == [["rule", "severity", "path", "line", "field", "message", "hint"]]
    assert rows.json[0]["line"] == line
    assert marks.out.startswith(f"::error file=catalogue/{SUBJECT_FILE},line={line},title=schema::direction: ")


def test_warnings_are_printed_and_fail_nothing(kpi: Kpi, small: Small) -> None:
    small.change(SUBJECT_FILE, ("definition", "The <b>share</b> of issues that are settled at once."))
    answer = kpi("check")
    assert answer.code == 0
    assert "warning: definition:" in answer.out
    assert answer.err == "kpi: 0 errors, 1 warning\n"


def test_check_reports_on_the_paths_named_and_reads_all(kpi: Kpi, small: Small) -> None:
    other = f"kpis/customer-service/{COMPANIONS[0]}.yml"
    small.change(SUBJECT_FILE, ("direction", "highest"))
    small.change(other, ("aliases.0", small.data[f"kpis/customer-service/{COMPANIONS[1]}.yml"]["name"]))
    paths = {
        f"catalogue/{SUBJECT_FILE}": 1,
        f"catalogue/{other}": 1,
        "catalogue/kpis": 2,
        "catalogue/kpis/customer-service": 2,
        "catalogue/taxonomy": 0,
        "catalogue": 2,
        ".": 2,
    }
    found = {path: len(kpi("check", path).out.splitlines()) for path in paths}
    assert found == paths
    assert kpi("check", "catalogue/taxonomy").code == 0
    both = kpi("check", f"catalogue/{SUBJECT_FILE}", f"catalogue/{other}")
    assert len(both.out.splitlines()) == 2


def test_check_takes_a_catalogue_as_its_path(kpi: Kpi, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KPI_CATALOGUE")
    small.change(SUBJECT_FILE, ("direction", "highest"))
    assert kpi("check", "catalogue").out.startswith(f"catalogue/{SUBJECT_FILE}:")


def test_fmt_names_what_it_repairs_and_then_is_silent(kpi: Kpi, small: Small) -> None:
    assert kpi("fmt").code == 0  # the small catalogue is written without the line for editors
    file = small.root / SUBJECT_FILE
    good = file.read_bytes()
    rows = good.decode().split("\n")
    at = rows.index("direction: " + json.dumps(small.data[SUBJECT_FILE]["direction"]))
    rows.insert(2, rows.pop(at))
    file.write_text("\n".join(rows), encoding="utf-8")
    named = f"catalogue/{SUBJECT_FILE}\n"
    assert (kpi("fmt", "--check").code, kpi("fmt", "--check").out) == (1, named)
    assert file.read_text(encoding="utf-8") == "\n".join(rows), "--check changes nothing"
    answer = kpi("fmt")
    assert (answer.code, answer.out, answer.err) == (0, named, "")
    assert file.read_bytes() == good
    assert (kpi("fmt").out, kpi("fmt", "--check").code) == ("", 0)


def test_fmt_takes_files_and_folders(kpi: Kpi, small: Small) -> None:
    names = [f"catalogue/{file}\n" for file in sorted(small.data)]
    assert kpi("fmt", "--check", f"catalogue/{SUBJECT_FILE}").out == f"catalogue/{SUBJECT_FILE}\n"
    assert kpi("fmt", "--check", "catalogue/taxonomy").out == "".join(n for n in names if "taxonomy" in n)
    assert kpi("fmt", "--check").out == "".join(names)


def test_fmt_leaves_alone_what_is_no_file_of_the_catalogue(kpi: Kpi, small: Small) -> None:
    kpi("fmt")
    for name in ("notes.yml", "taxonomy/colors.yml", "kpis/README.md"):
        small.write_bytes(name, b"b: 1\na: 2\n")
        answer = kpi("fmt", f"catalogue/{name}")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == (
            f"kpi: catalogue/{name}: left alone, not a record, taxonomy, source or scorecard of the catalogue\n"
        )
        assert (small.root / name).read_bytes() == b"b: 1\na: 2\n"


def test_fmt_puts_the_quotes_that_check_asks_for(kpi: Kpi, small: Small) -> None:
    kpi("fmt")
    file = small.root / SUBJECT_FILE
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace('period: "2022"', "period: 2022-01-01 10:00:00"), encoding="utf-8")
    assert "kpi fmt can put the quotes" in kpi("check").out
    assert kpi("fmt").code == 0
    assert file.read_text(encoding="utf-8") == good.replace('period: "2022"', 'period: "2022-01-01 10:00:00"')


def test_new_writes_a_template_where_its_category_says(kpi: Kpi, small: Small) -> None:
    answer = kpi("new", "operating-margin", "--category", "profitability")
    path = "catalogue/kpis/accounting/operating-margin.yml"
    assert (answer.code, answer.out, answer.err) == (0, f"{path}\n", "")
    text = (small.root / "kpis/accounting/operating-margin.yml").read_text(encoding="utf-8")
    assert f"# {path}\n" in text
    assert 'categories: ["profitability"]' in text
    assert kpi("check", path).code == 1
    assert kpi("fmt", "--check", path).code == 0


def test_new_chooses_the_group_of_the_nearest_record_and_says_so(kpi: Kpi, small: Small) -> None:
    answer = kpi("new", "second-contact-resolution")
    assert answer.out == "catalogue/kpis/customer-service/second-contact-resolution.yml\n"
    assert answer.err.startswith("kpi: put into contact-center; --category GROUP chooses another")


def test_new_never_writes_over_a_record(kpi: Kpi, small: Small) -> None:
    before = (small.root / SUBJECT_FILE).read_bytes()
    for broken in (before, b"name: [\n"):
        (small.root / SUBJECT_FILE).write_bytes(broken)
        answer = kpi("new", SUBJECT, "--category", "contact-center")
        assert (answer.code, answer.out) == (2, "")
        assert "exists already" in answer.err
        assert (small.root / SUBJECT_FILE).read_bytes() == broken
