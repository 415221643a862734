"""Programs that tests and figures run for real; programs.sh installs them."""

from __future__ import annotations

import shutil


def chromium_program() -> str | None:
    """Debian's Chromium; where there is its build without windows, that one, at a quarter of the time a page."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
