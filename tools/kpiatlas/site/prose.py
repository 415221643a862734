"""Text of records to HTML: CommonMark inline, raw HTML off. The only module that imports markdown-it."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

# Only what can stand inside a sentence; links go nowhere but to http addresses, images are left out.
_INLINE = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline", "autolink"])
_INLINE.validateLink = lambda url: url.startswith(("https://", "http://"))  # type: ignore[method-assign]
# Signs that change the order of reading or hide text; a record has no use for them.
_HIDDEN = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, *range(9), 11, 12, *range(14, 32), 127)
)
# Most sentences hold nothing that Markdown, HTML or the signs above could change, and need no parser: half of the time
# of a page went into theirs.
_CHANGED = re.compile(r"[\\`*_\[\]<>&!\"\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Text without characters that hide or reorder what is read."""
    return text.translate(_HIDDEN)


def inline(text: str) -> Markup:
    """A sentence or paragraph as HTML; emphasis, code and http links work, everything else is shown as it is."""
    return Markup(parsed(text) if _CHANGED.search(text) else text)


@lru_cache(maxsize=4096)
def parsed(text: str) -> str:
    """The HTML of a text that may hold markup."""
    return str(_INLINE.renderInline(plain(text)))
