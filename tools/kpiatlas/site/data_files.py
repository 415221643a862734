"""What the page of data says of the files that this build writes; `files` writes them."""

from __future__ import annotations

from . import urls
from .whole_catalogue import parquet_can_be_written


def data_files(address: str, dated: bool) -> list[tuple[str, str]]:
    """(place, what it holds) of each file that this site has.

    `address` is where the site is published, or empty; `dated` says whether git knows when records changed.
    """
    found = [
        (urls.INDEX_FILE, "every KPI in one line: names, summary, categories, unit, addresses of its page and record"),
        (urls.CATALOGUE_FILE, "everything in one file: all records, taxonomy, sources, scorecards"),
        (urls.CSV_FILE, "a row for each KPI, for spreadsheets; lists are joined by semicolons"),
        (urls.PARQUET_FILE, "the same rows for data tools; lists are lists, and the column record is the whole record"),
        (urls.TAXONOMY_FILE, "functions with their groups, industries with ISIC codes, units"),
        (urls.INPUTS_FILE, "which formula needs which inputs"),
        (urls.SCORECARDS_FILE, "the ready scorecards with their targets, weights and rules"),
        ("llms.txt", "what stands where, for language models"),
        ("llms-full.txt", "every definition, formula, band and benchmark as plain text"),
        (urls.FEED_FILE, "the latest changes as an Atom feed"),
        ("sitemap.xml", "the address of every page"),
    ]
    absent = set() if parquet_can_be_written() else {urls.PARQUET_FILE}
    absent |= set() if address else {urls.FEED_FILE, "sitemap.xml"}
    absent |= set() if dated else {urls.FEED_FILE}
    return [row for row in found if row[0] not in absent]
