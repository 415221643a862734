"""What a number format makes of a number: a percentage, a date, a time of day, or the number it is.

Beside `open`: spreadsheets keep a date as a number of days and 74 % as 0.74, and only the format tells.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from .xml_parts import Attributes, read_part

PERCENT, DAY, TIME = "percent", "date", "time"
_BUILT_IN = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), DAY),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), TIME),
}
"""Formats by number that files need not spell out, those of East Asian dates included."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_MOST = 70_000
"""A workbook has at most 65,490 cell formats."""


@dataclass
class Formats:
    """What each cell format makes of a number, by the place that cells name."""

    of_places: list[str] = field(default_factory=list)

    def of(self, place: str) -> str:
        """What the format at a place makes of a number; nothing for a plain one."""
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 7 else -1
        return self.of_places[number] if 0 <= number < len(self.of_places) else ""


def read_formats(package: zipfile.ZipFile, part: str) -> Formats:
    """The formats that the part of styles holds."""
    custom: dict[str, str] = {}
    found = Formats()
    within: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        local = tag.rpartition(" ")[2]
        within.append(local)
        if local == "numFmt" and len(custom) < _MOST:
            custom[attributes.get("numFmtId", "")] = meant_by(attributes.get("formatCode", "")[:255])
        elif local == "xf" and within[-2:-1] == ["cellXfs"] and len(found.of_places) < _MOST:
            found.of_places.append(attributes.get("numFmtId", "0"))

    def end(_: str) -> None:
        within.pop()

    read_part(package, part, start, end)
    found.of_places = [_meaning(id_, custom) for id_ in found.of_places]
    return found


def _meaning(id_: str, custom: dict[str, str]) -> str:
    if id_ in custom:
        return custom[id_]
    return _BUILT_IN.get(int(id_), "") if id_.isascii() and id_.isdigit() and len(id_) < 7 else ""


def meant_by(code: str) -> str:
    """What a format code makes of a number; text in quotes, colors and conditions are left aside."""
    bare = _LITERAL.sub("", code.split(";")[0]).casefold()
    if bare in ("general", "standard", "@"):
        return ""
    if re.search("[dy]", bare) or re.fullmatch(r"m{3,5}", bare.strip()):
        return DAY
    if re.search(r"[hs]", bare):
        return TIME
    return PERCENT if "%" in bare else ""
