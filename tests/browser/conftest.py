"""Chromium, driven by Playwright: one process for this folder, a fresh profile for every page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

CHROMIUM = Path(os.environ.get("JUESUAN_CHROMIUM", "/usr/bin/chromium"))
MISSING = f"找不到 {CHROMIUM}：请运行 sudo apt-get install chromium fonts-noto-cjk poppler-utils，或用 JUESUAN_CHROMIUM 指明位置"
# No sandbox: as root, as in containers, Chromium refuses to start with one, and it opens nothing but our own pages.
# The rest keeps it from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Not for the whole run: while Playwright's synchronous interface is open its event loop counts as running,
# and no test elsewhere could use asyncio.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if not CHROMIUM.is_file():
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project, built once for all who look at it; nobody writes into it."""
    project = tmp_path_factory.mktemp("project")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy2(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    tool = Path(sys.executable).parent / "juesuan"
    subprocess.run([tool, "build", "-C", project], check=True, capture_output=True)
    return project / "site"


@pytest.fixture(scope="package")
def built(folder: Path) -> Iterator[str]:
    """The address where that site is served, without a slash."""
    with serving(folder) as there:
        yield there


# Without slots: Playwright hangs its own attributes on the object whose method it calls.
@dataclass
class Visit:
    """What went wrong while pages were looked at, in the order it happened."""

    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note errors of scripts, requests that fail, and refuse every request that leaves this machine."""
        context.route("**/*", self._stay_home)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)

    def _stay_home(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.complaints.append(f"leaves the site: {request.url}")
            route.abort()

    def _failed(self, request: Request) -> None:
        # Chromium itself drops the tab's icon when the next page is opened before it came.
        if not (request.failure == "net::ERR_ABORTED" and "assets/seal." in request.url):
            self.complaints.append(f"failed: {request.url} ({request.failure})")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")


class NewPage(Protocol):
    """The type of the `new_page` fixture. Options are those of Playwright's `Browser.new_context`."""

    def __call__(self, width: int = 1280, height: int = 800, **options: Any) -> Page: ...


@pytest.fixture
def visit() -> Visit:
    """Read complaints early, or clear those a test means to provoke."""
    return Visit()


@pytest.fixture
def new_page(browser: Browser, visit: Visit) -> Iterator[NewPage]:
    """Open fresh pages. At the end the test fails if any of them complained."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 800, **options: Any) -> Page:
        defaults = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "service_workers": "block"}
        context = browser.new_context(viewport={"width": width, "height": height}, **{**defaults, **options})
        contexts.append(context)
        visit.watch(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not visit.complaints


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One fresh page, as wide as a desktop screen."""
    return new_page()
