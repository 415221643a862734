"""What a file must be before the workbook in it is parsed: an .xlsx of bearable size, without macros or links out.

The first step of reading back, below `open`. All of it rests on the package's directory and on small parts; of every
other XML part only the few bytes before its first element are unpacked, where entities would be declared.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from ...paths import shown
from .xml_parts import Attributes, Unpacking, WorkbookError, read_part, refuse_declarations

MIB = 1024 * 1024
MOST_BYTES = 64 * MIB
MOST_PARTS = 2000
MOST_UNPACKED = 128 * MIB
"""1,000 KPIs by 60 months unpack to 26 MiB."""
MOST_IN_A_LIST = 4 * MIB
"""The largest part that only lists others."""
HIGHEST_RATIO = 250
"""Sheets of equal rows shrink to a hundredth; the packing itself ends at about a thousandth."""
JUDGED_FROM = MIB
"""A part that unpacks to less is harmless whatever its ratio."""

NO_WORKBOOK = "not a workbook as spreadsheet programs save it; an .xlsx file is read"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTENT_TYPES = "[Content_Types].xml"
_MACROS = ("/vbaproject.bin", "/macrosheets/", "/activex/")
_LINKS = ("/externallinks/", "/connections.xml", "/querytables/")
_HARMLESS = "/hyperlink"
"""Leads out by nature and is never followed: spreadsheet programs make one of every mail address that is typed."""


def checked_package(path: Path) -> zipfile.ZipFile:
    """The file as the package of parts that a workbook is; the caller closes it.

    Raises:
        WorkbookError: it is something else, is damaged or too large, or holds what has no place in a scorecard.
    """
    name = shown(path)
    try:
        _refuse_other_kinds(path, name)
        with Unpacking(name):
            package = zipfile.ZipFile(path)
    except OSError as error:
        raise WorkbookError(f"{name}: cannot be read: {error.strerror or error}") from None
    package.filename = name
    try:
        _refuse_bombs(package, name)
        _refuse_other_documents(package, name)
        _refuse_active_content(package, name)
        for part in _xml_parts(package):
            refuse_declarations(package, part)
    except BaseException:
        package.close()
        raise
    return package


def _refuse_other_kinds(path: Path, name: str) -> None:
    if not path.exists():
        raise WorkbookError(f"{name}: no such file")
    if not path.is_file():
        raise WorkbookError(f"{name} is {'a folder; name a workbook in it' if path.is_dir() else 'no file'}")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise WorkbookError(
            f"{name}: {size / MIB:,.0f} MiB; a workbook that is read has at most {MOST_BYTES // MIB} MiB"
        )
    with path.open("rb") as file:
        head = file.read(len(_OLE))
        if head == _OLE:
            if _ENCRYPTED in file.read():
                raise WorkbookError(f"{name}: encrypted; save it without a password")
            raise WorkbookError(f"{name}: a workbook of Excel 97 to 2003; save it as .xlsx")
    if not head.startswith(_ZIP):
        raise WorkbookError(f"{name}: {NO_WORKBOOK}")


def _refuse_bombs(package: zipfile.ZipFile, name: str) -> None:
    """By the sizes that the directory declares: reading a part stops there, so that it cannot unpack to more."""
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise WorkbookError(f"{name}: {len(parts):,} parts; a workbook that is read has at most {MOST_PARTS:,}")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise WorkbookError(f"{name}: damaged, a part stands in it twice")
    for part in parts:
        if part.flag_bits & 0x1:
            raise WorkbookError(f"{name}: encrypted; save it without a password")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookError(f"{name}: packed in a way that no spreadsheet program uses")
        if part.file_size > max(JUDGED_FROM, HIGHEST_RATIO * part.compress_size):
            times = part.file_size // max(1, part.compress_size)
            raise WorkbookError(f"{name}: {part.filename} unpacks to {times:,} times its size, as no workbook does")
    total = sum(part.file_size for part in parts)
    if total > MOST_UNPACKED:
        limit = f"a workbook that is read has at most {MOST_UNPACKED // MIB} MiB"
        raise WorkbookError(f"{name}: unpacks to {total / MIB:,.0f} MiB; {limit}")


def _refuse_other_documents(package: zipfile.ZipFile, name: str) -> None:
    parts = {part.casefold() for part in package.namelist()}
    if "mimetype" in parts and "content.xml" in parts:
        raise WorkbookError(f"{name}: an OpenDocument file; save it as .xlsx")
    if "xl/workbook.bin" in parts:
        raise WorkbookError(f"{name}: a binary workbook (.xlsb); save it as .xlsx")
    if _CONTENT_TYPES not in package.namelist() or "_rels/.rels" not in package.namelist():
        raise WorkbookError(f"{name}: {NO_WORKBOOK}")


def _refuse_active_content(package: zipfile.ZipFile, name: str) -> None:
    """Macros and links out: nothing here would run or follow them, but what they give is not in the file."""
    parts = package.namelist()
    folded = [f"/{part.casefold()}" for part in parts]
    kinds = (found.get("ContentType", "") for found in _listed(package, _CONTENT_TYPES))
    if any("macroenabled" in kind.casefold() for kind in kinds) or _any_holds(folded, _MACROS):
        raise WorkbookError(f"{name}: holds macros; save it as .xlsx without them")
    lists = [part for part in parts if part.endswith(".rels")]
    if _any_holds(folded, _LINKS) or any(_leads_out(found) for part in lists for found in _listed(package, part)):
        raise WorkbookError(f"{name}: holds links to other files or sources; replace them by their values and save it")


def _any_holds(parts: list[str], marks: tuple[str, ...]) -> bool:
    return any(mark in part for part in parts for mark in marks)


def _leads_out(relation: Attributes) -> bool:
    kind = relation.get("Type", "")
    return kind.endswith("/externalLink") or (relation.get("TargetMode") == "External" and not kind.endswith(_HARMLESS))


def related(package: zipfile.ZipFile, part: str) -> list[Attributes]:
    """The relations of a part, the empty name being the package; none where it lists none."""
    folder, _, file = part.rpartition("/")
    listing = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    return _listed(package, listing) if listing in package.namelist() else []


def _listed(package: zipfile.ZipFile, part: str) -> list[Attributes]:
    """The attributes of every element of a small part that lists others."""
    if package.getinfo(part).file_size > MOST_IN_A_LIST:
        raise WorkbookError(f"{package.filename}: {part} is larger than spreadsheet programs write it")
    found: list[Attributes] = []
    read_part(package, part, lambda _, attributes: found.append(attributes))
    return found


def _xml_parts(package: zipfile.ZipFile) -> list[str]:
    return [part for part in package.namelist() if part.casefold().endswith((".xml", ".rels", ".vml"))]
