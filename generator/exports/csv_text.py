"""CSV：UTF-8 带签名（双击即可用表格软件打开），行尾 CRLF；像公式的文字前加一撇，数不加。"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

MARK = "\ufeff"
"""Byte order mark: without it Excel takes the file for the system's own code page."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a text for a formula; full-width signs do where Chinese input is on."""


def safe(text: str) -> str:
    """A text that no spreadsheet program runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def written(head: Sequence[str], rows: Iterable[Iterable[str | int | Decimal | None]]) -> bytes:
    """The whole file: texts made safe, numbers as plain digits."""
    whole = io.StringIO(newline="")
    writer = csv.writer(whole, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return (MARK + whole.getvalue()).encode()


def _cell(cell: str | int | Decimal | None) -> str:
    if isinstance(cell, str):
        return safe(cell)
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
