"""A measured figure beside a rival's, and how both are timed and printed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """What was measured, our seconds, and a rival's for the same; `times` is how often the work is done in them."""

    what: str
    ours: float
    rival: str = ""
    theirs: float | None = None
    times: int = 1

    @property
    def ratio(self) -> str:
        """How many times the rival's time ours is; where it is less, how many times faster."""
        if self.theirs is None:
            return ""
        ratio = self.ours / self.theirs
        return f"{ratio:.2f} x the time" if ratio >= 0.5 else f"{1 / ratio:.1f} x faster"


def side_by_side(rounds: int, *works: Work) -> list[float]:
    """The best time of each, taken in turns, so that a busy moment of the machine hits all alike."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            gc.collect()
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def printed(figures: Sequence[Figure]) -> str:
    """A table: ratio, our time, the rival's, and what it is."""
    head = ("ratio", "ours", "theirs", "rival", "what")
    rows = [head] + [
        (
            figure.ratio,
            _duration(figure.ours / figure.times),
            "" if figure.theirs is None else _duration(figure.theirs / figure.times),
            figure.rival,
            figure.what,
        )
        for figure in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.0f} ns"
