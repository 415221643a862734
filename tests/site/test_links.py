"""No link of the built site is broken, anchors included, and nothing is loaded from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from .markup import Markup, read_markup

ADDRESS = "http://site.test/"
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "form": "action", "source": "src"}


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@cache
def _read(file: Path) -> Markup:
    return read_markup(file.read_text(encoding="utf-8"))


def _file(site: Path, url: str) -> Path:
    path = unquote(urlsplit(url).path).lstrip("/")
    return site / path / "index.html" if path == "" or path.endswith("/") else site / path


def test_no_link_of_the_site_is_broken(site: Path) -> None:
    broken = []
    for page in _pages(site):
        if page.name == "404.html":
            continue  # its addresses are absolute, for a site at the root of its host
        here = ADDRESS + page.relative_to(site).as_posix().removesuffix("index.html")
        for link in _read(page).links():
            url, anchor = urldefrag(urljoin(here, link))
            if not url.startswith(ADDRESS) or link.startswith(("data:", "mailto:")):
                continue
            target = _file(site, url)
            if not target.is_file():
                broken.append(f"{here}: {link}")
            elif anchor and target.suffix == ".html" and unquote(anchor) not in _read(target).ids:
                broken.append(f"{here}: {link} (no such place)")
    assert broken == []


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for page in _pages(site):
        for tag, attributes in _read(page).tags:
            address = attributes.get(LOADED.get(tag, ""), "")
            if tag == "link" and attributes.get("rel") in ("canonical", "alternate"):
                continue
            assert not address.startswith(("http:", "https:", "//")), f"{page}: {address}"


def test_every_page_has_a_policy_a_description_and_one_heading(site: Path) -> None:
    for page in _pages(site):
        tags = _read(page).tags
        metas = [attributes for tag, attributes in tags if tag == "meta"]
        assert any(meta.get("http-equiv") == "Content-Security-Policy" for meta in metas), page
        assert any(meta.get("name") == "description" and meta.get("content") for meta in metas), page
        assert [tag for tag, _ in tags].count("h1") == 1, page


def test_every_page_has_exactly_one_search_form(site: Path) -> None:
    for page in _pages(site):
        forms = [
            attributes for tag, attributes in _read(page).tags if tag == "form" and attributes.get("role") == "search"
        ]
        assert len(forms) == 1, page
