"""XML parts of a package, streamed: one parser that refuses document types, and one way damaged data are told.

The lowest module of reading back. Expat hands over an element at a time, so that a part takes the memory of what its
reader keeps, however large it is; without a document type there are no entities to expand.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from xml.parsers import expat

from ...problem import UserError

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
Text = Callable[[str], None]
_CHUNK = 1 << 16
MOST_ELEMENTS = 8_000_000
"""In a part: time is bounded too. A sheet of 1,000 inputs by 60 periods has a twentieth."""
DEEPEST = 200
LONGEST_TAG = 1 << 20
"""Expat keeps open elements and the tag it is in; both are short in what spreadsheet programs write."""


class WorkbookError(UserError):
    """A file that is no workbook we read; the text says why and what to do."""


class _EnoughError(Exception):
    """The first element was reached."""


class Unpacking(AbstractContextManager[None]):
    """Around reading a part: damaged data are told in one way.

    Raises:
        WorkbookError: the part cannot be unpacked, or is not XML.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Expat asks Python for encodings it does not know, which answers with these two.
        if isinstance(error, (expat.ExpatError, ValueError)) or type(error) is LookupError:
            raise WorkbookError(f"{self._name}: damaged, not XML ({error})") from None
        if isinstance(error, (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)):
            raise WorkbookError(f"{self._name}: damaged, it cannot be unpacked ({error})") from None


def read_part(
    package: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Text | None = None,
) -> None:
    """Hand the elements of a part over, named `namespace name`."""
    name = f"{package.filename}: {part}"
    parser = _parser(name)
    depth = count = 0

    def deeper(tag: str, attributes: Attributes) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if count > MOST_ELEMENTS:
            raise WorkbookError(f"{name}: more than {MOST_ELEMENTS:,} elements")
        if depth > DEEPEST:
            raise WorkbookError(f"{name}: elements lie {DEEPEST} deep in each other, as in no workbook")
        start(tag, attributes)

    def higher(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = deeper, higher, text
    with Unpacking(name), package.open(part) as stream:
        read = 0
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            read += len(chunk)
            if read - max(0, parser.CurrentByteIndex) > LONGEST_TAG:
                raise WorkbookError(f"{name}: a tag is longer than a megabyte, as in no workbook")
        parser.Parse(b"", True)


def refuse_declarations(package: zipfile.ZipFile, part: str) -> None:
    """Read a part up to its first element: a document type stands before it or nowhere.

    Raises:
        WorkbookError: there is one.
    """

    def stop(*_: object) -> None:
        raise _EnoughError

    with suppress(_EnoughError):
        read_part(package, part, stop)


def _parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        message = "declares a document type; no spreadsheet program writes one, and entities may hide in it"
        raise WorkbookError(f"{name}: {message}")

    parser.StartDoctypeDeclHandler = refuse
    return parser
