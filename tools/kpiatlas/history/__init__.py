"""History: what git knows of a catalogue, and what changed between two versions of it, by meaning.

`git` is the only module that runs git; `snapshot` reads a version; `difference` compares two; `report` prints.
"""

from .difference import Change, Difference, difference
from .snapshot import Snapshot, snapshot_at, snapshot_now

__all__ = ["Change", "Difference", "Snapshot", "difference", "snapshot_at", "snapshot_now"]
