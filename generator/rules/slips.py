"""笔误：一个数常见的几种错法，用来把嫌疑排出先后。"""

from __future__ import annotations

from decimal import Decimal

from generator.derive import Figure
from generator.wording import printed

LEAST = 9
"""Rank of a change that looks like no slip."""


def likeliness(typed: Decimal, meant: Decimal, unit: str, beside: tuple[Decimal, ...]) -> tuple[str, int]:
    """How `typed` may have come about if `meant` was right: the slip in words and its rank (0 = likeliest)."""
    left, right = _digits(typed, unit), _digits(meant, unit)
    slips = (
        (typed == -meant, "正负号相反", 0),
        (_by_factor(typed, meant, Decimal(10000)), "元和万元弄混", 0),
        (_by_factor(typed, meant, Decimal(10)), "小数点错一位", 0),
        (_one_digit(left, right), "一位数字打错", 1),
        (_swapped(left, right), "相邻两位颠倒", 1),
        (abs(len(left) - len(right)) == 1 and _one_more(left, right), "多打或漏打一位", 2),
        (typed in beside, "像是抄了相邻一行", 2),
    )
    return next(((words, rank) for holds, words, rank in slips if holds), ("", LEAST))


def _by_factor(typed: Decimal, meant: Decimal, factor: Decimal) -> bool:
    return meant != 0 and typed in {meant * factor, meant / factor}


def _one_digit(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _swapped(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    at = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and left[at[0]] == right[at[1]] and left[at[1]] == right[at[0]]


def _digits(value: Decimal, unit: str) -> str:
    return printed(Figure("", value, unit), thousands=False).replace(".", "")


def _one_more(left: str, right: str) -> bool:
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
