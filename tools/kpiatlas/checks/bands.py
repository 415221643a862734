"""`bands`: thresholds are ordered, run the way the direction says, and leave no value without a band."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..problem import FieldPath, Problem
from ..records import Catalogue
from ..records.model import Band
from .check import Check, Finding, problem

NAME = "bands"
BEST_FIRST = ("excellent", "good", "fair", "poor")
_BANDS: FieldPath = ("interpretation", "bands")


def _run(catalogue: Catalogue) -> Iterator[Problem]:
    for kpi in catalogue:
        for found in band_findings(kpi.interpretation.bands, kpi.direction, _BANDS):
            yield problem(NAME, kpi, found)
    for scorecard in catalogue.scorecards.values():
        for g, group in enumerate(scorecard.groups):
            for k, line in enumerate(group.kpis):
                if line.kpi in catalogue.kpis:
                    field: FieldPath = ("groups", g, "kpis", k, "thresholds")
                    for found in band_findings(line.thresholds, catalogue.kpis[line.kpi].direction, field):
                        yield Problem(NAME, scorecard.path, found.message, found.field)


def band_findings(bands: tuple[Band, ...], direction: str, field: FieldPath) -> Iterator[Finding]:
    """What is wrong with a list of bands for a KPI of that direction."""
    if not bands:
        return
    *limited, last = bands
    if last.at_least is not None or last.at_most is not None:
        yield Finding((*field, len(limited)), "the last band has no threshold, so that every value has a band")
    for number, band in enumerate(limited):
        if band.at_least is None and band.at_most is None:
            yield Finding((*field, number), "only the last band has no threshold; what follows is never reached")
            return
    kinds = {"at_least" if band.at_least is not None else "at_most" for band in limited}
    if len(kinds) > 1:
        yield Finding(field, "at_least and at_most are mixed; a list of bands uses one of them")
        return
    yield from _order(limited, kinds.pop(), direction, field)
    yield from _ratings([band.rating for band in bands], direction, field)


def _order(limited: list[Band], kind: str, direction: str, field: FieldPath) -> Iterator[Finding]:
    wanted = {"higher": "at_least", "lower": "at_most"}.get(direction)
    if wanted and kind != wanted:
        yield Finding((*field, 0, kind), f"where {direction} is better, bands use {wanted}, the best first")
    limits = [band.at_least if kind == "at_least" else band.at_most for band in limited]
    for number, (first, second) in enumerate(pairwise(limits), 1):
        if first is not None and second is not None and (second >= first if kind == "at_least" else second <= first):
            way = "falls" if kind == "at_least" else "rises"
            yield Finding((*field, number, kind), f"{second} follows {first}; {kind} {way} from band to band")


def _ratings(ratings: list[str], direction: str, field: FieldPath) -> Iterator[Finding]:
    ranks = [BEST_FIRST.index(rating) for rating in ratings]
    if direction == "range":
        if ranks[0] == min(ranks) or ranks[-1] == min(ranks):
            yield Finding(
                field, "within a range the best band stands between others; too much and too little are both bad"
            )
    elif ranks != sorted(set(ranks)):
        yield Finding(field, f"ratings run {', '.join(ratings)}; they run from best to worst, each once")


CHECK = Check(
    NAME,
    "Bands run from best to worst (for a range: best in the middle), thresholds are ordered, the last takes the rest.",
    _run,
)
