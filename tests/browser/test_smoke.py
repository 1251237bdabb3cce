from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage, Visit


def html(body: str) -> str:
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>部门决算</title><link rel="icon" href="data:,">{body}'


def test_a_served_page_is_opened_and_read(tmp_path: Path, serve: Callable[[Path], str], page: Page) -> None:
    (tmp_path / "页.html").write_text(html("<h1>收入支出总表</h1>"), encoding="utf-8")
    page.goto(f"{serve(tmp_path)}/页.html")
    assert page.title() == "部门决算"
    assert page.get_by_role("heading").inner_text() == "收入支出总表"


def test_a_page_that_goes_wrong_is_complained_of(
    tmp_path: Path, serve: Callable[[Path], str], page: Page, visit: Visit
) -> None:
    faults = {
        '<script src="http://example.invalid/a.js"></script>': "leaves the site: http://example.invalid/a.js",
        '<img src="missing.png" alt="">': "404",
        "<script>throw new Error('坏了')</script>": "script: 坏了",
        "<script>console.error('不对')</script>": "console: 不对",
    }
    (tmp_path / "index.html").write_text(html("".join(faults)), encoding="utf-8")
    page.goto(serve(tmp_path), wait_until="networkidle")
    complaints = "\n".join(visit.complaints)
    visit.complaints.clear()
    assert [complaint for complaint in faults.values() if complaint not in complaints] == []


def test_pages_have_the_width_and_options_asked_for(new_page: NewPage) -> None:
    phone = new_page(390, color_scheme="dark")
    assert phone.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]
    assert phone.evaluate("new Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"


def test_chinese_characters_have_glyphs(page: Page) -> None:
    # Without a Chinese font each character is drawn as the same box.
    page.set_content("<canvas width=64 height=32></canvas>")
    draw = """text => { const c = document.querySelector('canvas'), g = c.getContext('2d');
        g.clearRect(0, 0, 64, 32); g.font = '24px sans-serif'; g.fillText(text, 2, 26); return c.toDataURL() }"""
    assert len({page.evaluate(draw, text) for text in ("决", "算", "汉")}) == len("决算汉")
