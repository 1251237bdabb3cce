"""MkDocs 外壳：唯一认识 MkDocs 的模块。

MkDocs gives the Markdown pages, the theme's frame, link and nav checks and the preview server. Record pages are never MkDocs
pages: they are rendered before MkDocs empties anything and handed over as static files, so that links to them are checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markdown.extensions.toc import slugify_unicode
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from generator.assets import asset_files, asset_names
from generator.disk import OutputRefusedError, writing
from generator.pages.frame import frame, nowhere
from generator.pages.lists import Home
from generator.store import Store
from generator.views import TocEntry

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext


OURS = frozenset({"sitemap.xml"})
"""Written by us, although MkDocs carries a template of that name."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What the shell is filled with: files to publish, the home page's lists, the store."""

    files: Mapping[str, Path]
    """Record pages and files to take away, by the path where they are published."""
    addresses: tuple[str, ...]
    """Of the record pages among them."""
    home: Home
    store: Store


class ShellFailedError(OutputRefusedError):
    """MkDocs could not build its part; its own log says why."""


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs' own __init_subclass__ has no types
    """The plugin has none: what concerns records stands in content/site.yml."""


class JuesuanPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # as above
    """Plain `mkdocs build` and `mkdocs serve` go through the same stages as `juesuan build`."""

    shell: Shell | None = None
    serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Its presence keeps this object alive over rebuilds; `serve` shows what it can, `build` refuses."""
        self.serving = command == "serve"
        self.own = self.shell is None
        _ = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The sitemap is ours: MkDocs knows neither the record pages' days nor a map of more than 50,000.

        Headings get ids of their words: by its own rule a Chinese one is called _1, and a new one would shift all after it.
        """
        config.theme.static_templates -= OURS
        config.mdx_configs.setdefault("toc", {})["slugify"] = slugify_unicode
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Load, check and render before MkDocs empties the output folder."""
        if self.own:
            self.shell = _prepared(Path(config.config_file_path).parent, serving=self.serving)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Record pages and files to take away become static files, each at its path; assets are named by their content."""
        templates = Path(config.theme.dirs[0]).parent
        plain = asset_names(templates)
        for file in [file for file in files if file.src_uri in {*plain, *OURS}]:
            files.remove(file)
        for path, data in asset_files(templates).items():
            files.append(File.generated(config, path, content=data))
        for path, source in self._filled.files.items():
            files.append(File.generated(config, path, abs_src_path=str(source)))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """The theme's templates find the components; text is escaped and undefined names fail."""
        folder = Path(config.theme.dirs[0]).parent
        env.loader = ChoiceLoader([env.loader, FileSystemLoader(folder)]) if env.loader else FileSystemLoader(folder)
        env.autoescape, env.undefined = True, StrictUndefined
        env.trim_blocks = env.lstrip_blocks = True
        env.globals["assets"] = asset_names(folder)
        if not self.own:  # links have been checked; who called publishes the record pages
            for file in [file for file in files if file.src_uri in self._filled.files]:
                files.remove(file)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """The layout contract: plain values only."""
        store = self._filled.store
        path = "" if page.is_homepage else page.url
        title = str(page.title)
        crumbs = [] if page.is_homepage else [(title, path)]
        home = self._filled.home if page.is_homepage else None
        title_said = "<h1" in (page.content or "")
        shown: dict[str, Any] = {
            "frame": frame(
                store,
                path,
                title,
                crumbs,
                kind="home" if home else "prose",
                description=str(page.meta.get("description", title)),
            ),
            "content_html": page.content or "",
            "page_title": "" if title_said else title,
            "toc_entries": () if home else _entries(page.toc.items[0].children if page.toc.items else []),
            "tables": home.tables if home else (),
            "hrefs": home.hrefs if home else {},
        }
        _ = config, nav
        return cast("TemplateContext", {**context, **shown})

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The 404 page."""
        base = self._filled.store.site.base_url or str(config.site_url or "")
        _ = template_name
        return cast("TemplateContext", {**context, "frame": nowhere(self._filled.store, "没有这个页面", base)})

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ANN401 - MkDocs' own signature
        """Records, codes, terms and templates are watched beside the Markdown."""
        root = Path(config.config_file_path).parent
        for folder in (root / "content", root / "templates"):
            server.watch(str(folder))
        _ = builder
        return server

    @property
    def _filled(self) -> Shell:
        if self.shell is None:
            raise PluginError("页面还没有生成就被要求")
        return self.shell


def _entries(items: list[AnchorLink]) -> tuple[TocEntry, ...]:
    return tuple(TocEntry("", item.title, item.url, _entries(item.children)) for item in items)


def _prepared(root: Path, *, serving: bool) -> Shell:
    """The first five stages, for plain MkDocs commands."""
    from generator.pipeline import draw, examine  # noqa: PLC0415 - the pipeline publishes through this module
    from generator.project import Project  # noqa: PLC0415
    from generator.reports.lines import lines  # noqa: PLC0415
    from generator.reports.report import reported  # noqa: PLC0415
    from generator.shell import filled  # noqa: PLC0415

    project = Project(root)
    checked = examine(project)
    if not checked.sound and not serving:
        raise PluginError("\n".join(lines(reported(checked, project.templates))))
    rendered = draw(project, checked)
    if serving:
        rendered = replace(rendered, texts={at: _without_policy(text) for at, text in rendered.texts.items()})
    return filled(project, rendered)


def _without_policy(text: str) -> str:
    """The preview server puts its own reload script into pages, which the strict policy would block."""
    start = text.find('<meta http-equiv="Content-Security-Policy"')
    return text if start < 0 else text[:start] + text[text.index(">", start) + 1 :]


def build_shell(config_file: Path, folder: Path, shell: Shell) -> dict[str, bytes]:
    """Markdown pages, assets and what else MkDocs makes, by path; it works in `folder` and empties that first.

    The record pages are there while it checks links, but it does not copy them.
    """
    config = load_config(config_file=str(config_file), site_dir=str(folder))
    plugin = config.plugins["juesuan"]
    if not isinstance(plugin, JuesuanPlugin):
        raise ShellFailedError("mkdocs.yml 的 plugins 里没有 juesuan")
    plugin.shell = shell
    config.plugins.on_startup(command="build", dirty=False)
    try:
        with writing(folder):
            mkdocs_build(config)
    except (Abort, PluginError) as error:
        raise ShellFailedError(str(error)) from error
    finally:
        config.plugins.on_shutdown()
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in made}
