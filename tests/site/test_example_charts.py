"""Example charts: one for every kind of chart that the schema names, small, told apart, marked as examples."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kpiatlas.records.schema import resolve, words
from kpiatlas.site.example_charts import DRAWINGS, example_chart
from kpiatlas.site.example_charts.pen import HEIGHT, WIDTH

KINDS = tuple(words(resolve({"$ref": "#/$defs/visualization"})["properties"]["chart"]))
DIRECTIONS = ("higher", "lower", "range")
SVG = "{http://www.w3.org/2000/svg}"


def _drawn(chart: str, direction: str = "higher", value: str = "74 %") -> str:
    return str(example_chart(chart, direction, value, "Line chart", "A value over time."))


def test_every_kind_of_chart_of_the_schema_has_a_drawing_and_no_other() -> None:
    assert set(DRAWINGS) == set(KINDS)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("chart", KINDS)
def test_a_drawing_is_small_named_described_and_holds_the_worked_example(chart: str, direction: str) -> None:
    drawn = _drawn(chart, direction)
    svg = ElementTree.fromstring(drawn)
    assert svg.get("role") == "img"
    assert [part.tag for part in svg][:2] == ["title", "desc"]
    assert svg.findtext("title") == "Line chart, example data"
    assert "made up around the worked example, 74 %" in (svg.findtext("desc") or "")
    assert [part.text for part in svg.iter("text")] == ["74 %"]
    assert len(drawn.encode()) < 1500
    assert not any(sign in drawn for sign in ("\x00", "\x01", "\x02", "#", "style="))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("chart", KINDS)
def test_words_stand_inside_the_drawing(chart: str, direction: str) -> None:
    (words_,) = ElementTree.fromstring(_drawn(chart, direction, "1,234 %")).iter("text")
    x, y, width = float(words_.get("x", "0")), float(words_.get("y", "0")), 7 * 6.6
    start = x - {"end": width, "middle": width / 2}.get(words_.get("text-anchor", ""), 0.0)
    assert start >= 0
    assert start + width <= WIDTH
    assert 9 <= y <= HEIGHT


def test_the_way_that_is_better_changes_the_trend_and_nothing_changes_from_build_to_build() -> None:
    assert len({_drawn("line", direction) for direction in DIRECTIONS}) == len(DIRECTIONS)
    assert _drawn("gauge", "lower") == _drawn("gauge", "lower")


def test_text_from_a_record_set_is_escaped() -> None:
    drawn = str(example_chart("line", "higher", "1 </svg><script>", "<b>", '"&'))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    ElementTree.fromstring(drawn)


def test_a_kind_without_a_drawing_is_left_out() -> None:
    assert not example_chart("hologram", "higher", "1", "Hologram", "")
