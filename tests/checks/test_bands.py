"""`bands`: ordered, the way the direction says, and no value without a band."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues import REMOVED, SCORECARD_FILE, Small
from checks.rows import Bad, Good
from kpiatlas.checks.bands import BEST_FIRST, band_findings
from kpiatlas.records.model import Band, Interpretation


def bands(*rows: tuple[str, str, float | None]) -> list[dict[str, object]]:
    """Bands as (rating, at_least or at_most, threshold); no threshold where it is None."""
    return [
        {"rating": rating, "meaning": "What it says."} | ({kind: limit} if limit is not None else {})
        for rating, kind, limit in rows
    ]


LOWER = bands(("excellent", "at_most", 2), ("good", "at_most", 5), ("poor", "at_most", None))
RANGE = bands(("poor", "at_least", 90), ("good", "at_least", 70), ("fair", "at_least", None))
COUNTED_UP = bands(("poor", "at_most", 1), ("good", "at_most", 3), ("poor", "", None))
AT, THRESHOLDS = "interpretation.bands", "groups.0.kpis.0.thresholds"

BAD = [
    Bad("rising", ((f"{AT}.1.at_least", 85),), f"{AT}[2].at_least", "85 follows 80; at_least falls from band to band"),
    Bad("equal", ((f"{AT}.1.at_least", 80),), f"{AT}[2].at_least", "80 follows 80; at_least falls from band to band"),
    Bad(
        "not rising where lower is better",
        (("direction", "lower"), (AT, bands(("good", "at_most", 5), ("fair", "at_most", 2), ("poor", "", None)))),
        f"{AT}[2].at_most",
        "2 follows 5; at_most rises from band to band",
    ),
    Bad(
        "a threshold on the last",
        ((f"{AT}.3.at_least", 10),),
        f"{AT}[4]",
        "the last band has no threshold, so that every value has a band",
    ),
    Bad(
        "no threshold before the last",
        ((f"{AT}.1.at_least", REMOVED),),
        f"{AT}[2]",
        "only the last band has no threshold; what follows is never reached",
    ),
    Bad(
        "both kinds",
        ((f"{AT}.1", {"at_most": 70, "rating": "good", "meaning": "Sound."}),),
        AT,
        "at_least and at_most are mixed; a list of bands uses one of them",
    ),
    Bad(
        "at_most where higher is better",
        ((AT, bands(("excellent", "at_most", 5), ("poor", "", None))),),
        f"{AT}[1].at_most",
        "where higher is better, bands use at_least, the best first",
    ),
    Bad(
        "at_least where lower is better",
        (("direction", "lower"),),
        f"{AT}[1].at_least",
        "where lower is better, bands use at_most, the best first",
    ),
    Bad(
        "worst first",
        ((AT, bands(("fair", "at_least", 80), ("good", "at_least", 70), ("poor", "", None))),),
        AT,
        "ratings run fair, good, poor; they run from best to worst, each once",
    ),
    Bad(
        "a rating twice",
        ((f"{AT}.1.rating", "fair"),),
        AT,
        "ratings run excellent, fair, fair, poor; they run from best to worst, each once",
    ),
    Bad(
        "best at the end of a range",
        (("direction", "range"),),
        AT,
        "within a range the best band stands between others; too much and too little are both bad",
    ),
    Bad(
        "thresholds of a scorecard",
        ((THRESHOLDS, bands(("good", "at_least", 60), ("fair", "at_least", 70), ("poor", "", None))),),
        "groups[1].kpis[1].thresholds[2].at_least",
        "70 follows 60; at_least falls from band to band",
        file=SCORECARD_FILE,
    ),
]
GOOD = [
    Good("as they are", ()),
    Good("lower is better", (("direction", "lower"), (AT, LOWER))),
    Good("a range", (("direction", "range"), (AT, RANGE))),
    Good("a range counted up", (("direction", "range"), (AT, COUNTED_UP))),
    Good("below zero", ((f"{AT}.2.at_least", -5),)),
    Good("no bands", (("interpretation", {"reading": "An amount.", "no_bands_because": "It grows with the firm."}),)),
    Good("of a scorecard", ((THRESHOLDS, bands(("good", "at_least", 90), ("poor", "", None))),), SCORECARD_FILE),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_bands_that_mislead_are_told(small: Small, row: Bad) -> None:
    row.is_told(small, "bands")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_bands_that_run_from_best_to_worst_are_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "bands")


BAND = st.builds(
    Band,
    st.sampled_from(BEST_FIRST),
    st.just("x"),
    st.none() | st.integers(-3, 3),
    st.none(),
)


@given(st.lists(BAND, min_size=2, max_size=5), st.floats(-4, 4))
def test_bands_without_a_finding_rate_every_value_and_a_higher_value_never_worse(
    rows: list[Band], value: float
) -> None:
    reading = Interpretation("x", bands=tuple(rows))
    if list(band_findings(reading.bands, "higher", ("bands",))):
        return
    lower, higher = reading.band(value), reading.band(value + 1)
    assert lower is not None
    assert higher is not None
    assert BEST_FIRST.index(higher.rating) <= BEST_FIRST.index(lower.rating)
