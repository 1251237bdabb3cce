"""渲染 render：页面的值和模板变成文字。The only module that knows Jinja for record pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from generator.pages.site import Page
from generator.views import DisclosurePage, GlossaryPage, RulesPage

TEMPLATES = {
    DisclosurePage: "pages/disclosure.html",
    GlossaryPage: "pages/glossary.html",
    RulesPage: "pages/rules.html",
}


def environment(templates: Path) -> Environment:
    """Text is escaped unless marked, undefined names fail, templates only loop and place."""
    loader = ChoiceLoader([FileSystemLoader(templates)])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(pages: Mapping[str, Page], templates: Path) -> dict[str, str]:
    """Address → HTML text."""
    env = environment(templates)
    return {address: render_one(env, page) for address, page in pages.items()}


def render_one(env: Environment, page: Page) -> str:
    """One page."""
    return env.get_template(TEMPLATES.get(type(page), "pages/list.html")).render(page=page)
