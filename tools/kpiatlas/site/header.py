"""The search field in the header of every page, put into the theme's finished HTML."""

from __future__ import annotations

import html

_HEADER, _END = '<header class="md-header', "</nav>"
_FORM = """\
<form class="atlas-search atlas-search--header" role="search" action="{root}search/" data-base="{root}">
        <label class="atlas-visually-hidden" for="atlas-header-search">Search KPIs</label>
        <input type="search" id="atlas-header-search" name="q" placeholder="Search" autocomplete="off"
               spellcheck="false">
        <p data-status role="status" aria-live="polite" class="atlas-visually-hidden"></p>
        <ol data-results></ol>
      </form>
    """


def with_search(page: str, root: str) -> str:
    """The page with the field at the end of its header; a page with a field of its own keeps that one alone.

    Raises:
        ValueError: the theme's header is not where it was.
    """
    if 'class="atlas-search ' in page:
        return page
    start = page.find(_HEADER)
    end = page.find(_END, start)
    if start < 0 or end < 0:
        raise ValueError("the theme's page has no header to put the search field into")
    return page[:end] + _FORM.format(root=html.escape(root)) + page[end:]
