"""Reading HTML in tests: tags with their attributes, links, ids, scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Markup:
    """What stands in a page."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """Every id and name that a link can point to."""
        return {attributes[key] for _, attributes in self.tags for key in ("id", "name") if key in attributes}

    def links(self) -> list[str]:
        """Every address the page points to or loads."""
        return [
            attributes[key] for _, attributes in self.tags for key in ("href", "src", "action") if attributes.get(key)
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.markup.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.markup.text.append(data)


def read_markup(html: str) -> Markup:
    """What stands in the text of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.markup


def tags_in(html: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of a text with their attributes."""
    return read_markup(html).tags
