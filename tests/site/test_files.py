"""The files beside the pages: JSON to its published schema, tables in three forms, texts, the feed, the sitemap."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as Xml

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from catalogues import CATALOGUE, COMPANION_FILE, COMPANIONS, ROOT, SUBJECT, SUBJECT_FILE, Small
from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.site import llms, whole_catalogue
from kpiatlas.site.changes import changes_of
from kpiatlas.site.files import site_files
from kpiatlas.site.mkdocs_plugin import build_with_mkdocs
from kpiatlas.site.pages import Pages

ADDRESS = "https://kpis.example.org/atlas/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


@pytest.fixture(scope="module")
def files(whole: Catalogue) -> dict[str, bytes]:
    """Every file of its site."""
    return dict(site_files(whole))


@pytest.fixture(scope="module")
def validate(files: dict[str, bytes]) -> Any:
    """Checks a value against a schema as it is published, with nothing but the published ones at hand."""
    schemas = {name: json.loads(files[name]) for name in files if name.startswith("api/v1/schema/")}
    registry: Registry[Any] = Registry().with_resources(
        (name.rsplit("/", 1)[1], Resource.from_contents(schema)) for name, schema in schemas.items()
    )

    def errors(name: str, value: Any) -> list[str]:
        validator = Draft202012Validator(schemas[f"api/v1/schema/{name}.schema.json"], registry=registry)
        return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(value)]

    return errors


@pytest.mark.parametrize("name", ["index", "catalogue", "taxonomy", "inputs"])
def test_each_json_file_keeps_to_its_published_schema(name: str, files: dict[str, bytes], validate: Any) -> None:
    assert validate(name, json.loads(files[f"api/v1/{name}.json"])) == []


def test_each_record_keeps_to_its_published_schema(whole: Catalogue, files: dict[str, bytes], validate: Any) -> None:
    for kpi in whole:
        assert validate("kpi", json.loads(files[f"api/v1/kpis/{kpi.id}.json"])) == [], kpi.id


def test_the_published_schemas_refuse_what_is_wrong(files: dict[str, bytes], validate: Any) -> None:
    record, index = (json.loads(files[f"api/v1/{name}.json"]) for name in (f"kpis/{SUBJECT}", "index"))
    assert validate("kpi", {**record, "colour": "red"})
    assert validate("kpi", {key: value for key, value in record.items() if key != "id"})
    assert validate("kpi", {**record, "abbreviation": None})
    assert validate("index", [{**index[0], "direction": "up"}])


def test_every_published_schema_is_one(files: dict[str, bytes]) -> None:
    for name in files:
        if name.startswith("api/v1/schema/"):
            Draft202012Validator.check_schema(json.loads(files[name]))


def test_a_record_s_json_says_what_the_record_says_and_no_more(whole: Catalogue, files: dict[str, bytes]) -> None:
    def said(value: Any) -> Any:
        if dataclasses.is_dataclass(value):
            rows = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
            left_out = (None, "", ())
            return {f.name: said(v) for f, v in rows if not (f.default in left_out and v in left_out)}
        if hasattr(value, "items"):
            return {key: said(item) for key, item in value.items()}
        return [said(item) for item in value] if isinstance(value, tuple) else value

    for kpi in whole:
        assert json.loads(files[f"api/v1/kpis/{kpi.id}.json"]) == said(kpi)


def test_a_record_s_json_is_the_same_whether_it_was_cached_or_not(small: Small) -> None:
    name = f"api/v1/kpis/{SUBJECT}.json"
    fresh = dict(site_files(small.load()))[name]
    small.load(cached=True)
    assert dict(site_files(small.load(cached=True)))[name] == fresh


def test_csv_parquet_and_catalogue_hold_the_same_kpis(
    whole: Catalogue, files: dict[str, bytes], tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "kpis.parquet").write_bytes(files["api/v1/kpis.parquet"])
    rows = duckdb.sql(f"SELECT id, aliases, inputs, benchmarks, record FROM '{tmp_path}/kpis.parquet'").fetchall()
    table = list(csv.DictReader(io.StringIO(files["api/v1/kpis.csv"].decode("utf-8-sig"))))
    assert [row[0] for row in rows] == [row["id"] for row in table] == list(whole.kpis)
    for row, line, kpi in zip(rows, table, whole, strict=True):
        assert (tuple(row[1]), tuple(row[2]), row[3]) == (
            kpi.aliases, tuple(kpi.standard_formula.inputs), len(kpi.benchmarks),
        )  # fmt: skip
        assert line["aliases"] == "; ".join(kpi.aliases)
        assert json.loads(row[4]) == json.loads(files[f"api/v1/kpis/{kpi.id}.json"])


def test_without_the_database_there_is_no_parquet_file_and_the_page_does_not_promise_one(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = small.load()
    assert "kpis.parquet" in Pages(catalogue).section("data", "../")
    find = whole_catalogue.importlib.util.find_spec
    monkeypatch.setattr(
        whole_catalogue.importlib.util, "find_spec", lambda name: None if name == "duckdb" else find(name)
    )
    assert "api/v1/kpis.parquet" not in dict(site_files(catalogue))
    assert "kpis.parquet" not in Pages(catalogue).section("data", "../")


def test_a_cell_of_any_csv_file_never_begins_as_a_formula(small: Small) -> None:
    small.change(SUBJECT_FILE, ("name", '=cmd|"/c calc"!A1'), ("aliases", ["+1 rate", "other"]))
    for name, content in site_files(small.load()):
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), name


def _links(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("- ["):
            yield line.split("](", 1)[1].split(")", 1)[0]


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_llms_txt_leads_to_files_that_are_there(whole: Catalogue, address: str) -> None:
    files = dict(site_files(whole, address))
    links = list(_links(files["llms.txt"].decode()))
    assert len(links) > 5
    for link in links:
        assert link.startswith(address)
        assert link.removeprefix(address) in files


def test_every_kpi_stands_once_in_the_whole_text(whole: Catalogue, files: dict[str, bytes]) -> None:
    lines = files["llms-full.txt"].decode().splitlines()
    assert sorted(line for line in lines if line.startswith("- id: ")) == sorted(f"- id: {id_}" for id_ in whole.kpis)
    subject = whole.kpis[SUBJECT]
    assert f"- formula: {subject.standard_formula.expression}" in lines
    assert " ".join(subject.definition.split()) in lines


def test_a_text_too_large_for_one_file_lists_the_files_of_the_functions(
    whole: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llms, "WHOLE_BYTES", 1000)
    files = dict(llms.llms_files(whole))
    links = list(_links(files["llms-full.txt"].decode()))
    assert links
    assert set(links) <= files.keys()
    assert sum(files[link].count(b"\n- id: ") for link in links) == len(whole)


def test_a_line_of_a_text_never_holds_what_a_record_put_into_another(small: Small) -> None:
    small.change(SUBJECT_FILE, ("definition", "First line of it.\n\n- id: another\n\u202eback"))
    text = dict(site_files(small.load()))["llms-full.txt"].decode()
    assert "\n- id: another" not in text
    assert "\u202e" not in text


class History:
    """A git checkout with the small catalogue in it, whose commits have chosen dates."""

    def __init__(self, small: Small) -> None:
        self.small = small
        self.git("init", "-q")

    def git(self, *arguments: str, date: str = "2024-01-01T00:00:00Z") -> None:
        env = {
            **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_NAME": "A", "GIT_COMMITTER_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_EMAIL": "a@example.org",
        }  # fmt: skip
        subprocess.run(["git", *arguments], cwd=self.small.root, env=env, check=True, capture_output=True)

    def commit(self, date: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change", date=date)


@pytest.fixture
def history(small: Small) -> History:
    """Three records added in January; one of them changed in March, moved to another folder in May."""
    made = History(small)
    made.commit("2024-01-10T12:00:00Z")
    small.change(SUBJECT_FILE, ("asked_as", ["how many are settled at once", "who need not call again"]))
    made.commit("2024-03-10T12:00:00+02:00")
    (small.root / "kpis/accounting").mkdir()
    os.rename(small.root / COMPANION_FILE, small.root / "kpis/accounting" / f"{COMPANIONS[0]}.yml")
    made.commit("2024-05-10T12:00:00Z")
    return made


def test_dates_come_from_the_history_the_latest_first(history: History) -> None:
    changes = changes_of(history.small.load())
    assert [change.kpi.id for change in changes.latest] == [COMPANIONS[0], SUBJECT, COMPANIONS[1]]
    assert changes.of[SUBJECT].changed == datetime(2024, 3, 10, 10, tzinfo=UTC)
    assert changes.of[COMPANIONS[0]].added == datetime(2024, 1, 10, 12, tzinfo=UTC)
    assert [change.is_new for change in changes.latest] == [False, False, True]


def test_there_are_no_dates_without_history(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert not changes_of(small.load())
    assert "What is new" not in Pages(small.load()).section("home", "./")
    assert "feed.xml" not in dict(site_files(small.load(), ADDRESS))


def test_a_shallow_clone_gives_no_dates(history: History, tmp_path: Path) -> None:
    command = ["git", "clone", "-q", "--depth", "1", history.small.root.as_uri(), str(tmp_path / "clone")]
    subprocess.run(command, check=True, capture_output=True)
    assert not changes_of(load_catalogue(tmp_path / "clone", cached=False))


def test_without_git_there_are_no_dates(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not changes_of(history.small.load())


def test_the_feed_lists_the_latest_changes_with_full_addresses(history: History) -> None:
    files = dict(site_files(history.small.load(), ADDRESS))
    feed = Xml.fromstring(files["feed.xml"])
    assert feed.findtext(f"{ATOM}updated") == "2024-05-10T12:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"{ADDRESS}kpi/{id_}/" for id_ in (COMPANIONS[0], SUBJECT, COMPANIONS[1])
    ]
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        for link in entry.findall(f"{ATOM}link"):
            assert link.attrib["href"].startswith(ADDRESS)
    assert "feed.xml" not in dict(site_files(history.small.load()))


def test_hostile_text_stays_text_in_the_feed(history: History) -> None:
    history.small.change(SUBJECT_FILE, ("name", "</title><script>evil()</script>\u202e"))
    history.commit("2024-06-01T00:00:00Z")
    feed = Xml.fromstring(dict(site_files(history.small.load(), ADDRESS))["feed.xml"])
    assert feed.find(f".//{ATOM}script") is None
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert "Changed: </title><script>evil()</script>" in titles


def test_the_home_page_tells_what_is_new(history: History) -> None:
    home = str(Pages(history.small.load()).section("home", "./"))
    assert "10 May 2024" in home
    assert home.index("10 May 2024") < home.index("10 March 2024") < home.index("10 January 2024")


def test_with_an_address_the_sitemap_lists_every_page_and_the_data_page_names_it(small: Small, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("docs_dir: docs", f"docs_dir: {ROOT / 'docs'}")
    config.write_text(f"site_url: {ADDRESS}\n{text}", encoding="utf-8")
    site = tmp_path / "site"
    build_with_mkdocs(small.load(), config, site)
    listed = {node.text for node in Xml.parse(site / "sitemap.xml").iter() if node.tag.endswith("loc")}
    pages = {page.relative_to(site).as_posix().removesuffix("index.html") for page in site.rglob("index.html")}
    assert listed == {urljoin(ADDRESS, page) for page in pages}
    assert f'<link rel="canonical" href="{ADDRESS}kpi/{SUBJECT}/">' in (site / f"kpi/{SUBJECT}/index.html").read_text()
    assert "sitemap.xml" in (site / "data/index.html").read_text()
    term = (site / f"kpi/{SUBJECT}/index.html").read_text().split('application/ld+json">')[1].split("</script>")[0]
    assert json.loads(term)["inDefinedTermSet"]["@id"] == ADDRESS


def _built(catalogue: Catalogue, site: Path) -> list[Path]:
    build_with_mkdocs(catalogue, ROOT / "mkdocs.yml", site)
    return [*site.rglob("*.html")]


@pytest.mark.parametrize("written", [ADDRESS, ADDRESS.rstrip("/")])
def test_with_the_address_in_the_environment_every_page_names_the_feed(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("KPI_SITE_URL", written)
    pages = _built(history.small.load(), tmp_path / "site")
    title = "KPI Atlas: changed records"
    link = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{ADDRESS}feed.xml">'
    assert [page for page in pages if page.read_text().count(link) != 1] == []
    assert (tmp_path / "site/feed.xml").is_file()
    assert (
        f'<link rel="canonical" href="{ADDRESS}kpi/{SUBJECT}/">'
        in (tmp_path / f"site/kpi/{SUBJECT}/index.html").read_text()
    )


def test_without_an_address_no_page_names_a_feed_or_another_host(history: History, tmp_path: Path) -> None:
    pages = _built(history.small.load(), tmp_path / "site")
    for page in pages:
        head = page.read_text().split("</head>")[0]
        assert "atom+xml" not in head
        assert 'rel="canonical"' not in head
    assert not (tmp_path / "site/feed.xml").exists()
    assert "<loc>" not in (tmp_path / "site/sitemap.xml").read_text()


def test_what_is_no_address_is_refused(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (
        "kpis.example.org",
        "javascript:alert(1)",
        'https://a.example/">x',
        "https://a.example/?q",
        "https://a b/",
    ):
        monkeypatch.setenv("KPI_SITE_URL", text)
        with pytest.raises(UserError, match="KPI_SITE_URL"):
            build_with_mkdocs(small.load(), ROOT / "mkdocs.yml", tmp_path / "site")
