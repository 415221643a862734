"""What the package imports, and when."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import kpiatlas.scorecard

PACKAGE = Path(kpiatlas.scorecard.__file__).parent


def imported_by(file: Path) -> set[str]:
    """The first names of what a module imports by absolute names."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        (node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and not node.level
    }


def test_only_one_module_knows_xlsxwriter() -> None:
    assert [file.name for file in PACKAGE.rglob("*.py") if "xlsxwriter" in imported_by(file)] == ["xlsx.py"]


def test_importing_the_package_does_not_load_xlsxwriter() -> None:
    code = "import sys, kpiatlas.scorecard; sys.exit('xlsxwriter' in sys.modules)"
    environment = {"PYTHONPATH": str(PACKAGE.parents[1])}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
