"""印数：一个数在页面上怎么印。The only place where figures become text for readers."""

from __future__ import annotations

from decimal import Decimal

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
    if figure.unit == MONEY:
        return format_display(to_wan(figure.value), 2, thousands)
    if figure.unit == PERCENT:
        return f"{format_display(figure.value, 2, thousands)}%"
    return format_display(figure.value, 0, thousands)


def machine(text: str) -> str:
    """The printed figure as a plain number for `value=""`: ASCII, no separators."""
    return text.replace(",", "").replace("−", "-").rstrip("%")


def vanishing(value: Decimal) -> bool:
    """Whether an amount in 元 is not zero and yet prints as 0.00 万元."""
    return value != 0 and printed(Figure("", abs(value))) == "0.00"
