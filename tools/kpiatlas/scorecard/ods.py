"""A scorecard as an OpenDocument spreadsheet: the workbook, converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ..problem import UserError
from .model import Scorecard
from .whole_file import write_file
from .xlsx import write_xlsx

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 300


def write_ods(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write a scorecard as OpenDocument; a file that stands there is replaced whole.

    Raises:
        UserError: LibreOffice is not installed or fails, or the file cannot be written.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UserError("LibreOffice is not installed; it writes .ods files. A .xlsx file opens in it too")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "scorecard.xlsx")
        write_xlsx(scorecard, book, with_examples=with_examples)
        write_file(target, _converted(program, book))


def _converted(program: str, book: Path) -> bytes:
    """The bytes that LibreOffice makes of a workbook; a profile of its own lets it run beside an open one."""
    profile = f"-env:UserInstallation={book.with_name('profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "ods", "--outdir", str(book.parent), str(book)]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return book.with_suffix(".ods").read_bytes()
    except subprocess.TimeoutExpired:
        raise UserError(f"LibreOffice gave no .ods file within {SECONDS} seconds") from None
    except (subprocess.CalledProcessError, OSError):
        raise UserError("LibreOffice gave no .ods file; a .xlsx file opens in it too") from None
