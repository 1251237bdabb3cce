"""目标值和完成值：能照字面比的才比，比不了的不猜。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.amounts import AmountError, parse_amount

_SIGNS = {
    "≥": "≥",
    "≧": "≥",
    ">=": "≥",
    ">": ">",
    "＞": ">",
    "≤": "≤",
    "≦": "≤",
    "<=": "≤",
    "<": "<",
    "＜": "<",
    "=": "=",
    "＝": "=",
}
_PLAIN = re.compile(r"(>=|<=|[≥≧>＞≤≦<＜=＝])?\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*([^0-9]*)")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
# Of a duration or a sum of money less may be better, so without a sign nothing follows from being below it.
_EITHER_WAY = re.compile(r"(元|小时|分钟|秒|天|日|周|个?月|年|个?工作日)(/.*)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A plain quantity: sign (may be none), number, unit."""

    sign: str
    value: Decimal
    unit: str


def quantity(text: str) -> Quantity | None:
    """`≥95%`, `>800万`, `50家`; None for words, dates and ranges."""
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        return None
    value = parse_amount(match[2].replace(",", ""), 6)
    if isinstance(value, AmountError):
        return None
    unit = match[3].strip()
    scale = _SCALES.get(unit[:1])
    if scale is not None:
        value, unit = value * scale, unit[1:]
    return Quantity(_SIGNS.get(match[1] or "", ""), value, unit)


def is_missed(target: str, actual: str, sign: str = "", unit: str = "", *, cost: bool = False) -> bool:
    """Whether a quantitative target was missed beyond doubt.

    `sign` is the form's own 指标性质, `unit` its 计量单位; `cost` marks rows under 成本, where below an unsigned target
    may be what was wanted. An actual value that is itself a bound (≥95%) proves nothing.
    """
    wanted = quantity(target)
    reached = quantity(actual) if wanted else None
    if wanted is None or reached is None or reached.sign or not _comparable(wanted.unit, reached.unit, unit):
        return False
    how = wanted.sign or _SIGNS.get(sign.strip(), "")
    if not how:
        doubtful = cost or _EITHER_WAY.fullmatch(wanted.unit or reached.unit or unit) is not None
        return not doubtful and reached.value < wanted.value
    if how in {"≤", "<"}:
        return reached.value > wanted.value or (how == "<" and reached.value == wanted.value)
    # “=” surpassed is for people to judge: it may be a success or a deviation.
    return reached.value < wanted.value or (how == ">" and reached.value == wanted.value)


def _comparable(wanted: str, reached: str, unit: str) -> bool:
    """Same unit; one of them may leave it to the other, but a percentage is never compared with a bare number."""
    if wanted == reached:
        return True
    if "%" in {wanted, reached}:
        return unit == "%" and {wanted, reached} == {"%", ""}
    return "" in {wanted, reached}
