"""HTML and SVG as text: every child is escaped unless it is markup itself. Knows nothing of scorecards."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_VOID = ("br", "meta", "link")
_CAMEL = ("viewBox", "preserveAspectRatio")


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | float) -> Markup:
    """An element; attributes with a trailing underscore lose it, an underscore within becomes a hyphen."""
    said = "".join(f' {_name(key)}="{escape(_text(value))}"' for key, value in attributes.items() if value != "")
    if name in _VOID:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{joined(children)}</{name}>")


def joined(children: Iterable[str]) -> Markup:
    """The children one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def _name(key: str) -> str:
    return key if key in _CAMEL else key.rstrip("_").replace("_", "-")


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
