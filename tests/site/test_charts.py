"""The band chart: bands in order, thresholds and benchmarks where they belong."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from catalogues import CATALOGUE
from kpiatlas.records import Kpi, load_catalogue
from kpiatlas.records.model import Band, Interpretation
from kpiatlas.site.charts import LEFT, RIGHT, Scale, band_chart, scale_of, short_number, stretches

CATALOGUE_OF_ALL = load_catalogue(CATALOGUE.resolve(), cached=False)


def _band(rating: str, **limit: float) -> Band:
    return Band(rating=rating, meaning=f"what {rating} means", **limit)


HIGHER = (_band("excellent", at_least=80), _band("good", at_least=70), _band("poor"))
LOWER = (_band("excellent", at_most=3), _band("fair", at_most=8), _band("poor"))


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (HIGHER, [("poor", 0, 70), ("good", 70, 80), ("excellent", 80, 100)]),
        (LOWER, [("excellent", 0, 3), ("fair", 3, 8), ("poor", 8, 100)]),
        ((), []),
    ],
)
def test_bands_cover_the_scale_from_left_to_right(
    bands: tuple[Band, ...], expected: list[tuple[str, float, float]]
) -> None:
    assert [(band.rating, start, end) for band, start, end in stretches(bands, 0, 100)] == expected


@pytest.mark.parametrize("kpi", list(CATALOGUE_OF_ALL), ids=lambda kpi: kpi.id)
def test_every_chart_is_well_formed_and_holds_its_bands_benchmarks_and_one_marker(kpi: Kpi) -> None:
    drawn = str(band_chart(kpi))
    if not drawn:
        assert not kpi.interpretation.bands
        assert not kpi.benchmarks
        return
    svg = ElementTree.fromstring(drawn)
    classes = [element.get("class", "") for element in svg.iter()]
    assert classes.count("atlas-marker") == 1
    assert classes.count("atlas-benchmark") == len(kpi.benchmarks)
    drawn_bands = [name for name in classes if name in {f"atlas-{band.rating}" for band in kpi.interpretation.bands}]
    assert len(drawn_bands) == len(kpi.interpretation.bands)


@pytest.mark.parametrize("kpi", list(CATALOGUE_OF_ALL), ids=lambda kpi: kpi.id)
def test_the_scale_holds_every_threshold_benchmark_and_the_worked_example(kpi: Kpi) -> None:
    scale = scale_of(kpi)
    if scale is None:
        return
    values = [
        limit for band in kpi.interpretation.bands for limit in (band.at_least, band.at_most) if limit is not None
    ]
    values += [value for row in kpi.benchmarks for value in (row.value, row.low, row.high) if value is not None]
    for value in (*values, kpi.standard_formula.example.result):
        assert scale.low <= value <= scale.high
    assert scale.low >= 0 or min(values) <= 0 or kpi.standard_formula.example.result < 0


def test_values_outside_the_scale_stick_to_its_edge() -> None:
    scale = Scale(0, 10, 2)
    assert (scale.x(-5), scale.x(0), scale.x(5), scale.x(10), scale.x(99)) == (
        LEFT,
        LEFT,
        (LEFT + RIGHT) / 2,
        RIGHT,
        RIGHT,
    )


def test_labels_of_the_scale_do_not_overlap() -> None:
    for kpi in CATALOGUE_OF_ALL:
        found = re.findall(r'atlas-tick" x="([\d.]+)" y="\d+" text-anchor="(\w+)">([^<]+)<', str(band_chart(kpi)))
        spans = []
        for x, anchor, text in found:
            width = 7.2 * len(text)
            start = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
            spans.append((start, start + width))
        spans.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(spans)), kpi.id


def test_text_of_a_record_is_escaped_in_the_drawing() -> None:
    kpi = CATALOGUE_OF_ALL.kpis["first-contact-resolution"]
    nasty = tuple(replace(band, meaning='"><script>alert(1)</script>') for band in kpi.interpretation.bands)
    drawn = str(band_chart(replace(kpi, name='"><img src=x>', interpretation=Interpretation("r", "b", nasty))))
    assert "<script" not in drawn
    assert "<img" not in drawn


@pytest.mark.parametrize(
    ("value", "text"),
    [(74, "74"), (1480.0, "1,480"), (60.408, "60.41"), (0.5, "0.5"), (0.00123, "0.0012"), (-3.10, "-3.1"), (0, "0")],
)
def test_numbers_on_a_scale_are_short(value: float, text: str) -> None:
    assert short_number(value) == text
