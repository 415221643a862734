"""JSON-LD in every KPI page: what it says, that nothing leaves it, and that the browser neither runs nor refuses it."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Browser

from catalogues import CATALOGUE, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.records import load_catalogue
from kpiatlas.site.linked_data import as_json, defined_term
from kpiatlas.site.pages import Pages
from kpiatlas.site.policy import inline_hashes


def _terms(body: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)]


def test_every_kpi_page_says_once_which_term_it_defines() -> None:
    catalogue = load_catalogue(CATALOGUE.resolve(), cached=False)
    pages = Pages(catalogue, address="https://kpis.example.org/")
    for kpi in catalogue:
        (term,) = _terms(pages.kpi(kpi).body)
        assert term["@type"] == "DefinedTerm"
        assert term["url"] == f"https://kpis.example.org/kpi/{kpi.id}/"
        assert (term["name"], term["description"]) == (kpi.name, kpi.definition)
        assert term["alternateName"] == list(kpi.names[1:])
        assert term["inDefinedTermSet"]["@type"] == "DefinedTermSet"


def test_without_an_address_the_term_s_own_is_relative_to_its_page(small: Small) -> None:
    (term,) = _terms(str(defined_term(small.load().kpis[SUBJECT])))
    assert term["url"] == f"../../kpi/{SUBJECT}/"
    assert term["inDefinedTermSet"]["url"] == "../../"


def test_no_text_ends_the_element_it_stands_in(small: Small) -> None:
    text = "</script><script>evil()</script><!--\u202e& x"
    small.change(SUBJECT_FILE, ("definition", text))
    element = str(defined_term(small.load().kpis[SUBJECT]))
    assert element.count("<") == 2
    assert _terms(element)[0]["description"] == text.replace("\u202e", "")
    assert json.loads(as_json({"a": "<>&"})) == {"a": "<>&"}


def test_the_policy_needs_no_hash_for_it_and_the_browser_reports_nothing(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
        )
        page.goto(f"{address}kpi/{SUBJECT}/", wait_until="load")
        held = page.locator('script[type="application/ld+json"]').text_content()
        assert json.loads(held or "")["termCode"] == SUBJECT
        assert said == []
    assert inline_hashes('<script type="application/ld+json">{}</script>') == []
