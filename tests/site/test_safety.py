"""Whatever happens during a build, the site that is served is whole; whatever a record says, no script of it runs."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import FULL, eventually
from catalogues import SUBJECT, SUBJECT_FILE, Small
from kpiatlas.problem import UserError
from kpiatlas.site.build import build_site

from .conftest import served
from .test_pages import hostile

SIGNS = {
    "old": "The old words are said of this measure and of no other.",
    "new": "The new words are told about this measure and about no other.",
}


def _quiet(text: str) -> None:
    """Nobody needs to hear of the progress."""


def _say(small: Small, which: str) -> None:
    small.change(SUBJECT_FILE, ("definition", SIGNS[which]))


def _made(site: Path) -> dict[str, bytes]:
    """The files that are made from the catalogue, by name, and the names of all others."""
    ours = ("kpi/", "api/", "category/", "industry/", "scorecard/", "index.html", "llms")
    names = (file.relative_to(site).as_posix() for file in sorted(site.rglob("*")) if file.is_file())
    return {name: (site / name).read_bytes() if name.startswith(ours) else b"" for name in names}


def _building(small: Small, target: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kpiatlas", "build", "--catalogue", str(small.root), "-o", str(target)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_the_old_or_the_new_one_complete(small: Small, tmp_path: Path) -> None:
    target, rng = tmp_path / "site", random.Random(0)
    whole = {}
    for which in SIGNS:
        _say(small, which)
        start = time.monotonic()
        assert _building(small, target).wait() == 0
        took, whole[which] = time.monotonic() - start, _made(target)
    assert whole["old"] != whole["new"]
    seen: set[str] = set()
    rounds = 0
    while rounds < (50 if FULL else 16) or (seen != {"old", "new"} and rounds < 80):
        _say(small, ("old", "new")[rounds // 2 % 2])
        process = _building(small, target)
        # The folders are exchanged at the end, so half of the moments lie around it, however fast the machine is now.
        around = rounds % 2 == 0
        time.sleep(took * (rng.uniform(0.9, 1.1) if around else rng.uniform(0, 1.1)))
        if around:
            took *= 1.1 if process.poll() is None else 0.93
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = _made(target)
        seen |= {which for which in SIGNS if found == whole[which]}
        assert found in (whole["old"], whole["new"]), f"round {rounds}: {found.keys() ^ whole['old'].keys()}"
        rounds += 1
    _say(small, "new")
    assert _building(small, target).wait() == 0
    assert _made(target) == whole["new"]
    assert [name for name in os.listdir(tmp_path) if ".new-" in name] == []
    assert seen == {"old", "new"}, "no kill came before the exchange, or none after it"


def test_two_builds_at_once_both_end_well(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "site"
    builds = [_building(small, target) for _ in range(2)]
    assert [build.wait() for build in builds] == [0, 0]
    assert SUBJECT in (target / "api/v1/index.json").read_text()
    assert [name for name in os.listdir(tmp_path) if ".new-" in name] == []


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 96 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)]
    if sys.platform != "linux" or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        reason = "a disk to fill can be mounted by root alone"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("left", [0, 300_000, 3_000_000], ids=lambda left: f"{left} bytes left")
def test_a_full_disk_ends_the_build_with_a_message_and_leaves_the_site(small: Small, narrow: Path, left: int) -> None:
    target = narrow / "site"
    build_site(small.root, target, _quiet)
    before = _made(target)
    free = shutil.disk_usage(narrow).free
    ballast = narrow / "ballast"
    with ballast.open("wb") as file:
        file.write(b"\1" * (free - left))
    _say(small, "new")
    with pytest.raises(UserError, match=r"No space left|disk") as told:
        build_site(small.root, target, _quiet)
    assert "unharmed" in str(told.value)
    assert _made(target) == before
    assert [name for name in os.listdir(narrow) if ".new-" in name] == []
    ballast.unlink()
    build_site(small.root, target, _quiet)
    assert _made(target) != before


PAYLOADS = (
    "<script>ran('script')</script>", "<img src=x onerror=\"ran('image')\">", "<svg onload=ran('svg')>",
    "[click](javascript:ran('link'))", "![](javascript:ran('picture'))", "<javascript:ran('auto')>",
    "</script><script>ran('escape')</script>", "{{ self.__init__.__globals__ }} {% include '/etc/passwd' %}",
    "\u202egnp.exe\u2066 turned", "`code` <iframe srcdoc=\"<script>parent.ran('frame')</script>\">",
    "' onmouseover=ran('quote') x='", "&lt;script&gt;ran('entity')&lt;/script&gt;", "\u2028ran('line')\u2029",
)  # fmt: skip
LISTEN = """
window.violations = [];
window.ran = (what) => window.violations.push(`ran: ${what}`);
addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


def _scripts_not_ours(page: Page, base: str) -> list[str]:
    """Scripts of a page that neither come from the site nor are allowed by their hash."""
    allowed = page.locator("meta[http-equiv=Content-Security-Policy]").first.get_attribute("content") or ""
    found = page.evaluate(
        """async () => Promise.all([...document.scripts].map(async (script) => {
            const code = new TextEncoder().encode(script.textContent);
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', code));
            return {type: script.type, src: script.src, text: script.textContent.slice(0, 80),
                    hash: `'sha256-${btoa(String.fromCharCode(...digest))}'`};
        }))"""
    )
    runs = [script for script in found if script["type"] in ("", "module", "text/javascript")]
    assert runs
    return [
        script["src"] or script["text"]
        for script in runs
        if not (script["src"].startswith(base) if script["src"] else script["hash"] in allowed)
    ]


@pytest.mark.parametrize("payload", range(len(PAYLOADS)), ids=lambda number: re.sub(r"\W+", " ", PAYLOADS[number])[:30])
def test_a_text_is_shown_and_nothing_of_it_runs(browser: Browser, small: Small, tmp_path: Path, payload: int) -> None:
    text = PAYLOADS[payload]
    small.change(SUBJECT_FILE, *[(field, f"Words before {text} and words behind it.") for field in FIELDS])
    build_site(small.root, tmp_path / "site", _quiet, allow_problems=True)
    _visit(browser, tmp_path / "site", (f"kpi/{SUBJECT}/", "category/contact-center/", f"search/?q={SUBJECT}"))


FIELDS = ("definition", "faqs.0.question", "faqs.0.answer", "case_study.story", "business_insights.0.point",
          "standard_formula.text", "standard_formula.inputs.issues.label", "interpretation.reading",
          "benchmarks.0.quote", "benchmarks.0.population.who", "change_impact.0.because", "aliases.0")  # fmt: skip


def test_a_catalogue_that_is_hostile_throughout_runs_nothing(browser: Browser, small: Small, tmp_path: Path) -> None:
    hostile(small)
    build_site(small.root, tmp_path / "site", _quiet, allow_problems=True)
    paths = sorted(
        file.parent.relative_to(tmp_path / "site").as_posix() + "/" for file in (tmp_path / "site").rglob("index.html")
    )
    made = [path for path in paths if path.startswith(("kpi/", "category/", "industry/", "scorecard/", "./"))]
    _visit(browser, tmp_path / "site", ("", *made, f"compare/?kpis={SUBJECT}", "compute/", "search/?q=script"))


def _visit(browser: Browser, site: Path, paths: tuple[str, ...]) -> None:
    """Open pages of a site; nothing may run, ask another host or break the policy."""
    with served(site) as base, browser.new_context() as context:
        context.add_init_script(LISTEN)
        page = context.new_page()
        faults: list[str] = []
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith((base, "data:")) or faults.append(request.url))
        for path in paths:
            page.goto(base + path, wait_until="load")
            faults += page.evaluate("window.violations") + _scripts_not_ours(page, base)
            assert faults == [], path


def test_the_policy_stops_a_script_that_came_in_all_the_same(browser: Browser, small: Small, tmp_path: Path) -> None:
    build_site(small.root, tmp_path / "site", _quiet)
    file = tmp_path / "site/kpi" / SUBJECT / "index.html"
    foreign = "<script>ran('foreign')</script><img src=x onerror=\"ran('handler')\">"
    file.write_text(file.read_text().replace("</h1>", f"</h1>{foreign}", 1))
    with served(tmp_path / "site") as base, browser.new_context() as context:
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.goto(f"{base}kpi/{SUBJECT}/", wait_until="load")
        eventually(page, lambda: page.evaluate("window.violations"))
        told = page.evaluate("window.violations")
        assert _scripts_not_ours(page, base)
    assert told
    assert [line for line in told if line.startswith("ran:")] == []
