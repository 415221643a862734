"""axe-core finds nothing on any kind of page, in either scheme, on phone and desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from browsing import LOOKS

from .watched import SIZES, Watched, violations

PAGES = {
    "home": "",
    "a KPI": "kpi/first-contact-resolution/",
    "a long KPI": "kpi/gross-margin/",
    "search": "search/?q=customer+churn",
    "compute": "compute/?have=revenue",
    "a page that does not exist": "nowhere/",
    "functions": "category/",
    "a function": "category/customer-service/",
    "a group": "category/contact-center/",
    "industries": "industry/",
    "an industry": "industry/banking/",
    "an industry without KPIs": "industry/real-estate/",
    "scorecards": "scorecard/",
    "a scorecard": "scorecard/plant-floor/",
    "compare, nothing chosen": "compare/",
    "compare": "compare/?kpis=customer-churn-rate,customer-retention-rate,net-revenue-retention",
    "data": "data/",
    "guides": "guides/",
    "a guide": "guides/own-catalogue/",
    "attributes": "reference/attributes/",
}


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind: str, scheme: str, size: str, browser: Browser, address: str) -> None:
    with browser.new_context(viewport=SIZES[size], color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = Watched(context, address).open(PAGES[kind])
        if kind == "compare":
            expect(page.locator(".atlas-comparison thead th")).to_have_count(3)
        assert violations(page) == []
