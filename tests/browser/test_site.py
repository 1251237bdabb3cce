"""The finder in a real browser: it filters, and is whole without script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page


def test_finder_filters_and_says_how_many(built: str, new_page: Callable[..., Page]) -> None:
    page = new_page(1200, 900)
    page.goto(f"{built}/search/?q=武昌 2021")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "找到1项"
    page.fill("#q", "2101501")
    assert "行政运行" in page.locator("tbody tr:visible").first.inner_text()


def test_without_script_every_row_of_the_finder_is_there(built: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built}/search/?q=武昌")
    assert page.locator("tbody tr").count() > 50
    context.close()
