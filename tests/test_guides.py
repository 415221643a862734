"""What the guides and the page of data tell people to type works as they say."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from catalogues import CATALOGUE, ROOT, SUBJECT
from kpiatlas.cli import main
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.site.files import formula_module
from kpiatlas.site.whole_catalogue import kpis_parquet

DOCS = ROOT / "docs"
OWN = "kpi --catalogue catalogue "


def _blocks(page: str, language: str = "") -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def _commands(page: str) -> list[str]:
    return [line for block in _blocks(page) for line in block.splitlines() if line.startswith("kpi ")]


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(CATALOGUE.resolve(), cached=False)


@pytest.mark.parametrize(
    "command",
    [c for page in ("choose-kpis", "bands-and-benchmarks", "contribute") for c in _commands(f"guides/{page}.md")],
)
def test_every_command_of_the_guides_runs_and_answers(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out or command.startswith(("kpi check", "kpi fmt"))


def test_the_guide_to_an_own_catalogue_works_from_beginning_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    monkeypatch.chdir(tmp_path)
    commands = _commands("guides/own-catalogue.md")
    assert all(command.startswith(OWN) for command in commands)
    done = []
    for command in commands:
        code = main(shlex.split(command)[1:])
        done.append(command.removeprefix(OWN).split()[0])
        if done[-1] == "new":  # a record that has only been begun is reported; it is finished by hand
            begun = tmp_path / "catalogue/kpis/customer-service/tickets-per-customer.yml"
            assert begun.is_file()
            begun.unlink()
        assert code == 0, command
    assert (tmp_path / "site/index.html").is_file()
    assert {"check", "list", "new", "fmt", "build"} == set(done)


def test_the_query_of_the_data_page_finds_the_medians(
    whole: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "kpis.parquet").write_bytes(kpis_parquet(whole))
    monkeypatch.chdir(tmp_path)
    (query,) = _blocks("data.md", "sql")
    found = sorted((name, float(value), unit) for name, value, unit in duckdb.sql(query).fetchall())
    expected = [
        (kpi.name, float(row.value), row.unit)
        for kpi in whole
        for row in kpi.benchmarks
        if row.statistic == "median" and row.value is not None
    ]
    assert found == sorted(expected)


def test_the_module_of_the_data_page_computes(whole: Catalogue, tmp_path: Path) -> None:
    from kpiatlas.formula.targets.javascript import RUNTIME

    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: apt-get install nodejs")
    (tmp_path / "kpi" / SUBJECT).mkdir(parents=True)
    (tmp_path / "assets/atlas").mkdir(parents=True)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "assets/atlas/formula-runtime.js").write_text(RUNTIME)
    (tmp_path / "kpi" / SUBJECT / "formula.js").write_text(formula_module(whole.kpis[SUBJECT]))
    (code,) = _blocks("data.md", "js")
    (tmp_path / "ask.js").write_text(f"{code}\nconsole.log(JSON.stringify({{ value, because }}));\n")
    done = subprocess.run([node, "ask.js"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["value"] == 74


def test_no_guide_is_left_out_of_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in sorted((DOCS / "guides").glob("*.md")):
        assert f"guides/{page.name}" in navigation, page.name


def test_the_navigation_has_no_more_than_ten_entries_at_its_top() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1].split("\n\n")[0]
    assert 5 < len(re.findall(r"^  - ", navigation, re.MULTILINE)) <= 10
