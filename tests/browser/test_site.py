"""The finder in a real browser: it filters, and is whole without script."""

from __future__ import annotations

from playwright.sync_api import Browser


def test_without_script_the_search_page_lists_everything(built: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built}/search/?q=武昌")
    assert page.locator("tbody tr").count() > 50
    context.close()
