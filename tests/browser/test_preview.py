"""The preview in a real browser: an edit appears by itself, findings stand at their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from playwright.sync_api import Page, expect

from generator.project import Project
from tests.browser.conftest import Visit
from tests.preview_project import RECORD, edit, preview_of, preview_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return preview_project(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    with preview_of(project) as url:
        yield url


def ready(page: Page) -> None:
    """Until the preview's script has done its part."""
    page.wait_for_selector("aside.pv-bar")
    page.wait_for_load_state()


def dropped(visit: Visit) -> None:
    """A page that is left drops its stream of events and what it was still fetching: the browser counts them as failed."""
    visit.complaints[:] = [one for one in visit.complaints if not one.startswith("failed:")]


def test_an_edit_appears_without_a_hand(
    project: Project, address: str, page: Page, visit: Visit, note: Callable[[str], None]
) -> None:
    path, figure = project.root / RECORD, "data[data-fact='三公实物.接待人次']"
    page.goto(f"{address}999901/mzj/2022/")
    ready(page)
    assert page.locator(figure).first.inner_text() == "67"
    page.evaluate("window.kept = true; window.scrollTo(0, 900)")
    taken = []
    for now, then in (("67", "71"), ("71", "83"), ("83", "67")):
        begun = perf_counter()
        edit(path, f"接待人次: {now}", f"接待人次: {then}")
        page.locator(f"{figure}:text-is('{then}')").first.wait_for()
        taken.append(perf_counter() - begun)
        ready(page)
    assert page.evaluate("window.kept === true"), "put in place: the page was not loaded anew"
    assert page.evaluate("scrollY") == 900
    edit(path, "      接待人次: 67\n", "      接待人次: 67\n      # 一条注释不改页面\n")
    edit(path, "金额单位: 元", "金额单位: 元\n名称: 示例区民政局（改）")
    page.locator("main h1", has_text="示例区民政局（改）").wait_for()
    edit(path, "\n名称: 示例区民政局（改）", "")
    page.locator("main h1 .who:text-is('示例区民政局')").wait_for()
    note(f"preview: an edited record is on the open page after {min(taken):.2f} to {max(taken):.2f} s")
    page.goto("about:blank")
    dropped(visit)


def test_a_finding_stands_in_the_margin_at_its_figure(
    address: str, new_page: Callable[..., Page], visit: Visit
) -> None:
    page = new_page(1400, 900)
    page.goto(f"{address}420106/ybj/2021/")
    page.wait_for_selector("html[data-previewed]")
    marks = page.locator("#main .pv-mark")
    assert marks.count() > 20
    level = page.evaluate(
        """() => [...document.querySelectorAll("#main data + .pv-mark")].filter((one) => one.checkVisibility()).map((mark) => {
             const note = document.querySelector(mark.hash).getBoundingClientRect();
             const at = mark.getBoundingClientRect();
             return [note.top - at.top, note.left - document.getElementById("main").getBoundingClientRect().right];
           })"""
    )
    assert len(level) > 5
    assert any(abs(down) < 4 for down, _ in level), "level with its figure"
    assert all(down > -4 for down, _ in level), "never above it"
    assert all(beside > -1 for _, beside in level), "beside the page, not on it"
    boxes = page.evaluate(
        "[...document.querySelectorAll('.pv-note')].map((one) => [one.offsetTop, one.offsetHeight]).sort((a, b) => a[0] - b[0])"
    )
    assert all(top + height <= below for (top, height), (below, _) in pairwise(boxes))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400
    page.goto("about:blank")
    dropped(visit)


def test_on_a_phone_notes_follow_the_page(address: str, new_page: Callable[..., Page], visit: Visit) -> None:
    page = new_page(360, 800)
    page.goto(f"{address}420106/ybj/2021/")
    page.wait_for_selector("html[data-previewed]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(
        "document.querySelector('.pv-notes').getBoundingClientRect().top >= document.querySelector('#main').getBoundingClientRect().bottom"
    )
    page.goto("about:blank")
    dropped(visit)


def test_the_list_leads_to_the_figure(address: str, new_page: Callable[..., Page], visit: Visit) -> None:
    page = new_page(1400, 900)
    page.goto(f"{address}420106/ybj/2021/")
    page.locator(".pv-bar a").click()
    page.wait_for_url("**/_preview/findings/420106/ybj/")
    assert page.locator("h1").inner_text() == "武汉市武昌区医疗保障局：核对结论"
    page.locator(".pv-list li a").nth(10).click()
    page.wait_for_selector(".pv-note.pv-told")
    assert page.locator(".pv-note.pv-told").get_attribute("id") == "pv-11"
    page.goto("about:blank")
    dropped(visit)


def test_a_broken_record_explains_itself_and_comes_back(
    project: Project, address: str, page: Page, visit: Visit, tmp_path: Path
) -> None:
    path = project.root / RECORD
    page.goto(f"{address}999901/mzj/2022/")
    ready(page)
    edit(path, "年度: 2022", "年度 2022")
    page.locator("h1:text-is('这一页还做不出来')").wait_for()
    assert "records/999901/mzj/2022.yml:2" in page.locator("#main").inner_text()
    page.screenshot(path=tmp_path / "broken.png")
    edit(path, "年度 2022", "年度: 2022")
    page.locator("h1", has_text="示例区民政局").wait_for()
    page.goto("about:blank")
    dropped(visit)


def test_a_style_edit_appears(project: Project, address: str, page: Page, visit: Visit) -> None:
    page.goto(f"{address}999901/mzj/")
    ready(page)
    edit(project.templates / "theme/assets/juesuan.css", "--ink: #1c1f23", "--ink: #010203")
    expect(page.locator("body")).to_have_css("color", "rgb(1, 2, 3)")
    page.goto("about:blank")
    dropped(visit)
