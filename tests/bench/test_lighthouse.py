"""How pages are put before Lighthouse; what it says is nobody's business here."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bench import lighthouse


def test_text_is_served_compressed_and_images_are_not(tmp_path: Path) -> None:
    (tmp_path / "kpi").mkdir()
    (tmp_path / "kpi" / "index.html").write_text("<p>" + "many words " * 200)
    (tmp_path / "icon.png").write_bytes(b"\x89PNG")
    with lighthouse.served(tmp_path) as address:
        page, icon = (urllib.request.urlopen(address + place) for place in ("kpi/", "icon.png"))
        packed = page.read()
        assert (page.headers["Content-Encoding"], page.headers["Content-Type"]) == ("gzip", "text/html")
        assert len(packed) < 200 < len(gzip.decompress(packed))
        assert (icon.headers["Content-Encoding"], icon.read()) == (None, b"\x89PNG")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + "nothing")


def test_a_slow_machine_is_slowed_down_less() -> None:
    assert [round(lighthouse.advised_slowing(speed), 1) for speed in (2000, 1300, 1050, 800, 475, 150, 20)] == [
        4.0, 4.0, 3.0, 2.0, 1.5, 1.0, 1.0,
    ]  # fmt: skip


def test_where_it_is_not_installed_the_line_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lighthouse, "PROGRAM", lighthouse.ROOT / "build/lighthouse/node_modules/.bin/missing")
    assert list(lighthouse.table(quick=True)) == ["Lighthouse is not installed below build/lighthouse; make lighthouse"]


def test_the_median_of_the_visits_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def report(address: str, slowing: float) -> object:
        score = next(scores)
        categories = {key: {"score": score, "auditRefs": [{"id": "alt", "weight": 1}]} for key in lighthouse.SCORES}
        names = ("total-byte-weight", "cumulative-layout-shift", "total-blocking-time")
        audits = {name: {"numericValue": 100 * score} for name in names} | {"alt": {"score": 0}}
        return {"categories": categories, "audits": audits, "environment": {"benchmarkIndex": 1500}}

    scores = iter((0.5, 0.97, 0.9))
    monkeypatch.setattr(lighthouse, "_report", report)
    _, line = lighthouse.lines("http://localhost/", {"home": ""}, 3)
    assert line.split("  ")[:4] == [" 90"] * 4
    assert line.endswith("home ; wanting: alt, alt, alt")
