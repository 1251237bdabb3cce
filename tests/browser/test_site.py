"""The search page of the built site: whole without script, and reached from every page."""

from __future__ import annotations

from playwright.sync_api import Browser, Page


def test_without_script_the_search_page_lists_everything(built: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built}/search/?q=武昌")
    assert page.locator("tbody tr").count() > 50
    context.close()


def test_a_slash_on_any_page_leads_to_what_is_sought(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/")
    page.keyboard.press("/")
    page.keyboard.type("武昌 2021 公务接待费")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found[data-answered]", state="attached")
    page.locator("#found-list .places a").first.click()
    page.wait_for_url("**/420106/ybj/2021/#*")
    assert "公务接待费" in page.locator(":target").inner_text()
