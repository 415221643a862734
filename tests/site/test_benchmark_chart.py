"""The benchmark chart, the case study's figures, differences between KPIs, citations."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from catalogues import CATALOGUE, SUBJECT
from kpiatlas.records import Kpi, load_catalogue
from kpiatlas.records.model import Benchmark
from kpiatlas.site import citation
from kpiatlas.site.case_study import case_rows
from kpiatlas.site.charts import RIGHT, scale_of
from kpiatlas.site.differences import difference
from kpiatlas.site.view import View

ALL = load_catalogue(CATALOGUE.resolve(), cached=False)
VIEW = View(ALL)
ROW: Benchmark = ALL.kpis[SUBJECT].benchmarks[0]


def _rows(kpi: Kpi) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(str(VIEW.benchmark_chart(kpi))).iter("g"))


def _label(row: ElementTree.Element) -> str:
    """What stands over the mark, as one line."""
    return " ".join(line.text or "" for line in row.iter("tspan"))


def test_every_benchmark_has_a_row_with_figure_words_population_period_and_source() -> None:
    for kpi in (kpi for kpi in ALL if kpi.benchmarks):
        chart = ElementTree.fromstring(str(VIEW.benchmark_chart(kpi)))
        rows = list(chart.iter("g"))
        assert len(rows) == len(kpi.benchmarks)
        shared = " ".join(_label(text) for text in chart.findall("text[@class='atlas-shared']"))
        for row, benchmark in zip(rows, kpi.benchmarks, strict=True):
            title, label = row.findtext("title") or "", _label(row)
            who, source = benchmark.population, ALL.sources.get(benchmark.source)
            for part in (VIEW.benchmark_words(benchmark), who.who, who.industry, who.geography, who.period):
                assert part in title, kpi.id
                assert part in f"{shared} {label}" or part == "not stated", kpi.id
            assert title.startswith(VIEW.figure(benchmark).split(" ")[0])
            assert label.startswith(VIEW.figure(benchmark).split(" ")[0])
            assert source is None or source.publisher in title


def test_every_line_fits_and_no_row_lies_over_another() -> None:
    for kpi in (kpi for kpi in ALL if kpi.benchmarks):
        chart = ElementTree.fromstring(str(VIEW.benchmark_chart(kpi)))
        lines = list(chart.iter("tspan"))
        assert all(len(line.text or "") <= 56 for line in lines), kpi.id
        places = [float(line.get("y", "0")) for line in lines]
        assert all(after - before >= 16 for before, after in pairwise(places)), kpi.id
        assert places[-1] < float(chart.get("viewBox", "").split()[3]) - 30


def test_what_all_rows_share_is_said_once() -> None:
    years = [replace(ROW, population=replace(ROW.population, period=period)) for period in ("2019", "2021")]
    chart = ElementTree.fromstring(str(VIEW.benchmark_chart(replace(ALL.kpis[SUBJECT], benchmarks=tuple(years)))))
    (shared,) = chart.findall("text[@class='atlas-shared']")
    assert ROW.population.who in _label(shared)
    assert [_label(row).split(": ")[1] for row in chart.iter("g")] == ["2019", "2021"]
    alone = VIEW.benchmark_chart(replace(ALL.kpis[SUBJECT], benchmarks=(ROW,)))
    assert "atlas-shared" not in alone


def test_rows_of_one_population_show_first_what_tells_them_apart() -> None:
    years = [replace(ROW, population=replace(ROW.population, period=period)) for period in ("2019", "2021")]
    texts = [_label(row) for row in _rows(replace(ALL.kpis[SUBJECT], benchmarks=tuple(years)))]
    assert ["2019" in texts[0], "2021" in texts[1]] == [True, True]


def test_kinds_and_statistics_are_told_apart_by_shape_and_by_word() -> None:
    point = replace(ROW, value=60, low=None, high=None)
    kinds = [replace(point, kind=kind, statistic="mean") for kind in ("observed", "target", "regulatory_limit")]
    statistics = [replace(point, kind="observed", statistic=name) for name in ("mean", "median", "p25", "p75", "share")]
    subject = ALL.kpis[SUBJECT]
    for changed, distinct in ((kinds, "class"), (statistics, "")):
        rows = _rows(replace(subject, benchmarks=tuple(changed)))
        marks = [ElementTree.tostring(list(row)[-1]).decode() for row in rows]
        shapes = [list(row)[-1].get(distinct) for row in rows] if distinct else [_shape(mark) for mark in marks]
        assert len(set(shapes)) == len(changed)
        assert len({_label(row) for row in rows}) == len(changed)


def _shape(mark: str) -> str:
    """The element without its place."""
    return "circle" if mark.startswith("<circle") else mark.split("m", 1)[1]


def test_a_derived_figure_and_a_range_look_and_read_so() -> None:
    derived = next((kpi, row) for kpi in ALL for row in kpi.benchmarks if row.derived)
    assert "derived" in VIEW.benchmark_words(derived[1])
    assert any("atlas-derived" in (part.get("class") or "") for row in _rows(derived[0]) for part in row)
    (row,) = _rows(replace(ALL.kpis[SUBJECT], benchmarks=(ROW,)))
    scale = scale_of(replace(ALL.kpis[SUBJECT], benchmarks=(ROW,)))
    bar = list(row)[-1]
    assert scale
    assert float(bar.get("x", "0")) == scale.x(ROW.low or 0)
    assert float(bar.get("x", "0")) + float(bar.get("width", "0")) == pytest.approx(scale.x(ROW.high or 0), abs=0.1)
    assert float(bar.get("x", "0")) < RIGHT


def test_without_benchmarks_there_is_no_chart_and_text_is_escaped() -> None:
    subject = ALL.kpis[SUBJECT]
    assert not VIEW.benchmark_chart(replace(subject, benchmarks=()))
    nasty = replace(ROW, population=replace(ROW.population, who="<script>x</script>\"'"))
    assert "<script" not in VIEW.benchmark_chart(replace(subject, benchmarks=(nasty,)))


def test_the_case_study_has_change_and_bands_of_the_result() -> None:
    *inputs, result = case_rows(ALL.kpis[SUBJECT], ALL)
    assert [(row.label, row.before, row.after, row.change) for row in inputs] == [
        ("Issues resolved on first contact", "1,190", "1,430", "+20.2 %"),
        ("Total issues", "1,900", "1,850", "−2.63 %"),
    ]
    assert (result.before, result.after, result.change) == ("62.63 %", "77.3 %", "+14.7 percentage points")
    assert [band.rating for band in result.bands if band] == ["fair", "good"]


def test_a_case_study_that_gives_no_result_says_so() -> None:
    subject = ALL.kpis[SUBJECT]
    case = replace(subject.case_study, before={"resolved_on_first_contact": 1, "issues": 0}, after={"issues": 1})
    *inputs, result = case_rows(replace(subject, case_study=case), ALL)
    assert (result.before, result.change, result.bands) == ("undefined", "", (None, None))
    assert inputs[1].change == ""


def test_every_case_study_of_the_catalogue_has_a_change() -> None:
    for kpi in ALL:
        result = case_rows(kpi, ALL)[-1]
        assert result.change, kpi.id
        assert "inf" not in result.change


def test_related_kpis_say_how_they_differ() -> None:
    subject, other = ALL.kpis[SUBJECT], ALL.kpis["average-handle-time"]
    assert "in seconds per contact instead of percent" in difference(subject, other, ALL)
    assert "lower is better" in difference(subject, other, ALL)
    assert "higher is better" in difference(other, subject, ALL)
    twin = replace(subject, id="twin")
    assert difference(subject, twin, ALL) == "takes issues resolved on first contact and total issues too"


def test_a_citation_names_the_kpi_and_its_place_and_survives_tex() -> None:
    subject = ALL.kpis[SUBJECT]
    assert citation.text(subject) == f"First Contact Resolution (FCR). In: KPI Atlas. kpi/{SUBJECT}/"
    assert citation.bibtex(subject) == (
        f"@misc{{kpi-atlas-{SUBJECT},\n  title = {{{{First Contact Resolution (FCR)}}}},\n"
        f"  author = {{{{KPI Atlas}}}},\n  howpublished = {{\\url{{kpi/{SUBJECT}/}}}}\n}}"
    )
    odd = replace(subject, name="50 % of A&B_{c}", abbreviation="")
    assert r"50 \% of A\&B\_\{c\}" in citation.bibtex(odd)
