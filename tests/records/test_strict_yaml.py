"""Strict YAML. A file dropped into `examples/accepted` or `examples/refused` is a test: its first line, a comment, says
what it reads as (JSON), or where and why it is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.records.strict_yaml import MAX_BYTES, MAX_DEPTH, YamlError, read_yaml

EXAMPLES = Path(__file__).parent / "examples"


def files(folder: str) -> list[Any]:
    return [pytest.param(file, id=file.stem) for file in sorted((EXAMPLES / folder).glob("*.yml"))]


def first_comment(file: Path) -> str:
    return file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")


@pytest.mark.parametrize("file", files("accepted"))
def test_an_accepted_file_reads_as_its_first_line_says(file: Path) -> None:
    expected = json.loads(first_comment(file))
    found = read_yaml(file.read_bytes())
    assert found == expected
    assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]


@pytest.mark.parametrize("file", files("refused"))
def test_a_refused_file_says_line_and_reason_as_its_first_line_says(file: Path) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(file.read_bytes())
    assert f"line {caught.value.line}: {caught.value.message}" == first_comment(file)


HOSTILE = [
    ("bytes that are not UTF-8", b"name: A\ndefinition: caf\xe9\n", 2, "byte 0xe9 is not UTF-8; save the file as"),
    ("UTF-16", "name: A\n".encode("utf-16"), 1, "byte 0xff is not UTF-8; save the file as UTF-8"),
    ("a lone surrogate", b"name: \xed\xa0\x80\n", 1, "byte 0xed is not UTF-8; save the file as UTF-8"),
    ("10 MB", b"name: A\n" + b"x" * 10_000_000, None, "10,000,008 bytes; a file holds at most 262,144 (256 KiB)"),
    ("one byte too many", b"#" * (MAX_BYTES + 1), None, "262,145 bytes; a file holds at most 262,144 (256 KiB)"),
    ("200,000 brackets", b"[" * 200_000, 1, "nested more than 40 deep"),
    ("200,000 braces", b"{" * 200_000, 1, "key a list or mapping is not text"),
    ("lists in lists", b"- " * 100_000 + b"x", 1, "nested more than 40 deep"),
    ("a deep block", b"".join(b" " * n + b"a:\n" for n in range(500)), 41, "nested more than 40 deep"),
    ("NUL", "name: A\né: éé\nunit: \x00\nlast: B\n".encode(), 3, "not YAML: control characters are not allowed"),
    ("an escape sequence", b"name: A\nunit: \x1b[31m\n", 2, "not YAML: control characters are not allowed"),
    ("an explicit key, again", b"? kkkkk\n: 1\nkkkkk: 2\n", 3, 'key "kkkkk" stands twice, first on line 1'),
    ("a whole number of 19 digits", b"a: 1000000000000000000", 1, "1000000000000000000… has more than 18 digits"),
    ("a number out of range", b"a: 1e999", 1, "1e999 is too large for a number"),
    ("a null key", b"null: 1", 1, "key None is not text"),
    ("an empty key", b": 1", 1, "not YAML: while parsing a block mapping, did not find expected key"),
    ("a truth key", b"true: 1", 1, "key True is not text"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "line", "message"), [pytest.param(*row[1:], id=row[0]) for row in HOSTILE])
def test_hostile_bytes_are_refused_with_line_and_reason(raw: bytes, line: int | None, message: str) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(raw)
    assert caught.value.line == line
    assert caught.value.message.startswith(message)


AMBIGUOUS = """yes Yes YES no No NO on On ON off Off OFF True TRUE False FALSE Null NULL ~ 012 0o17 0x1F 0b101
007 1_000 +1 +1.5 .5 -.5 1. -1. .inf -.INF .nan .NaN 2026-11-22 2026-1-2 2026-11-22T10:00:00Z
12:30 1:30:45 -1:30 12:30:45.5 = <<"""


@pytest.mark.parametrize("word", AMBIGUOUS.split())
def test_a_word_that_readers_take_differently_needs_quotes(word: str) -> None:
    with pytest.raises(YamlError, match="without quotes means different things") as caught:
        read_yaml(f"a: 1\nb: {word}\n".encode())
    assert (caught.value.line, caught.value.column, caught.value.quote_it) == (2, 4, word)
    assert read_yaml(f'b: "{word}"'.encode()) == {"b": word}


def test_a_time_of_day_is_refused_whole() -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(b"seen: 2026-11-22 10:00:00\n")
    assert caught.value.quote_it == "2026-11-22 10:00:00"


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfname: A\n", b"name: A", b"name: A\r\n", b"# only\nname: A\n\n\n"])
def test_a_byte_order_mark_and_foreign_line_ends_are_read_over(raw: bytes) -> None:
    assert read_yaml(raw) == {"name": "A"}


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# nothing but a comment\n", b"\xef\xbb\xbf", b"---\n", b"null"])
def test_an_empty_file_is_nothing(raw: bytes) -> None:
    assert read_yaml(raw) is None


def test_nesting_as_deep_as_a_record_needs_is_read() -> None:
    value: Any = read_yaml(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        assert len(value) == 1
        value = value[0]
    assert value == []


def test_every_value_has_its_line() -> None:
    lines: dict[Any, int] = {}
    read_yaml(
        b"# c\na: 1\nb:\n  - c: x\n    d: >-\n      long\n      text\n  - {e: 2,\n     f: 3}\ng: [1,\n  2]\n", lines
    )
    assert lines == {
        (): 2, ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 0, "c"): 4, ("b", 0, "d"): 5, ("b", 1): 8,
        ("b", 1, "e"): 8, ("b", 1, "f"): 9, ("g",): 10, ("g", 0): 10, ("g", 1): 11,
    }  # fmt: skip


def is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(is_plain, value.values()))
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or type(value) in (str, int, float, bool)


def read_or_refused(raw: bytes) -> Any:
    """What is read; with lines and without them, which goes another way for texts in order, it is the same."""
    found = [_read_or_refused(raw, lines) for lines in (None, {})]
    assert repr(found[0]) == repr(found[1])
    return found[0]


def _read_or_refused(raw: bytes, lines: dict[Any, int] | None) -> Any:
    try:
        return read_yaml(raw, lines)
    except YamlError as error:
        return error


@given(st.binary(max_size=300))
def test_any_bytes_give_data_or_a_yaml_error(raw: bytes) -> None:
    found = read_or_refused(raw)
    assert is_plain(found) or isinstance(found, YamlError)
    if isinstance(found, YamlError) and found.line:
        breaks = sum(raw.count(sign) for sign in (b"\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"))
        assert 1 <= found.line <= breaks + 2


SIGNS = st.sampled_from([*"abno:-[]{}#&*!|>'\"%@`,?~=<. \n", "\n  ", ": ", "- ", "é", "---\n", "\u2028", "no", "012"])


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_any_text_in_the_signs_of_yaml_gives_data_or_a_yaml_error(text: str) -> None:
    found = read_or_refused(text.encode())
    assert is_plain(found) or isinstance(found, YamlError)


DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef_", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(DATA)
def test_json_is_read_as_json_reads_it(data: Any) -> None:
    assert read_or_refused(json.dumps(data, ensure_ascii=False).encode()) == data
