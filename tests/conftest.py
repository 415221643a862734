"""What all tests share: an environment without the user's settings, and a small catalogue to change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from catalogues import Small, small_catalogue
from programs import chromium_program

# A busy machine is no failure.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


def pytest_configure(config: pytest.Config) -> None:
    """Mark for tests that run a whole tool; `-m "not slow"` leaves them out."""
    config.addinivalue_line("markers", "slow: runs a whole tool over the project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in a browser that fails is run twice more and named in the summary: Chromium is late on a busy machine."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the settings or the cache of the person who runs it, nor writes there."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KPI_CATALOGUE", "KPI_SITE_URL", "NO_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("KPI_CACHE", str(tmp_path_factory.mktemp("cache")))
        os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
        yield


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """A catalogue without a problem at `catalogue` of the current folder."""
    monkeypatch.chdir(tmp_path)
    return small_catalogue(tmp_path / "catalogue")


CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a process: Playwright allows no second."""
    program = chromium_program()
    if program is None:
        reason = "chromium is not installed: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield opened
        opened.close()
