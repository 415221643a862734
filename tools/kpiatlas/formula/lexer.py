"""Source text into tokens; the only module that looks at characters.

Linear in the length, which is limited before anything else happens. Everything that is no token gets one clear message.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from . import lookalikes
from .errors import FormulaError

MOST_CHARACTERS = 2_000
MOST_NAME = 64

_TOKEN = re.compile(
    r"[ \t\r\n]+"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z_.])"
    r"|(?P<name>[a-z][a-z0-9_]*)(?![A-Za-z0-9_.])"
    r"|(?P<wrong>\*\*|//|=<|=>|===|!==|&&|\|\|)"
    r"|(?P<sign><=|>=|!=|==|<>|[-+*/^()<>=,])"
)
_NUMBER_LIKE = re.compile(r"[0-9.][0-9A-Za-z_.]*")
_NAME_LIKE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPELLINGS = {"==": "=", "<>": "!="}
_WRONG = {"**": "^", "//": "/", "=<": "<=", "=>": ">=", "===": "=", "!==": "!=", "&&": "and", "||": "or"}
_OTHER = {
    "%": ("% is no operator", "write * 100 or / 100"),
    ";": ("; has no place in a formula", "arguments are separated by a comma"),
    "[": ("a formula has no indexing", "a series is used whole, as in sum(scores)"),
    "]": ("a formula has no indexing", "a series is used whole, as in sum(scores)"),
    "{": ("braces have no place in a formula", "write round brackets"),
    "}": ("braces have no place in a formula", "write round brackets"),
    "!": ("! has no place in a formula", "write not, or != for unequal"),
    "&": ("& has no place in a formula", "write and"),
    "|": ("| has no place in a formula", "write or, or abs(x) for the size of x"),
    ":": (": has no place in a formula", "a series is an input of its own, as in sum(scores)"),
    "$": ("$ has no place in a formula", "write the number alone; its unit stands beside the input"),
}
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


class Token(NamedTuple):
    """One word of the language; `kind` is number, name, end, or the sign itself."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """All tokens of the source and one of kind `end`; FormulaError at the first thing that is none."""
    if len(source) > MOST_CHARACTERS:
        raise FormulaError(
            f"the formula has {len(source):,} characters; at most {MOST_CHARACTERS:,} are allowed",
            MOST_CHARACTERS,
            len(source),
        )
    found: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _refusal(source, position)
        if match.lastgroup is not None:
            found.append(_token(match))
        position = match.end()
    found.append(Token("end", "", len(source), len(source)))
    return found


def number(token: Token) -> float:
    """The value of a number token; refused when a double cannot hold it."""
    value = float(token.text)
    if not math.isfinite(value):
        raise FormulaError("the number is too large", token.start, token.end, "the largest is about 1.8e308")
    if value == 0 and token.text.lower().partition("e")[0].strip("0."):
        raise FormulaError("the number is too small", token.start, token.end, "write 0")
    return value


def _token(match: re.Match[str]) -> Token:
    text, start, end = match.group(), match.start(), match.end()
    if match.lastgroup == "wrong":
        raise FormulaError(f"{text} is no operator", start, end, f"write {_WRONG[text]}")
    if match.lastgroup == "sign":
        text = _SPELLINGS.get(text, text)
        return Token(text, text, start, end)
    if match.lastgroup == "name" and len(text) > MOST_NAME:
        raise FormulaError(f"the name has {len(text)} characters; at most {MOST_NAME} are allowed", start, end)
    return Token(str(match.lastgroup), text, start, end)


def _refusal(source: str, position: int) -> FormulaError:
    """The message for the first character that begins no token."""
    character = source[position]
    if character in "0123456789.":
        return _bad_number(source, position)
    name = _NAME_LIKE.match(source, position)
    if name is not None:
        return _bad_name(source, name)
    if character in _QUOTES:
        return FormulaError(
            "text in quotation marks has no place in a formula", position, position + 1, "write numbers and input names"
        )
    if character in _OTHER:
        message, hint = _OTHER[character]
        return FormulaError(message, position, position + 1, hint)
    shown = lookalikes.described(character)
    hint_or_none = lookalikes.hint(character)
    return FormulaError(f"{shown} has no place in a formula", position, position + 1, hint_or_none)


def _bad_number(source: str, position: int) -> FormulaError:
    match = _NUMBER_LIKE.match(source, position)
    text = match.group() if match else source[position]
    end = position + len(text)
    if text == ".":
        return FormulaError("a point stands only inside a number", position, end, "an input is a name without points")
    hint = "write digits, a point and digits, as in 1234.5 or 1e3"
    if text.replace("_", "").isdigit():
        hint = f"write {text.replace('_', '')}"
    elif text[0] == "." and text[1:].isdigit():
        hint = f"write 0{text}"
    elif text[-1] == "." and text[:-1].isdigit():
        hint = f"write {text[:-1]}"
    else:
        split = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z_][a-z0-9_]*)", text)
        if split and split[2][0] not in "eE" and not text.lower().startswith(("0x", "0b", "0o")):
            hint = f"to multiply write {split[1]} * {split[2]}"
    return FormulaError(f'"{_cut(text)}" is no number', position, end, hint)


def _bad_name(source: str, match: re.Match[str]) -> FormulaError:
    text, start, end = match.group(), match.start(), match.end()
    if source[end : end + 1] == ".":
        return FormulaError(
            "a point stands only inside a number; there is nothing to reach into", end, end + 1, "write a plain name"
        )
    if text.lower() != text:
        return FormulaError(f'"{_cut(text)}" has capital letters', start, end, f"write {_cut(text.lower())}")
    return FormulaError(f'"{_cut(text)}" is no name', start, end, "a name begins with a letter from a to z")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_NAME else text[:MOST_NAME] + "..."
