"""`unknown-reference`: whatever is named exists."""

from __future__ import annotations

import pytest

from catalogues import CATEGORIES_FILE, COMPANIONS, INDUSTRIES_FILE, SCORECARD_FILE, SUBJECT, Small
from checks.rows import Bad, Good

AT = "standard_formula"
KPI = 'unknown KPI "cost-per-contct"'
NEAR = f'did you mean "{COMPANIONS[0]}"?'
BAD = [
    Bad("a related KPI", (("related.0", "cost-per-contct"),), "related[1]", KPI, NEAR),
    Bad("a KPI that moves", (("change_impact.1.kpi", "cost-per-contct"),), "change_impact[2].kpi", KPI, NEAR),
    Bad("nothing like it", (("related.0", "zzz"),), "related[1]", 'unknown KPI "zzz"'),
    Bad("itself", (("related.0", SUBJECT),), "related[1]", "a record does not name itself"),
    Bad(
        "an impact told twice",
        (("change_impact.1.kpi", COMPANIONS[0]),),
        "change_impact[2].kpi",
        f"{COMPANIONS[0]} stands here twice",
    ),
    Bad(
        "a category",
        (("categories.0", "contact-centre"),),
        "categories[1]",
        'unknown category "contact-centre"',
        'did you mean "contact-center"?',
    ),
    Bad(
        "a function, which is no group",
        (("categories.1", "customer-service"),),
        "categories[2]",
        'unknown category "customer-service"',
        'did you mean "customer-support"?',
    ),
    Bad(
        "an industry",
        (("industries.1", "retial"),),
        "industries[2]",
        'unknown industry "retial"',
        'did you mean "retail"?',
    ),
    Bad(
        "a source",
        (("benchmarks.0.source", "some-study-2023"),),
        "benchmarks[1].source",
        'unknown source "some-study-2023"',
        'did you mean "some-study-2022"?',
    ),
    Bad(
        "a basis",
        (("interpretation.basis", "rule-of-thumb"),),
        "interpretation.basis",
        'unknown source "rule-of-thumb"',
        'did you mean "rule of thumb"?',
    ),
    Bad(
        "a source of a case",
        (("case_study.kind", "reported"), ("case_study.source", "xyz")),
        "case_study.source",
        'unknown source "xyz"',
    ),
    Bad(
        "a unit of an input",
        ((f"{AT}.inputs.issues.unit", "isue"),),
        f"{AT}.inputs.issues.unit",
        'unknown unit "isue"',
        'did you mean "issue"?',
    ),
    Bad(
        "a unit of a variant",
        ((f"{AT}.variants.1.unit", "points"),),
        f"{AT}.variants[2].unit",
        'unknown unit "points"',
        'did you mean "point"?',
    ),
    Bad(
        "a unit of an input of a variant",
        ((f"{AT}.variants.0.inputs.contacts.unit", "conact"),),
        f"{AT}.variants[1].inputs.contacts.unit",
        'unknown unit "conact"',
        'did you mean "contact"?',
    ),
    Bad(
        "a part of a unit",
        ((f"{AT}.inputs.issues.unit", "issue/conact"),),
        f"{AT}.inputs.issues.unit",
        'unknown unit "conact"',
        'did you mean "contact"?',
    ),
    Bad(
        "a starter",
        (("customer-service.starter.0.kpi", "cost-per-contct"),),
        "customer-service.starter[1].kpi",
        KPI,
        NEAR,
        file=CATEGORIES_FILE,
    ),
    Bad(
        "a parent of an industry",
        (("banking.parent", "softwear"),),
        "banking.parent",
        'unknown industry "softwear"',
        'did you mean "software"?',
        file=INDUSTRIES_FILE,
    ),
    Bad(
        "an industry below itself",
        (("banking.parent", "banking"),),
        "banking.parent",
        "banking would lie below itself",
        file=INDUSTRIES_FILE,
    ),
    Bad(
        "a KPI of a scorecard",
        (("groups.0.kpis.1.kpi", "cost-per-contct"),),
        "groups[1].kpis[2].kpi",
        KPI,
        NEAR,
        file=SCORECARD_FILE,
    ),
    Bad(
        "a variant of a scorecard",
        (("groups.0.kpis.0.variant", "Gross rat"),),
        "groups[1].kpis[1].variant",
        f'{SUBJECT} has no variant "Gross rat"',
        'did you mean "Gross rate"?',
        file=SCORECARD_FILE,
    ),
]
GOOD = [
    Good("all known", ()),
    Good("one over a unit", ((f"{AT}.inputs.issues.unit", "1/issue"),)),
    Good("a basis that is a source", (("interpretation.basis", "some-study-2022"),)),
    Good("a KPI related and moved", (("related.0", COMPANIONS[0]), ("change_impact.0.kpi", COMPANIONS[0]))),
    Good("industries above each other", (("banking.parent", "retail"), ("retail.parent", "software")), INDUSTRIES_FILE),
    Good("a variant in any case", (("groups.0.kpis.0.variant", "gross RATE"),), SCORECARD_FILE),
]


@pytest.mark.parametrize("row", BAD, ids=str)
def test_a_name_of_nothing_is_told_with_the_nearest_known(small: Small, row: Bad) -> None:
    row.is_told(small, "unknown-reference")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_names_of_what_exists_are_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "unknown-reference")
