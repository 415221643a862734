"""The last step: a mkdocs plugin that stamps the project's pages into the theme's frame.

The only module that imports mkdocs. `mkdocs build` finds it by its entry point; `kpi build` calls `build_with_mkdocs`;
both give the same site. To replace mkdocs, replace this module.
"""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path, PurePosixPath
from types import MappingProxyType, SimpleNamespace
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ..paths import catalogue_dir
from ..problem import UserError
from ..records import Catalogue, load_catalogue
from . import urls
from .feeds import with_feed
from .frame import ADDRESS, BODY, DESCRIPTION, TITLE, Frame, framed_alone
from .header import with_search
from .page import SitePage
from .pages import SECTIONS, Pages
from .policy import with_policy
from .redirect import with_redirect
from .reuse import Keys, Made, Standing
from .scripts import with_scripts
from .writing import Built, Framed, Writer

_SECTION = re.compile(rf"<p>\[\[({'|'.join(SECTIONS)})\]\]</p>")


class AtlasOptions(Config):
    """Options of the plugin in mkdocs.yml."""

    catalogue = config_options.Type(str, default="")
    frame = config_options.Choice(("stamped", "rendered"), default="stamped")


class _StampedPage(Page):
    """A page whose body is made already: nothing to read, nothing to render."""

    def __init__(self, made: SitePage, file: File, config: MkDocsConfig) -> None:
        super().__init__(made.title, file, config)
        self.made = made
        self.meta: dict[str, Any] = {"hide": ["navigation"], "description": html.escape(made.description)}
        self.edit_url = None
        if made.leads_to:
            self.canonical_url = self.address_of(made.leads_to)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.made.body
        self.toc = _toc(self.made)

    def validate_anchor_links(self, *, files: Files, log_level: int) -> None:
        """The tests check the links of every page; there is no Markdown here to check."""

    def address_of(self, url: str) -> str:
        """The canonical address of another page; empty where it is not known where the site is published."""
        return f"{self.canonical_url.removesuffix(self.url)}{url}" if self.canonical_url else ""

    def stand_in(self, url: str) -> SimpleNamespace:
        """What the site map needs of another page's file."""
        address = self.address_of(url)
        page = {"is_link": False, "canonical_url": address, "abs_url": address, "update_date": self.update_date}
        return SimpleNamespace(page=SimpleNamespace(**page))


class AtlasPlugin(BasePlugin[AtlasOptions]):
    """Adds every page of the catalogue to a mkdocs site."""

    given: Catalogue | None = None
    standing = Standing()
    made: Mapping[str, Made] = MappingProxyType({})
    framed: Framed | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            self.catalogue = self.given or load_catalogue(catalogue_dir(self.config.catalogue or None))
        except UserError as error:
            raise PluginError(str(error)) from None
        config.site_url = config.site_url or _published_at()
        self.pages = Pages(self.catalogue, config.repo_url or "", config.site_url or "")
        self.frames = _Frames(self.finished)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that mkdocs writes: one of each kind, whose frame the others share, or all where it renders."""
        self.samples: list[_StampedPage] = []
        for made in self._samples() if self.stamped else self.pages.all():
            file = File.generated(config, f"{made.url}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
            page = _StampedPage(made, file, config)
            if self.stamped:
                self.samples.append(page)
            files.append(file)
        return files

    def _samples(self) -> Iterator[SitePage]:
        """The first page of each folder: of a KPI that is not deprecated, of categories, industries and scorecards."""
        for id_ in list(self.catalogue.living.kpis)[:1] or list(self.catalogue.kpis)[:1]:
            yield self.pages.kpi(self.catalogue.kpis[id_])
        for _, addresses in groupby(self.pages.by_address, key=_folder):
            yield self.pages.by_address[next(addresses)].make()

    @property
    def stamped(self) -> bool:
        """Whether frames are put around pages, which is the usual way, or the theme renders each page."""
        return bool(self.config.frame == "stamped")

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the pieces that are made from the catalogue into hand-written pages."""
        if isinstance(page, _StampedPage):
            return html
        root = "../" * page.url.count("/") or "./"
        return _SECTION.sub(lambda match: str(self.pages.section(match[1], root)), html)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Let the theme's template render each kind of stamped page once."""
        if self.stamped:
            plain: Callable[..., Any] = env.get_template
            env.get_template = lambda name, *rest, **more: _Stamp(plain(name, *rest, **more), self.frames)
        return env

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if isinstance(page, _StampedPage) and self.stamped:
            return output  # the frame has all of it already
        done = self.finished(output, "../" * page.url.count("/") or "./")
        if isinstance(page, _StampedPage):
            return with_redirect(framed_alone(done, page.made), page.made)
        return with_scripts(done)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        is_page = template_name.endswith(".html")
        return self.finished(output_content, config.site_url or "/") if is_page else output_content

    def finished(self, rendered: str, root: str) -> str:
        """A rendered page with a link to the feed, the search field in its header and the content security policy."""
        return with_policy(with_search(with_feed(rendered, self.pages.feed), root))

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """The site map names the pages that mkdocs does not know, and none that leads to another."""
        if template_name == "sitemap.xml":
            pages = self._with_all(context["pages"]) if self.stamped else context["pages"]
            context["pages"] = [file for file in pages if not _leads_on(file)]
        return context

    def _with_all(self, files: Iterable[File]) -> Iterator[Any]:
        """Every page after the one that stands for its folder."""
        addresses = (*map(urls.kpi_url, self.catalogue.living.kpis), *self.pages.by_address)
        by_folder = {folder: list(found) for folder, found in groupby(addresses, key=_folder)}
        for file in files:
            yield file
            if (sample := file.page) in self.samples:
                assert isinstance(sample, _StampedPage)
                others = by_folder.get(_folder(sample.made.url), [])
                yield from (sample.stand_in(url) for url in others if url != sample.made.url)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site, address = Path(config.site_dir), config.site_url or ""
        if not self.samples:
            Writer(site, self.catalogue, self.pages, address).write()
            return
        sample = self.samples[0]
        self.framed = lambda made: self.frames.around(made, sample.address_of(made.leads_to or made.url))
        year = str(date.today().year)  # benchmarks tell their age
        surroundings = (self.frames.around(replace(sample.made, body=""), ""), address, self.pages.repository, year)
        writer = Writer(
            site,
            self.catalogue,
            self.pages,
            address,
            self.framed,
            self.standing,
            Keys(self.catalogue, surroundings, self.pages.history),
        )
        self.made = writer.write()


def _folder(address: str) -> PurePosixPath:
    return PurePosixPath(address).parent


def _leads_on(file: Any) -> bool:
    return isinstance(file.page, _StampedPage) and bool(file.page.made.leads_to)


def _published_at() -> str:
    """The address in the environment, for those who have the package and not its mkdocs.yml; empty without one.

    Raises:
        PluginError: it is no address.
    """
    address = os.environ.get("KPI_SITE_URL", "").strip()
    if address and not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", address):
        raise PluginError(f"KPI_SITE_URL: {address[:80]!r} is not an address such as https://example.org/kpis/")
    return f"{address.rstrip('/')}/" if address else ""


class _Frames:
    """The theme's frames by what they hold beside the tokens: the folder they stand in and the table of contents."""

    def __init__(self, finished: Callable[[str, str], str]) -> None:
        self._finished = finished
        self._known: dict[tuple[Any, ...], Frame] = {}
        self._contexts: dict[PurePosixPath, tuple[Any, dict[str, Any]]] = {}

    def learn(self, template: Any, context: dict[str, Any]) -> None:
        """How the theme renders a page in that folder."""
        self._contexts.setdefault(PurePosixPath(context["page"].made.url).parent, (template, context))

    def around(self, made: SitePage, address: str) -> str:
        """The whole page; the theme renders the first of each kind, with tokens."""
        folder = PurePosixPath(made.url).parent
        key = (folder, made.toc)
        if key not in self._known:
            template, context = self._contexts[folder]
            with _tokens(context["page"], made):
                self._known[key] = Frame.cut(self._finished(template.render(context), made.root))
        return with_redirect(self._known[key].around(made, address), made)


class _Stamp:
    """Stands for the theme's template: stamps our pages, renders the others."""

    def __init__(self, template: Any, frames: _Frames) -> None:
        self.template, self.frames = template, frames

    def __getattr__(self, name: str) -> Any:
        return getattr(self.template, name)

    def render(self, context: dict[str, Any]) -> str:
        page = context.get("page")
        if not isinstance(page, _StampedPage):
            return str(self.template.render(context))
        self.frames.learn(self.template, context)
        return self.frames.around(page.made, page.canonical_url or "")


@contextmanager
def _tokens(page: _StampedPage, made: SitePage) -> Iterator[None]:
    """The page with tokens in place of what is its own, and the table of contents of another."""
    own = (page.title, page.content, page.canonical_url, page.meta, page.toc, page.active)
    page.title, page.content, page.meta = TITLE, BODY, {**page.meta, "description": DESCRIPTION}
    page.toc, page.active = _toc(made), True
    page.canonical_url = ADDRESS if page.canonical_url else page.canonical_url
    try:
        yield
    finally:
        page.title, page.content, page.canonical_url, page.meta, page.toc, page.active = own


def _toc(made: SitePage) -> TableOfContents:
    return TableOfContents([AnchorLink(title, anchor, 2) for title, anchor in made.toc])


def build_with_mkdocs(
    catalogue: Catalogue, config_file: Path, site_dir: Path, frame: str = "stamped", standing: Standing | None = None
) -> Built:
    """Build the site of a catalogue into a folder.

    What `standing` holds and would come out the same is taken over from there.

    Raises:
        UserError: mkdocs refuses its configuration or a page.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(str(config_file), site_dir=str(site_dir))
        plugin = config.plugins["kpi-atlas"]
        plugin.given, plugin.config["frame"], plugin.standing = catalogue, frame, standing or Standing()
        build(config)
    except MkDocsException as error:
        raise UserError(f"mkdocs: {error.__context__ or error}") from None
    except KeyError:
        raise UserError(f"{config_file}: the plugin kpi-atlas is not among its plugins") from None
    return Built(plugin.made, plugin.pages, plugin.framed)
