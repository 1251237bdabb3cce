"""Reading a disclosure: terms explained where they stand, addresses to quote, tables put in order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage

PAGE = "999901/ybj/2022/"
CODES = "rows => rows.map(row => row.cells[0].textContent)"


@pytest.fixture
def reader(built: str, page: Page) -> Page:
    page.goto(f"{built}/{PAGE}")
    return page


def section(page: Page, place: str) -> Locator:
    return page.locator(f'section[data-place="{place}"]')


def test_a_term_opens_its_explanation_in_place(reader: Page) -> None:
    term = section(reader, "九").locator(".term", has_text="“三公”经费").first
    term.scroll_into_view_if_needed()
    before = reader.evaluate("scrollY")
    term.click()
    dialog = reader.get_by_role("dialog", name="“三公”经费")
    expect(dialog).to_contain_text("公务接待费")
    assert reader.evaluate("scrollY") == before
    reader.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert term.evaluate("one => one === document.activeElement")


def test_a_term_is_opened_and_left_by_keyboard(reader: Page) -> None:
    term = section(reader, "十一").locator(".term").first
    term.focus()
    reader.keyboard.press("Enter")
    dialog = reader.get_by_role("dialog")
    expect(dialog).to_be_visible()
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "全部名词解释"
    reader.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert re.search(r"#term-[a-z-]+$", reader.url)


def test_a_section_says_each_term_once_and_leaves_headings_alone(reader: Page) -> None:
    found = "all => all.map(one => one.closest('.lv3, .lv2').id + one.textContent)"
    marked: list[str] = reader.locator(".term").evaluate_all(found)
    assert len(marked) > 30
    assert len(marked) == len(set(marked))
    assert reader.locator(".terms .term, :is(h2, h3, h4) .term").count() == 0


def test_every_part_table_and_chart_can_be_quoted(built: str, new_page: NewPage) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{built}/{PAGE}")
    places = "all => all.filter(one => one.querySelector(':scope > :is(h2, h3, h4)')).map(one => one.id)"
    sections = page.locator("section[id]").evaluate_all(places)
    charts = page.locator(".chart[id]").evaluate_all("all => all.map(one => one.id)")
    targets = page.locator(".cite").evaluate_all("all => all.map(one => decodeURIComponent(one.hash.slice(1)))")
    assert {*sections, *charts} <= set(targets)
    heading = page.locator("section:has(> #t-t5) > h3")
    heading.hover()
    heading.get_by_role("link", name="引用这里").click()
    expect(heading.get_by_text("已复制")).to_be_visible()
    title = "示例区医疗保障局2022年度部门决算，公开05表一般公共预算财政拨款支出决算表，"
    assert page.evaluate("navigator.clipboard.readText()") == f"{title}{built}/{PAGE}#table-t5"
    assert page.url.endswith("#table-t5")


def test_codes_are_put_in_order_within_what_they_belong_to(reader: Page) -> None:
    table = reader.locator("#t-t5")
    rows = table.locator("tbody tr:has(.code)")
    codes: list[str] = rows.evaluate_all(CODES)
    order = table.get_by_label("排列")
    order.select_option(label="本年支出·小计，由大到小")
    now: list[str] = rows.evaluate_all(CODES)
    assert sorted(now) == sorted(codes)
    assert now[:3] == ["210", "21015", "2101501"]
    assert all(any(other == code[:-2] for other in now[:at]) for at, code in enumerate(now) if len(code) > 3)
    assert table.locator("tbody tr").first.inner_text().startswith("合计")
    assert table.locator("[aria-sort]").evaluate_all("all => all.map(one => [one.textContent, one.ariaSort])") == [
        ["小计", "descending"]
    ]
    order.select_option(label="科目编码")
    assert rows.evaluate_all(CODES) == codes
    assert table.locator("[aria-sort]").count() == 0


def test_a_fixed_form_is_not_put_in_order(reader: Page) -> None:
    for ident in ("#t-t1", "#t-t4", "#t-t6", "#t-t9"):
        assert reader.locator(f"{ident} .order").count() == 0
