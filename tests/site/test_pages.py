"""What the pages hold, and that no text of a record can become anything but text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalogues import CATALOGUE, SUBJECT, SUBJECT_FILE, Small, changed
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.schema import resolve, schema, words
from kpiatlas.site.page import SitePage
from kpiatlas.site.pages import KPI_TOC, SECTIONS, Pages

from .markup import read_markup

SHORT = "<script>evil()</script><img src=x onerror=evil()>"
HOSTILE = SHORT + "\"'{{ 7*7 }}{% evil %}[x](javascript:evil())"
_FIXED = {
    "unit", "direction", "type", "level", "perspective", "frequency", "categories", "industries", "related",
    "benchmark_status",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


def test_a_kpi_page_has_every_section_of_its_table_of_contents_once(whole: Catalogue) -> None:
    pages = Pages(whole)
    for kpi in whole:
        ids = [attributes["id"] for _, attributes in read_markup(pages.kpi(kpi).body).tags if "id" in attributes]
        assert len(ids) == len(set(ids)), kpi.id
        assert {anchor for _, anchor in KPI_TOC} <= set(ids), kpi.id


def test_every_attribute_of_the_record_stands_on_its_page(whole: Catalogue) -> None:
    kpi = whole.kpis[SUBJECT]
    text = " ".join(read_markup(Pages(whole).kpi(kpi).body).text)
    for attribute, node in schema("kpi")["properties"].items():
        if node.get("x-group") == "attribute":
            assert resolve(node)["title"] in text, attribute
    for shown in (kpi.definition, kpi.faqs[0].answer, kpi.pitfalls[0].mistake, kpi.improvement_levers[0].effect):
        assert " ".join(shown.split()) in " ".join(text.split())
    for question in kpi.asked_as:
        assert question not in text


def test_change_impact_is_shown_both_ways(whole: Catalogue) -> None:
    body = Pages(whole).kpi(whole.kpis[SUBJECT]).body
    movers = whole.moved_by(SUBJECT)
    assert movers
    for other, _ in movers:
        assert f"kpi/{other.id}/" in body


def test_the_case_study_shows_what_the_formula_gives_before_and_after(whole: Catalogue) -> None:
    text = " ".join(read_markup(Pages(whole).kpi(whole.kpis[SUBJECT]).body).text)
    assert "62.63 %" in text
    assert "77.3 %" in text


def test_a_record_without_benchmarks_says_why(whole: Catalogue) -> None:
    kpi = next(kpi for kpi in whole if kpi.benchmark_status == "none_found")
    assert "No checkable public figure was found" in Pages(whole).kpi(kpi).body


def test_every_benchmark_shows_its_words_its_period_and_its_address(whole: Catalogue) -> None:
    pages = Pages(whole)
    for kpi in whole:
        page = read_markup(pages.kpi(kpi).body)
        text, links = " ".join("".join(page.text).split()), page.links()
        for row in kpi.benchmarks:
            assert " ".join(row.quote.split()) in text
            assert row.population.period in text
            assert whole.sources[row.source].url in links


def test_an_old_benchmark_warns_of_its_age(whole: Catalogue) -> None:
    kpi = whole.kpis[SUBJECT]
    row = kpi.benchmarks[0]
    old = replace(row, population=replace(row.population, period="1999"))
    assert "describes 1999," in Pages(whole).kpi(replace(kpi, benchmarks=(old,))).body
    assert "describes 1999," not in Pages(whole).kpi(kpi).body


def test_a_category_page_lists_all_its_kpis_and_its_groups(whole: Catalogue) -> None:
    page = Pages(whole).category("customer-service")
    for kpi in whole.in_category("customer-service"):
        assert f"kpi/{kpi.id}/" in page.body
    for group in whole.functions["customer-service"].groups:
        assert f"category/{group}/" in page.body


def test_an_industry_page_keeps_apart_what_holds_everywhere(whole: Catalogue) -> None:
    page = Pages(whole).industry("banking")
    here, everywhere = page.body.split('id="every-industry"')
    assert all(f"kpi/{kpi.id}/" in here for kpi in whole.in_industry("banking"))
    assert all(f"category/{kpi.function}/" in everywhere for kpi in whole.for_every_industry)


def test_the_attribute_reference_names_every_attribute_and_word_of_the_schema(whole: Catalogue) -> None:
    text = " ".join(read_markup(str(Pages(whole).section("attributes", "../"))).text)

    def look(node: dict[str, Any]) -> None:
        for name, part in resolve(node).get("properties", {}).items():
            rule = resolve(part)
            assert name in text
            assert rule["description"] in text, name
            for word in words(rule):
                assert word in text
            look(resolve(rule.get("items", {})) or rule)

    look(schema("kpi"))


def test_edit_links_appear_only_with_a_repository(whole: Catalogue) -> None:
    kpi = whole.kpis[SUBJECT]
    assert "Suggest an edit" not in Pages(whole).kpi(kpi).body
    with_links = Pages(whole, "https://example.org/atlas/").kpi(kpi).body
    assert f"https://example.org/atlas/edit/main/catalogue/{kpi.path}" in with_links


_WORDS = {
    "unit", "kind", "expression", "kpi", "chart", "rating", "source", "basis", "statistic", "definition_match",
}  # fmt: skip
_ROOMY = {"definition", "detail", "how", "reading", "answer", "consequence", "story", "means", "meaning"}


def _poisoned(value: Any, path: tuple[Any, ...]) -> Any:
    """The record with hostile text in the place of every text that may hold any."""
    if isinstance(value, dict):
        return {key: _poisoned(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_poisoned(item, (*path, number)) for number, item in enumerate(value)]
    word = path[-1] in _WORDS and path[:1] + path[-1:] != ("tools_and_technologies", "kind")
    word = word or path[0] in _FIXED or path[:1] + path[-1:] == ("change_impact", "effect")
    if not isinstance(value, str) or word:
        return value
    return HOSTILE if path[-1] in _ROOMY else f"{SHORT}{path[-1]}"


def hostile(small: Small) -> None:
    """Put hostile text into every text field of one record, its taxonomy and its scorecard."""
    record = {key: _poisoned(value, (key,)) for key, value in small.data[SUBJECT_FILE].items()}
    record["abbreviation"] = "<b>x</b>"
    small.write(SUBJECT_FILE, record)
    categories = changed(small.data["taxonomy/categories.yml"])
    categories["customer-service"]["title"], categories["customer-service"]["purpose"] = SHORT, HOSTILE
    small.write("taxonomy/categories.yml", categories)
    small.change("scorecards/service-desk.yml", ("title", SHORT), ("purpose", HOSTILE))


@pytest.fixture
def poisoned(small: Small) -> Catalogue:
    """A small catalogue whose texts attack."""
    hostile(small)
    catalogue = small.load()
    assert SUBJECT in catalogue.kpis, small.check()
    return catalogue


def _every_page(catalogue: Catalogue) -> list[SitePage]:
    pages = Pages(catalogue)
    sections = [SitePage(f"{name}/", name, "", str(pages.section(name, "../"))) for name in SECTIONS]
    return [*pages.all(), *sections]


def test_hostile_text_stays_text_on_every_page(poisoned: Catalogue) -> None:
    for page in _every_page(poisoned):
        for tag, attributes in read_markup(page.body).tags:
            assert tag != "img", page.url
            assert tag != "script" or attributes.get("type") in ("application/json", "application/ld+json"), page.url
            assert not any(name.startswith("on") for name in attributes), page.url
            assert not attributes.get("href", "").lower().startswith(("javascript:", "data:")), page.url
        assert "49{%" not in page.body
    assert any("<script>evil()</script>" in "".join(read_markup(page.body).text) for page in _every_page(poisoned))


def test_hostile_text_is_reported_with_file_and_line(small: Small) -> None:
    hostile(small)
    found = small.problems("plain-text")
    assert found
    assert all(problem.line and SUBJECT_FILE in problem.path and problem.severity == "warning" for problem in found)
