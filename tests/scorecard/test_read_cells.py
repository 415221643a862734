"""Cells as Excel, LibreOffice and others store them: what counts as a figure, and what is refused by its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpiatlas.paths import data_root
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.scorecard import Scorecard
from kpiatlas.scorecard.reading import WrongCellsError, read_workbook
from kpiatlas.scorecard.reading.formats import Formats, meant_by
from kpiatlas.scorecard.reading.spreadsheet_parts import SheetPart, column_of, unescaped

from .cards import filled, some_card, some_input, some_kpi, with_kpis
from .packages import MAIN, parts, with_cells, with_parts
from .workbooks import edited, exported

FIRST = "Inputs!E5"  # the input `part` in the first of three periods
DATE_FORMAT = "yyyy-mm-dd"


@pytest.fixture
def own(catalogue: Catalogue) -> Catalogue:
    return with_kpis(catalogue, some_kpi(catalogue))


@pytest.fixture
def card(own: Catalogue) -> Scorecard:
    return filled(some_card(own, *own), {"part": (1.0, 2.0, 3.0), "whole": (4.0, 4.0, 4.0)})


def first_figure(path: Path, catalogue: Catalogue) -> object:
    return read_workbook(path, catalogue).card.figure("part", 0)


def refusals(path: Path, catalogue: Catalogue) -> dict[str, str]:
    """What is said of the wrong cells, by address."""
    with pytest.raises(WrongCellsError) as refused:
        read_workbook(path, catalogue)
    for cell in refused.value.cells:
        assert cell.text() in str(refused.value)
    return {cell.place: cell.message for cell in refused.value.cells}


@pytest.mark.parametrize(
    ("xml", "figure"),
    [
        ('<c r="E5" s="{s}"><v>74</v></c>', 74.0),
        ('<c r="E5" s="{s}" t="n"><v>7.4E1</v></c>', 74.0),
        ('<c r="E5" s="{s}"><v> 74 </v></c>', 74.0),
        ('<c r="E5"><v>0</v></c>', 0.0),
        ('<c r="E5" s="{s}"/>', None),
        ('<c r="E5" s="{s}"><v/></c>', None),
        ('<c r="E5" t="inlineStr"><is><t>  </t></is></c>', None),
        ('<c r="E5" t="str"><f>IF(F5&gt;0,"","")</f><v></v></c>', None),
        ('<c r="E5" s="{s}"><f>37*2</f><v>74</v></c>', 74.0),
        ('<c r="E5" s="{s}"><f t="shared" ref="E5:F5" si="0">37*2</f><v>74</v></c>', 74.0),
        ('<c r="E5" s="{s}"><f t="array" ref="E5">SUM(A1:A2*2)</f><v>74</v></c>', 74.0),
    ],
)
def test_what_counts_as_a_figure(own: Catalogue, card: Scorecard, tmp_path: Path, xml: str, figure: object) -> None:
    assert first_figure(with_cells(exported(card, tmp_path), {FIRST: xml}), own) == figure


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ('<c r="E5" t="inlineStr"><is><t>n/a</t></is></c>', '"n/a" is not a number'),
        ('<c r="E5" t="inlineStr"><is><r><t>n</t></r><r><rPr/><t>/a</t></r></is></c>', '"n/a" is not a number'),
        ('<c r="E5" t="inlineStr"><is><t>74</t></is></c>', '"74" is text, not a number; type it again'),
        ('<c r="E5" t="inlineStr"><is><t>1.234,5 %</t></is></c>', '"1.234,5 %" is text, not a number'),
        ('<c r="E5" t="str"><f>"7"&amp;"4"</f><v>74</v></c>', '"74" is text, not a number'),
        ('<c r="E5" t="b"><v>1</v></c>', "TRUE is not a number"),
        ('<c r="E5" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0! is not a number"),
        ('<c r="E5" t="d"><v>2026-03-04</v></c>', "2026-03-04 is a date, not a number"),
        ('<c r="E5" s="{s}"><f>37*2</f></c>', "a formula without a stored value"),
        ('<c r="E5" s="{s}"><f>37*2</f><v></v></c>', "a formula without a stored value"),
        ('<c r="E5" s="{s}"><v>-3</v></c>', "-3 is below 0"),
        ('<c r="E5" s="{s}"><v>NaN</v></c>', '"NaN" is not a number'),
        ('<c r="E5" s="{s}"><v>1e999</v></c>', '"1e999" is not a number'),
        ('<c r="E5" s="{s}"><v>1_000</v></c>', '"1_000" is not a number'),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_by_address(
    own: Catalogue, card: Scorecard, tmp_path: Path, xml: str, said: str
) -> None:
    assert refusals(with_cells(exported(card, tmp_path), {FIRST: xml}), own)[FIRST].startswith(said)


def test_all_wrong_cells_are_told_in_one_run(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    wrong: dict[str, object] = {"Inputs!E5": "n/a", "Inputs!F6": True, "Inputs!G5": -1, "Targets!D5": "high"}
    wrong |= {"Scorecard!K11": "half", "Bands!C5": None, "Bands!D6": "splendid", "Scorecard!B5": "2030-01"}
    found = refusals(edited(exported(card, tmp_path), wrong), own)
    assert set(found) == set(wrong)
    assert found["Bands!C5"] == "the threshold is missing"
    assert found["Scorecard!B5"] == '"2030-01" is no period of the sheet Inputs'


def test_a_date_is_shown_as_the_workbook_counts_its_days(own: Catalogue, card: Scorecard, tmp_path: Path) -> None:
    path = exported(card, tmp_path)
    book = openpyxl.load_workbook(path)
    book["Inputs"]["E5"].value, book["Inputs"]["F5"].value = 1, 0.5
    book["Inputs"]["E5"].number_format, book["Inputs"]["F5"].number_format = "d mmm yyyy", "[h]:mm:ss"
    book.save(path)
    assert refusals(path, own)["Inputs!E5"].startswith("1899-12-31 is a date")
    assert refusals(path, own)["Inputs!F5"].startswith("12:00:00 is a time")

    def from_1904(part: bytes) -> bytes:
        return part.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)

    changed = with_parts(path, {"xl/workbook.xml": from_1904})
    assert refusals(changed, own)["Inputs!E5"].startswith("1904-01-02 is a date")


def test_a_percentage_typed_with_its_sign_is_refused_because_it_is_stored_as_a_hundredth(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    kpi = some_kpi(catalogue, "rate", "rate + 0", {"rate": some_input("percent")}, {"rate": 74})
    own = with_kpis(catalogue, kpi)
    path = exported(filled(some_card(own, kpi), {"rate": (74.0, None, None)}), tmp_path)
    assert read_workbook(path, own).card.figure("rate", 0) == 74.0
    book = openpyxl.load_workbook(path)
    book["Inputs"]["E5"].value, book["Inputs"]["E5"].number_format = 0.74, "0%"
    book.save(path)
    assert refusals(path, own) == {FIRST: "74 % is stored as 0.74; type 74 and format the cell as a number"}


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", ""), ("Standard", ""), ("#,##0.00", ""), ('0.0"%"', ""), (r"0.0\%", ""), ("0.00E+00", ""),
        ('#,##0" values"', ""), ("[Red]-0.0;[Blue]0.0", ""), ("_-* #,##0.00 [$EUR]_-", ""), ("@", ""), ("# ?/?", ""),
        ("0%", "percent"), ("0.00%;[Red]-0.00%", "percent"), ("yyyy-mm-dd", "date"), ("[$-409]d-mmm-yy;@", "date"),
        ("mmm", "date"), ("h:mm AM/PM", "time"), ("[h]:mm", "time"), ("mm:ss.0", "time"), ('"day" 0', ""),
    ],
)  # fmt: skip
def test_a_number_format_says_what_a_number_means(code: str, meaning: str) -> None:
    assert meant_by(code) == meaning


def strict(part: bytes) -> bytes:
    transitional = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return part.replace(transitional, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def prefixed(part: bytes) -> bytes:
    """As libraries on .NET write it: every element carries a prefix."""
    text = part.decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    head, _, rest = text.partition("?>")
    return (head + "?>" + re.sub(r"<(/?)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", rest)).encode()


def without_addresses(part: bytes) -> bytes:
    """Rows and cells in order need not say where they are; blank cells before a filled one then stand in the file."""
    book: list[str] = []
    text = part.decode()
    for row in re.findall(r"<row .*?</row>", text, re.DOTALL):
        number = int(re.search(r'r="(\d+)"', row)[1])  # type: ignore[index]
        book += ["<row/>"] * (number - len(book) - 1)
        cells, width = "", 0
        for cell in re.findall(r"<c [^>]*?/>|<c .*?</c>", row, re.DOTALL):
            column = column_of(re.search(r'r="([A-Z]+)', cell)[1])  # type: ignore[index]
            cells += "<c/>" * (column - width) + re.sub(r' r="[A-Z]+\d+"', "", cell, count=1)
            width = column + 1
        book.append(f"<row>{cells}</row>")
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    return f"{text[:start]}<sheetData>{''.join(book)}{text[end:]}".encode()


def rich_strings(part: bytes) -> bytes:
    """As Excel stores a text of which a part is bold, with the pronunciation that East Asian versions add."""

    def rich(match: re.Match[bytes]) -> bytes:
        text = match[1]
        cut = next((place for place in range(1, len(text)) if text[place : place + 1] == b" "), 0)
        spoken = b'<rPh sb="0" eb="1"><t>spoken</t></rPh><phoneticPr fontId="1"/>'
        keep = b'<t xml:space="preserve">'
        return b"<si><r>%s%s</t></r><r><rPr><b/></rPr>%s%s</t></r>%s</si>" % (
            keep,
            text[:cut],
            keep,
            text[cut:],
            spoken,
        )

    return re.sub(rb"<si><t[^>]*>([^<]*)</t></si>", rich, part)


def absolute(part: bytes) -> bytes:
    return part.replace(b'Target="', b'Target="/xl/')


SHAPES: Mapping[str, object] = {
    "strict": strict,
    "prefixed": prefixed,
    "without addresses": without_addresses,
    "rich strings": rich_strings,
    "absolute targets": absolute,
    "UTF-16": lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "byte order mark": lambda part: b"\xef\xbb\xbf" + part,
}
SHEETS = tuple(f"xl/worksheets/sheet{number}.xml" for number in range(1, 8))
WHERE = {
    "prefixed": ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", *SHEETS),
    "rich strings": ("xl/sharedStrings.xml",),
    "absolute targets": ("xl/_rels/workbook.xml.rels",),
    "without addresses": SHEETS,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_that_programs_give_a_workbook_reads_the_same(
    own: Catalogue, card: Scorecard, tmp_path: Path, shape: str
) -> None:
    path = exported(card, tmp_path)
    everywhere = tuple(name for name in parts(path) if name.startswith("xl/") and name.endswith((".xml", ".rels")))
    names = WHERE.get(shape, everywhere)
    changed = with_parts(path, dict.fromkeys(names, SHAPES[shape]))  # type: ignore[misc]
    assert changed.read_bytes() != path.read_bytes()
    reading = read_workbook(changed, own)
    assert reading.card == read_workbook(path, own).card
    assert reading.comparison.differences == ()


def test_escaped_characters_of_a_text_are_read() -> None:
    assert unescaped("a_x000D_b_x0041__xZZZZ__xD800_") == "a\rbA_xZZZZ__xD800_"


def test_letters_of_columns_count_from_a() -> None:
    assert [column_of(letters) for letters in ("A", "z", "AA", "XFD")] == [0, 25, 26, 16383]


@given(value=st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=100)
def test_any_number_is_read_to_the_last_digit(value: float) -> None:
    cells = SheetPart("sheet", [], Formats())
    row = f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>{value!r}</v></c></row></sheetData></worksheet>'
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    parser.Parse(row, True)
    assert cells.found[0, 0].value == value


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
NUMBERS = st.floats(-1e300, 1e300).map(lambda value: float(f"{value:.15g}"))
"""As many digits as spreadsheets keep."""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Catalogue]:
    """A workbook of one KPI, exported once for all that Hypothesis tries."""
    everything = load_catalogue((data_root() / "catalogue").resolve())
    own = with_kpis(everything, some_kpi(everything))
    return exported(some_card(own, *own), tmp_path_factory.mktemp("any")), own


@given(value=st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), NUMBERS, WORDS))
@settings(max_examples=50, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_whatever_stands_in_a_cell_is_a_figure_a_blank_or_refused_by_its_address(
    ready: tuple[Path, Catalogue], value: object
) -> None:
    path, own = ready
    copy = edited(path, {FIRST: value})
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and value >= 0:  # type: ignore[operator]
        assert first_figure(copy, own) == value
    elif value is None or (isinstance(value, str) and not value.strip()):
        assert first_figure(copy, own) is None
    else:
        assert list(refusals(copy, own)) == [FIRST]
