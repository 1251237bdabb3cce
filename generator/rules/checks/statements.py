"""原文对推算：存档里每个印出的数、百分比和方向词，都和别处印的、和算出来的对一遍。

A percentage is reachable or not: it is compared with the interval that its operands, as printed at the same place, open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.accounts import FALLEN, Account
from generator.derive import Figure
from generator.findings import Operand, Result
from generator.intervals import Interval, rounded
from generator.model import Statement
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.printed_statements import PRINTED, Reader, Said, is_money, read
from generator.rules.registry import Bench
from generator.wording import printed

SHORT = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[万亿]")
ROSE = frozenset({"增加", "增长", "上升", "大于", "提高"})
SLOTS = frozenset({"增加（减少）", "增长（下降）", "增加(减少)", "增长(下降)"})

HOMES: tuple[tuple[str, str], ...] = (
    (r"T1\.(收入总计|支出总计)", "C91"),
    (r"(T1\.本年收入合计|T2\.)", "C92"),
    (r"(T1\.本年支出合计|T3\.)", "C93"),
    (r"T4\.", "C94"),
    (r"T5\.合计\.(小计|年初预算)", "C95"),
    (r"T5\.[0-9]{3}\.", "C96"),
    (r"T5\.[0-9]{7}\.", "C97"),
    (r"(T6\.|T5\.合计\.基本支出|T5\.合计\.项目支出)", "C98"),
    (r"(T7|T8)\.", "C99"),
    (r"(T9|三公实物)\.", "C100"),
    (r"项目\.", "C123"),
)
"""Which rule speaks of a figure printed again in the text."""


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """All statements of an 存档; a living record prints only what is computed."""
    _ = bench
    reader = Reader(account, rules, read(account))
    for statement in account.filed.record.statements:
        measure = statement.measure or ""
        yield from _bare(reader, statement)
        said = reader.said.get((statement.place, measure))
        if statement.word:
            left_in = statement.word in SLOTS
            yield from reader.tell(
                "C127",
                statement,
                "wrong" if left_in else "exact",
                f"印着“{statement.word}”，没有选定方向" if left_in else "",
            )
        if said is None or not measure:
            continue
        if "/" in measure:
            yield from _ratio(reader, said)
        elif ":增减" in measure:
            yield from _change(reader, said)
        elif ":差:" in measure:
            yield from _gap(reader, said)
        elif ":" not in measure:
            yield from _again(reader, said)
    for statement in account.filed.record.statements:
        if ":差:" in (statement.measure or "") and statement.word:
            yield from _compared(reader, statement)


def _home(measure: str) -> str:
    return next((rule for pattern, rule in HOMES if re.match(pattern, measure)), "D29")


def _money(value: Decimal) -> str:
    return printed(Figure("", value), thousands=False)


def _percent(interval: Interval) -> str:
    low, high = printed(Figure("", interval.low, "%")), printed(Figure("", interval.high, "%"))
    return low if low == high else f"{low}至{high}"


def _operands(reader: Reader, place: str, *measures: str) -> tuple[Operand, ...]:
    values = ((measure, reader.at(place, measure)) for measure in measures)
    return tuple(Operand(measure, _money(found[0])) for measure, found in values if found)


def _bare(reader: Reader, statement: Statement) -> Iterator[Judged]:
    """An amount printed as so many 万: a unit is 元 or 万元."""
    if SHORT.fullmatch(str(statement.printed)) and is_money(reader.account, statement.measure or ""):
        message = f"印着{statement.printed}，单位少写了“元”"
        yield from reader.tell("C131d", statement, "wrong", message, computed=f"{statement.printed}元")
    elif statement.measure and PRINTED.fullmatch(str(statement.printed)):
        yield from reader.tell("C131d", statement, "exact", "")
        if "/" in statement.measure or statement.measure.endswith(":增减幅"):
            bare = not str(statement.printed).endswith("%")
            message = f"印着{statement.printed}，没有百分号" if bare else ""
            yield from reader.tell("D31", statement, "wrong" if bare else "exact", message)


def _again(reader: Reader, said: Said) -> Iterator[Judged]:
    """The same figure printed in two places."""
    measure = said.statement.measure or ""
    figure = reader.account.figures.measure(measure)
    if figure is None or figure.value is None:
        return
    difference = said.value - figure.value
    if difference == 0:
        result: Result = "exact"
    elif figure.stated:
        result = "wrong"
    else:
        result = "rounding" if said.interval.meets(rounded(figure.value, figure.quantum)) else "wrong"
    text = figure.text if figure.stated else printed(figure, thousands=False)
    message = f"“{measure}”印着{said.statement.printed}，别处是{text}" if result != "exact" else ""
    yield from reader.tell(
        _home(measure), said.statement, result, message, computed=text, difference=_money(difference)
    )


def _ratio(reader: Reader, said: Said) -> Iterator[Judged]:
    """A share or completion rate against its operands as printed at the same place."""
    measure = said.statement.measure or ""
    top, _, base = measure.partition("/")
    left, right = reader.at(said.statement.place, top), reader.at(said.statement.place, base)
    budget = "预算" in base.split(".")[-1] or base.startswith("项目.")
    rule = "C85" if budget else "C108" if top.startswith("采购.") else _home(top)
    if budget and left is not None:
        message = f"印着占预算的{said.statement.printed}，预算数没有印" if right is None else ""
        yield from reader.tell("C85b", said.statement, "wrong" if message else "exact", message)
    if left is None or right is None:
        return
    operands = _operands(reader, said.statement.place, top, base)
    if right[0] == 0:
        yield from reader.tell(
            "C82" if not budget else "C85",
            said.statement,
            "wrong",
            f"分母是零，不能有{said.statement.printed}",
            operands=operands,
        )
        return
    share = left[1] / right[1]
    if share is None:
        return
    reach = share.scaled(Decimal(100))
    exact = said.value == _half_up(left[0] / right[0] * 100, said)
    result: Result = "exact" if exact else "rounding" if said.interval.meets(reach) else "wrong"
    message = (
        "" if exact else f"印着{said.statement.printed}，按{_money(left[0])}÷{_money(right[0])}应为{_percent(reach)}"
    )
    yield from reader.tell(rule, said.statement, result, message, computed=_percent(reach), operands=operands)


def _half_up(value: Decimal, said: Said) -> Decimal:
    """The value printed with the digits of the statement."""
    width = said.interval.high - said.interval.low
    return (value / width).quantize(Decimal(1), "ROUND_HALF_UP") * width if width else value


def _change(reader: Reader, said: Said) -> Iterator[Judged]:
    """Δ against last year's figure; growth against Δ and the year it implies; the two direction words against each other."""
    statement = said.statement
    base, _, suffix = (statement.measure or "").partition(":")
    now = reader.at(statement.place, base)
    change = reader.said.get((statement.place, f"{base}:增减额"))
    if now is None or change is None:
        return
    sign = -1 if (change.statement.word or "") in FALLEN else 1
    prior = now[1] + change.interval.scaled(Decimal(-sign))
    prior_value = now[0] - sign * change.value
    operands = (Operand(base, _money(now[0])), Operand(f"{base}:增减额", _money(change.value)))
    if suffix == "增减额":
        yield from _delta(reader, said, now, sign)
        return
    if (statement.word in FALLEN) != (sign < 0):
        yield from reader.tell(
            "C84",
            statement,
            "wrong",
            f"增减额写“{change.statement.word}”，增减幅却写“{statement.word}”",
            operands=operands,
        )
    if prior_value == 0:
        yield from reader.tell(
            "C82", statement, "wrong", f"上年为零，不能有增减幅{statement.printed}", operands=operands
        )
        return
    yield from reader.tell("C82", statement, "exact", "")
    rate = change.interval / prior
    if rate is None:
        return
    reach = rate.scaled(Decimal(100))
    exact = said.value == _half_up(abs(change.value / prior_value) * 100, said)
    result: Result = "exact" if exact else "rounding" if said.interval.meets(reach) else "wrong"
    message = (
        ""
        if exact
        else f"印着{statement.printed}，由增减额{_money(change.value)}和本年数{_money(now[0])}应为{_percent(reach)}"
    )
    yield from reader.tell("C81", statement, result, message, computed=_percent(reach), operands=operands)


def _delta(reader: Reader, said: Said, now: tuple[Decimal, Interval], sign: int) -> Iterator[Judged]:
    """The printed change against last year's figure where one is known apart from it."""
    statement = said.statement
    base = (statement.measure or "").partition(":")[0]
    if statement.word and statement.word not in SLOTS:
        idle = said.value == 0
        yield from reader.tell(
            "C83",
            statement,
            "wrong" if idle else "exact",
            f"没有增减，却写“{statement.word}{statement.printed}”" if idle else "",
        )
    then = reader.said.get((statement.place, f"{base}:上年"))
    if then is None:
        return
    computed = now[0] - then.value
    reach = now[1] - then.interval
    stated = said.interval.scaled(Decimal(sign))
    result: Result = "exact" if sign * said.value == computed else "rounding" if stated.meets(reach) else "wrong"
    message = "" if result == "exact" else f"印着{statement.word}{statement.printed}，两年之差是{_money(computed)}"
    yield from reader.tell(
        "C80",
        statement,
        result,
        message,
        computed=_money(computed),
        operands=(Operand(base, _money(now[0])), Operand(f"{base}:上年", _money(then.value))),
    )


def _gap(reader: Reader, said: Said) -> Iterator[Judged]:
    """A printed difference of two figures."""
    statement = said.statement
    left, _, right = (statement.measure or "").partition(":差:")
    first, second = reader.at(statement.place, left), reader.at(statement.place, right)
    if first is None or second is None:
        return
    computed = abs(first[0] - second[0])
    reach = first[1] - second[1]
    meets = said.interval.meets(reach) or said.interval.scaled(Decimal(-1)).meets(reach)
    result: Result = "exact" if said.value == computed else "rounding" if meets else "wrong"
    message = "" if result == "exact" else f"印着相差{statement.printed}，实际相差{_money(computed)}"
    yield from reader.tell(
        "C80",
        statement,
        result,
        message,
        computed=_money(computed),
        operands=_operands(reader, statement.place, left, right),
    )


def _compared(reader: Reader, statement: Statement) -> Iterator[Judged]:
    """大于 or 小于 against the two figures as printed there."""
    left, _, right = (statement.measure or "").partition(":差:")
    first, second = reader.at(statement.place, left), reader.at(statement.place, right)
    if first is None or second is None:
        return
    # 大于、小于 compare the first with the second; 增加、减少 with an amount go from the first to the second.
    amount = (statement.place, statement.measure or "") in reader.said
    gap = second[0] - first[0] if amount else first[0] - second[0]
    rose = statement.word in ROSE
    right_word = gap > 0 if rose else gap < 0
    operands = _operands(reader, statement.place, left, right)
    message = (
        ""
        if right_word
        else f"写着“{statement.word}”，{_money(first[0])}{'大于' if gap > 0 else '小于' if gap < 0 else '等于'}{_money(second[0])}"
    )
    yield from reader.tell(
        "C84",
        statement,
        "exact" if right_word else "wrong",
        message,
        computed="大于" if gap > 0 else "小于" if gap < 0 else "持平",
        operands=operands,
    )
