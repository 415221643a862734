"""`plain-text`: no markup, hidden characters or script addresses in texts. They would be shown as text, never run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..records import Catalogue, Kpi
from .check import Check, Finding, per_kpi
from .texts import all_text

NAME = "plain-text"
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>\n]{0,200}>?|<!--")
_SCRIPT = re.compile(r"\b(?:(?:javascript|vbscript)\s*:\s*\S|data:\s*[a-z]+/[a-z])", re.IGNORECASE)
_SIGNS = frozenset("<:{")  # a text without these and without hidden characters, as most are, is plain
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def _find(kpi: Kpi, catalogue: Catalogue) -> Iterator[Finding]:
    for field, text in all_text(kpi):
        if text.isprintable() and not _SIGNS.intersection(text):
            continue
        if match := _TAG.search(text):
            yield _warning(field, f'"{match.group()[:40]}" looks like markup; it is shown as text')
        if match := _SCRIPT.search(text):
            yield _warning(field, f'"{match.group()[:40]}" looks like a script address; it is shown as text')
        if match := _TEMPLATE.search(text):
            yield _warning(field, f'"{match.group()[:40]}" looks like a template; it is shown as text')
        hidden = sorted(
            {f"U+{ord(sign):04X}" for sign in text if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"}
        )
        if hidden:
            yield _warning(field, f"hidden characters {', '.join(hidden)}; delete them")


def _warning(field: tuple[str | int, ...], message: str) -> Finding:
    return Finding(field, message, severity="warning")


CHECK = Check(
    NAME,
    "Texts hold no HTML, script addresses, template syntax or hidden characters (a warning).",
    per_kpi(NAME, _find),
    warns=True,
)
