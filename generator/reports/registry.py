"""找齐格式：走遍 formats 文件夹；一个模块就是一种格式，用到才读入。"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol

from generator.reports import formats
from generator.reports.report import Report


class Format(Protocol):
    """A module of generator/reports/formats."""

    NEEDS_FILE: bool
    """Whether it is for a file only: bytes or a page that nobody reads in a terminal."""

    FOR_PEOPLE: bool
    """Whether it ends with the last line itself, so that the last line is not said again beside it."""

    def rendered(self, report: Report) -> bytes:
        """The whole report."""
        ...


def names() -> tuple[str, ...]:
    """Every format."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(formats.__path__)))


def format_named(name: str) -> Format:
    """One format by its name."""
    found: Format = importlib.import_module(f"{formats.__name__}.{name}")
    return found
