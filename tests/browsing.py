"""Waiting for a page: what a script does after an action is there soon, not at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error

FULL = os.environ.get("KPI_PROOF") == "full"
LOOKS = [("light", "desktop"), ("dark", "phone")] + FULL * [("dark", "desktop"), ("light", "phone")]
"""Scheme and size in which axe looks at a page: each of both in the quick run, all pairs in the full proof."""


def eventually(page: Any, holds: Callable[[], object], seconds: float = 15) -> None:
    """Wait until it holds, and fail with what was seen last; what is not there yet (an empty text) is no failure."""
    for _ in range(int(seconds * 20)):
        try:
            if holds():
                return
        except (ValueError, IndexError, AttributeError, TypeError, Error):
            pass
        page.wait_for_timeout(50)
    assert holds()
