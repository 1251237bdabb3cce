"""XML 的零件：命名空间、转义和工作簿里的文字。"""

from __future__ import annotations

import re

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

LONGEST_TEXT = 32_767
CUT = "……（太长，其余见网页）"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ORDINARY = re.compile(r"[^\s&<>\"_\x00-\x1f\ud800-\udfff\ufffe\uffff]{1,1000}")
"""Most texts: nothing in them needs a second look."""
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def quoted(text: str) -> str:
    """A text between tags or inside an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def string(text: str) -> str:
    """A text of the workbook. What XML cannot hold becomes �; _x000D_ typed by a person stays what it is."""
    if ORDINARY.fullmatch(text):
        return f"<si><t>{text}</t></si>"
    plain = LOOKS_ESCAPED.sub("_x005F_", NOT_XML.sub("\ufffd", text))
    if len(plain) > LONGEST_TEXT:
        plain = plain[: LONGEST_TEXT - len(CUT)] + CUT
    kept = ' xml:space="preserve"' if plain.strip() != plain else ""
    return f"<si><t{kept}>{quoted(plain)}</t></si>"
