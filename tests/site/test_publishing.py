"""The ready workflow and the server's settings of the guide say what the project really has."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from catalogues import ROOT
from kpiatlas.site.serve import server

WORKFLOW = ROOT / "docs/assets/github-pages.yml"
GUIDE = (ROOT / "docs/guides/publish.md").read_text(encoding="utf-8")


def test_the_workflow_runs_targets_of_the_makefile_and_publishes_the_folder_that_is_built() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    run = [step["run"].removeprefix("make ") for step in steps if "run" in step]
    assert run == ["check", "site"]
    assert set(run) <= targets
    assert steps[-1]["with"]["path"] == yaml.safe_load((ROOT / "mkdocs.yml").read_text())["site_dir"]


def test_the_settings_for_nginx_are_accepted(tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    block = re.search(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    text = block[1].replace("listen 80", "listen 18080").replace("/srv/kpis/site", str(tmp_path))
    settings = tmp_path / "nginx.conf"
    settings.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/log;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    done = subprocess.run(["nginx", "-t", "-c", str(settings)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_kpi_serve_and_the_guide_agree_on_the_types_of_scripts_and_records(tmp_path: Path) -> None:
    with server(tmp_path, "127.0.0.1", 0) as serving:
        types = serving.RequestHandlerClass.func.extensions_map  # type: ignore[attr-defined]
    for ending, type_ in ((".js", "text/javascript"), (".yml", "text/yaml")):
        assert types[ending] == type_
        assert f"{type_} {ending[1:]};" in GUIDE
