"""区间：一个印出的数代表四舍五入到它的一整段。Rounding is interval arithmetic, never a constant.

A figure printed to unit u stands for every exact value that rounds half up to it: [v − u/2, v + u/2), mirrored below zero. On 元 u is
0.01 and every amount is exact, so the interval is one point. Sums and differences of such intervals are again intervals; a stated
figure and a computed one agree when their intervals meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ZERO = Decimal(0)
HALF = Decimal("0.5")

Verdict = Literal["exact", "rounding", "wrong"]


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between `low` and `high`; an end belongs to it unless it is open."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @property
    def point(self) -> bool:
        """Whether it is one exact value."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _spanned([(a * b, ao or bo) for a, ao in self.ends for b, bo in other.ends])

    def __truediv__(self, other: Interval) -> Interval | None:
        """None where the divisor may be zero: then no share can be told."""
        if other.touches_zero:
            return None
        return _spanned([(a / b, ao or bo) for a, ao in self.ends for b, bo in other.ends])

    @property
    def ends(self) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
        """Both ends, each with whether it is open."""
        return (self.low, self.low_open), (self.high, self.high_open)

    @property
    def touches_zero(self) -> bool:
        """Whether zero is inside or at an end."""
        return self.low <= 0 <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        low, low_open = max(self.ends[0], other.ends[0])
        high, high_open = min(self.ends[1], other.ends[1], key=lambda end: (end[0], not end[1]))
        return low < high or (low == high and not low_open and not high_open)

    def scaled(self, factor: Decimal) -> Interval:
        """Multiplied by an exact number."""
        return self * Interval(factor, factor)


def _spanned(corners: list[tuple[Decimal, bool]]) -> Interval:
    """From the least to the greatest corner; an end is closed where any corner at it is."""
    low, high = min(value for value, _ in corners), max(value for value, _ in corners)
    low_open = all(is_open for value, is_open in corners if value == low)
    high_open = all(is_open for value, is_open in corners if value == high)
    return Interval(low, high, low_open, high_open)


def exactly(value: Decimal) -> Interval:
    """One exact value."""
    return Interval(value, value)


def rounded(value: Decimal, quantum: Decimal) -> Interval:
    """What a printed figure stands for: half up, so the upper end is open (below zero the lower one)."""
    if quantum == 0:
        return exactly(value)
    half = quantum * HALF
    if value > 0:
        return Interval(value - half, value + half, low_open=False, high_open=True)
    if value < 0:
        return Interval(value - half, value + half, low_open=True, high_open=False)
    return Interval(-half, half, low_open=True, high_open=True)


def judge(stated: Interval, computed: Interval, difference: Decimal) -> Verdict:
    """Exact where the figures agree as printed, rounding where they can, wrong where no exact values can."""
    if difference == 0:
        return "exact"
    return "rounding" if stated.meets(computed) else "wrong"
