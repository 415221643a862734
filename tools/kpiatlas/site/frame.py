"""Stamping: a theme's page is rendered once with tokens in it, then bodies are put in their places.

A theme renders a page in milliseconds, which adds up over twenty thousand pages that differ in body, title, description
and address alone. This module knows nothing of the theme but the text it produced.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from . import scripts
from .page import SitePage

# Plain words, so that no escaping on the way changes them.
TITLE, DESCRIPTION, ADDRESS = "ATLASTITLETOKEN", "ATLASDESCRIPTIONTOKEN", "ATLASADDRESSTOKEN"
BODY = "<h1>ATLASBODYTOKEN</h1>"
_SCRIPTS = "ATLASSCRIPTSTOKEN"
_TOKENS = re.compile(f"({TITLE}|{DESCRIPTION}|{ADDRESS}|{_SCRIPTS}|{re.escape(BODY)})")
_INDENTED = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)|\s*\n\s*", re.DOTALL | re.IGNORECASE)


def without_indents(rendered: str) -> str:
    """A theme's HTML without the spaces that begin and end its lines: three tenths of it, on every page."""
    return _INDENTED.sub(lambda match: match[1] or "\n", rendered)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rendered theme page cut at its tokens: text, token, text, token … text.

    `scripts` are the modules that the theme's own elements need, `folder` is the way to them.
    """

    parts: tuple[str, ...]
    scripts: frozenset[str] = frozenset()
    folder: str = ""

    @classmethod
    def cut(cls, rendered: str) -> Frame:
        """The frame of a page rendered with the tokens.

        Raises:
            ValueError: the theme left out the body.
        """
        if rendered.count(BODY) != 1:
            raise ValueError("the theme must print the content of a page exactly once")
        text = without_indents(rendered)
        at, folder = scripts.place(text)
        if at >= 0:
            text = text[:at] + _SCRIPTS + text[at:]
        return cls(tuple(_TOKENS.split(text)), scripts.wanted(rendered), folder)

    def around(self, page: SitePage, address: str) -> str:
        """The whole page; `address` is its canonical address, or empty."""
        values = {
            TITLE: html.escape(page.title),
            DESCRIPTION: html.escape(page.description),
            ADDRESS: html.escape(address),
            BODY: page.body,
            _SCRIPTS: scripts.tags(self.scripts | scripts.wanted(page.body), self.folder),
        }
        return "".join(values.get(part, part) for part in self.parts)


def framed_alone(rendered: str, page: SitePage) -> str:
    """A page that the theme rendered for itself, as it comes out of a frame."""
    before, body, after = rendered.partition(page.body)
    return scripts.with_scripts(without_indents(before) + body + without_indents(after))
