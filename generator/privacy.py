"""个人信息：记录里不许有人名、电话和证件号码（D54）。Found in every text of a record, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.strict_yaml import Node, Text, texts

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("手机号码", re.compile(r"(?<![0-9.])1[3-9][0-9]{9}(?![0-9.])")),
    ("电话号码", re.compile(r"(?<![0-9.])(?:0[0-9]{2,3}[-—－ ]?[2-9][0-9]{6,7})(?![0-9.])")),
    ("电话号码", re.compile(r"电话[^0-9]{0,6}[2-9][0-9]{6,7}(?![0-9.])")),
    (
        "身份证号码",
        re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx](?![0-9])"),
    ),
    ("联系人姓名", re.compile(r"(?:联系人|经办人|负责人|填报人|审核人|姓名)\s*[：:]\s*[一-龥]{2,4}")),
)
"""What is refused, and what it looks like. Dots are excluded at the borders so that long amounts are no telephone numbers."""

NAMED_FIELDS = frozenset({"联系人", "联系电话", "部门联系人", "经办人", "填报人", "姓名"})
"""Keys that forms print and that must not be filled in."""


def private(tree: Node, file: str) -> Iterator[Finding]:
    """A finding for every text that holds personal data. Most records hold none: all their texts are searched at once first."""
    found = list(texts(tree))
    whole = "\n".join([text for text, _ in found])
    if not any(word in whole for word in NAMED_FIELDS) and not any(pattern.search(whole) for _, pattern in PATTERNS):
        return
    for text, is_key in found:
        if is_key:
            if text in NAMED_FIELDS:
                yield _finding(text, file, f"“{text}”会公开个人信息", "删去这一行")
            continue
        for kind, pattern in PATTERNS:
            if pattern.search(text):
                yield _finding(text, file, f"这里有{kind}，不能公开", "删去，或换成单位的公开渠道")
                break


def _finding(text: Text, file: str, message: str, cure: str) -> Finding:
    return Finding("D54", message, file, text.line, text.column, cure=cure)
