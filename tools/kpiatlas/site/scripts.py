"""The scripts that a page needs, named in the page itself: what atlas.js would load later is then there when it is.

A page names `atlas.js`; that module knows which other module serves what, and loads it. Named in the page as well,
these modules come beside `atlas.js` and not after it, and the page counts as loaded only when they have run.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from ..paths import data_root

_SERVED = re.compile(r'\["\[(data-[a-z-]+)\]", \(\) => import\("\./([a-z/-]+\.js)"\)\]')
_FIRST = re.compile(r'<script src="([^"]*assets/atlas/)atlas\.js" type="module"></script>')


@cache
def served() -> tuple[tuple[str, str], ...]:
    """(attribute, module that serves the elements which have it), as atlas.js lists them."""
    return tuple(_SERVED.findall((data_root() / "docs/assets/atlas/atlas.js").read_text(encoding="utf-8")))


def wanted(page: str) -> frozenset[str]:
    """The modules that serve elements of a page, or of a part of one."""
    return frozenset(module for mark, module in served() if _has(page, mark))


def place(page: str) -> tuple[int, str]:
    """Where a page names the modules that it needs, and the way to their folder; (-1, "") where it has no place."""
    first = _FIRST.search(page)
    return (first.end(), first[1]) if first else (-1, "")


def tags(modules: Container[str], folder: str) -> str:
    """What names the modules, in the order of atlas.js."""
    names = dict.fromkeys(module for _, module in served() if module in modules)
    return "".join(f'\n<script src="{folder}{module}" type="module"></script>' for module in names)


def with_scripts(page: str) -> str:
    """The page with the modules it needs named after atlas.js; as it is where it does not name that one."""
    at, folder = place(page)
    return page if at < 0 else page[:at] + tags(wanted(page), folder) + page[at:]


def _has(page: str, attribute: str) -> bool:
    """Whether an element has the attribute, and not only one that begins like it."""
    place = page.find(attribute)
    while place >= 0:
        if page[place + len(attribute) : place + len(attribute) + 1] in ("=", ">", " ", "\n"):
            return True
        place = page.find(attribute, place + 1)
    return False
