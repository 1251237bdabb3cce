"""CSV：UTF-8 带签名（双击即可用表格软件打开），行尾 CRLF；像公式的文字前加一撇，数不加。"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

MARK = "\ufeff"
"""Byte order mark: without it Excel takes the file for the system's own code page."""
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""How a text begins that a spreadsheet program takes for a formula; full-width signs count where Chinese input is on."""

Value = str | int | Decimal | None


def safe(text: str) -> str:
    """A text that no spreadsheet program runs as a formula."""
    return f"'{text}" if text[:1] in FORMULA else text


def row(values: Iterable[Value]) -> list[str]:
    """One row: texts made safe, numbers as plain digits."""
    return [safe(value) if isinstance(value, str) else _digits(value) for value in values]


def _digits(value: int | Decimal | None) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The whole file."""
    return joined(head, (lines(rows),))


def joined(head: Iterable[str], parts: Iterable[str]) -> bytes:
    """The whole file, from rows that are written already."""
    return "".join((MARK, lines((head,)), *parts)).encode()


def lines(rows: Iterable[Iterable[str]]) -> str:
    """Rows as they stand in a file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
