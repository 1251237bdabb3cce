"""印数：一个数在页面上怎么印。The only place where figures become text for readers."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from generator.amounts import format_display, to_wan
from generator.derive import Figure

ABSENT = "—"
ABSENT_SPOKEN = "未填"
MONEY = "金额"
PERCENT = "%"
SMALLEST = Decimal("0.01")


def printed(figure: Figure | None, *, thousands: bool = True) -> str:
    """The figure as published: money in 万元 with two decimals, half up; percentages with two and the sign; counts whole.

    Absent is “—”, a typed text that is no number stays as typed.
    """
    if figure is None:
        return ABSENT
    if figure.value is None:
        return figure.text or ABSENT
    return _printed(figure.value, figure.unit, thousands)


@lru_cache(8192)
def _printed(value: Decimal, unit: str, thousands: bool) -> str:
    if unit == MONEY:
        return format_display(to_wan(value), 2, thousands)
    if unit == PERCENT:
        return f"{format_display(value, 2, thousands)}%"
    return format_display(value, 0, thousands)


def machine(text: str) -> str:
    """The printed figure as a plain number for `value=""`: ASCII, no separators."""
    return text.replace(",", "").replace("−", "-").rstrip("%")


def vanishing(value: Decimal) -> bool:
    """Whether an amount in 元 is not zero and yet prints as 0.00 万元."""
    return value != 0 and printed(Figure("", abs(value))) == "0.00"
