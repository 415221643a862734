"""The last step: a mkdocs plugin that stamps the project's pages into the theme's frame.

The only module that imports mkdocs. `mkdocs build` finds it by its entry point; `kpi build` calls `build_with_mkdocs`;
both give the same site. To replace mkdocs, replace this module.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
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
from ..search.pagefind_index import build_browser_index
from . import urls
from .files import site_files
from .frame import ADDRESS, BODY, DESCRIPTION, TITLE, Frame
from .header import with_search
from .page import SitePage
from .pages import SECTIONS, Pages
from .policy import with_policy

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

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.made.body
        self.toc = TableOfContents([AnchorLink(title, anchor, 2) for title, anchor in self.made.toc])

    def validate_anchor_links(self, *, files: Files, log_level: int) -> None:
        """The tests check the links of every page; there is no Markdown here to check."""


class AtlasPlugin(BasePlugin[AtlasOptions]):
    """Adds every page of the catalogue to a mkdocs site."""

    given: Catalogue | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            self.catalogue = self.given or load_catalogue(catalogue_dir(self.config.catalogue or None))
        except UserError as error:
            raise PluginError(str(error)) from None
        self.pages = Pages(self.catalogue, config.repo_url or "")
        self.frames: dict[tuple[Any, ...], Frame] = {}
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for made in self.pages.all():
            file = File.generated(config, f"{made.url}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
            _StampedPage(made, file, config)
            files.append(file)
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the pieces that are made from the catalogue into hand-written pages."""
        if isinstance(page, _StampedPage):
            return html
        root = "../" * page.url.count("/") or "./"
        return _SECTION.sub(lambda match: str(self.pages.section(match[1], root)), html)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Let the theme's template render each kind of stamped page once."""
        if self.config.frame == "stamped":
            plain: Callable[..., Any] = env.get_template
            env.get_template = lambda name, *rest, **more: _Stamp(plain(name, *rest, **more), self)
        return env

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if isinstance(page, _StampedPage) and self.config.frame == "stamped":
            return output  # the frame has both already
        return self.finished(output, "../" * page.url.count("/") or "./")

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        is_page = template_name.endswith(".html")
        return self.finished(output_content, config.site_url or "/") if is_page else output_content

    def finished(self, rendered: str, root: str) -> str:
        """A rendered page with the search field in its header and the content security policy."""
        return with_policy(with_search(rendered, root))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        for name, content in site_files(self.catalogue):
            file = site / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        build_browser_index(self.catalogue, site / urls.SEARCH_FOLDER, lambda kpi: urls.kpi_url(kpi.id))


class _Stamp:
    """Stands for the theme's template: stamps our pages, renders the others."""

    def __init__(self, template: Any, plugin: AtlasPlugin) -> None:
        self.template, self.plugin = template, plugin

    def __getattr__(self, name: str) -> Any:
        return getattr(self.template, name)

    def render(self, context: dict[str, Any]) -> str:
        page = context.get("page")
        if not isinstance(page, _StampedPage):
            return str(self.template.render(context))
        key = (page.made.root, page.made.toc)
        if key not in self.plugin.frames:
            with _tokens(page):
                rendered = self.template.render(context)
            self.plugin.frames[key] = Frame.cut(self.plugin.finished(rendered, page.made.root))
        return self.plugin.frames[key].around(page.made, page.canonical_url or "")


@contextmanager
def _tokens(page: _StampedPage) -> Iterator[None]:
    """The page with tokens in place of what is its own."""
    own = (page.title, page.content, page.canonical_url, page.meta)
    page.title, page.content, page.meta = TITLE, BODY, {**page.meta, "description": DESCRIPTION}
    page.canonical_url = ADDRESS if page.canonical_url else page.canonical_url
    try:
        yield
    finally:
        page.title, page.content, page.canonical_url, page.meta = own


def build_with_mkdocs(catalogue: Catalogue, config_file: Path, site_dir: Path, frame: str = "stamped") -> None:
    """Build the site of a catalogue into a folder.

    Raises:
        UserError: mkdocs refuses its configuration or a page.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(str(config_file), site_dir=str(site_dir))
        plugin = config.plugins["kpi-atlas"]
        plugin.given, plugin.config["frame"] = catalogue, frame
        build(config)
    except MkDocsException as error:
        raise UserError(f"mkdocs: {error}") from None
    except KeyError:
        raise UserError(f"{config_file}: the plugin kpi-atlas is not among its plugins") from None
