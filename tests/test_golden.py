"""Golden pages: whole pages compared character by character; after an intended change `make accept`, then read the diff."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.pipeline import draw, examine
from generator.project import Project

ROOT = Path(__file__).parent.parent

PAGES = (
    "420106/ybj/2021/",
    "500100/ybj/2020/",
    "999901/",
    "999901/2022/",
    "999901/mzj/2023/",
    "999901/ybj/",
    "999931/rsj/2022/",
    "999951/wjj/2021/",
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    project = Project(ROOT)
    return dict(draw(project, examine(project)).texts)


@pytest.mark.parametrize("address", PAGES)
def test_page_is_as_accepted(address: str, texts: dict[str, str], golden: Callable[[str, str], None]) -> None:
    plain = re.sub(r"(assets/[a-z]+)\.[0-9a-f]{10}\.", r"\1.", texts[address])  # a new style is not a new page
    golden(f"{address.strip('/').replace('/', '-')}.html", plain)


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{address.strip('/').replace('/', '-')}.html" for address in PAGES}
    assert {path.name for path in (ROOT / "tests" / "golden").glob("*.html")} == expected
