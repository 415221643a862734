"""What a reader of a filled scorecard should look at first, and what has changed since the period before.

Pure data: the page only writes it down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..judging import POINTS, UNCHANGED, WORSE, finite
from ..model import Group, Line, Scorecard, Standing

MOST_FIRST, MOST_MOVED = 5, 12


@dataclass(frozen=True, slots=True)
class Concern:
    """A line that keeps the total score down; `cost` is how many of its points."""

    place: int
    line: Line
    standing: Standing
    cost: float


@dataclass(frozen=True, slots=True)
class Move:
    """A line that changed since the period before; `percent` is how much of its earlier value, where that is not 0."""

    place: int
    line: Line
    standing: Standing
    status_before: str
    percent: float | None

    @property
    def crossed(self) -> bool:
        """Whether its status is another one now."""
        return bool(self.status_before and self.standing.status) and self.status_before != self.standing.status


def concerns(card: Scorecard, period: int) -> tuple[Concern, ...]:
    """The lines that cost the total score most; among equals those that get worse come first.

    The costs of all lines add up to what the total lacks of 100.
    """
    standings = [card.standing(place, period) for place in range(len(card.lines))]
    shares = _shares(card, standings)
    found = [
        Concern(place, card.lines[place], standing, shares[place] * (100 - standing.score))
        for place, standing in enumerate(standings)
        if standing.score is not None and standing.score < 100 and shares[place] > 0
    ]
    found.sort(key=lambda concern: (-round(concern.cost, 9), WORSE not in concern.standing.trend, concern.place))
    return tuple(found[:MOST_FIRST])


def _shares(card: Scorecard, standings: list[Standing]) -> list[float]:
    """What part of the total score each line is, what has no score left out."""
    shares: list[float] = []
    scored = []
    for group in card.groups:
        own = standings[len(shares) : len(shares) + len(group.lines)]
        weights = [
            line.weight if standing.score is not None else 0.0 for line, standing in zip(group.lines, own, strict=True)
        ]
        total = sum(weights)
        shares += [group.weight * weight / total if total else 0.0 for weight in weights]
        scored.append(group.weight if total else 0.0)
    whole = sum(scored)
    return [share / whole if whole else 0.0 for share in shares]


def moves(card: Scorecard, period: int) -> tuple[Move, ...]:
    """The lines whose value changed since the period before: those that crossed a band first, then the largest."""
    found = list(_moves(card, period)) if period else []
    found.sort(key=lambda move: (not move.crossed, -abs(move.percent or 0.0), move.place))
    return tuple(found[:MOST_MOVED])


def _moves(card: Scorecard, period: int) -> Iterator[Move]:
    for place, line in enumerate(card.lines):
        standing = card.standing(place, period)
        before = card.standing(place, period - 1).status
        if not standing.trend or UNCHANGED in standing.trend:
            if before and standing.status and before != standing.status:  # the target moved, not the value
                yield Move(place, line, standing, before, None)
            continue
        yield Move(place, line, standing, before, _percent(standing))


def _percent(standing: Standing) -> float | None:
    if standing.actual is None or not standing.previous:
        return None
    return finite((standing.actual / standing.previous - 1) * (100 if standing.previous > 0 else -100))


def counts(card: Scorecard, period: int) -> tuple[tuple[Group, dict[str, int]], ...]:
    """How many lines of each group stand at each status, best first; those without one under the empty word."""
    found, place = [], 0
    for group in card.groups:
        words = Counter(card.standing(place + offset, period).status for offset in range(len(group.lines)))
        found.append((group, {word: words[word] for word in (*POINTS, "") if words[word]}))
        place += len(group.lines)
    return tuple(found)
