"""Search in a real browser, over the real content and two hundred made-up departments."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generator.search.fragments import Fragment
from generator.search.words import words
from tests.browser.conftest import NewPage, Visit
from tests.conftest import serving
from tests.searching import Site, site_of

ROOT = Path(__file__).parent.parent.parent
DEPARTMENTS = 200
FIRST = 3
WAIT = 8000

with (ROOT / "tests" / "search" / "queries.csv").open(encoding="utf-8", newline="") as file:
    QUERIES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(tmp_path_factory.mktemp("search"), DEPARTMENTS)


@pytest.fixture(scope="module")
def address(made: Site) -> Iterator[str]:
    with serving(made.folder) as there:
        yield there


def ask(page: Page, query: str) -> None:
    """Type, send, and wait until the answer is whole."""
    page.fill("#find", query)
    page.press("#find", "Enter")
    page.wait_for_selector(f'#found[data-answered="{query}"]', state="attached", timeout=WAIT)


def links(page: Page) -> list[str]:
    """Where the results lead, below the root of the site."""
    found = page.locator("#found-list .name a").evaluate_all("links => links.map(link => link.href)")
    return [f"{urlsplit(one).path[1:]}#{urlsplit(one).fragment}".rstrip("#") for one in found]


def answers(page: Page, row: dict[str, str]) -> bool:
    """Whether a wanted page is among the first; a place on it counts as the page."""
    ask(page, row["query"])
    wanted = set(row["page"].split("|"))
    return any(one in wanted or one.partition("#")[0] in wanted for one in links(page)[:FIRST])


def test_queries_lead_to_their_pages(address: str, page: Page, note: Callable[[str], None]) -> None:
    assert len(QUERIES) >= 60
    assert sum(bool(row["source"]) for row in QUERIES) >= len(QUERIES) / 2
    page.goto(f"{address}/search/")
    missed = [row["query"] for row in QUERIES if not answers(page, row)]
    note(f"search: {len(QUERIES) - len(missed)} of {len(QUERIES)} queries met; missed: {missed}")
    assert len(missed) <= len(QUERIES) * 0.05


def test_names_codes_and_terms_are_found_without_the_index(
    address: str, new_page: NewPage, visit: Visit, note: Callable[[str], None]
) -> None:
    page = new_page()
    page.route("**/search/index/**", lambda route: route.abort())
    page.goto(f"{address}/search/")
    met = [row["query"] for row in QUERIES if answers(page, row)]
    note(f"search: names and codes alone meet {len(met)} of {len(QUERIES)} queries")
    assert {"2101501", "武昌", "医保局 2021 三公", "示例区教育局", "公务接待费"} <= set(met)
    assert "正文索引没有取到" in page.locator("#found-status").inner_text()
    assert page.get_by_role("button", name="再试一次").is_visible()
    visit.complaints.clear()  # the aborted requests


def said(fragment: Fragment) -> str:
    """All its words; a bar between words, a line between items."""
    items = [text for piece in fragment.pieces for text in (piece.title, *piece.items)]
    return "\n".join(f"|{'|'.join(words(item))}|" for item in items)


def test_phrases_are_found_where_they_stand_and_nowhere_else(address: str, made: Site, page: Page) -> None:
    """Phrases cut out of the texts at any place, also across numbers: what is shown is what plain search finds."""
    rng = random.Random(11)
    texts = {fragment.path: said(fragment) for fragment in made.fragments}
    lines = sorted({line for text in texts.values() for line in text.splitlines() if line.count("|") > 8})
    page.goto(f"{address}/search/")
    tried = 0
    while tried < 20:
        found = rng.choice(lines).strip("|").split("|")
        at, size = rng.randrange(len(found) - 4), rng.randint(3, 9)
        phrase = found[at : at + size]
        wanted = {path for path, text in texts.items() if f"|{'|'.join(phrase)}|" in text}
        joined = "".join(phrase)
        if len(wanted) > 9 or words(joined) != phrase:
            continue
        tried += 1
        ask(page, joined)
        shown = page.locator("#found-list .name a, #found-list .others a").evaluate_all(
            "links => links.map(link => link.pathname.slice(1))"
        )
        assert {path for path in shown if path in texts} == wanted, joined


def test_the_first_query_is_light(address: str, made: Site, page: Page, note: Callable[[str], None]) -> None:
    """Everything the search fetches, script included, counted as a server that compresses would send it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{address}/search/?q={quote('困难群众医疗救助')}")
    page.wait_for_selector("#found[data-answered]", state="attached", timeout=WAIT)
    sent = sum(
        len(gzip.compress((made.folder / path[1:]).read_bytes()))
        for path in asked
        if path.endswith((".json", "search.js"))
    )
    note(f"search: first query at {len(made.fragments)} documents {sent / 1000:.1f} kB")
    assert sent < 150_000


def test_results_can_be_narrowed_and_the_address_keeps_it(address: str, page: Page) -> None:
    page.goto(f"{address}/search/")
    ask(page, "公务接待费")
    page.select_option('select[name="region"]', "420106")
    expect(page.get_by_role("status")).to_contain_text("，不筛选有")
    assert links(page)[0].startswith("420106/ybj/2021/")
    assert "region=420106" in page.url
    page.reload()
    page.wait_for_selector("#found[data-answered]", state="attached", timeout=WAIT)
    assert page.input_value('select[name="region"]') == "420106"
    assert all(one.startswith("420106/") for one in links(page))


def test_sections_are_results_and_words_are_marked(address: str, page: Page) -> None:
    page.goto(f"{address}/search/")
    ask(page, "武昌 2021 公务接待费")
    places = page.locator("#found-list .places a").evaluate_all("links => links.map(link => link.href)")
    assert any("420106/ybj/2021/#p3-7-2-3" in one for one in places)
    assert set(page.locator("mark").all_inner_texts()) >= {"武昌", "公务接待费"}


def test_keyboard_alone(address: str, page: Page) -> None:
    page.goto(f"{address}/search/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("医疗救助专项")
    page.keyboard.press("Enter")
    page.wait_for_selector('#found[data-answered="医疗救助专项"]', state="attached", timeout=WAIT)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "医疗救助专项"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    assert page.input_value("#find") == ""
    assert page.locator("#browse").is_visible()


def test_nothing_found_says_what_to_try(address: str, page: Page) -> None:
    page.goto(f"{address}/search/")
    ask(page, "航天飞机")
    assert page.get_by_role("status").inner_text().startswith("没有找到")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_results_are_accessible_and_fit(width: int, scheme: str, address: str, new_page: NewPage) -> None:
    page = new_page(width, 900, color_scheme=scheme)
    page.goto(f"{address}/search/")
    ask(page, "医疗救助")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []


def test_more_results_are_shown_on_request(address: str, page: Page) -> None:
    page.goto(f"{address}/search/")
    ask(page, "行政运行")
    assert page.locator("#found-list .hit").count() == 10
    page.locator("#found-more").click()
    expect(page.locator("#found-list .hit")).to_have_count(20)
    assert page.evaluate("document.activeElement.closest('.hit') === document.querySelectorAll('#found-list .hit')[10]")
