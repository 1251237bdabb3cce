"""The real site in a real browser: no overflow, no complaint, no violation, usable without script."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import serving

ROOT = Path(__file__).parent.parent.parent

KINDS = (
    "",
    "420106/",
    "420114/ybj/2022/",
    "420106/ybj/2021/",
    "500100/ybj/2020/",
    "999901/2022/",
    "999901/ybj/",
    "999901/ybj/2022/",
    "999951/wjj/2021/",
    "glossary/",
    "search/",
    "guide/",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("project")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    tool = Path(sys.executable).parent / "juesuan"
    subprocess.run([tool, "build", "-C", folder], check=True, capture_output=True)
    with serving(folder / "site") as there:
        yield there


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_page_is_accessible_and_fits(
    kind: str, width: int, scheme: str, address: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(width, 900, color_scheme=scheme)
    page.goto(f"{address}/{kind}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []


def test_finder_filters_and_says_how_many(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(1200, 900)
    page.goto(f"{address}/search/?q=武昌 2021")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "找到1项"
    page.fill("#q", "2101501")
    assert "行政运行" in page.locator("tbody tr:visible").first.inner_text()


def test_without_script_every_row_of_the_finder_is_there(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/?q=武昌")
    assert page.locator("tbody tr").count() > 50
    context.close()
