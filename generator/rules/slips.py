"""笔误：一个数常见的几种错法，用来把嫌疑排出先后。"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from generator.derive import Figure

LEAST = 9
"""Rank of a change that looks like no slip."""
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Slip:
    """How a figure may have come to be mistyped, "" where it cannot be told; 0 is the likeliest rank."""

    words: str = ""
    rank: int = LEAST


def likeliness(figure: Figure, meant: Decimal, beside: Collection[Decimal]) -> Slip:
    """How the typed figure may have come about if `meant` was right; `beside` are the figures in the lines around it."""
    typed = figure.value if figure.value is not None else meant
    left, right = digits(typed, figure), digits(meant, figure)
    slips = (
        (typed == -meant != 0, "正负号相反", 0),
        (_by_factor(typed, meant, 10_000), "元和万元弄混", 0),
        (_by_factor(typed, meant, 10), "小数点错一位", 0),
        (_one_digit(left, right), "一位数字打错", 1),
        (_swapped(left, right), "相邻两位颠倒", 1),
        (typed != meant and typed in beside, "像是抄了相邻一行", 2),
        (_one_more(left, right), "多打或漏打一位", 3),
    )
    return next((Slip(words, rank) for holds, words, rank in slips if holds), Slip())


def step_of(figure: Figure) -> Decimal:
    """The smallest amount that can be typed in its place: 0.01 元 or 万元, one person, 0.01 points."""
    if figure.quantum:
        return figure.quantum
    return CENT if figure.unit in {"金额", "分"} else Decimal(1)


def digits(value: Decimal, figure: Figure) -> str:
    """The figures as they are typed, without the point; at least three, for 0.05 is 005."""
    count = abs(value) / step_of(figure)
    return f"{int(count):03d}" if count == int(count) else f"{count.normalize():f}"


def _by_factor(typed: Decimal, meant: Decimal, factor: int) -> bool:
    return meant != 0 and typed != 0 and (typed == meant * factor or typed * factor == meant)


def _one_digit(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _swapped(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    at = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and left[at[0]] == right[at[1]] and left[at[1]] == right[at[0]]


def _one_more(left: str, right: str) -> bool:
    if abs(len(left) - len(right)) != 1:
        return False
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
