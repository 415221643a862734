"""Without a checkout: the wheel alone, in an empty environment, gives a working `kpi` with the catalogue inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from catalogues import ROOT

PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a user's pip would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, *PIP, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True, timeout=300)
    return next(folder.glob("kpi_atlas-*.whl"))


def test_the_wheel_holds_the_catalogue_the_schemas_the_pages_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("catalogue/kpis/customer-service/first-contact-resolution.yml", "schema/kpi.schema.json", "mkdocs.yml",
                 "docs/index.md", "docs/assets/atlas/search.js"):  # fmt: skip
        assert f"kpiatlas/data/{name}" in names
    assert "kpiatlas/site/templates/kpi.html.j2" in names
    assert not [name for name in names if name.startswith(("tests/", "build/"))]


def test_in_an_empty_environment_it_searches_computes_and_exports(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True, timeout=120)
    python = tmp_path / "env" / "bin" / "python"
    constraints = str(ROOT / "constraints.txt")
    subprocess.run([python, *PIP, "install", "-c", constraints, str(wheel)], check=True, timeout=300)
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "KPI_CATALOGUE")}
    env["KPI_CACHE"] = str(tmp_path / "cache")

    def kpi(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(tmp_path / "env" / "bin" / "kpi"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=120)

    found = kpi("search", "first call resolution", "--json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["results"][0]["id"] == "first-contact-resolution"
    told = kpi("check")
    assert (told.returncode, [line for line in told.stdout.splitlines() if ": warning: " not in line]) == (0, [])
    assert kpi("calc", "fcr", "resolved_on_first_contact=1480", "issues=2000").stdout.startswith("74 percent")
    assert kpi("scorecard", "export", "plant-floor", "-o", "x.xlsx").returncode == 0
    refused = kpi("build")
    assert refused.returncode == 2
    assert "pip install 'kpi-atlas[site]'" in refused.stderr
