"""How to cite a KPI: one line of text, and BibTeX.

The address of the page and the day of reading are the reader's, so the page's script puts them in place of `PAGE` and
`DAY`; without a script, `PAGE` stands as the page's place on the site.
"""

from __future__ import annotations

from ..records import Kpi
from .prose import plain
from .urls import kpi_url

WORK = "KPI Atlas"
_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"}
)


def text(kpi: Kpi) -> str:
    """The citation as a sentence."""
    return f"{plain(title(kpi))}. In: {WORK}. {kpi_url(kpi.id)}"


def bibtex(kpi: Kpi) -> str:
    """The citation as a BibTeX entry."""
    return (
        f"@misc{{kpi-atlas-{kpi.id},\n  title = {{{{{plain(title(kpi)).translate(_TEX)}}}}},\n"
        f"  author = {{{{{WORK}}}}},\n  howpublished = {{\\url{{{kpi_url(kpi.id)}}}}}\n}}"
    )


def title(kpi: Kpi) -> str:
    """The name with its abbreviation."""
    return f"{kpi.name} ({kpi.abbreviation})" if kpi.abbreviation else kpi.name
