"""Scorecard files: written, read, refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.problem import UserError
from kpiatlas.records.model import Band
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from kpiatlas.scorecard import from_yaml, to_yaml
from kpiatlas.scorecard.template_file import line_data, line_from_json, template_data

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85\ufeff"), min_size=3)
NUMBER = st.integers(-1000, 1000) | st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
BANDS = (Band("good", "Enough.", at_least=5), Band("poor", "Too little."))
LINES = st.builds(
    ScorecardLine,
    kpi=st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,2}", fullmatch=True),
    variant=st.just("") | TEXT.map(lambda text: text[:80]),
    weight=st.none() | st.integers(1, 100),
    target=st.none() | NUMBER,
    targets=st.none()
    | st.dictionaries(st.sampled_from(["2026-11", "2026-W05", "2026", "2026-Q1"]), NUMBER, min_size=1),
    baseline=st.none() | NUMBER,
    owner=st.just("") | TEXT.map(lambda text: text[:80]),
    status_by=st.sampled_from(["", "percent-of-target", "baseline-to-target"]),
    levels=st.none() | st.just({"excellent": 110, "fair": 80.5}),
    thresholds=st.sampled_from([(), BANDS]),
    note=st.just("") | TEXT.map(lambda text: text[:300]),
)
TEMPLATES = st.builds(
    lambda title, lines, weight: ScorecardTemplate(
        "some", "some.yml", title[:60], title[:300], "no", "monthly", (ScorecardGroup("yes", lines, "", weight),)
    ),
    TEXT,
    st.lists(LINES, min_size=1, max_size=3).map(tuple),
    st.none() | st.integers(1, 100),
)


@given(TEMPLATES)
def test_what_is_written_reads_back(template: ScorecardTemplate) -> None:
    named = ScorecardTemplate(**{name: getattr(template, name) for name in template.__slots__} | {"audience": "Nobody"})
    assert from_yaml(to_yaml(named).encode(), "some", "some.yml") == named
    text = json.dumps(template_data(named), ensure_ascii=False)
    assert from_yaml(text.encode(), "some", "some.yml") == named, "JSON is YAML"


@given(LINES)
def test_a_line_goes_through_json(line: ScorecardLine) -> None:
    assert line_from_json(json.dumps(line_data(line))) == line


def test_what_is_not_said_is_not_written() -> None:
    assert line_data(ScorecardLine("gross-margin")) == {"kpi": "gross-margin"}
    assert line_data(ScorecardLine("gross-margin", target=0)) == {"kpi": "gross-margin", "target": 0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: [", r"my\.yml:\d+: "),
        ("", r"my\.yml: .*nothing is not a mapping"),
        ("title: A title\n", r'my\.yml:1: "purpose" is missing.*and 3 more'),
        ("a: &x 1\nb: *x\n", r"my\.yml:1: "),
        ("x" * 10, r"my\.yml"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        from_yaml(text.encode(), "my", "my.yml")
    assert "\n" not in str(refused.value)
