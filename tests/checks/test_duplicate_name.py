"""`duplicate-name`: no two records answer to the same name."""

from __future__ import annotations

import pytest

from catalogues import CATEGORIES_FILE, COMPANION_FILE, INDUSTRIES_FILE, SUBJECT_FILE, Small, subject
from checks.rows import Bad, Good

HINT = "a name leads to one record"
NAME = subject()["name"]
OWN = [
    Bad(
        "its own name as an alias",
        (("aliases.0", NAME.upper()),),
        "aliases[1]",
        f'"{NAME.upper()}" is a name of this record already',
        HINT,
    ),
    Bad(
        "an alias in two spellings",
        (("aliases", ["One-Touch Rate", "one touch  rate"]),),
        "aliases[2]",
        '"one touch  rate" is a name of this record already',
        HINT,
    ),
    Bad(
        "the name of another record",
        (("name", "cost per contact"),),
        "name",
        f'"cost per contact" is a name of {COMPANION_FILE} already',
        HINT,
    ),
    Bad(
        "the alias of another record",
        (("aliases.0", "Cost per Contact, by another name".replace(",", "")),),
        "aliases[1]",
        f'"Cost per Contact by another name" is a name of {COMPANION_FILE} already',
        HINT,
    ),
    Bad(
        "a group that is a function",
        (("accounting.groups.customer-service", {"title": "Service", "purpose": "What service costs."}),),
        "accounting.groups.customer-service",
        "the id customer-service is taken by another function or group",
        file=CATEGORIES_FILE,
    ),
    Bad(
        "a group in two functions",
        (("accounting.groups.contact-center", {"title": "Contact center", "purpose": "What contacts cost."}),),
        "accounting.groups.contact-center",
        "the id contact-center is taken by another function or group",
        file=CATEGORIES_FILE,
    ),
    Bad(
        "a word for two industries",
        (("retail.also", ["Shops", "SaaS"]), ("software.also", ["saas"])),
        "software.also[1]",
        '"saas" is a name of retail already',
        file=INDUSTRIES_FILE,
    ),
    Bad(
        "a title that is another industry's id",
        (("software.title", "Retail"),),
        "software.title",
        '"Retail" is a name of retail already',
        file=INDUSTRIES_FILE,
    ),
]
GOOD = [
    Good("a shared abbreviation", (("abbreviation", "CPC"),)),
    Good("an abbreviation that is a name elsewhere", (("abbreviation", "Cost per Contact"),)),
    Good("no alias", (("aliases", []),)),
    Good("an industry's own name again", (("banking.also", ["Banking", "banks"]),), INDUSTRIES_FILE),
]


@pytest.mark.parametrize("row", OWN, ids=str)
def test_a_name_that_is_taken_is_told_where_it_stands_the_second_time(small: Small, row: Bad) -> None:
    row.is_told(small, "duplicate-name")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_names_that_lead_to_one_record_are_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "duplicate-name")


def test_an_id_that_stands_twice_is_told(small: Small) -> None:
    small.write("kpis/accounting/cost-per-contact.yml", small.data[COMPANION_FILE])
    (found,) = small.problems("duplicate-name")
    assert found.text() == (
        f"catalogue/{COMPANION_FILE}: the id cost-per-contact is taken by kpis/accounting/cost-per-contact.yml "
        "[duplicate-name]"
    )


def test_three_records_of_one_name_are_two_problems(small: Small) -> None:
    for file in small.data:
        if file.startswith("kpis/") and file != SUBJECT_FILE:
            small.change(file, ("name", NAME))
    assert len(small.problems("duplicate-name")) == 2
