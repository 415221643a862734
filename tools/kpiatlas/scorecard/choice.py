"""A template of one's own: from KPIs that somebody names, or from those of a category or an industry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ..problem import UserError
from ..records import Catalogue, Kpi
from ..records.schema import kpi_words
from ..records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate

MOST_CHOSEN = 12
"""KPIs taken of a category or an industry; a scorecard with everything steers nothing."""
_CADENCES = ("daily", "weekly", "monthly", "quarterly", "yearly")
_LEVELS = ("strategic", "tactical", "operational")
AUDIENCE = "Those who answer for these KPIs"


def chosen_template(kpis: Sequence[Kpi], id_: str, title: str, cadence: str = "") -> ScorecardTemplate:
    """A template with the KPIs by perspective, each once, in the order in which they were named."""
    titles = {word: str(option["title"]) for word, option in kpi_words("perspective").items()}
    named = tuple(dict.fromkeys(kpi.id for kpi in kpis))
    by_id = {kpi.id: kpi for kpi in kpis}
    groups = tuple(
        ScorecardGroup(title=text, kpis=lines)
        for word, text in titles.items()
        if (lines := tuple(ScorecardLine(id_) for id_ in named if by_id[id_].perspective == word))
    )
    purpose = f"Shows where {len(named)} chosen KPIs stand, by perspective." if len(named) > 1 else "Follows one KPI."
    return ScorecardTemplate(
        id=id_,
        path=f"{id_}.yml",
        title=title[:80],
        purpose=purpose,
        audience=AUDIENCE,
        cadence=cadence or usual_cadence(by_id.values()),
        groups=groups,
    )


def usual_cadence(kpis: Iterable[Kpi]) -> str:
    """The frequency that most of the KPIs have, the longer one of equals."""
    counted = Counter("daily" if kpi.frequency == "intraday" else kpi.frequency for kpi in kpis)
    return max(counted, key=lambda word: (counted[word], _CADENCES.index(word)))


def best_of(kpis: Sequence[Kpi], catalogue: Catalogue) -> tuple[Kpi, ...]:
    """At most `MOST_CHOSEN`: the starter sets of the taxonomy lead, then the most strategic, by name."""
    starters = {row.kpi for function in catalogue.functions.values() for row in function.starter}
    living = [kpi for kpi in kpis if kpi.deprecated is None]
    ranked = sorted(living, key=lambda kpi: (kpi.id not in starters, _LEVELS.index(kpi.level), kpi.name.casefold()))
    return tuple(ranked[:MOST_CHOSEN])


def of_category(catalogue: Catalogue, id_: str) -> tuple[tuple[Kpi, ...], str]:
    """The KPIs of a function or group, and its title.

    Raises:
        UserError: it is unknown or has no KPI.
    """
    titles = {key: group.title for key, group in catalogue.groups.items()}
    titles |= {key: function.title for key, function in catalogue.functions.items()}
    return _of("category", id_, titles, catalogue.in_category(id_))


def of_industry(catalogue: Catalogue, id_: str) -> tuple[tuple[Kpi, ...], str]:
    """The KPIs that name an industry, one above or one below it, and its title.

    Raises:
        UserError: it is unknown or no KPI names it.
    """
    titles = {key: industry.title for key, industry in catalogue.industries.items()}
    return _of("industry", id_, titles, catalogue.in_industry(id_))


def _of(kind: str, id_: str, titles: dict[str, str], kpis: tuple[Kpi, ...]) -> tuple[tuple[Kpi, ...], str]:
    if id_ not in titles:
        close = get_close_matches(id_, titles, 1)
        hint = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(titles)}"
        raise UserError(f'unknown {kind} "{id_[:60]}"; {hint}')
    if not kpis:
        raise UserError(f"no KPI is in the {kind} {id_}")
    return kpis, titles[id_]
