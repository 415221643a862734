"""Hints for characters that are not of the language but look as if they were.

The lexer asks here when it meets a character it does not know. Escapes keep this file free of look-alikes itself.
"""

from __future__ import annotations

import unicodedata

# Dashes, signs, superscripts and quotation marks that word processors and web pages put in place of ASCII.
_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u02d7\u2796", "-"),
    **dict.fromkeys("\u00d7\u00b7\u22c5\u2217\u2715\u2716\u2022\u2062", "*"),
    **dict.fromkeys("\u00f7\u2215\u2044\u2797", "/"),
    **dict.fromkeys("\u2795\u02d6", "+"),
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2260": "!=",
    "\u2227": "and",
    "\u2228": "or",
    "\u221a": "sqrt(...)",
    "\u2211": "sum(...)",
    "\u03a3": "sum(...)",
    "\u00bd": "0.5",
    "\u00bc": "0.25",
    "\u00be": "0.75",
    "\u2030": "/ 1000",
}
# Cyrillic and Greek letters drawn like Latin ones.
_LETTERS = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03bf\u03bd\u03b1\u03c1\u0131\u0261",
        "aeopcyxijsdhovapig",
        strict=True,
    )
)
_SUPERSCRIPTS = dict(zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789", strict=True))
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def described(character: str) -> str:
    """The character as a message can show it: itself, or its code when it does not print."""
    code = f"U+{ord(character):04X}"
    if not character.isprintable():
        return f"the character {code}"
    return f'"{character}"' if character.isascii() else f'"{character}" ({unicodedata.name(character, code).lower()})'


def hint(character: str) -> str | None:
    """What to write instead, where the character has an ASCII counterpart."""
    if character in _SPACES:
        return "write a plain space"
    if character in _SUPERSCRIPTS:
        return f"write ^{_SUPERSCRIPTS[character]}"
    if character in _LETTERS:
        return f"write the plain letter {_LETTERS[character]}"
    plain = _SIGNS.get(character) or unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii() and plain.isprintable():
        return f"write {plain.strip()}"
    return None
