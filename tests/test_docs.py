"""The hand-written pages keep up with the program."""

from __future__ import annotations

import re
import shlex

import pytest

from catalogues import ROOT
from kpiatlas.cli import COMMANDS, main
from kpiatlas.formula import FUNCTIONS, TARGETS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_command_stands_on_the_page_of_commands() -> None:
    for command in COMMANDS:
        assert f"`kpi {command}" in _page("reference/commands.md")


def test_every_function_and_target_stands_on_the_page_of_the_language() -> None:
    page = _page("reference/formula-language.md")
    names = FUNCTIONS if not isinstance(FUNCTIONS, dict) else FUNCTIONS.keys()
    for name in names:
        assert re.search(rf"`{name if isinstance(name, str) else name.name}\(", page), name
    for target in TARGETS:
        assert f"`{target}`" in page


@pytest.mark.parametrize("line", re.findall(r"^kpi (?:search|show|calc|formula|list) .*$", README, re.MULTILINE))
def test_every_command_of_the_readme_runs(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(line)[1:]) == 0
    assert capsys.readouterr().out


def test_the_readme_counts_no_more_functions_of_make_than_there_are() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", README)) <= targets
