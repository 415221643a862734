"""`file-name`: a record lies in the folder of the function that its first category belongs to."""

from __future__ import annotations

import pytest

from catalogues import SUBJECT, Small, subject
from checks.rows import Bad, Good

ELSEWHERE = Bad(
    "in another function's folder",
    (("categories", ["profitability", "contact-center"]),),
    "categories",
    "the home category profitability belongs to accounting, but the file lies in customer-service",
    f"move it to kpis/accounting/{SUBJECT}.yml",
)
GOOD = [
    Good("where it belongs", ()),
    Good("a second category of another function", (("categories", ["contact-center", "profitability"]),)),
    Good("an unknown category, which another rule tells", (("categories", ["nowhere"]),)),
]


def test_a_record_in_a_foreign_folder_is_told_where_to_go(small: Small) -> None:
    ELSEWHERE.is_told(small, "file-name")


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_a_record_at_home_is_silent(small: Small, row: Good) -> None:
    row.is_silent(small, "file-name")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("kpis/customer-service/Net_Rate.yml", '"Net_Rate" cannot be an id'),
        ("kpis/customer-service/net-rate.yaml", "not read: the name of a record ends in .yml"),
        ("kpis/net-rate.yml", "a record lies in the folder of its function"),
    ],
)
def test_a_name_or_place_that_is_not_read_is_told(small: Small, file: str, message: str) -> None:
    small.write(file, subject())
    (found,) = small.problems("file-name")
    assert (found.path, found.message) == (f"catalogue/{file}", message)
