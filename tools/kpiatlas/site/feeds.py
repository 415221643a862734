"""The Atom feed of changed records. An entry needs an address that stays, so there is none without `site_url`."""

from __future__ import annotations

import html
from datetime import datetime
from xml.etree import ElementTree as Xml

from . import urls
from .changes import Change, Changes, told
from .prose import plain

ENTRIES = 50
TITLE = "KPI Atlas: changed records"
_ATOM = "http://www.w3.org/2005/Atom"


def feed(changes: Changes, address: str) -> bytes:
    """The latest changes as Atom; `address` is where the site is published, ending in a slash."""
    Xml.register_namespace("", _ATOM)
    root = Xml.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", address)
    _add(root, "title", TITLE)
    _add(root, "updated", _moment(changes.latest[0].changed))
    _add(root, "link", href=address + urls.FEED_FILE, rel="self", type="application/atom+xml")
    _add(root, "link", href=address, rel="alternate", type="text/html")
    _add(_add(root, "author"), "name", "KPI Atlas")
    for change in changes.latest[:ENTRIES]:
        _entry(root, change, address)
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def with_feed(page: str, address: str) -> str:
    """The page with a link in its head by which readers of feeds find the feed at `address`; as it is without one."""
    if not address:
        return page
    link = f'<link rel="alternate" type="application/atom+xml" title="{TITLE}" href="{html.escape(address)}">'
    return page.replace("</head>", f"{link}\n  </head>", 1)


def _entry(root: Xml.Element, change: Change, address: str) -> None:
    entry, kpi = _add(root, "entry"), change.kpi
    _add(entry, "id", address + urls.kpi_url(kpi.id))
    _add(entry, "title", f"{'New' if change.is_new else 'Changed'}: {plain(kpi.name)}")
    _add(entry, "published", _moment(change.added))
    _add(entry, "updated", _moment(change.changed))
    _add(entry, "link", href=address + urls.kpi_url(kpi.id), rel="alternate", type="text/html")
    _add(entry, "link", href=address + urls.json_file(kpi.id), rel="related", type="application/json")
    for category in kpi.categories:
        _add(entry, "category", term=category)
    _add(entry, "summary", f"{told(change).capitalize()}. {plain(kpi.summary)}")


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
