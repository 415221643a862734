"""`banned-phrase`: words that say nothing, and marks that shout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .texts import prose

NAME = "banned-phrase"
# Each with what to do instead.
BANNED = {
    # The verb alone: financial and operating leverage are terms of the field.
    r"leveraging|leverages? (?:the|our|your|their|its|an?|this|these|existing|data|technology|insights)": "say use",
    r"(?:to|can|could|will|should|must|we|they) leverage": "say use",
    r"robust(?:ly|ness)?": "say what it withstands",
    r"holistic(?:ally)?": "say what is looked at together",
    r"seamless(?:ly)?": "say what no longer gets in the way",
    r"cutting[- ]edge|state[- ]of[- ]the[- ]art|best[- ]in[- ]breed": "say what it does",
    r"data[- ]driven": "say which figures decide what",
    r"in today's|fast[- ]paced|ever[- ](?:changing|evolving)": "begin with the point",
    r"it is (?:important|crucial|essential|vital) to": "say why, or leave it out",
    r"plays? an? (?:crucial|key|vital|pivotal) role": "say what it does",
    r"game[- ]chang(?:er|ing)|synerg(?:y|ies|istic)|paradigm|empower(?:s|ed|ing)?|delve": "use a plain word",
    r"actionable insights?|operational excellence|financial health|continuous improvement": "name the action",
    r"studies show|research shows|experts agree|it is well known": "name the source, or leave it out",
}
_PATTERN = re.compile("|".join(rf"(?P<p{i}>\b(?:{pattern})\b)" for i, pattern in enumerate(BANNED)), re.IGNORECASE)
# Six times as fast, since it has no groups and one case; it says of most texts that they hold nothing.
_IN_SMALL_LETTERS = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in BANNED))
_ADVICE = tuple(BANNED.values())


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    for field, text in prose(kpi):
        straight = text.replace("’", "'")
        for match in _PATTERN.finditer(straight) if _IN_SMALL_LETTERS.search(straight.lower()) else ():
            advice = _ADVICE[int((match.lastgroup or "p0")[1:])]
            yield Finding(field, f'"{match.group()}" says nothing of this KPI', advice)
        if "!" in text.replace("!=", ""):
            yield Finding(field, "an exclamation mark", "say it plainly")


CHECK = Check(NAME, "Plain words only: no filler, no sales talk, no exclamation marks.", per_kpi(NAME, _find))
