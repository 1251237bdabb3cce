"""Five tasks of a new visitor, each from the home page: what they look for is on the screen after three interactions at most.

An interaction is a click, or a choice in a list. Pictures of where each ends are left in test-output/tasks.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import NewPage, Visit

ALLOWED = 3


@dataclass
class Visitor:
    """A visitor who counts what they do."""

    page: Page
    done: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.done += 1

    def follow(self, text: str, within: str = "main") -> None:
        self.click(self.page.locator(within).get_by_role("link", name=text, exact=True).first)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(option)
        self.done += 1


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def visitor(request: pytest.FixtureRequest, built: str, new_page: NewPage) -> Iterator[Visitor]:
    page = new_page(request.param, 900)
    page.goto(f"{built}/")
    visitor = Visitor(page)
    yield visitor
    assert visitor.done <= ALLOWED
    name = request.node.name.removeprefix("test_").replace("[", "-").rstrip("]")
    (OUTPUT / "tasks").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / "tasks" / f"{name}.png")


def test_what_wuchang_spent_on_receptions_and_what_it_is_made_of(visitor: Visitor) -> None:
    visitor.follow("武汉市武昌区")
    visitor.follow("2021年度")
    visitor.click(visitor.page.locator('td [data-fact="T9.公务接待费.决算数"]').first)
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("公务接待费")
    expect(dialog).to_contain_text("420106/ybj/2021#T9.公务接待费.决算数")
    expect(dialog).to_contain_text("0.12")


def test_what_grew_most_in_a_district_and_why(visitor: Visitor) -> None:
    visitor.follow("示例区")
    visitor.follow("2022年度各部门")
    expect(visitor.page.get_by_text("示例区教育局增长最快，4.28%").first).to_be_visible()
    visitor.follow("示例区教育局")
    why = visitor.page.locator(".keys .why").first
    expect(why).to_be_in_viewport()
    assert "增加" in visitor.page.locator(".keys .about p").first.inner_text()
    assert why.inner_text().strip()


def test_who_spends_under_a_code(visitor: Visitor) -> None:
    visitor.follow("支出科目", within="nav")
    visitor.click(visitor.page.locator("tr", has_text="2101501").get_by_role("link"))
    rows = visitor.page.locator("#departments tbody tr")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("2101501")
    assert {"示例区医疗保障局", "武汉市江夏区医疗保障局"} <= set(rows.locator("th a").all_inner_texts())


def test_which_indicators_missed_their_target(visitor: Visitor) -> None:
    visitor.follow("示例区")
    visitor.follow("2022年度绩效指标")
    visitor.choose("完成与否", "未达")
    rows = visitor.page.locator("tbody tr:visible")
    assert rows.count() == 9
    assert all("未达" in text for text in rows.all_inner_texts())


def test_table_05_of_all_departments_of_a_year(visitor: Visitor, visit: Visit) -> None:
    visitor.follow("示例区")
    visitor.follow("2022年度各部门")
    with visitor.page.expect_download() as waiting:
        visitor.click(visitor.page.get_by_role("link", name="公开05表"))
    # Chromium ends the visit of a page that turns out to be a file.
    assert all(one.endswith(".T5.csv (net::ERR_ABORTED)") for one in visit.complaints)
    visit.complaints.clear()
    text = waiting.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["部门"] for row in rows} >= {"示例区教育局", "示例区民政局", "示例区医疗保障局"}
    assert next(row["小计（元）"] for row in rows if row["行"] == "合计") == "424865132.63"
