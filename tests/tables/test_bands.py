"""The band in a table is the band of the record."""

from __future__ import annotations

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpiatlas.records.model import Band, Interpretation
from kpiatlas.tables.bands import band_case, highest, lowest
from kpiatlas.tables.quoting import number
from tables.conftest import sql

thresholds = st.one_of(st.integers(-1000, 1000), st.decimals(-1000, 1000, places=3).map(float))


@given(threshold=thresholds, steps=st.integers(-3, 3))
@example(threshold=0, steps=0)
@example(threshold=3.5, steps=1)
def test_the_borders_lie_where_rounding_to_nine_decimals_puts_them(threshold: float, steps: int) -> None:
    for border, reaches in ((lowest(threshold), math.inf), (highest(threshold), -math.inf)):
        assert round(border, 9) == threshold
        beyond = round(math.nextafter(border, -reaches), 9)
        assert beyond < threshold if reaches > 0 else beyond > threshold


@given(
    limits=st.lists(thresholds, min_size=1, max_size=4, unique=True),
    rising=st.booleans(),
    offset=st.sampled_from((0.0, 4e-10, -4e-10, 6e-10, -6e-10, 1.0, -1.0)),
)
@settings(max_examples=60, deadline=None)
def test_a_value_is_in_the_same_band_as_in_the_record(limits: list[float], rising: bool, offset: float) -> None:
    ordered = sorted(limits, reverse=rising)
    bands = tuple(
        Band(f"band '{place}'", "", at_least=limit) if rising else Band(f"band '{place}'", "", at_most=limit)
        for place, limit in enumerate(ordered)
    )
    interpretation = Interpretation("", bands=(*bands, Band("rest", "")))
    for limit in limits:
        value = limit + offset
        expected = interpretation.band(value)
        assert expected is not None
        case = band_case("v", interpretation.bands)
        assert sql(f"SELECT {case} FROM (SELECT {number(value)} AS v)") == [(expected.rating,)]


def test_no_value_has_no_band_and_no_bands_give_none() -> None:
    for bands in ((), (Band("all", ""),)):
        assert sql(f"SELECT {band_case('v', bands)} FROM (SELECT {number(None)} AS v)") == [(None,)]
