"""渲染 render：页面的值和模板变成文字。The only module that knows Jinja for record pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.pages.lists import Home
from generator.pages.site import Page
from generator.store import Store
from generator.template_engine import Engine
from generator.views import ComparePage, DisclosurePage, FiguresPage, GlossaryPage, MovedPage, RulesPage, SearchPage

TEMPLATES = {
    ComparePage: "pages/compare.html",
    DisclosurePage: "pages/disclosure.html",
    FiguresPage: "pages/figures.html",
    GlossaryPage: "pages/glossary.html",
    MovedPage: "pages/moved.html",
    RulesPage: "pages/rules.html",
    SearchPage: "pages/search.html",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """All there is to publish: pages as text by address, files to take away by path, and what the Markdown pages show."""

    texts: Mapping[str, str]
    files: Mapping[str, bytes]
    home: Home
    store: Store


def environment(templates: Path) -> Engine:
    """The engine over a folder of templates."""
    return Engine(templates)


def render(pages: Mapping[str, Page], env: Engine) -> dict[str, str]:
    """Address → HTML text."""
    return {address: render_one(env, page) for address, page in pages.items()}


def render_one(env: Engine, page: Page) -> str:
    """One page."""
    return env.get_template(TEMPLATES.get(type(page), "pages/list.html")).render(page=page)
