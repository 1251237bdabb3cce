"""Following a number on a disclosure page: by pointer, by keyboard, on a phone, without script, and where nothing can be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from generator.accounts import Account
from generator.pages.disclosure import disclosure
from generator.pages.figures_json import figure_files
from generator.pages.figures_page import figures_pages
from generator.pages.figures_walk import ident
from generator.render import environment, render_one
from tests.browser.conftest import NewPage, Visit
from tests.browser.waiting import until
from tests.builders import DEPARTMENT, ROOT, books, record
from tests.conftest import serving
from tests.template_env import published

SUM, FIRST, SECOND = "T5.2010601.小计", "T5.2010601.基本支出", "T5.2010601.项目支出"
FIGURES = {
    FIRST: "1234567",
    SECOND: "100",
    "T5.2010602.项目支出": "200000",
    "T3.2010601.基本支出": "1234567",
    "T3.2010601.项目支出": "100",
    "T3.2010602.项目支出": "200000",
    "T9.公务接待费.决算数": "9900",
    "T9.公务接待费.预算数": "10000",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a department, with their pages of origins and data."""
    root = tmp_path_factory.mktemp("follow")
    published(root)
    correction = f"更正:\n  - {{日期: 2023-10-12, 量: {FIRST}, 原: 76, 现: 67, 说明: 写反了。}}\n"
    read = books(record({**FIGURES, FIRST: "1000000"}, year=2021), record(FIGURES, more=correction, year=2022))
    family: list[Account] = list(read.accounts.values())
    disclosures = {f"{one.address}/": disclosure(read.store, one, family) for one in family}
    origins = figures_pages(read.store, family, disclosures)
    drawn = environment(ROOT / "templates")
    texts = {address: render_one(drawn, page) for address, page in disclosures.items()}
    texts |= {address: render_one(drawn, page) for address, page in origins.items()}
    for address, text in texts.items():
        (root / address).mkdir(parents=True, exist_ok=True)
        (root / address / "index.html").write_text(text, "utf-8")
    for path, data in figure_files(origins).items():
        (root / path).write_bytes(data)
    return root


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield f"{address}/{DEPARTMENT}/2022/"


def figure(page: Page, fact: str) -> Locator:
    """The figure where its own table prints it."""
    return page.locator(f'td data[data-fact="{fact}"]').first


def panel(page: Page) -> Locator:
    """The panel, once it has read what it tells."""
    dialog = page.get_by_role("dialog")
    expect(page.get_by_text("正在读取这个数的来历")).to_have_count(0)
    return dialog


def focused(page: Page) -> str:
    fact = page.evaluate("document.activeElement.dataset.fact ?? ''")
    assert isinstance(fact, str)
    return fact


# by pointer -------------------------------------------------------------------------------------------------------------


def test_a_click_tells_what_a_figure_is_made_of(page: Page, site: str) -> None:
    page.goto(site)
    figure(page, SUM).click()
    assert panel(page).locator(".what").inner_text().split() == ["小计", "123.47", "万元"]
    lines = [line.inner_text().split("\n") for line in panel(page).locator("li").all()]
    assert lines == [["基本支出", "123.46"], ["＋", "项目支出", "0.01"], ["＝", "123.47"], ["上年", "100.01"]]
    assert panel(page).locator("code").inner_text() == f"{DEPARTMENT}/2022#{SUM}"
    assert panel(page).evaluate("one => one === document.activeElement")
    page.mouse.click(5, 5)
    assert panel(page).count() == 0


def test_an_operand_leads_to_its_figure_and_back(page: Page, site: str) -> None:
    page.goto(site)
    figure(page, SUM).click()
    panel(page).get_by_role("button", name="基本支出").click()
    assert panel(page).locator(".what b").inner_text() == "123.46"
    assert "2023-10-12更正：76改为67。写反了。" in panel(page).inner_text()
    assert page.locator(".told").get_attribute("data-fact") == FIRST
    panel(page).get_by_role("button", name="返回").click()
    assert page.locator(".told").get_attribute("data-fact") == SUM
    assert panel(page).get_by_role("button", name="返回").count() == 0


def test_last_year_leads_to_last_years_entry(page: Page, site: str) -> None:
    page.goto(site)
    figure(page, FIRST).click()
    panel(page).get_by_role("link", name="100.00").click()
    page.wait_for_url(f"**/2021/figures/#{ident(FIRST)}")
    assert page.locator(":target .amt").inner_text() == "100.00"


def test_passing_over_a_figure_tells_without_taking_the_focus(page: Page, site: str) -> None:
    page.goto(site)
    before = figure(page, SUM).bounding_box(), page.evaluate("document.documentElement.scrollHeight")
    figure(page, SUM).scroll_into_view_if_needed()
    place = figure(page, SUM).bounding_box()
    figure(page, SUM).hover()
    panel(page).wait_for()
    assert page.evaluate("document.activeElement === document.body")
    assert figure(page, SUM).bounding_box() == place
    assert page.evaluate("document.documentElement.scrollHeight") == before[1]
    panel(page).hover()
    page.wait_for_timeout(400)
    assert panel(page).is_visible()
    page.mouse.move(2, 2)
    panel(page).wait_for(state="detached")


def test_the_address_is_copied(new_page: NewPage, site: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site)
    figure(page, SUM).click()
    panel(page).get_by_role("button", name="复制").click()
    panel(page).get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{DEPARTMENT}/2022#{SUM}"


def test_values_at_bars_answer_too(page: Page, site: str) -> None:
    page.goto(site)
    value = page.locator("svg text[data-fact]").first
    fact = value.get_attribute("data-fact")
    value.click()
    assert panel(page).locator("code").inner_text() == f"{DEPARTMENT}/2022#{fact}"


def test_every_figure_of_the_page_is_told_as_on_its_page_of_origins(page: Page, site: str) -> None:
    page.goto(f"{site}figures/")
    told = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.fig dl > div')].flatMap((one) =>
             [one, ...one.querySelectorAll('dt > span[id]')].map((place) => [place.id, one.querySelector('.amt').firstChild.data])))"""
    )
    page.goto(site)
    facts = page.evaluate(
        "[...new Set([...document.querySelectorAll('data[data-fact]')].map((one) => one.dataset.fact))]"
    )
    assert len(facts) > 50
    for fact in facts:
        page.evaluate('(fact) => document.querySelector(`data[data-fact="${CSS.escape(fact)}"]`).click()', fact)
        assert panel(page).locator(".what b").inner_text() == told[ident(fact)], fact
        page.keyboard.press("Escape")


# by keyboard ------------------------------------------------------------------------------------------------------------


def test_there_is_one_stop_in_every_table_and_section(page: Page, site: str) -> None:
    page.goto(site)
    stops = page.locator("data[tabindex]")
    groups = page.evaluate(
        "new Set([...document.querySelectorAll('data[data-fact]')].map((one) => one.closest('.tbl, .keys, .lv3'))).size"
    )
    assert stops.count() == groups < page.locator("data[data-fact]").count() / 4


def test_arrows_walk_and_enter_tells_and_escape_returns(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#t-t5 data[tabindex]").focus()
    start = focused(page)
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert [start, *walked] == [
        "T5.合计.小计",
        "T5.合计.基本支出",
        "T5.合计.项目支出",
        "T5.201.项目支出",
        "T5.201.基本支出",
        "T5.合计.基本支出",
        "T5.合计.小计",
    ]
    assert page.locator("#t-t5 data[tabindex]").count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert panel(page).evaluate("one => one === document.activeElement")
    page.keyboard.press("Tab")
    assert panel(page).evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert panel(page).count() == 0
    assert focused(page) == "T5.合计.基本支出"
    page.wait_for_timeout(500)
    assert panel(page).count() == 0


def test_focus_tells_and_escape_dismisses_without_moving_it(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#t-t5 data[tabindex]").focus()
    page.keyboard.press("ArrowRight")
    panel(page).wait_for()
    assert focused(page) == "T5.合计.基本支出"
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.told').dataset.fact === 'T5.合计.项目支出'")
    page.keyboard.press("Escape")
    assert panel(page).count() == 0
    assert focused(page) == "T5.合计.项目支出"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_beyond_the_ends_of_the_panel_is_the_figure(page: Page, site: str, key: str) -> None:
    page.goto(site)
    page.locator("#t-t5 data[tabindex]").focus()
    page.keyboard.press("Enter")
    panel(page).wait_for()
    for _ in range(20):
        page.keyboard.press(key)
        if not panel(page).count():
            break
    assert focused(page) == "T5.合计.小计"


# what is told to assistive technology -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
@pytest.mark.parametrize("where", ["", "figures/"])
def test_no_violation_with_the_panel_open_and_on_the_page_of_origins(
    new_page: NewPage, site: str, where: str, width: int, scheme: str
) -> None:
    page = new_page(width, 900, color_scheme=scheme)
    page.goto(site + where)
    if not where:
        figure(page, FIRST).click()
        panel(page).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []


def test_a_figure_in_focus_and_its_panel_have_names(page: Page, site: str) -> None:
    page.goto(site)
    figure(page, SUM).click()
    assert figure(page, SUM).get_attribute("aria-label") == "123.47，来历"
    assert figure(page, SUM).get_attribute("aria-expanded") == "true"
    assert page.get_by_role("dialog", name="小计").count() == 1
    page.keyboard.press("Escape")
    assert figure(page, SUM).get_attribute("aria-expanded") is None


# on a phone -------------------------------------------------------------------------------------------------------------


def test_on_a_phone_it_is_a_sheet_below_the_figure(new_page: NewPage, site: str) -> None:
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    page.goto(site)
    figure(page, FIRST).tap()
    box, place = panel(page).bounding_box(), figure(page, FIRST).bounding_box()
    assert box is not None
    assert place is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert abs(box["y"] + box["height"] - 844) < 1
    assert place["y"] + place["height"] <= box["y"]
    low = [one.bounding_box() for one in panel(page).get_by_role("button").all()]
    assert min(one["height"] for one in low if one is not None) >= 44
    panel(page).get_by_role("button", name="关闭").tap()
    assert panel(page).count() == 0


@pytest.mark.parametrize(("motion", "name"), [("reduce", "none"), ("no-preference", "trace")])
def test_motion_is_asked_for_first(new_page: NewPage, site: str, motion: str, name: str) -> None:
    page = new_page(reduced_motion=motion)
    page.goto(site)
    figure(page, SUM).click()
    assert panel(page).evaluate("one => getComputedStyle(one).animationName") == name


# without script, without data -----------------------------------------------------------------------------------------------


def test_without_script_a_link_leads_to_the_same(new_page: NewPage, site: str) -> None:
    page = new_page(390, java_script_enabled=False)
    page.goto(site)
    page.locator("#t-t5").get_by_role("link", name="这些数的来历").click()
    page.wait_for_url("**/2022/figures/#g-t5-*")
    group = page.locator("section:target")
    assert "一般公共预算财政拨款支出决算表" in group.locator("h2").inner_text()
    entry = page.locator(f"#{ident(SUM)}")
    assert entry.locator(".amt").inner_text() == "123.47"
    assert entry.locator(".how").inner_text().replace(" ", "") == "推算＝基本支出123.46＋项目支出0.01"
    entry.get_by_role("link", name="基本支出").click()
    assert page.locator(":target .at").inner_text() == f"{DEPARTMENT}/2022#{FIRST}"


@pytest.mark.parametrize("fact", [SUM, "T5.合计.小计", "T9.公务接待费.决算数"])
def test_where_nothing_can_be_fetched_a_click_leads_to_the_entry(
    page: Page, site: str, visit: Visit, fact: str
) -> None:
    page.route("**/figures.json", lambda route: route.abort())
    page.goto(site)
    figure(page, fact).click()
    page.wait_for_url(f"**/2022/figures/#{ident(fact)}")
    assert page.locator(":target").count() == 1
    visit.complaints.clear()


def test_opened_from_a_disk_it_leads_to_the_file(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / DEPARTMENT / "2022" / "index.html").as_uri())
    figure(page, SUM).click()
    page.wait_for_url(f"file://**/2022/figures/index.html#{ident(SUM)}")
    context.close()


def test_digits_can_still_be_selected(page: Page, site: str) -> None:
    page.goto(site)
    figure(page, SUM).scroll_into_view_if_needed()
    box = figure(page, SUM).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") != ""
    assert page.evaluate("document.activeElement === document.body")
