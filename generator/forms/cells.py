"""格：表里一格填的字样，和它是不是一个数。"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from generator.amounts import AmountError, parse_amount
from generator.derive import Figure
from generator.strict_yaml import Text

MONEY, PERCENTS, SCORE = "金额", frozenset({"百分比", "百分数"}), "分数"
NUMBERS = frozenset({MONEY, *PERCENTS, SCORE})
VALUES = frozenset({"目标值", "完成值"})
FIGURES = NUMBERS | VALUES
"""Kinds of columns whose cells have an address."""
DASH = "—"
DIGITS = 6
_MAYBE = re.compile("[0-9%]")


def pieces(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - a cell is a text or a list of texts
    """The texts of one cell: one, or several where the original put several values into it."""
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def number(text: str, kind: str) -> Decimal | None:
    """The number a cell states, or None where its text is no plain number."""
    if not _MAYBE.search(text[-1:]):  # most targets end in a word: to be told why they are no amounts takes time
        return None
    value = refused(text, kind)
    return None if isinstance(value, AmountError) else value


def refused(text: str, kind: str) -> Decimal | AmountError:
    """The number, or what is wrong with its text."""
    bare = text.removesuffix("%") if kind in PERCENTS | VALUES else text
    return parse_amount(bare, DIGITS)


def stated(where: str, text: str, kind: str, money: Decimal) -> Figure:
    """A typed cell as a figure: amounts in 元, percentages in percent; what is no number stays text."""
    value = number(text, kind)
    return Figure(
        where,
        value * money if value is not None and kind == MONEY else value,
        unit_of(kind, text),
        str(text),
        stated=True,
        quantum=_quantum(text, kind, money),
        line=text.line if isinstance(text, Text) else 0,
        column=text.column if isinstance(text, Text) else 0,
    )


def unit_of(kind: str, text: str = "") -> str:
    """Unit of a figure: 金额, %, 分, or none known."""
    if kind == MONEY:
        return "金额"
    if kind in PERCENTS or (kind in VALUES and text.endswith("%")):
        return "%"
    return "分" if kind == SCORE else ""


def _quantum(text: str, kind: str, money: Decimal) -> Decimal:
    """How much one unit of the last digit is. 万元 stands for 0.01 万元 however typed; 元 is exact."""
    if kind == MONEY:
        return Decimal(0) if money == 1 else money.scaleb(-2)
    digits = text.removesuffix("%").partition(".")[2]
    return Decimal(1).scaleb(-len(digits)) if kind in NUMBERS else Decimal(0)
