"""一段文字怎样写成 YAML：能不加引号就不加，多行的用“|”。"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.yaml_nodes import Text

_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Safe without quotes in block style: no mark that means something, at the start or behind or before a blank.
_PLAIN = re.compile(r"(?![\s\-?:,\[\]{}#&*!|>'\"%@`]|\.\.\.|<<$|=$)[^\t\n]+(?<![\s:])|-[0-9.]+")
_UNSAFE = re.compile(rf":\s|\s#|[:\-,\[{{?][{_WIDE}]")
_UNSAFE_IN_ROW = re.compile(r"[,\[\]{}?]|:$")
# What other YAML readers take for a number, a time, a yes or nothing: such a text keeps the quotes it has, and
# gets none, so that it stays what it is to them too.
_TYPED = re.compile(
    r"[-+.]?[0-9][-+.:_0-9a-fA-FxXoOeETtZz ]*|[-+]?\.(?:inf|nan)|~|null|true|false|yes|no|on|off|y|n|<<|=",
    re.IGNORECASE,
)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_FIGURE = re.compile(r"[-+0-9.,:/%]+")


def quoted(value: str) -> str:
    """The text in double quotes, on one line."""
    return f'"{value.translate(_ESCAPES)}"'


def written(text: Text, *, in_row: bool, always_quoted: bool = False, before_comment: bool = False) -> str:
    """The text on one line, quoted where YAML needs it.

    Before a comment a quoted text stays quoted, and a bare one bare: the quotes say that the comment is one.
    """
    if always_quoted or not _can_be_plain(text, in_row=in_row):
        return quoted(text)
    keeps = before_comment and not _FIGURE.fullmatch(text)
    if not text.plain and (keeps or _TYPED.fullmatch(text)):
        return quoted(text)
    return str(text)


def _can_be_plain(value: str, *, in_row: bool) -> bool:
    if not _PLAIN.fullmatch(value) or _UNSAFE.search(value):
        return False
    return not (in_row and _UNSAFE_IN_ROW.search(value))


def block(value: str) -> list[str] | None:
    """Header and lines of a text of several lines as a | block, or None where a block would not hold it."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in value or "\t" in value or lines[0][:1] in {"", " "} or not lines[-1]:
        return None
    if any(line and not line.strip(" ") for line in lines):
        return None
    return ["|" if value.endswith("\n") else "|-", *lines]
