"""The real site, built once and served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from catalogues import CATALOGUE
from kpiatlas.site.build import build_site
from kpiatlas.site.serve import Ahead, server

from .watched import SIZES, Watched


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the project's own catalogue."""
    target = tmp_path_factory.mktemp("built") / "site"
    build_site(CATALOGUE, target, lambda text: None)
    return target


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address at which the site is served."""
    with served(site) as base:
        yield base


@pytest.fixture(params=["desktop", "phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Watched]:
    """A visitor at each width; in the end nothing wrong may have been noted but what a test file says (`IN_VAIN`)."""
    right = getattr(request.module, "IN_VAIN", None)
    with browser.new_context(viewport=SIZES[request.param], locale="en-US") as context:  # type: ignore[arg-type]
        watched = Watched(context, address)
        yield watched
        assert [fault for fault in watched.faults if right is None or right not in fault] == []


class served:  # noqa: N801 - used like a function
    """The address of a folder, served as `kpi serve` does."""

    def __init__(self, folder: Path, ahead: Ahead = dict) -> None:
        self.server = server(folder, "127.0.0.1", 0, ahead)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
