"""Files that are no workbook to read, and workbooks that are refused: one plain line each, nothing unpacked first."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpiatlas.paths import data_root
from kpiatlas.problem import UserError
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.scorecard.reading import WorkbookError, read_workbook
from kpiatlas.scorecard.reading import package as limits

from .cards import some_card, some_kpi, with_kpis
from .packages import Change, packed, parts, with_parts
from .workbooks import exported

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;">]><worksheet>&lol3;</worksheet>"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTERNAL = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="https://example.org/" TargetMode="External"/></Relationships>'
)


@pytest.fixture
def own(catalogue: Catalogue) -> Catalogue:
    return with_kpis(catalogue, some_kpi(catalogue))


@pytest.fixture
def workbook(own: Catalogue, tmp_path: Path) -> Path:
    return exported(some_card(own, *own), tmp_path)


def message(path: Path, catalogue: Catalogue) -> str:
    """What is said when the file is refused; always one line that names the file."""
    with pytest.raises(WorkbookError) as refused:
        read_workbook(path, catalogue)
    text = str(refused.value)
    assert "\n" not in text
    assert path.name in text
    return text


def bytes_of_zip(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


LISTED = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<R/>"}
OPEN_DOCUMENT = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a workbook"),
        (b"name,value\n", "not a workbook"),
        (b"PK\x03\x04", "damaged"),
        (b"PK\x03\x04" + bytes(1000), "damaged"),
        (OLE + bytes(600), "Excel 97 to 2003"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (bytes_of_zip(readme=b"text"), "not a workbook"),
        (bytes_of_zip(**OPEN_DOCUMENT), "OpenDocument"),
        (bytes_of_zip(**LISTED, **{"xl/workbook.bin": b""}), "binary"),
        (bytes_of_zip(**LISTED), "not a workbook"),
        (bytes_of_zip(**{**LISTED, "[Content_Types].xml": b"<Types"}), "not XML"),
    ],
)
def test_what_is_no_workbook_is_refused_in_a_line(own: Catalogue, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert said in message(path, own)


def test_a_file_that_is_not_there_and_a_folder_are_refused(own: Catalogue, tmp_path: Path) -> None:
    assert "no such file" in message(tmp_path / "none.xlsx", own)
    assert "is a folder" in message(tmp_path, own)


def test_a_file_of_200_mb_is_refused_by_its_size(own: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "191 MiB; a workbook that is read has at most 64 MiB" in message(path, own)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": b"<a/>"}, "macros"),
        (
            {"[Content_Types].xml": lambda part: part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")},
            "macros",
        ),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "links to other files"),
        ({"xl/connections.xml": b"<a/>"}, "links to other files"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": EXTERNAL % b"oleObject"}, "links to other files"),
        ({"xl/worksheets/sheet2.xml": BILLION_LAUGHS}, "document type"),
        ({"xl/sharedStrings.xml": BILLION_LAUGHS}, "document type"),
        ({"docProps/app.xml": BILLION_LAUGHS}, "document type"),
        ({"xl/workbook.xml": BILLION_LAUGHS.decode().encode("utf-16")}, "document type"),
        ({"xl/worksheets/sheet2.xml": lambda part: part[:-40]}, "not XML"),
        ({"xl/worksheets/sheet2.xml": lambda part: part.replace(b"UTF-8", b"UnF-8")}, "unknown encoding"),
        ({"xl/worksheets/sheet2.xml": None}, "Inputs was renamed or deleted"),
        ({"xl/workbook.xml": None}, "not a workbook"),
        ({"xl/sharedStrings.xml": None}, "a text that is not there"),
        ({"xl/workbook.xml": lambda part: part.replace(b"kpi_atlas_layout", b"something_else")}, "export wrote"),
        ({"xl/workbook.xml": lambda part: part.replace(b"Provenance!", b"Elsewhere!")}, "Provenance was moved"),
    ],
)
def test_a_workbook_with_macros_links_entities_or_damage_is_refused(
    own: Catalogue, workbook: Path, changes: dict[str, Change], said: str
) -> None:
    assert said in message(with_parts(workbook, changes), own)


def test_a_mail_address_that_became_a_link_is_no_reason_to_refuse(own: Catalogue, workbook: Path) -> None:
    part = "xl/worksheets/_rels/sheet1.xml.rels"
    assert read_workbook(with_parts(workbook, {part: EXTERNAL % b"hyperlink"}), own)


def test_bombs_are_refused_by_what_their_directory_declares(own: Catalogue, workbook: Path, tmp_path: Path) -> None:
    content = parts(workbook)
    path = tmp_path / "bomb.xlsx"
    sheet = "xl/worksheets/sheet2.xml"
    packed(path, {**content, sheet: b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>"})
    assert "times its size" in message(path, own)
    packed(path, {**content, **{f"xl/media/{number}.txt": b"" for number in range(limits.MOST_PARTS)}})
    assert "parts; a workbook" in message(path, own)
    noise = {f"xl/media/{number}.bin": b"0123456789abcdef" * 60_000 for number in range(600)}
    packed(path, {**content, **noise})
    assert "unpacks to" in message(path, own)


def test_a_part_that_declares_less_than_it_unpacks_to_is_damaged(
    own: Catalogue, workbook: Path, tmp_path: Path
) -> None:
    path = tmp_path / "lie.xlsx"
    raw = bytearray(workbook.read_bytes())
    with zipfile.ZipFile(workbook) as package:
        entry = package.getinfo("xl/worksheets/sheet2.xml")
    place = raw.rindex(b"xl/worksheets/sheet2.xml") - 46  # its record in the directory
    assert raw[place : place + 4] == b"PK\x01\x02"
    raw[place + 24 : place + 28] = (entry.file_size // 2).to_bytes(4, "little")
    path.write_bytes(raw)
    assert "damaged" in message(path, own)


def test_a_part_that_stands_twice_is_refused(own: Catalogue, workbook: Path, tmp_path: Path) -> None:
    path = packed(tmp_path / "twice.xlsx", {**parts(workbook), "XL/Workbook.xml": b"<a/>"})
    assert "stands in it twice" in message(path, own)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'<row r="5"', b'<row r="99999999"', "there is no row"),
        (b'<c r="A5"', b'<c r="ZZZ5"', "outside of the sheet"),
        (b'<c r="A5"', b'<c r="5A"', "damaged, a cell at"),
        (b'<c r="A5"', b'<c r="A0"', "there is no row"),
    ],
)
def test_cells_that_lie_nowhere_are_damage(own: Catalogue, workbook: Path, old: bytes, new: bytes, said: str) -> None:
    changed = with_parts(workbook, {"xl/worksheets/sheet2.xml": lambda part: part.replace(old, new, 1)})
    assert said in message(changed, own)


def test_two_cells_in_the_corners_of_a_sheet_take_no_memory(own: Catalogue, workbook: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = "xl/worksheets/sheet2.xml"
    changed = with_parts(workbook, {sheet: lambda part: part.replace(b"</sheetData>", far, 1)})
    assert read_workbook(changed, own).card.periods


@pytest.mark.parametrize(
    "said",
    [
        "[" * 5000,
        '{"groups": 1}',
        '{"groups": [1]}',
        '{"groups": [{"count": 1e9}]}',
        "{}",
        "NaN",
        '{"title": "\\ud800"}',
    ],
)
def test_model_cells_that_somebody_changed_are_refused(own: Catalogue, workbook: Path, said: str) -> None:
    def spoilt(part: bytes) -> bytes:
        start = part.index(b"<t>{&quot;") if b"<t>{&quot;" in part else part.index(b'<t>{"title"')
        end = part.index(b"</t>", start)
        return part[:start] + b"<t>" + said.encode() + part[end:]

    assert "Provenance was changed" in message(with_parts(workbook, {"xl/sharedStrings.xml": spoilt}), own)


def test_another_layout_is_refused_with_both_versions(
    own: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpiatlas.scorecard.sheets import provenance

    monkeypatch.setattr(provenance, "VERSION", 99)
    assert "layout 99" in message(exported(some_card(own, *own), tmp_path), own)


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
from kpiatlas.scorecard.reading.open import open_workbook
from kpiatlas.problem import UserError
try:
    open_workbook(Path(sys.argv[1]), ("Inputs",))
except UserError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"<row>" + b"<c><v>1</v></c>" * 20_000 + b"</row>", "outside of the sheet"),
        ((b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>") * 65, "filled cells"),
        (b"<row>" * 5_000_000, "deep in each other"),
        (b"<row " + b" ".join(b"a%d='1'" % number for number in range(1_000_000)) + b">", "longer than a megabyte"),
        (b"<row a='" + b"1" * 50_000_000 + b"'>", "longer than a megabyte"),
    ],
    ids=["past the last column", "too many cells", "deep", "many attributes", "a long attribute"],
)
def test_a_sheet_made_to_fill_the_memory_ends_in_a_message_before_it_does(
    workbook: Path, tmp_path: Path, rows: bytes, said: str
) -> None:
    path = tmp_path / "many.xlsx"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts(workbook).items():
            whole = sheet + rows + b"</sheetData></worksheet>" if name == "xl/worksheets/sheet2.xml" else part
            package.writestr(name, whole)
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert said in done.stdout


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], Path, Catalogue]:
    """The parts of a workbook, exported once for all that Hypothesis spoils."""
    everything = load_catalogue((data_root() / "catalogue").resolve())
    own = with_kpis(everything, some_kpi(everything))
    path = exported(some_card(own, *own), tmp_path_factory.mktemp("any"))
    return parts(path), path.with_name("spoilt.xlsx"), own


@given(data=st.data())
@settings(max_examples=50, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_a_part_spoilt_anywhere_is_read_or_refused_but_never_breaks(
    ready: tuple[dict[str, bytes], Path, Catalogue], data: st.DataObject
) -> None:
    content, path, own = ready
    name = data.draw(st.sampled_from([part for part in content if part.startswith(("xl/w", "xl/s", "xl/_", "_"))]))
    part = content[name]
    start = data.draw(st.integers(0, len(part) - 1))
    cut = data.draw(st.integers(0, 30))
    put = data.draw(st.sampled_from([b"", b"<", b"0", b"-1", b"\xff", b"</c>", b'"', b"99999999999", b"&amp;", b"A"]))
    packed(path, {**content, name: part[:start] + put + part[start + cut :]})
    with suppress(UserError):
        read_workbook(path, own)
