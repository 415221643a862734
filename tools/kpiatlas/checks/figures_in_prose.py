"""`figures-in-prose`: a figure about the world has a source, so it is a benchmark and not a part of a sentence.

Arithmetic, thresholds, windows and counts are advice or explanation. What is told here is a sentence that states what
companies or people are found to do, with a number that stands nowhere among the record's own figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problem import FieldPath
from ..records import Catalogue, Kpi
from ..records.model import Values
from .check import Check, Finding, per_kpi
from .texts import prose, sentences

NAME = "figures-in-prose"
# The story is held to its own figures by `worked-example`, the bands to theirs by `bands`.
_LEFT_ASIDE = ("case_study", "standard_formula")
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_IN_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {word: float(number) for number, word in enumerate(_IN_WORDS, 2)}
_COUNT = rf"(?:{_NUMBER}|{'|'.join(_WORDS)})"
_SHARE = rf"{_NUMBER}\s?(?:%|percent\b|per cent\b|percentage points?\b|points\b)"
_MONEY = rf"(?:[$€£]\s?{_NUMBER}|{_NUMBER}\s(?:dollars|euros|pounds|USD|EUR|GBP)\b)"
_TIMES = rf"{_COUNT}\s?(?:times|x|fold)\b"
_FIGURE = re.compile(rf"{_MONEY}|{_SHARE}|{_TIMES}|\b{_COUNT}\s(?:out of|in)\s{_COUNT}\b", re.IGNORECASE)
_WHO = (
    r"(?:companies|firms|organi[sz]ations|businesses|enterprises|employers|manufacturers|retailers|hospitals|banks|"
    r"customers|consumers|buyers|shoppers|users|people|employees|workers|patients|projects|leaders|executives|teams|sites)"
)
# What makes a sentence a statement about the world rather than an explanation.
_SAYS = r"(?:shows?|finds?|found|says?|suggests?|puts?|estimates?|reports?|indicates?|reveals?)"
_MOVES = r"(?:cuts?|reduc\w+|rais\w+|lifts?|improv\w+|increas\w+|boosts?|sav\w+|lower\w*|grow\w*)"
_ROUGHLY = r"(?:up to |about |around |some |as much as |over |more than )?"
_CLAIMS = (
    rf"\b(?:stud(?:y|ies)|research|surveys?|analysts?|statistics|reports?)\b[^.]{{0,40}}\b{_SAYS}\b",
    r"\baccording to\b(?! (?:the|your|its|their) (?:formula|example|definition|contract|policy))",
    r"\b(?:industry|sector|national|global|worldwide|market) (?:average|mean|median|norm|benchmark)s?\b",
    r"\b(?:best[- ]in[- ]class|world[- ]class|top[- ]quartile|top performers|leading companies)\b",
    rf"\b(?:most|many|typical|average|successful|leading|large|small) {_WHO}\b",
    rf"{_NUMBER}\s?(?:%|percent)\s+of (?:all |the |these |those )?{_WHO}\b",
    r"\btypically\b|\bon average\b|\busually (?:runs?|lies?|is|are|falls?)\b",
    rf"\b{_MOVES}\b[^.]{{0,60}}\bby {_ROUGHLY}(?:{_FIGURE.pattern})",
    rf"\b{_WHO}\b[^.]{{0,40}}\b{_SHARE}\s(?:higher|lower|more|less|fewer|better|worse|faster)\b",
    rf"\b{_COUNT}\s(?:out of|in)\s{_COUNT}\s{_WHO}\b",
    rf"{_COUNT}\s?(?:times|x)\s(?:more|less) (?:likely|expensive|costly|often|profitable|productive)\b",
)
_CLAIM = re.compile("|".join(f"(?:{claim})" for claim in _CLAIMS), re.IGNORECASE)
# A sentence that supposes, asks or sets a limit states nothing.
_SUPPOSES = re.compile(
    r"^\W*(?:if|when|suppose|say|take|with|at|for example|given|assume|imagine|an?|one|two|"
    r"what|which|how|who|why|do|does|is|are|can|should|would)\b|\?$",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"(?:above|below|over|under|beyond|exceeds?|more than|less than|fewer than|at least|at most|up to|within|"
    r"reach(?:es)?|past|between|until|from|to|or|and|than|least|of)\s+(?:about |roughly |some )?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CHANGE = re.compile(rf"\bby {_ROUGHLY}$", re.IGNORECASE)
_ALWAYS = {0.0, 1.0, 100.0}


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    own = _own_figures(kpi)
    for field, text in prose(kpi):
        if field[0] in _LEFT_ASIDE or not _has_number(text):
            continue
        for sentence in sentences(text):
            if figure := _claimed(sentence, own):
                yield _told(field, figure, sentence)


def _has_number(text: str) -> bool:
    """Most texts have none, in figures or in words."""
    if _DIGIT.search(text):
        return True
    small = text.lower()
    for word in _IN_WORDS:  # noqa: SIM110 - `any` takes three times as long, and this is asked of every text
        if word in small:
            return True
    return False


def _claimed(sentence: str, own: set[float]) -> str:
    """The first figure about the world in a sentence that claims something; empty where there is none."""
    if _SUPPOSES.search(sentence) or not _CLAIM.search(sentence):
        return ""
    for match in _FIGURE.finditer(sentence):
        numbers = {_value(number) for number in re.findall(_COUNT, match.group().lower())}
        if not numbers <= own and not _is_limit(sentence[: match.start()]):
            return match.group()
    return ""


def _is_limit(before: str) -> bool:
    """Whether the words before make a figure a limit: "above 90 percent", but not "lowers it by up to 80 percent"."""
    return bool(_LIMITS.search(before)) and not _CHANGE.search(before)


def _value(number: str) -> float:
    return _WORDS.get(number) or float(number.replace(",", ""))


def _own_figures(kpi: Kpi) -> set[float]:
    """The numbers that the record itself accounts for: of examples, case study, bands and benchmarks."""
    figures = set(_ALWAYS)
    for _, _, _, example in kpi.formulas():
        figures |= {float(example.result), round(float(example.result)), *_numbers(example.inputs)}
    figures |= {*_numbers(kpi.case_study.before), *_numbers(kpi.case_study.after)}
    for band in kpi.interpretation.bands:
        figures |= {float(limit) for limit in (band.at_least, band.at_most) if limit is not None}
    for benchmark in kpi.benchmarks:
        figures |= {float(n) for n in (benchmark.value, benchmark.low, benchmark.high) if n is not None}
    return figures


def _numbers(values: Values) -> Iterator[float]:
    for value in values.values():
        yield from map(float, value) if isinstance(value, tuple) else (float(value),)


def _told(field: FieldPath, figure: str, sentence: str) -> Finding:
    message = f'"{figure}" is told of the world without a source: "{sentence[:90]}"'
    return Finding(
        field, message, "give it as a benchmark with its source, or say it without the figure", "", "warning"
    )


CHECK = Check(
    NAME,
    "A figure about the world stands among the benchmarks, with its source, and not in a sentence.",
    per_kpi(NAME, _find),
    warns=True,
)
