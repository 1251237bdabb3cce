"""Waiting under the strict policy, which forbids what Playwright's own `wait_for_function` does when it asks again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 10
"""Seconds; a busy machine may need some."""


def until(page: Page, expression: str) -> None:
    """Ask the page until the answer is yes."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"in {PATIENCE} s it did not come to this: {expression}"
        page.wait_for_timeout(20)
