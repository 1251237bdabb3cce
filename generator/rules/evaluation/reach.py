"""可能的值：一格的公式，按印出的数各代表的一段，能得出多大一段。"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from generator import formula as fx
from generator.intervals import Interval, exactly

Find = Callable[[fx.Name | fx.Ref], Interval | None]


def added_up(parts: list[Interval | None]) -> Interval | None:
    """The sum of those that are known, None where none is."""
    known = [part for part in parts if part is not None]
    total = exactly(Decimal(0))
    for part in known:
        total = total + part
    return total if known else None


def reach_of(node: fx.Node, find: Find, *, lenient: bool) -> Interval | None:
    """All values a formula can have; `lenient` sums leave out what is not known."""
    if isinstance(node, fx.Number):
        return exactly(Decimal(node.value))
    if isinstance(node, fx.Name | fx.Ref):
        return find(node)
    if isinstance(node, fx.Call):
        return _call(node, [reach_of(arg, find, lenient=lenient) for arg in node.args])
    left, right = reach_of(node.left, find, lenient=lenient), reach_of(node.right, find, lenient=lenient)
    if node.op == "+" and lenient:
        return added_up([left, right])
    if left is None or right is None:
        return None
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right}[node.op]


def _call(node: fx.Call, parts: list[Interval | None]) -> Interval | None:
    if node.name == "和":
        return added_up(parts)
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or node.name not in {"较大", "较小"}:
        return None
    pick = max if node.name == "较大" else min
    low, low_open = pick(part.ends[0] for part in known)
    high, high_open = pick(part.ends[1] for part in known)
    return Interval(low, high, low_open, high_open)
