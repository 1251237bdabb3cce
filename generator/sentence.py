"""句子样板：`2021年度收、支总计{T1.收入总计}万元` 拆成文字和空位。

A slot is a measure (`{T1.收入总计}`), a word (`{年度}`) or a verb with arguments (`{变动 T1.收入总计}`). `$` stands for the key of the
loop the sentence is in. Numerals may stand only in slots: `unbound` finds the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

SLOT = re.compile(r"\{([^{}]*)\}")
NUMERAL = re.compile(r"[0-9０-９]+")

WORDS = frozenset({"年度", "上年度", "部门", "名称", "简称", "三公口径", "三公预算", "预算词", "单位名", "序", "年末"})
VERBS = frozenset({"变动", "大小", "原因", "用途", "文", "名", "全名", "列", "值", "项目文"})


@dataclass(frozen=True, slots=True)
class Slot:
    """`verb` is "数" for a figure, "词" for a word, else one of VERBS."""

    verb: str
    args: tuple[str, ...]


Token = str | Slot


@cache
def tokens(sentence: str) -> tuple[Token, ...]:
    """Text and slots in order."""
    found: list[Token] = []
    for at, piece in enumerate(SLOT.split(sentence)):
        if at % 2 == 0:
            if piece:
                found.append(piece)
        else:
            found.append(_slot(piece.strip()))
    return tuple(found)


def _slot(text: str) -> Slot:
    steps = text.split()
    if len(steps) == 1 and steps[0] in WORDS:
        return Slot("词", (steps[0],))
    if steps and steps[0] in VERBS:
        return Slot(steps[0], tuple(steps[1:]))
    return Slot("数", (text,))


def unbound(sentence: str) -> tuple[str, ...]:
    """Numerals of a template sentence that are bound to no fact; a template has none but the thresholds of official names."""
    outside = "".join(token for token in tokens(sentence) if isinstance(token, str))
    return tuple(NUMERAL.findall(outside))
