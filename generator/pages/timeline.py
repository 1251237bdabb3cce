"""各年 timeline：一个公开主体从最早到最近的每一年，没有公开文件的年度空着。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.accounts import Account
from generator.charts import Datum, Head, Series, spark
from generator.derive import Figure
from generator.pages.marks import shown, whole
from generator.views import Chart
from generator.wording import printed


@dataclass(frozen=True, slots=True)
class Moment:
    """One year: the account of a filed year, or of the next year, whose document states the year before."""

    year: int
    account: Account | None
    before: bool = False
    """Only known from what the next year's document says of last year (上年数)."""

    def figure(self, measure: str) -> Figure | None:
        """The figure of this year, None where nothing tells it."""
        if self.account is None:
            return None
        return self.account.figures.measure(f"{measure}:上年") if self.before else shown(self.account, measure)

    def address(self, measure: str) -> str:
        """Where the figure stands, over the whole site."""
        return whole(self.account, f"{measure}:上年" if self.before else measure) if self.account else ""

    def datum(self, measure: str, note: str = "") -> Datum | None:
        """The figure as a chart takes it."""
        figure = self.figure(measure)
        if figure is None or figure.value is None:
            return None
        return Datum(f"{self.year}年度", figure.value, printed(figure), self.address(measure), note)


def timeline(accounts: Sequence[Account], measures: Iterable[str]) -> tuple[Moment, ...]:
    """Every year from the first to the last. A lone year is preceded by last year as its own document states it."""
    filed = {account.filed.record.year: account for account in accounts}
    first, last = min(filed), max(filed)
    found = [Moment(year, filed.get(year)) for year in range(first, last + 1)]
    if len(filed) == 1:
        before = Moment(first - 1, filed[first], before=True)
        if any(before.figure(measure) is not None for measure in measures):
            found.insert(0, before)
    return tuple(found)


def series(name: str, moments: Sequence[Moment], measure: str) -> Series:
    """A measure over the years; a year without a figure is a gap."""
    return Series(name, tuple(one.datum(measure) for one in moments))


def labels(moments: Sequence[Moment]) -> tuple[str, ...]:
    """The years as a chart names them."""
    return tuple(f"{one.year}年度" for one in moments)


def sparkline(ident: str, name: str, moments: Sequence[Moment], measure: str) -> Chart | None:
    """A spark for a line of a table; one year alone, or nothing but zeros, has no course to show."""
    line = series(name, moments, measure)
    known = [one for one in line.points if one is not None]
    if len(known) < 2 or not any(one.value for one in known):
        return None
    return spark(Head(ident, "", name), labels(moments), line)


def course(name: str, points: Sequence[Datum | None], unit: str = "万元") -> str:
    """收入总计由2021年度的2,186.09万元增加到2023年度的2,195.00万元，2022年度最低."""
    known = [one for one in points if one is not None]
    if not known:
        return f"{name}没有数据"
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{name}{first.label}{first.text}{unit}"
    if all(one.value == first.value for one in known):
        return f"{name}各年都是{first.text}{unit}"
    return f"{name}由{first.label}的{first.text}{unit}{_verb(first, last)}{last.label}的{last.text}{unit}{_turn(known)}"


def _verb(first: Datum, last: Datum) -> str:
    if first.value == last.value:
        return "回到"
    return "增加到" if last.value > first.value else "减少到"


def _turn(known: Sequence[Datum]) -> str:
    """A year in between that is higher or lower than both ends."""
    inner, ends = known[1:-1], (known[0].value, known[-1].value)
    if not inner:
        return ""
    high, low = max(inner, key=lambda one: one.value), min(inner, key=lambda one: one.value)
    said = [f"{high.label}最高"] if high.value > max(ends) else []
    said += [f"{low.label}最低"] if low.value < min(ends) else []
    return f"，{'，'.join(said)}" if said else ""
