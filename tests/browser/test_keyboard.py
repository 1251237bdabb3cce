"""A walk with the keyboard alone: what is reached, that it can be seen, and that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage

FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const bar = document.querySelector('.bar').getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 2));
    return {
        what: `${one.localName}.${one.className} ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 30)}`,
        none: one === document.body,
        ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        free: !!at && (one.contains(at) || at.contains(one)) && !(one.closest('main') && box.bottom <= bar.bottom && bar.top <= 0),
    };
}"""
PAGES = ("", "999901/2022/", "999901/2022/indicators/", "999901/ybj/2022/", "search/")


def walk(page: Page, steps: int) -> list[dict[str, Any]]:
    """What has the focus after each of so many tabs, until it leaves the page."""
    found: list[dict[str, Any]] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["none"]:
            break
        found.append(here)
    return found


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_everything_on_the_way_is_seen_and_has_a_ring(address: str, width: int, built: str, new_page: NewPage) -> None:
    page = new_page(width, 800)
    page.goto(f"{built}/{address}", wait_until="networkidle")
    way = walk(page, 45)
    # On the page of search the focus stands in its box already.
    assert way[0]["what"].endswith("跳到正文") or address == "search/"
    assert len(way) >= 12
    assert [one["what"] for one in way if not (one["ring"] and one["seen"] and one["free"])] == []


def test_the_skip_link_leads_past_the_menu(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/2022/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_wide_table_is_scrolled_by_arrows(built: str, new_page: NewPage) -> None:
    page = new_page(390, 800)
    page.goto(f"{built}/999901/ybj/2022/")
    frame = page.get_by_role("group", name="收入决算表")
    frame.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.scrollLeft > 50")
    expect(page.locator("#t-t2 .frame.more-left.more-right")).to_be_visible()


def test_the_contents_drawer_is_opened_and_left_by_keyboard(built: str, new_page: NewPage) -> None:
    page = new_page(390, 800)
    page.goto(f"{built}/999901/ybj/2022/")
    page.get_by_role("button", name="目录").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="目录")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#toc').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#toc")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "目录"


def test_a_table_is_put_in_order_by_keyboard(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/ybj/2022/")
    order = page.locator("#t-t3").get_by_label("排列")
    order.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#t-t3 tbody tr:has(.code) .code").first.inner_text() == "210"
