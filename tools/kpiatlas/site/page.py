"""A page of the site before the frame is put around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..records import Kpi


@dataclass(frozen=True, slots=True)
class SitePage:
    """The body of one page.

    `url` is relative to the site and ends in a slash, `body` is finished HTML whose first element is the `<h1>`,
    `title` and `description` are plain text, `toc` holds (title, anchor) of its sections. `leads_to` is
    the page that took this one's place, or empty.
    """

    url: str
    title: str
    description: str
    body: str
    toc: tuple[tuple[str, str], ...] = ()
    leads_to: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the top of the site: `../../` for a page two folders down."""
        return "../" * self.url.count("/") or "./"


@dataclass(frozen=True, slots=True)
class Overview:
    """A page over many KPIs: how it is made, and the records of which it says more than counts and names."""

    make: Callable[[], SitePage]
    kpis: tuple[Kpi, ...]
