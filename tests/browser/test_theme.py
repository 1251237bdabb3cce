from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.template_env import published
from tests.test_theme import PAGES
from tests.test_theme import page as rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('.masthead a, .masthead button, .bar a, .bar button, .links a, summary, .foot a')]
    .filter(one => one.checkVisibility()).map(one => [one.textContent.trim(), one.getBoundingClientRect().height])
    .filter(([, height]) => height < 44)"""


@pytest.fixture
def site(tmp_path: Path, serve: Callable[[Path], str]) -> str:
    """The sample, served; gives the address of its folder."""
    folder = tmp_path / "999999" / "ybj" / "2021"
    folder.mkdir(parents=True)
    published(tmp_path)
    for name in PAGES:
        (folder / f"{name}.html").write_text(rendered(name), encoding="utf-8")
    return f"{serve(tmp_path)}/999999/ybj/2021"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_runs_over_the_side(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}.html")
    over = {}
    for size in ("standard", "large"):
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        for width in (360, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            over[size, width] = page.evaluate(OVERFLOW)
    assert set(over.values()) == {0}, over


def test_what_is_touched_is_as_high_as_a_finger(new_page: NewPage, site: str) -> None:
    page = new_page(360, has_touch=True, is_mobile=True)
    page.goto(f"{site}/disclosure.html")
    assert page.evaluate(SMALL) == []
    page.locator(".toc-open").click()
    low = "[...document.querySelectorAll('.toc a, .toc button')].filter(one => one.getBoundingClientRect().height < 44).length"
    assert page.evaluate(low) == 0


def test_large_type_is_remembered(page: Page, site: str) -> None:
    page.goto(f"{site}/disclosure.html")
    page.get_by_role("button", name="大字").click()
    page.goto(f"{site}/list.html")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.get_by_role("button", name="大字").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="标准").click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "17px"


def test_slash_goes_to_search_but_not_while_typing(page: Page, site: str) -> None:
    page.goto(f"{site}/disclosure.html")
    page.keyboard.press("/")
    page.keyboard.type("1/2")
    assert page.locator("#q").input_value() == "1/2"


def test_the_contents_list_follows_the_reader(page: Page, site: str) -> None:
    page.goto(f"{site}/disclosure.html")
    assert page.locator(".toc [aria-current]").count() == 0
    page.evaluate("document.getElementById('s5-2').scrollIntoView()")
    page.locator(".toc [aria-current=location]", has_text="财政拨款支出决算结构情况").wait_for()
    assert page.locator(".toc", has_text="财政拨款支出决算结构情况").is_visible()


def test_a_head_follows_the_page_where_its_table_fits(page: Page, site: str) -> None:
    page.goto(f"{site}/disclosure.html")
    page.locator("#T5 .fits").wait_for()
    page.evaluate(
        "scrollTo(0, document.querySelector('#T5 tbody tr:nth-child(12)').getBoundingClientRect().top + scrollY - 200)"
    )
    bar, head = (page.locator(where).bounding_box() for where in (".bar", "#T5 thead"))
    assert bar is not None
    assert head is not None
    assert abs(head["y"] - bar["height"]) <= 1


def test_a_wide_table_scrolls_in_its_frame_and_keeps_its_names(new_page: NewPage, site: str) -> None:
    page = new_page(390)
    page.goto(f"{site}/disclosure.html")
    frame = page.locator("#T5 .frame.cut.more-right")
    frame.wait_for()
    page.evaluate("document.querySelector('#T5 .scroll').scrollLeft = 400")
    page.locator("#T5 .frame.more-left:not(.more-right)").wait_for()
    name, frame_box = (page.locator(where).bounding_box() for where in ("#T5 tbody tr:nth-child(4) th", "#T5 .scroll"))
    assert name is not None
    assert frame_box is not None
    assert abs(name["x"] - frame_box["x"]) <= 1
    assert page.locator("#T5 .scroll").get_attribute("tabindex") == "0"


def test_a_page_works_without_script(new_page: NewPage, site: str) -> None:
    page = new_page(390, java_script_enabled=False)
    page.goto(f"{site}/disclosure.html")
    assert not page.locator(".sizes").is_visible()
    assert not page.locator("#toc").is_visible()
    page.locator(".toc-open").click()
    page.locator("#toc").get_by_role("link", name="名词解释").wait_for()
    page.get_by_role("button", name="关闭").click()
    assert not page.locator("#toc").is_visible()


def test_the_drawer_closes_when_a_place_is_chosen(new_page: NewPage, site: str) -> None:
    page = new_page(390)
    page.goto(f"{site}/disclosure.html")
    page.locator(".toc-open").click()
    page.locator("#toc").get_by_role("link", name="名词解释").click()
    page.locator("#toc").wait_for(state="hidden")
    assert page.url.endswith("#m")


def test_paper_is_a4_with_wide_tables_across_and_a_running_head(tmp_path: Path, new_page: NewPage, site: str) -> None:
    if shutil.which("pdftotext") is None or shutil.which("pdfinfo") is None:
        pytest.fail("缺少 poppler-utils：请运行 sudo apt-get install poppler-utils", pytrace=False)
    page = new_page(1280, color_scheme="dark")
    page.goto(f"{site}/disclosure.html")
    path = tmp_path / "a.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", "-l", "99", str(path)], capture_output=True, text=True, check=True).stdout  # noqa: S607
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    sheets = text.rstrip("\f").split("\f")
    # 210 × 297 mm are 595 × 842 points.
    across = [
        line
        for line in info.splitlines()
        if " size:" in line and round(float(line.split("size:")[1].split()[0])) == 842
    ]
    assert 1 <= len(across) < len(sheets)
    landscape = next(sheet for sheet in sheets if "公用经费合计" in sheet)
    assert "一般公共预算财政拨款基本支出决算明细表" in landscape.replace(" ", "")
    assert "示例区医疗保障局2021年度部门决算" in landscape.replace(" ", "").splitlines()[0]
    assert "4f1c09ab" in sheets[0]
    assert f"第1页，共{len(sheets)}页" in sheets[0].replace(" ", "")
    assert "目录" not in text
