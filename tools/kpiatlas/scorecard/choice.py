"""A template of one's own: from KPIs that somebody names, or from those of a category or an industry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from ..problem import UserError
from ..records import Catalogue, Kpi
from ..records.schema import kpi_words
from ..records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from ..records.taxonomy import Function, Group, Industry

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


def best_of(kpis: Sequence[Kpi], catalogue: Catalogue, first: Collection[str] = ()) -> tuple[Kpi, ...]:
    """At most `MOST_CHOSEN`: the ids in `first` lead, then the starter sets, then the most strategic, by name."""
    starters = {row.kpi for function in catalogue.functions.values() for row in function.starter}
    ranked = sorted(
        kpis,
        key=lambda kpi: (
            kpi.id not in first,
            kpi.id not in starters,
            _LEVELS.index(kpi.level),
            kpi.name.casefold(),
        ),
    )
    return tuple(ranked[:MOST_CHOSEN])


class Choice(NamedTuple):
    """KPIs that were chosen, out of how many, and a title for them."""

    kpis: tuple[Kpi, ...]
    of: int
    title: str


def chosen_by(catalogue: Catalogue, category: str | None, industry: str | None) -> Choice:
    """At most `MOST_CHOSEN` KPIs of a function or group, of an industry, or of the one as far as it holds in the other.

    An industry alone gives the KPIs that name it, one above or one below it. With a category those that hold for every
    industry stay in, behind the ones that name it.

    Raises:
        UserError: the category or the industry is unknown, or no KPI is left.
    """
    found, titles, named = tuple(catalogue), [], set[str]()
    if category is not None:
        titles.append(_title("category", category, catalogue.groups, catalogue.functions))
        found = catalogue.in_category(category)
    if industry is not None:
        titles.append(_title("industry", industry, catalogue.industries))
        named = {kpi.id for kpi in catalogue.in_industry(industry) if kpi.industries}
        found = tuple(kpi for kpi in found if kpi.id in named or (category and not kpi.industries))
    found = tuple(kpi for kpi in found if kpi.deprecated is None)
    if not found:
        places = [f"{kind} {id_}" for kind, id_ in (("category", category), ("industry", industry)) if id_]
        raise UserError(f"no KPI is in the {' and the '.join(places)}")
    return Choice(best_of(found, catalogue, named), len(found), ", ".join(titles))


def _title(kind: str, id_: str, *known: Mapping[str, Function | Group | Industry]) -> str:
    titles = {key: item.title for part in known for key, item in part.items()}
    if id_ not in titles:
        close = get_close_matches(id_, titles, 1)
        hint = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(titles)}"
        raise UserError(f'unknown {kind} "{id_[:60]}"; {hint}')
    return titles[id_]
