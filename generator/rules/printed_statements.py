"""原文的读法：存档里每个印出的数、它代表多大一段，在哪一处印着。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.accounts import Account
from generator.facts import WAN
from generator.findings import Finding, Outcome, Result
from generator.intervals import Interval, rounded
from generator.model import Statement
from generator.rules.engine import Judged
from generator.rules.model import Rule

PRINTED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(%?)")


@dataclass(frozen=True, slots=True)
class Said:
    """A printed figure as a number: exact value in 元 or %, the interval it stands for."""

    statement: Statement
    value: Decimal
    interval: Interval
    percent: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the statements of one record."""

    account: Account
    rules: Mapping[str, Rule]
    said: Mapping[tuple[str, str], Said]

    def at(self, place: str, measure: str) -> tuple[Decimal, Interval] | None:
        """A figure as printed at a place, else as the record's fact has it."""
        said = self.said.get((place, measure))
        if said is not None:
            return said.value, said.interval
        figure = self.account.figures.measure(measure)
        if figure is None or figure.value is None:
            return None
        return figure.value, rounded(figure.value, figure.quantum)

    def tell(self, rule: str, statement: Statement, result: Result, message: str, **more: object) -> Iterator[Judged]:
        """One judged obligation at a statement."""
        if rule not in self.rules:
            return
        wrong = result == "wrong"
        cell = statement.printed
        outcome: Outcome = "不通过" if wrong else "通过"
        finding = Finding(
            rule=rule,
            message=f"{statement.place}：{message}" if message else self.rules[rule].title,
            file=self.account.filed.file,
            line=cell.line,
            column=cell.column,
            outcome=outcome,
            severity=self.rules[rule].severity if wrong else "提示",
            result=result,
            publisher=self.account.filed.publisher.path,
            year=str(self.account.filed.record.year),
            address=statement.measure or "",
            stated=str(cell),
            spot=f"{statement.place}#{statement.measure}",
            **more,  # type: ignore[arg-type]  # computed, difference, allowed, operands as Finding has them
        )
        yield Judged(finding)


def read(account: Account) -> dict[tuple[str, str], Said]:
    """Statements that are numbers, by place and measure; the first of several at one place."""
    found: dict[tuple[str, str], Said] = {}
    for statement in account.filed.record.statements:
        match = PRINTED.fullmatch(str(statement.printed))
        if match is None or not statement.measure:
            continue
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
        percent = bool(match[3])
        if percent:
            step = Decimal(1).scaleb(-len((match[2] or ".")[1:]))
            said = Said(statement, value, rounded(value, step), percent=True)
        else:
            money = is_money(account, statement.measure)
            scale = account.filed.money if money else Decimal(1)
            quantum = Decimal("0.01") * scale if money and scale == WAN else Decimal(0)
            said = Said(statement, value * scale, rounded(value * scale, quantum), percent=False)
        found.setdefault((statement.place, statement.measure), said)
    return found


def is_money(account: Account, measure: str) -> bool:
    """Whether a statement of this measure is an amount; what has no address is taken for one."""
    figure = account.figures.measure(measure.partition(":")[0])
    return figure is None or figure.unit == "金额"
