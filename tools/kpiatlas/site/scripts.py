"""The scripts that a page needs, named in the page itself: what atlas.js would load later is then there when it is.

A page names `atlas.js`; that module knows which other module serves what, and loads it. Named in the page as well,
these modules come beside `atlas.js` and not after it, and the page counts as loaded only when they have run.
"""

from __future__ import annotations

import re
from functools import cache

from ..paths import data_root

_SERVED = re.compile(r'\["\[(data-[a-z-]+)\]", \(\) => import\("\./([a-z/-]+\.js)"\)\]')
_FIRST = re.compile(r'<script src="([^"]*assets/atlas/)atlas\.js" type="module"></script>')


@cache
def served() -> tuple[tuple[str, str], ...]:
    """(attribute, module that serves the elements which have it), as atlas.js lists them."""
    return tuple(_SERVED.findall((data_root() / "docs/assets/atlas/atlas.js").read_text(encoding="utf-8")))


def with_scripts(page: str) -> str:
    """The page with the modules it needs named after atlas.js; as it is where it does not name that one."""
    first = _FIRST.search(page)
    if first is None:
        return page
    tags = "".join(
        f'\n      <script src="{first[1]}{module}" type="module"></script>'
        for mark, module in served()
        if _has(page, mark)
    )
    return page[: first.end()] + tags + page[first.end() :]


def _has(page: str, attribute: str) -> bool:
    """Whether an element of the page has the attribute, and not only one that begins like it."""
    place = page.find(attribute)
    while place >= 0:
        if page[place + len(attribute) : place + len(attribute) + 1] in ("=", ">", " ", "\n"):
            return True
        place = page.find(attribute, place + 1)
    return False
