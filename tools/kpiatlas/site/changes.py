"""When records were added and last changed, and what changed: the versions that git has, as pages and feed show them.

Dates are never stored in a record. Where there is no history to ask there are none, and pages and feed leave them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..history.versions import Version, versions
from ..paths import cache_dir
from ..records import Catalogue, Kpi


@dataclass(frozen=True, slots=True)
class Change:
    """The history of a record: its latest versions, the newest first."""

    kpi: Kpi
    versions: tuple[Version, ...]

    @property
    def changed(self) -> datetime:
        """When its meaning changed last."""
        return moment(self.versions[0])

    @property
    def added(self) -> datetime:
        """When it was added, or the oldest version that is known."""
        return moment(self.versions[-1])

    @property
    def is_new(self) -> bool:
        """Whether nothing has changed it since it was added."""
        return len(self.versions) == 1


@dataclass(frozen=True, slots=True)
class Changes:
    """The records with a history, the latest change first."""

    latest: tuple[Change, ...] = ()
    of: dict[str, Change] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.latest)


def changes_of(catalogue: Catalogue) -> Changes:
    """The history of a catalogue's records as they were committed; what is not committed yet has none."""
    known = versions(catalogue.root, cache_dir(catalogue.root))
    found = {id_: Change(catalogue.kpis[id_], rows) for id_, rows in known.items() if id_ in catalogue.kpis}
    ordered = sorted(found.values(), key=lambda change: (-change.versions[0].moment, change.kpi.name.casefold()))
    return Changes(tuple(ordered), found)


def moment(version: Version) -> datetime:
    """When a version was committed."""
    return datetime.fromtimestamp(version.moment, UTC)


def told(change: Change) -> str:
    """What happened last, in some words: `new`, `changed: standard formula (breaking)`."""
    last = change.versions[0]
    breaking = " (breaking)" if last.breaking else ""
    return "new" if last.what == "added" else f"changed: {fields(last)}{breaking}"


def fields(version: Version) -> str:
    """What a version changed, by the attributes people know: `standard formula, bands`; what breaks comes first."""
    names = (change.field.split(".")[0].split("[")[0].split(" ")[0].replace("_", " ") for change in version.changes)
    return ", ".join(dict.fromkeys(names))
