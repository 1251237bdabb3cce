"""Comparing pages in a real browser: they sort and filter, by pointer and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

SORTED = ("999901/2022/", "999901/2022/indicators/", "codes/", "codes/2080505/")
COLUMN = """([table, name]) => {
    const found = document.querySelector(`#${table} table`);
    const at = [...found.querySelectorAll('th[scope=col]')].findIndex(one => one.textContent === name);
    return [...found.tBodies[0].rows].filter(one => !one.hidden).map(one => one.cells[at].textContent.trim());
}"""
ENDS = """() => [...document.querySelectorAll('[data-sortable]')].flatMap(table => {
    const end = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getBoundingClientRect().right; };
    return [...table.querySelectorAll('th[scope=col]')].flatMap((head, at) => !head.matches('.amt') ? [] :
        [...table.tBodies[0].rows].map(row => row.cells[at].querySelector('data, [aria-hidden]') ?? row.cells[at])
            .filter(cell => cell.textContent.trim()).map(cell => Math.abs(end(cell) - end((head.querySelector('button') ?? head).lastChild))));
}).filter(away => away > 1)"""


@pytest.mark.parametrize("kind", SORTED)
def test_headings_of_amounts_end_where_their_figures_end(kind: str, built: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{built}/{kind}")
    assert page.evaluate(ENDS) == []


def test_a_click_on_a_heading_sorts_and_says_so(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/2022/")
    heads = page.locator("#departments th[aria-sort]")
    assert heads.all_inner_texts() == ["本年支出合计"]
    assert page.evaluate(COLUMN, ["departments", "本年支出合计"]) == ["42,555.41", "6,575.45", "2,080.71"]
    spent = page.locator("#departments").get_by_role("button", name="“三公”经费支出")
    for way, column in (("descending", ["20.80", "4.60", "4.29"]), ("ascending", ["4.29", "4.60", "20.80"])):
        spent.click()
        assert page.evaluate(COLUMN, ["departments", "“三公”经费支出"]) == column
        assert page.locator("#departments th[aria-sort]").evaluate_all("all => all.map(one => one.ariaSort)") == [way]


def test_falls_are_below_rises_and_what_is_not_known_stays_last(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/2022/")
    page.locator("#units").get_by_role("button", name="机关运行经费").click()
    assert page.evaluate(COLUMN, ["units", "机关运行经费"])[-1].startswith("—")
    page.locator("#units").get_by_role("button", name="机关运行经费").click()
    assert page.evaluate(COLUMN, ["units", "机关运行经费"])[-1].startswith("—")
    page.locator("#departments").get_by_role("button", name="比上年").click()
    signs = [text[0] for text in page.evaluate(COLUMN, ["departments", "比上年"])]
    assert signs == ["↑", "↓", "↓"]


def test_headings_under_a_year_sort_their_own_column(built: str, page: Page) -> None:
    page.goto(f"{built}/codes/2080505/")
    page.locator("#departments").get_by_role("button", name=re.compile("2022年度 ?占比")).click()
    shares = page.evaluate(COLUMN, ["departments", "2022年度占比"])
    assert shares[:3] == ["4.36%", "2.42%", "0.57%"]


def test_a_table_is_sorted_by_keyboard(built: str, page: Page) -> None:
    page.goto(f"{built}/codes/")
    page.get_by_role("button", name="部门", exact=True).focus()
    page.keyboard.press("Enter")
    counts = [int(text) for text in page.evaluate(COLUMN, ["codes", "部门"])]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 2


def test_indicators_are_filtered_by_words_and_choices(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/2022/indicators/")
    rows, status = page.locator("tbody tr:visible"), page.get_by_role("status")
    every = rows.count()
    assert status.inner_text() == f"显示{every}行，共{every}行"
    page.get_by_label("部门").select_option("示例区民政局")
    page.get_by_label("一级指标").select_option("产出指标")
    some = rows.count()
    assert 0 < some < every
    assert status.inner_text() == f"显示{some}行，共{every}行"
    assert set(page.evaluate(COLUMN, ["all", "部门"])) == {"示例区民政局"}
    assert set(page.evaluate(COLUMN, ["all", "一级指标"])) == {"产出指标"}
    page.get_by_label("部门").select_option("全部")
    page.get_by_label("一级指标").select_option("全部")
    page.get_by_label("完成与否").select_option("未达")
    assert set(page.evaluate(COLUMN, ["all", "完成与否"])) == {"未达"}
    page.get_by_label("筛选").fill("没有这样的指标")
    assert rows.count() == 0
    assert status.inner_text() == f"显示0行，共{every}行"


def test_one_filter_serves_both_tables(built: str, page: Page) -> None:
    page.goto(f"{built}/999901/2022/")
    page.get_by_label("筛选").fill("核查 中心")
    assert page.locator("#units tbody tr:visible").count() == 1
    assert page.locator("#departments").is_hidden()
