"""Pages made of a record that tries to do harm, opened in a browser: nothing runs, nothing is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile import DISCLOSURE, FAMILY, hostile
from tests.template_env import published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import NewPage


@pytest.mark.parametrize("address", [DISCLOSURE, f"{FAMILY}/compare/", f"{DISCLOSURE}figures/", "999901/2023/"])
def test_nothing_typed_runs(address: str, tmp_path: Path, serve: Callable[[Path], str], new_page: NewPage) -> None:
    rendered = hostile().rendered
    for name, data in {f"{address}index.html": rendered.texts[address].encode(), **rendered.files}.items():
        if name.startswith(address):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
    published(tmp_path)
    page = new_page()
    page.goto(f"{serve(tmp_path)}/{address}", wait_until="networkidle")
    if address == DISCLOSURE:
        page.locator("td data[data-fact]").first.click()
        page.get_by_role("dialog").wait_for()
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('iframe, img, svg[onload]').length") == 0
