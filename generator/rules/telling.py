"""说法：模块判断的一条义务怎么成为结论。Modules tell their findings through here, so that all have the same fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator.accounts import Account
from generator.derive import Figure
from generator.findings import Finding, Operand, Outcome, Result, Severity
from generator.intervals import Interval
from generator.rules.engine import Equation, Judged, in_record
from generator.rules.model import Rule
from generator.strict_yaml import Text
from generator.wording import printed

NO_REASON = frozenset({"", "无", "没有", "—", "-", "/", "略", "暂无", "不适用", "正常", "正常变动", "正常增减"})
"""Texts that stand where a reason belongs and give none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a finding points and what stands there. Line 0: the text keeps no position, `path` says where it is."""

    address: str = ""
    line: int = 0
    column: int = 0
    text: str = ""
    path: str = ""


NOWHERE = Mark()


@dataclass(frozen=True, slots=True)
class Sum:
    """The arithmetic of a finding, as printed."""

    computed: str = ""
    difference: str = ""
    allowed: str = ""
    operands: tuple[Operand, ...] = ()
    cause: str = ""


NOTHING = Sum()


@dataclass
class Voice:
    """Tells the obligations of some rules on one record."""

    account: Account
    rules: Mapping[str, Rule]
    _met: dict[str, Judged] = field(default_factory=dict)

    @cached_property
    def _whose(self) -> tuple[str, str, str]:
        """File, publisher and year of every finding."""
        filed = self.account.filed
        return filed.file, filed.publisher.path, str(filed.record.year)

    def money(self, value: Decimal, like: Figure | None = None) -> str:
        """An amount as the record has it: 元 to the cent in a record in 元, else 万元. Of a count, `like` tells that it is one."""
        return in_record(value, like, self.account.filed.money)

    def passed(self, rule: str) -> Iterator[Judged]:
        """The obligation is met. Passes are only counted, and consistent records are the rule: one judgement serves them all."""
        if rule in self.rules:
            if rule not in self._met:
                how: tuple[Severity, Result] = ("提示", "exact")
                self._met[rule] = Judged(self._finding(rule, NOWHERE, "通过", how, self.rules[rule].title))
            yield self._met[rule]

    def balanced(self, rule: str, standing: Callable[[], Equation | None]) -> Iterator[Judged]:
        """The same of an identity, which is written out only should another break."""
        for judged in self.passed(rule):
            yield Judged(judged.finding, standing=standing)

    def failed(
        self, rule: str, mark: Mark, message: str, total: Sum = NOTHING, *, level: Severity | None = None
    ) -> Iterator[Judged]:
        """It is not; `level` where this kind of failing is lighter than the rule says."""
        if rule in self.rules:
            how: tuple[Severity, Result] = (level or self.rules[rule].severity, "wrong")
            yield Judged(self._finding(rule, mark, "不通过", how, message, total))

    def weighed(
        self,
        rule: str,
        mark: Mark,
        result: Result,
        message: str,
        total: Sum = NOTHING,
        equation: Equation | None = None,
    ) -> Iterator[Judged]:
        """A figure against another: exact, within rounding, or wrong."""
        if rule not in self.rules:
            return
        if result == "exact" and equation is None:
            yield from self.passed(rule)
            return
        wrong = result == "wrong"
        how: tuple[Severity, Result] = (self.rules[rule].severity if wrong else "提示", result)
        told = message or self.rules[rule].title
        yield Judged(self._finding(rule, mark, "不通过" if wrong else "通过", how, told, total), equation)

    def aside(self, rule: str, mark: Mark, outcome: Outcome, why: str) -> Iterator[Judged]:
        """Neither passed nor failed: 不适用 or 未查, and why."""
        if rule in self.rules:
            message = f"{self.rules[rule].title}：{why}"
            yield Judged(self._finding(rule, mark, outcome, ("提示", ""), message, Sum(cause=why)))

    def _finding(
        self,
        rule: str,
        mark: Mark,
        outcome: Outcome,
        how: tuple[Severity, Result],
        message: str,
        total: Sum = NOTHING,
    ) -> Finding:
        file, publisher, year = self._whose
        return Finding(
            rule=rule,
            message=message,
            file=file,
            line=mark.line,
            column=mark.column,
            outcome=outcome,
            severity=how[0],
            result=how[1],
            publisher=publisher,
            year=year,
            address=mark.address,
            path=mark.path,
            stated=mark.text,
            computed=total.computed,
            difference=total.difference,
            allowed=total.allowed,
            operands=total.operands,
            cause=total.cause,
            spot=mark.address or mark.path,
        )


def at_text(text: object, address: str = "", path: str = "") -> Mark:
    """A mark at a text or a date of the record, with its position where it keeps one."""
    text = getattr(text, "text", None) or text
    if isinstance(text, Text):
        return Mark(address, text.line, text.column, str(text), path)
    return Mark(address, text="" if text is None else str(text), path=path)


def at_figure(figure: Figure, path: str = "") -> Mark:
    """A mark at a typed figure."""
    return Mark(figure.address, figure.line, figure.column, figure.text, path)


def shown(value: Decimal, unit: str = "金额") -> str:
    """A value as findings print it: money in 万元 with two decimals, percentages with the sign, scores as they are."""
    if unit in {"金额", "%"}:
        return printed(Figure("", value, unit), thousands=False)
    rounded = value.quantize(Decimal("0.01"), "ROUND_HALF_UP")
    return f"{rounded.normalize():f}" if rounded else "0"


def span(interval: Interval, unit: str = "金额") -> str:
    """An interval as findings print it."""
    low, high = shown(interval.low, unit), shown(interval.high, unit)
    return low if low == high else f"{low}至{high}"


def operand(figure: Figure) -> Operand:
    """A figure that took part, as it was typed."""
    return Operand(figure.address, figure.text or shown(figure.value or Decimal(0), figure.unit))


def compare(value: Decimal, stated: Interval, reach: Interval, computed: Decimal) -> Result:
    """A printed figure against a computed one: exact where the computed value prints the same, then by intervals."""
    if prints_as(value, computed, stated.high - stated.low):
        return "exact"
    return "rounding" if stated.meets(reach) else "wrong"


def prints_as(value: Decimal, computed: Decimal, width: Decimal) -> bool:
    """Whether a computed figure comes out as the printed one, whose last digit is so wide."""
    if value == computed:
        return True
    return bool(width) and (computed / width).quantize(Decimal(1), "ROUND_HALF_UP") * width == value


def reasoned(text: object) -> bool:
    """Whether a text gives a reason at all."""
    return str(text or "").strip().rstrip("。.；;") not in NO_REASON
