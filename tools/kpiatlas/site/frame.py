"""Stamping: a theme's page is rendered once with tokens in it, then bodies are put in their places.

A theme renders a page in milliseconds, which adds up over twenty thousand pages that differ in body, title, description
and address alone. This module knows nothing of the theme but the text it produced.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .page import SitePage

# Plain words, so that no escaping on the way changes them.
TITLE, DESCRIPTION, ADDRESS = "ATLASTITLETOKEN", "ATLASDESCRIPTIONTOKEN", "ATLASADDRESSTOKEN"
BODY = "<h1>ATLASBODYTOKEN</h1>"
_TOKENS = re.compile(f"({TITLE}|{DESCRIPTION}|{ADDRESS}|{re.escape(BODY)})")


@dataclass(frozen=True, slots=True)
class Frame:
    """A rendered theme page cut at its tokens: text, token, text, token … text."""

    parts: tuple[str, ...]

    @classmethod
    def cut(cls, rendered: str) -> Frame:
        """The frame of a page rendered with the tokens.

        Raises:
            ValueError: the theme left out the body.
        """
        if rendered.count(BODY) != 1:
            raise ValueError("the theme must print the content of a page exactly once")
        return cls(tuple(_TOKENS.split(rendered)))

    def around(self, page: SitePage, address: str) -> str:
        """The whole page; `address` is its canonical address, or empty."""
        values = {
            TITLE: html.escape(page.title),
            DESCRIPTION: html.escape(page.description),
            ADDRESS: html.escape(address),
            BODY: page.body,
        }
        return "".join(values.get(part, part) for part in self.parts)
