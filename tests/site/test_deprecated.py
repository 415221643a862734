"""A deprecated record leads on wherever people and programs meet it, and stays on file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from browsing import LOOKS
from catalogues import CATEGORIES_FILE, COMPANION_FILE, COMPANIONS, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.site.build import build_site
from kpiatlas.site.mkdocs_plugin import build_with_mkdocs

from .conftest import served
from .test_build import CONFIG, _content, _quiet
from .watched import SIZES, Watched, violations

GONE = COMPANIONS[0]
GIVEN_UP = {"since": "2026-11-22", "replaced_by": SUBJECT, "because": "It counts the same issues a second time."}
ADDRESS = "https://kpis.example.org/"


@pytest.fixture
def given_up(small: Small) -> Small:
    """The small catalogue with one record deprecated, and its function's starter set still naming it."""
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP), ("name", "Zebra Ratio"), ("aliases", ["stripe share"]))
    starter = [{"kpi": id_, "why": "It is what customers and cost agree on."} for id_ in (GONE, SUBJECT)]
    small.change(CATEGORIES_FILE, ("customer-service.starter", starter))
    return small


@pytest.fixture
def site(given_up: Small, tmp_path: Path) -> Path:
    build_site(given_up.root, tmp_path / "site", _quiet, allow_problems=True)
    return tmp_path / "site"


def test_its_page_says_so_and_leads_to_the_replacement(site: Path) -> None:
    page = (site / f"kpi/{GONE}/index.html").read_text()
    head, body = page.split("</head>")
    assert f'<meta http-equiv="refresh" content="0; url=../../kpi/{SUBJECT}/">' in head
    assert f'<link rel="canonical" href="../../kpi/{SUBJECT}/">' in head
    assert "This KPI is deprecated since 2026-11-22." in body
    assert f'<a href="../../kpi/{SUBJECT}/">First Contact Resolution</a> takes its place.' in body
    assert "It counts the same issues a second time." in body
    assert "data-calculator" not in body
    assert "application/ld+json" not in body


def test_the_page_of_the_replacement_says_whose_place_it_takes(site: Path) -> None:
    page = (site / f"kpi/{SUBJECT}/index.html").read_text()
    assert "<b>Takes the place of</b> Zebra Ratio, deprecated since 2026-11-22" in page
    assert 'http-equiv="refresh"' not in page


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_axe_finds_nothing_on_its_page(site: Path, browser: Browser, scheme: str, size: str) -> None:
    page_file = site / f"kpi/{GONE}/index.html"
    refresh = f'<meta http-equiv="refresh" content="0; url=../../kpi/{SUBJECT}/">'
    page_file.write_text(page_file.read_text().replace(refresh, ""))  # so that the browser stays
    with served(site) as address, browser.new_context(viewport=SIZES[size], color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = Watched(context, address).open(f"kpi/{GONE}/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Zebra Ratio")
        assert violations(page) == []


def test_a_browser_ends_at_the_replacement_and_finds_it_by_the_old_names(site: Path, browser: Browser) -> None:
    with served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}kpi/{GONE}/")
        page.wait_for_url(f"{address}kpi/{SUBJECT}/")
        expect(page.locator("h1")).to_contain_text("First Contact Resolution")
        for words in ("zebra ratio", "stripe share"):
            page.goto(f"{address}search/?q={words.replace(' ', '+')}")
            expect(page.locator("[data-results] > li a").first).to_have_attribute("href", f"{address}kpi/{SUBJECT}/")
            expect(page.locator("[data-results]")).not_to_contain_text("Zebra Ratio (")
        page.close()


def test_no_list_offers_it(site: Path) -> None:
    for listing in ("index.html", "category/customer-service/index.html", "category/index.html", "compute/index.html"):
        assert f"kpi/{GONE}/" not in (site / listing).read_text(), listing
    moves = (site / f"kpi/{SUBJECT}/index.html").read_text().split('data-impact="in"')[1].split("</ul>")[0]
    assert f"kpi/{GONE}/" not in moves
    assert [row["id"] for row in json.loads((site / "api/v1/index.json").read_bytes())] == [COMPANIONS[1], SUBJECT]
    assert GONE not in (site / "api/v1/inputs.json").read_text()
    assert "Zebra" not in (site / "llms-full.txt").read_text()
    table = csv.DictReader(io.StringIO((site / "category/customer-service/kpis.csv").read_text("utf-8-sig")))
    assert GONE not in [row["id"] for row in table]
    assert "<b>2</b> KPIs" in (site / "index.html").read_text()


def test_its_data_stay_on_file_with_the_reason(site: Path) -> None:
    record = json.loads((site / f"api/v1/kpis/{GONE}.json").read_bytes())
    assert record["deprecated"] == GIVEN_UP
    assert (site / f"kpi/{GONE}/{GONE}.yml").is_file()
    whole = json.loads((site / "api/v1/catalogue.json").read_bytes())
    assert GONE in [kpi["id"] for kpi in whole["kpis"]]


def test_both_ways_of_building_give_the_same_pages_and_a_sitemap_without_it(
    given_up: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_SITE_URL", ADDRESS)
    catalogue = given_up.load()
    for frame in ("stamped", "rendered"):
        build_with_mkdocs(catalogue, CONFIG, tmp_path / frame, frame)
    stamped, rendered = _content(tmp_path / "stamped"), _content(tmp_path / "rendered")
    assert [name for name in stamped.keys() | rendered.keys() if stamped.get(name) != rendered.get(name)] == []
    page = stamped[f"kpi/{GONE}/index.html"].decode()
    assert page.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="{urljoin(ADDRESS, f"kpi/{SUBJECT}/")}">' in page
    assert f"kpi/{GONE}/" not in stamped["sitemap.xml"].decode()
    assert f"kpi/{SUBJECT}/" in stamped["sitemap.xml"].decode()


def test_a_site_built_over_another_learns_of_a_deprecation(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "site"
    build_site(small.root, target, _quiet, allow_problems=True)
    small.change(COMPANION_FILE, ("deprecated", GIVEN_UP))
    build_site(small.root, target, _quiet, allow_problems=True)
    build_site(small.root, tmp_path / "cold", _quiet, allow_problems=True)
    assert _content(target) == _content(tmp_path / "cold")
    assert "Takes the place of" in (target / f"kpi/{SUBJECT}/index.html").read_text()
    small.change(SUBJECT_FILE, ("name", "Solved at Once"))
    build_site(small.root, target, _quiet, allow_problems=True)
    assert "Solved at Once</a> takes its place" in (target / f"kpi/{GONE}/index.html").read_text()


def test_where_the_replacement_is_missing_the_page_stays_as_it_was(small: Small, tmp_path: Path) -> None:
    small.change(COMPANION_FILE, ("deprecated", {**GIVEN_UP, "replaced_by": "nothing-there"}))
    build_site(small.root, tmp_path / "site", _quiet, allow_problems=True)
    page = (tmp_path / f"site/kpi/{GONE}/index.html").read_text()
    assert "data-calculator" in page
    assert 'http-equiv="refresh"' not in page
