"""核对一条公式规则：对每个格子得出通过、不通过、不适用或未查，附上算式。"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator import formula as fx
from generator.accounts import Account
from generator.catalog import Catalog, TableKind
from generator.derive import Figure
from generator.findings import Finding, Operand, Outcome, Result
from generator.intervals import Interval, exactly
from generator.rules.linear import Expander, Linear, NotLinear, Spot, rows_of
from generator.rules.model import Rule
from generator.rules.relation import Relation, parse_relation
from generator.wording import printed

ZERO, CENT = Decimal(0), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity as it was checked: Σ coefficient × figure should be zero within `slack`."""

    rule: str
    where: str
    terms: dict[str, Decimal]
    residual: Decimal
    slack: Interval
    broken: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule says of one cell: the finding, and the equation behind it where it is one."""

    finding: Finding
    equation: Equation | None = None
    standing: Callable[[], Equation | None] | None = None
    """Writes out an equation that holds: that is needed only where another broke."""


def apply(rule: Rule, account: Account, expander: Expander | None = None) -> Iterator[Judged]:
    """Every obligation of a formula rule on one record; rules that are applied together share an expander."""
    relation = parse_relation(rule.relation)
    expander = expander or Expander(account.figures)
    for spot in spots(rule, account):
        yield closely(rule, account, relation, expander, spot)


def spots(rule: Rule, account: Account) -> Iterator[Spot]:
    """The cells a rule speaks of."""
    every, figures = rule.every, account.figures
    kind = kind_of(rule, figures.catalog)
    columns = columns_of(every.columns, kind, figures.year) if every else ("",)
    rows = ("",) if every is None or every.rows == "一次" else rows_of(figures, kind, every.rows)
    for row in rows:
        for column in columns:
            yield Spot(kind, row, column)


def kind_of(rule: Rule, catalog: Catalog) -> TableKind:
    """The table a rule speaks of: the one it names, else the first in its formula."""
    table = rule.every.table if rule.every else first_table(parse_relation(rule.relation).left)
    return catalog.tables[table]


def columns_of(chosen: tuple[str, ...], kind: TableKind, year: int) -> tuple[str, ...]:
    """The columns a rule speaks of in a year: 全部 is every printed one."""
    known = [column for column in kind.columns if column.holds(year)]
    if chosen == ("全部",):
        return tuple(column.name for column in known if column.printed)
    return tuple(column.name for column in known if column.name in chosen) if chosen else ("",)


def first_table(node: fx.Node) -> str:
    """The table that a formula names first, "" where it names none."""
    if isinstance(node, fx.Ref):
        return node.table
    inner = node.args if isinstance(node, fx.Call) else (node.left, node.right) if isinstance(node, fx.Binary) else ()
    return next((table for table in map(first_table, inner) if table), "")


def closely(rule: Rule, account: Account, relation: Relation, expander: Expander, spot: Spot) -> Judged:
    """One obligation: what the rule says of one cell."""
    given = _condition(rule, expander, spot)
    if given is None:
        return _plain(rule, account, spot, "不适用", "条件不满足")
    try:
        left, right = expander.relation(relation.left, relation.right, spot)
    except NotLinear:
        return _plain(rule, account, spot, "未查", "公式不是一次式")
    sides = Sides(left, right, left.plus(right, -1))
    outcome, why = _unweighed(relation, sides)
    if outcome:
        return _plain(rule, account, spot, outcome, why)
    return _weigh(Scale(rule, account, relation, spot, next(iter(given.terms), "")), expander, sides)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a relation in typed figures, and left less right."""

    left: Linear
    right: Linear
    gap: Linear


def _unweighed(relation: Relation, sides: Sides) -> tuple[Outcome | None, str]:
    """Why there is nothing to weigh, None where there is."""
    left, right, gap = sides.left, sides.right, sides.gap
    if gap.missing:
        return "未查", f"缺少{'、'.join(dict.fromkeys(gap.missing))}"
    if gap.terms:
        bounded = (relation.op in {"<=", "<"} and left.empty) or (relation.op in {">=", ">"} and right.empty)
        return ("不适用", "没有填数") if bounded else (None, "")
    if left.terms:
        return "未查", "没有填控制数，两边由同一些数算出"
    # A zero that a whole table implies may be held against a number (X == 0, X >= 1), not against another such zero.
    against_number = isinstance(relation.right, fx.Number) and not (left.empty and holds(relation.op, gap.constant))
    return (None, "") if against_number else ("不适用", "没有填数")


def _condition(rule: Rule, expander: Expander, spot: Spot) -> Linear | None:
    """What the condition compares where it holds, None where it does not or is not known to."""
    if not rule.condition:
        return Linear()
    relation = parse_relation(rule.condition)
    left, right = expander.relation(relation.left, relation.right, spot)
    gap = left.plus(right, -1)
    return gap if not gap.missing and holds(relation.op, expander.value(gap)) else None


TESTS = {"==": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


def holds(op: str, gap: Decimal) -> bool:
    """Whether left − right is as the relation says."""
    return bool(TESTS[op](gap, 0))


@dataclass(frozen=True, slots=True)
class Scale:
    """One obligation that can be weighed: the rule, whose record, the relation, the cell."""

    rule: Rule
    account: Account
    relation: Relation
    spot: Spot
    given: str
    """The first figure of the condition: where a person looks when what it calls for was not filled in."""


def _weigh(scale: Scale, expander: Expander, sides: Sides) -> Judged:
    gap = sides.gap
    value, interval = expander.value(gap), expander.interval(gap)
    slack = interval + exactly(-value)
    result = _result(scale.relation.op, value, interval)
    if _open(scale.relation.op, gap, value, result):
        return _plain(scale.rule, scale.account, scale.spot, "未查", "原件未载，下级科目可能没有列全")
    equation = None
    if scale.relation.op == "==":
        equation = Equation(scale.rule.id, scale.spot.address, dict(gap.terms), value, slack, result == "wrong")
    return Judged(_finding(scale, expander, sides, slack, result), equation)


def _open(operator: str, gap: Linear, value: Decimal, result: Result) -> bool:
    """Whether 科目 that a lost table does not name could turn the result."""
    wrong = result == "wrong"
    if operator == "==":
        return wrong and (gap.more if value < 0 else gap.less)
    return (gap.less if wrong else gap.more) if operator in {"<=", "<"} else (gap.more if wrong else gap.less)


def _finding(scale: Scale, expander: Expander, sides: Sides, slack: Interval, result: Result) -> Finding:
    rule, account, figures = scale.rule, scale.account, scale.account.figures
    left, right, money = sides.left, sides.right, account.filed.money
    stated = next(iter(left.terms or right.terms), scale.given)
    figure = figures.measure(stated)
    outcome: Outcome = "不通过" if result == "wrong" else "通过"
    return Finding(
        rule=rule.id,
        message=rule.message if result == "wrong" else rule.title,
        file=account.filed.file,
        line=figure.line if figure else 0,
        column=figure.column if figure else 0,
        outcome=outcome,
        severity=rule.severity if result == "wrong" else "提示",
        result=result,
        publisher=account.filed.publisher.path,
        year=str(account.filed.record.year),
        address=_where(scale.relation, scale.spot, stated),
        stated=in_record(expander.value(left), figure, money),
        computed=in_record(expander.value(right), figure, money),
        difference=in_record(expander.value(sides.gap), figure, money),
        allowed=_allowed(slack, figure, money),
        operands=tuple(Operand(name, _typed(figures.measure(name), money)) for name in sides.gap.terms),
        path=scale.relation.text,
        spot=scale.spot.address,
    )


def _where(relation: Relation, spot: Spot, stated: str) -> str:
    if isinstance(relation.left, fx.Ref):
        return spot.referred(relation.left)
    if isinstance(relation.left, fx.Name):
        return spot.named(relation.left.name)
    return stated


def _result(operator: str, value: Decimal, interval: Interval) -> Result:
    if holds(operator, value):
        return "exact"
    zero = exactly(ZERO)
    if operator == "==":
        return "rounding" if interval.meets(zero) else "wrong"
    low, high = interval.low < 0, interval.high > 0
    at_zero = (interval.low == 0 and not interval.low_open, interval.high == 0 and not interval.high_open)
    possible = {"<": low, "<=": low or at_zero[0], ">": high, ">=": high or at_zero[1]}
    return "rounding" if possible[operator] else "wrong"


def in_record(value: Decimal, like: Figure | None, money: Decimal) -> str:
    """A value as the record would have it: who keeps 元 is told 元, to be typed as it stands; counts and percentages as pages print them."""
    unit = like.unit if like else "金额"
    if unit == "金额" and money == 1:
        return f"{value.quantize(CENT, ROUND_HALF_UP):f}".replace("-", "−")
    return printed(Figure("", value, unit), thousands=False)


def _typed(figure: Figure | None, money: Decimal) -> str:
    if figure is None or figure.value is None or figure.stated:
        return figure.text if figure is not None and figure.stated else printed(figure)
    return in_record(figure.value, figure, money)


def _allowed(slack: Interval, like: Figure | None, money: Decimal) -> str:
    return "0" if slack.point else f"±{in_record(max(abs(slack.low), abs(slack.high)), like, money)}"


def _plain(rule: Rule, account: Account, spot: Spot, outcome: Outcome, why: str) -> Judged:
    return said(rule, account, spot.address if spot.row else spot.kind.id, outcome, why, spot=spot.address)


def said(
    rule: Rule,
    account: Account,
    where: str,
    outcome: Outcome,
    why: str,
    *,
    at: tuple[int, int] = (0, 0),
    spot: str = "",
) -> Judged:
    """A judgement without arithmetic on one address: the outcome and why, `at` a line and column of the record."""
    failed = outcome == "不通过"
    return Judged(
        Finding(
            rule=rule.id,
            message=f"{rule.message if failed else rule.title}：{why}",
            file=account.filed.file,
            line=at[0],
            column=at[1],
            outcome=outcome,
            severity=rule.severity if failed else "提示",
            result="wrong" if failed else "",
            publisher=account.filed.publisher.path,
            year=str(account.filed.record.year),
            address=where,
            cause="" if failed else why,
            spot=spot or where,
        )
    )
