"""工作簿里有什么：工作表、行、格和格的样子。"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from generator.values import Value

Align = Literal["", "left", "center", "right"]


class Look(Value, frozen=True, cache_hash=True):
    """How a cell looks. It remembers its hash, because a look is looked up for every cell."""

    align: Align = ""
    number: str = ""
    """Number format: #,##0.00."""
    bold: bool = False
    title: bool = False
    border: bool = False
    fill: bool = False
    wrap: bool = False
    indent: int = 0


Content = str | int | Decimal | None


class Cell(NamedTuple):
    """One cell; None is an empty one that has a look."""

    column: int
    value: Content
    look: Look


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns are counted from 0; cells of a row stand in the order of their columns."""

    name: str
    widths: tuple[int, ...]
    """Of all its columns, in characters."""
    rows: list[list[Cell]] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    """In points, of the rows that are higher than one line."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    head: tuple[int, int] = (0, 0)
    """Rows printed on every page: first, last + 1. All above the second number stay in sight."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    creator: str
    made: dt.datetime


LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
TAKEN_BY_EXCEL = "history"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    r"""Names that every program takes: at most 31 characters, none of []:*?/\, no ' at an end, each once."""
    found: list[str] = []
    used = {TAKEN_BY_EXCEL}
    for text in wanted:
        name = _fitting(text)
        unique, at = name, 1
        while unique.casefold() in used:
            at += 1
            mark = f"（{at}）"
            unique = name[: LONGEST_NAME - len(mark)] + mark
        used.add(unique.casefold())
        found.append(unique)
    return found


def _fitting(text: str) -> str:
    return NOT_IN_NAMES.sub(" ", text).strip("' ")[:LONGEST_NAME].strip("' ") or "表"
