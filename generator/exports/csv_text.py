"""CSV：UTF-8 带签名（双击即可用表格软件打开），行尾 CRLF；像公式的文字前加一撇，数不加。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Byte order mark: without it Excel takes the file for the system's own code page."""
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""How a text begins that a spreadsheet program takes for a formula; full-width signs count where Chinese input is on."""
QUOTE = '"'
QUOTED = re.compile(r'[",\r\n]')


def safe(text: str) -> str:
    """A text that no spreadsheet program runs as a formula."""
    return f"'{text}" if text[:1] in FORMULA else text


class _Fields(dict[str, str]):
    """Texts as fields, each worked out once: a long table says the same words over and over."""

    def __missing__(self, text: str) -> str:
        made = safe(text)
        self[text] = made = f'"{made.replace(QUOTE, QUOTE * 2)}"' if QUOTED.search(made) else made
        return made


def written(head: Sequence[str], table: Iterable[Sequence[str]], numbers: slice | None = None) -> bytes:
    """The whole file. The digits of the columns `numbers` stay as they are: there a minus begins no formula."""
    fields = _Fields()
    lines = [_line(fields, head, None), *(_line(fields, row, numbers) for row in table)]
    return f"{MARK}{''.join(lines)}".encode()


def _line(fields: _Fields, row: Sequence[str], numbers: slice | None) -> str:
    made = [fields[value] for value in row]
    if numbers is not None:
        made[numbers] = row[numbers]
    return f"{','.join(made)}\r\n"


def joined(head: Sequence[str], files: Iterable[bytes]) -> bytes:
    """Several files with one head made one."""
    return b"".join((written(head, ()), *(file.partition(b"\r\n")[2] for file in files)))
