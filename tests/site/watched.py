"""A visitor whose browser notes whatever should not happen: errors, warnings, a request that leaves the site."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, Page

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
_RUN_AXE = "() => axe.run(document, { resultTypes: ['violations'] })"


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page."""
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = page.evaluate(_RUN_AXE)["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


class Watched:
    """A browser's page that notes whatever should not happen."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page, self.base, self.faults = context.new_page(), base, list[str]()
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda message: self.note(message.type in ("error", "warning"), message.text))
        self.page.on("pageerror", lambda error: self.note(True, str(error)))
        self.page.on("request", lambda request: self.note(not self._ours(request.url), request.url))

    def _ours(self, url: str) -> bool:
        return url.startswith((self.base, "data:", "blob:"))

    def note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.faults.append(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path, wait_until="load")
        return self.page
