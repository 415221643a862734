"""The report's style: the site's own, with its dark colors for readers who prefer them, and what is the report's."""

from __future__ import annotations

import re
from pathlib import Path

from ...paths import data_root

SITE_STYLE = Path("docs", "assets", "atlas", "atlas.css")
_DARK = re.compile(r'^\[data-md-color-scheme="slate"\] \{\n(?P<colors>(?:  --[^\n]+\n)+)\}', re.MULTILINE)


def report_style() -> str:
    """The style of the page.

    On the site a switch chooses the dark colors; without script the reader's setting does, and paper stays light.
    """
    site = (data_root() / SITE_STYLE).read_text(encoding="utf-8")
    found = _DARK.search(site)
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{\n{found['colors']}}} }}\n" if found else ""
    return site + dark + Path(__file__).with_name("report.css").read_text(encoding="utf-8")
