"""核对一条公式规则：对每个格子得出通过、不通过、不适用或未查，附上算式。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator import formula as fx
from generator.accounts import Account
from generator.derive import Figure
from generator.findings import Finding, Operand, Outcome, Result
from generator.intervals import Interval, exactly
from generator.rules.linear import Expander, Linear, NotLinear, Spot, rows_of
from generator.rules.model import Rule
from generator.rules.relation import Relation, parse_relation
from generator.wording import printed

ZERO = Decimal(0)


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


def apply(rule: Rule, account: Account) -> Iterator[Judged]:
    """Every obligation of a formula rule on one record."""
    relation = parse_relation(rule.relation)
    expander = Expander(account.figures)
    for spot in spots(rule, account):
        yield _judge(rule, account, relation, expander, spot)


def spots(rule: Rule, account: Account) -> Iterator[Spot]:
    """The cells a rule speaks of."""
    every = rule.every
    if every is None:
        kind = account.figures.catalog.tables[_first_table(rule)]
        yield Spot(kind, "", "")
        return
    kind = account.figures.catalog.tables[every.table]
    columns = every.columns or ("",)
    if every.columns == ("全部",):
        columns = tuple(column.name for column in kind.columns if column.printed and column.holds(account.figures.year))
    rows = ("",) if every.rows == "一次" else rows_of(account.figures, kind, every.rows)
    for row in rows:
        for column in columns:
            yield Spot(kind, row, column)


def _first_table(rule: Rule) -> str:
    return rule.relation.split(".")[0].split("[")[0].strip()


def _judge(rule: Rule, account: Account, relation: Relation, expander: Expander, spot: Spot) -> Judged:
    if not _condition(rule, expander, spot):
        return _plain(rule, account, spot, "不适用", "条件不满足")
    try:
        left, right = expander.relation(relation.left, relation.right, spot)
    except NotLinear:
        return _plain(rule, account, spot, "未查", "公式不是一次式")
    gap = left.plus(right, -1)
    if gap.missing:
        return _plain(rule, account, spot, "未查", f"缺少{'、'.join(dict.fromkeys(gap.missing))}")
    if gap.empty or not gap.terms:
        nothing = left.empty and right.empty
        return _plain(
            rule,
            account,
            spot,
            "不适用" if nothing else "未查",
            "没有填数" if nothing else "没有填控制数，两边由同一些数算出",
        )
    return _weigh(Scale(rule, account, relation, spot), expander, left, right)


def _condition(rule: Rule, expander: Expander, spot: Spot) -> bool:
    if not rule.condition:
        return True
    relation = parse_relation(rule.condition)
    left, right = expander.relation(relation.left, relation.right, spot)
    gap = left.plus(right, -1)
    if gap.missing:
        return False
    return _holds(relation.op, expander.value(gap))


def _holds(operator: str, gap: Decimal) -> bool:
    tests = {"==": gap == 0, "<=": gap <= 0, ">=": gap >= 0, "<": gap < 0, ">": gap > 0}
    return tests[operator]


@dataclass(frozen=True, slots=True)
class Scale:
    """One obligation that can be weighed: the rule, whose record, the relation, the cell."""

    rule: Rule
    account: Account
    relation: Relation
    spot: Spot


def _weigh(scale: Scale, expander: Expander, left: Linear, right: Linear) -> Judged:
    gap = left.plus(right, -1)
    value, interval = expander.value(gap), expander.interval(gap)
    slack = interval + exactly(-value)
    result = _result(scale.relation.op, value, interval)
    equation = None
    if scale.relation.op == "==":
        equation = Equation(scale.rule.id, scale.spot.address, dict(gap.terms), value, slack, result == "wrong")
    return Judged(_finding(scale, (left, right), value, slack, result), equation)


def _finding(scale: Scale, sides: tuple[Linear, Linear], value: Decimal, slack: Interval, result: Result) -> Finding:
    rule, account = scale.rule, scale.account
    figures, expander = account.figures, Expander(account.figures)
    left, right = sides
    terms = left.plus(right, -1).terms
    stated = next(iter(left.terms or right.terms), "")
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
        stated=_money(expander.value(left), figure),
        computed=_money(expander.value(right), figure),
        difference=_money(value, figure),
        allowed=_allowed(slack, figure),
        operands=tuple(Operand(name, printed(figures.measure(name))) for name in terms),
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
    if _holds(operator, value):
        return "exact"
    zero = exactly(ZERO)
    if operator == "==":
        return "rounding" if interval.meets(zero) else "wrong"
    if operator in {"<=", "<"}:
        return "rounding" if interval.low < 0 or (interval.low == 0 and not interval.low_open) else "wrong"
    return "rounding" if interval.high > 0 or (interval.high == 0 and not interval.high_open) else "wrong"


def _money(value: Decimal, like: Figure | None) -> str:
    return printed(Figure("", value, like.unit if like else "金额"), thousands=False)


def _allowed(slack: Interval, like: Figure | None) -> str:
    return "0" if slack.point else f"±{_money(max(abs(slack.low), abs(slack.high)), like)}"


def _plain(rule: Rule, account: Account, spot: Spot, outcome: Outcome, why: str) -> Judged:
    return Judged(
        Finding(
            rule=rule.id,
            message=f"{rule.title}：{why}",
            file=account.filed.file,
            outcome=outcome,
            severity="提示",
            publisher=account.filed.publisher.path,
            year=str(account.filed.record.year),
            address=spot.address if spot.row else spot.kind.id,
            cause=why,
            spot=spot.address,
        )
    )
