"""The portal's frame and the 404 page below somebody else's path, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from generator.pipeline import build
from tests.browser.conftest import Visit
from tests.open_project import open_project


class Portal(SimpleHTTPRequestHandler):
    """A portal that keeps the site at /czj/jsgk/ and answers with its 404 page, as `error_page 404` of nginx does."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """A test's output is its failures."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        _ = message, explain
        text = (Path(self.directory) / "czj/jsgk/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("portal")
    (folder / "project").mkdir()
    published = build(open_project(folder / "project")).published
    assert published is not None
    (folder / "www" / "czj").mkdir(parents=True)
    published.site.rename(folder / "www" / "czj" / "jsgk")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Portal, directory=str(folder / "www"))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/czj/jsgk/"
        server.shutdown()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_example_skin_frames_the_page(width: int, scheme: str, portal: str, new_page: Callable[..., Page]) -> None:
    page = new_page(width, 900, color_scheme=scheme)
    page.goto(f"{portal}999901/mzj/2022/")
    header, footer = page.locator(".portal-header"), page.locator(".portal-footer")
    assert header.inner_text().startswith("示例区人民政府")
    top, foot = header.bounding_box(), footer.bounding_box()
    assert top is not None
    assert foot is not None
    assert (top["y"], top["width"]) == (0, width)
    assert foot["y"] > page.locator("main").bounding_box()["y"]  # type: ignore[index]  # it stands on every page
    ink = page.locator(".facts, main").first.evaluate(
        "() => getComputedStyle(document.documentElement).getPropertyValue('--link').trim()"
    )
    assert ink == ("#f0a9a2" if scheme == "dark" else "#7a1f1a"), "the skin's token counts"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []


@pytest.mark.parametrize("depth", ["nowhere", "999901/nowhere/", "999901/mzj/1999/figures/x.html"])
def test_the_404_page_is_whole_at_any_depth(depth: str, portal: str, page: Page, visit: Visit) -> None:
    page.goto(portal + depth)
    assert page.locator("h1").inner_text() == "没有这个页面"
    assert page.evaluate("document.styleSheets.length") == 2
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length)")
    page.locator("main a").first.click()
    assert page.url == portal
    # The browser itself notes the 404 answer.
    assert [one for one in visit.complaints if "404" not in one] == []
    visit.complaints.clear()


def test_a_former_address_forwards(portal: str, new_page: Callable[..., Page], visit: Visit) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{portal}999901/yibao/zx/2022/")
    page.wait_for_url(f"{portal}999901/ybj/fwzx/2022/")
    assert "示例区医疗保障服务中心" in page.locator("h1").inner_text()
    # What the first page was still fetching is dropped on the way.
    visit.complaints[:] = [one for one in visit.complaints if not one.startswith("failed:")]
