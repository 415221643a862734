"""The shape of the project: imports run downwards, everything is small and explained, and no machine is named."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogues import ROOT

PACKAGE = ROOT / "tools" / "kpiatlas"
MODULES = sorted(PACKAGE.rglob("*.py"))
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
MODULE_LINES, FUNCTION_LINES = 400, 60
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "tools", "stuff"}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def named(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, run over the project."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def test_imports_run_downwards() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = tool("-c", code, "--config", "pyproject.toml", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    contracts = SETTINGS["importlinter"]["contracts"]
    assert f"Contracts: {len(contracts)} kept, 0 broken." in done.stdout
    assert [name for name in (contract["name"] for contract in contracts) if f"{name} KEPT" not in done.stdout] == []


def test_the_contract_covers_every_part_of_the_package_and_excepts_nothing() -> None:
    contracts = SETTINGS["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")["layers"]
    parts = {part.strip() for layer in layers for part in layer.split("|")}
    found = {f"kpiatlas.{file.stem}" for file in PACKAGE.glob("*.py")} - {"kpiatlas.__init__", "kpiatlas.__main__"}
    found |= {f"kpiatlas.{folder.parent.name}" for folder in PACKAGE.glob("*/__init__.py")}
    assert parts == found
    assert not [contract for contract in contracts if contract.keys() & {"ignore_imports", "containers"}]
    targets = next(contract for contract in contracts if contract["type"] == "independence")["modules"]
    on_disk = {file.stem for file in (PACKAGE / "formula" / "targets").glob("*.py")} - {"__init__", "target"}
    assert {module.rsplit(".", 1)[1] for module in targets} <= on_disk


ONE_MODULE_ONLY = {
    "yaml": {"records/strict_yaml.py", "records/formatter.py"},
    "jsonschema": {"records/schema.py"},
    "jsonschema_rs": {"records/schema.py"},
    "whoosh": {"search/whoosh_index.py"},
    "mkdocs": {"site/mkdocs_plugin.py"},
    "pint": {"formula/units.py"},
}


@pytest.mark.parametrize("library", ONE_MODULE_ONLY)
def test_a_library_is_imported_where_it_belongs_and_nowhere_else(library: str) -> None:
    users = {named(module) for module in MODULES if library in set(_imported(module))}
    assert users <= ONE_MODULE_ONLY[library]


def _imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_small_explained_and_has_a_name_that_says_something(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= MODULE_LINES
    assert ast.get_docstring(ast.parse(text)), "says what it is and where it sits"
    assert not set(re.split(r"[_.]", module.stem)) & EMPTY_NAMES


def definitions(node: ast.AST, public: bool = True, inherits: bool = False) -> Iterator[tuple[Definition, bool]]:
    """Every function and class, and whether it must explain itself; a method of a derived class may keep its base's."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child, public and not inherits and not child.name.startswith("_")
            yield from definitions(child, public=False)
        elif isinstance(child, ast.ClassDef):
            shown = public and not child.name.startswith("_")
            yield child, shown
            yield from definitions(child, shown, bool(child.bases))
        else:
            yield from definitions(child, public, inherits)


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_functions_are_short_and_public_ones_explained(module: Path) -> None:
    for node, public in definitions(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{node.name} has {lines} lines"
        if public:
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.slow
def test_ruff_finds_nothing() -> None:
    done = tool("-m", "ruff", "check", "--no-cache", "tools", "tests")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_mypy_finds_nothing_in_strict_mode() -> None:
    assert SETTINGS["mypy"]["strict"] is True
    done = tool("-m", "mypy")
    assert done.returncode == 0, done.stdout + done.stderr


def project_files() -> Iterator[Path]:
    """The files that belong to the project: everything but what tools and builds leave behind."""
    made = {"build", "dist", "node_modules", "__pycache__", "data"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made and (not name.startswith(".") or name == ".ci")]
        folders[:] = [name for name in folders if not name.endswith(".egg-info")]
        yield from (Path(folder) / name for name in files)


# In brackets where the name of this file's own pattern would be found.
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:[h]ome|[U]sers|[r]oot|[w]ork|[m]nt)/[\w.-]+"  # somebody's folders
    r"|[A-Z]:\\[U]sers\\"
    r"|--?(?:extra-)?index[-_]url|--find-[l]inks|(?:[P]IP|[U]V)_INDEX"  # where one machine takes its packages from
    r"|https?://(?:[\w.-]*\.)?(?:[p]ypi|[p]ythonhosted)[\w.-]*/(?:simple|packages)"
    r"|https?://(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+"
)


def test_no_file_names_a_folder_of_a_machine_or_an_index() -> None:
    found = []
    for file in project_files():
        try:
            text = file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue  # pictures and fonts
        found += [f"{file.relative_to(ROOT)}: {match.group()}" for match in OF_A_MACHINE.finditer(text)]
    assert found == []
