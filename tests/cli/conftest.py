"""The command `kpi` on a small catalogue."""

from __future__ import annotations

import pytest

from catalogues import Small
from cli.command import Kpi


@pytest.fixture
def kpi(small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kpi:
    """`kpi` inside this process, with the small catalogue as the one in use."""
    monkeypatch.setenv("KPI_CATALOGUE", str(small.root))
    return Kpi(capsys)
