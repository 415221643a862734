"""The tree of industries: what lies above and below one. Sits on `taxonomy`; `Catalogue` asks it.

What holds for an industry holds for those below it, and what holds for one of those belongs on the page of all above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .taxonomy import Industry


@dataclass(frozen=True)
class IndustryTree:
    """Industries by id, in the order of their file, with their places in the tree.

    A parent that does not exist, or that lies below its own child, counts as none, so that nothing here loops and
    every industry stands in one section; the checks report both.
    """

    industries: Mapping[str, Industry]

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {
            id_: industry.parent
            for id_, industry in self.industries.items()
            if industry.parent in self.industries and not self.loops(id_)
        }

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for id_, parent in self._parents.items():
            found.setdefault(parent, []).append(id_)
        return {id_: tuple(children) for id_, children in found.items()}

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The industries that have none above them, in the order of the file."""
        return tuple(id_ for id_ in self.industries if id_ not in self._parents)

    def children(self, id_: str) -> tuple[str, ...]:
        """The industries directly below one, in the order of the file."""
        return self._children.get(id_, ())

    def above(self, id_: str) -> tuple[str, ...]:
        """The parent, its parent and so on up to the section."""
        found: list[str] = []
        while id_ in self._parents:
            id_ = self._parents[id_]
            found.append(id_)
        return tuple(found)

    def below(self, id_: str) -> tuple[str, ...]:
        """Every industry that lies below one, each before its own children."""
        return tuple(each for child in self.children(id_) for each in (child, *self.below(child)))

    def kin(self, id_: str) -> frozenset[str]:
        """The industries whose records are of use in one: itself and all above and below it."""
        return frozenset((id_, *self.above(id_), *self.below(id_)))

    def loops(self, id_: str) -> bool:
        """Whether the way up from an industry comes back to it."""
        seen: set[str] = set()
        step = self.industries[id_].parent
        while step in self.industries and step not in seen:
            seen.add(step)
            step = self.industries[step].parent
        return id_ in seen
