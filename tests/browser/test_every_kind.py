"""Every kind of page of the built site, at every width and in both themes: accessible, inside its window, at home, silent.

The `new_page` fixture fails a test whose page asks another host for anything or says anything on the console, so what the
strict policy blocks is seen here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.kinds import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import NewPage

Theme = Literal["light", "dark"]
WIDTHS = (360, 768, 1440)
THEMES: tuple[Theme, ...] = ("light", "dark")
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = """async options => (await axe.run(document, options)).violations
    .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`)"""
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "elementRef": False}
# Contrast is measured element by element, ten seconds on a page with thousands of cells, and depends on nothing but
# tags, classes and what they stand in: for it, of elements that are alike in all of these the first few stay.
WHOLE = {**OPTIONS, "rules": {"color-contrast": {"enabled": False}}}
THIN = """() => {
    const shapes = new WeakMap(), seen = {};
    const shape = (one) => {
        const inner = one.matches('svg') ? [] : [...new Set([...one.children].map(shape))];
        shapes.set(one, `${one.tagName}.${one.getAttribute('class')}(${inner})`);
        return shapes.get(one);
    };
    const thin = (one) => [...one.children].forEach((child, at) => {
        const key = shapes.get(child);
        seen[key] = (seen[key] ?? 0) + 1;
        if (seen[key] > 2 && at > 1 && !one.matches('tr') && !one.querySelector('[rowspan]')) child.remove();
        else if (!child.matches('svg')) thin(child);
    });
    shape(document.body);
    thin(document.body);
}"""


def overflow(page: Page) -> list[str]:
    """Widths and sizes of type at which the page runs over the side."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for size in ("large", "standard"):
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            if (over := page.evaluate(OVER)) > 0:
                found.append(f"{width} {size}: {over} px over the side")
    return found


def violations(page: Page, width: int, theme: Theme) -> list[str]:
    """What axe finds, colours included."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate(AXE, OPTIONS)
    return [f"{width} {theme}: {one}" for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_fits_and_keeps_to_itself(kind: str, built: str, new_page: NewPage) -> None:
    page = new_page(WIDTHS[-1], 900)
    page.goto(f"{built}/{KINDS[kind]}")
    assert overflow(page) == []
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE, WHOLE) == []
    page.evaluate(THIN)
    assert [one for theme in THEMES for width in WIDTHS for one in violations(page, width, theme)] == []


READS = "() => document.querySelector('main').innerText.replace(/\\s+/g, '')"
# What a script puts into the text of a page, and only there.
AIDS = ".sift, .cite, .order, [role=status]"


@pytest.mark.parametrize("kind", KINDS)
def test_without_script_a_page_reads_the_same(kind: str, built: str, browser: Browser, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{built}/{KINDS[kind]}")
    page.evaluate("aids => document.querySelectorAll(aids).forEach(one => one.remove())", AIDS)
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    bare = plain.new_page()
    bare.goto(f"{built}/{KINDS[kind]}")
    text: str = bare.evaluate(READS)
    plain.close()
    assert text
    assert text == page.evaluate(READS)
