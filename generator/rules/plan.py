"""预备：把关系式预先拆成“加哪些格、减哪些格”，每条规则、每个年度只拆一次。

What cannot be taken apart so has no plan and is left to the engine, formula and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from generator import formula as fx
from generator.catalog import Catalog, TableKind
from generator.rules.engine import columns_of, kind_of
from generator.rules.model import Rule
from generator.rules.registry import Check, modules
from generator.rules.relation import Operator, parse_relation

ZERO, ONE = Decimal(0), Decimal(1)
CLASSES, CHILDREN, FILLED, KNOWN = "科目和", "下级和", "填了", "已知"

Place = str
"""A column of a table, `T5.小计`: its cells are found in it by row."""
Term = tuple[int, Place, str]
"""Sign, column, row; "" is the row that the rule speaks of."""


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a relation taken apart: cells, sums over rows, a number."""

    terms: tuple[Term, ...] = ()
    sums: tuple[tuple[int, Place, str], ...] = ()
    """Sign, column, and the table whose rows below this one are added up; "" for all 类 (科目和)."""
    calls: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    """填了 and 已知, which look at each of their parts."""
    constant: Decimal = ZERO
    number: bool = False
    """Whether a number is written in it."""

    def joined(self, other: Part, sign: int = 1) -> Part:
        """Both, the other added or taken off."""
        return Part(
            self.terms + tuple((sign * one, place, row) for one, place, row in other.terms),
            self.sums + tuple((sign * one, place, table) for one, place, table in other.sums),
            self.calls + other.calls,
            self.constant + sign * other.constant,
            self.number or other.number,
        )


@dataclass(frozen=True, slots=True)
class Balance:
    """Two sides and what must hold between them."""

    op: Operator
    left: Part
    right: Part
    against_number: bool
    everywhere: bool
    """Whether it says the same for every row."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A formula rule taken apart, for one column."""

    column: str
    balance: Balance
    condition: Balance | None
    gap: Part
    """Left less right."""
    straight: bool
    """Whether typed figures need only be added up, whatever cells the sums over rows find."""
    overlaps: bool
    """Whether one figure might stand in it twice: equal ones cancel, which sums of values do not show."""


@dataclass(frozen=True, slots=True)
class Step:
    """A formula rule in one fiscal year: where it is said and, if it could be taken apart, its plan."""

    rule: Rule
    kind: TableKind
    rows: str
    """The choice of rows, "" for one cell without a row."""
    columns: tuple[str, ...]
    plans: tuple[Plan, ...]
    """One for each column, none where the formula cannot be taken apart."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All rules of one fiscal year, ready to be applied to record after record."""

    steps: tuple[Step, ...]
    checks: tuple[tuple[Check, Mapping[str, Rule]], ...]


def programme(rules: Mapping[str, Rule], catalog: Catalog, year: int) -> Programme:
    """The rules in force in a year."""
    current = [rule for rule in rules.values() if rule.holds(year)]
    steps = tuple(_step(rule, catalog, year) for rule in current if rule.relation)
    by_module = {name: {rule.id: rule for rule in current if rule.module == name} for name in modules()}
    return Programme(steps, tuple((modules()[name], mine) for name, mine in by_module.items() if mine))


def _step(rule: Rule, catalog: Catalog, year: int) -> Step:
    kind, every = kind_of(rule, catalog), rule.every
    rows = "" if every is None or every.rows == "一次" else every.rows
    columns = columns_of(every.columns, kind, year) if every else ("",)
    plans = [_plan(rule, kind, column) for column in columns]
    return Step(rule, kind, rows, columns, tuple(plan for plan in plans if plan is not None))


def _plan(rule: Rule, kind: TableKind, column: str) -> Plan | None:
    balance = _balance(rule.relation, kind, column)
    condition = _balance(rule.condition, kind, column) if rule.condition else None
    if balance is None or balance.left.calls or balance.right.calls or (condition is None and rule.condition):
        return None
    gap = balance.left.joined(balance.right, -1)
    overlaps = _overlaps(gap)
    return Plan(column, balance, condition, gap, not overlaps and (balance.op == "==" or not gap.sums), overlaps)


def _balance(text: str, kind: TableKind, column: str) -> Balance | None:
    relation = parse_relation(text)
    left, right = _part(relation.left, kind, column), _part(relation.right, kind, column)
    if left is None or right is None:
        return None
    against_number = isinstance(relation.right, fx.Number)
    return Balance(relation.op, left, right, against_number, not (_by_row(left) or _by_row(right)))


def _by_row(part: Part) -> bool:
    """Whether it depends on the row that the rule speaks of."""
    inner = (one for _, args in part.calls for one in args)
    return not all(row for _, _, row in part.terms) or any(table for *_, table in part.sums) or any(map(_by_row, inner))


def _overlaps(gap: Part) -> bool:
    if len(gap.sums) > 1 or (gap.sums and any(row.isdigit() for _, _, row in gap.terms)):
        return True
    return any(a[1] == b[1] and (not a[2] or not b[2] or a[2] == b[2]) for a, b in combinations(gap.terms, 2))


def _part(node: fx.Node, kind: TableKind, column: str) -> Part | None:
    if isinstance(node, fx.Number):
        return Part(constant=Decimal(node.value), number=True)
    if isinstance(node, fx.Name):
        own = not kind.single and kind.column(node.name) is not None
        return Part(((1, f"{kind.id}.{node.name}", "") if own else (1, f"{kind.id}.{column}", node.name),))
    if isinstance(node, fx.Ref):
        place = f"{node.table}.{column if node.column == '本列' else node.column}"
        return Part(((1, place, "" if node.row == fx.SELF_ROW else node.row),))
    if isinstance(node, fx.Call):
        return _call(node, kind, column)
    left, right = _part(node.left, kind, column), _part(node.right, kind, column)
    if left is None or right is None or node.op not in {"+", "-"} or (node.op == "-" and right.calls):
        return None
    return left.joined(right, 1 if node.op == "+" else -1)


def _call(node: fx.Call, kind: TableKind, column: str) -> Part | None:
    if node.name in {CLASSES, CHILDREN}:
        return Part(sums=((1, f"{kind.id}.{column}", kind.id if node.name == CHILDREN else ""),))
    args = [part for part in (_part(arg, kind, column) for arg in node.args) if part is not None]
    if len(args) < len(node.args) or node.name not in {FILLED, KNOWN, "和"}:
        return None
    if node.name == "和":
        return _total(args)
    return Part(calls=((node.name, tuple(args)),), number=node.name == FILLED)


def _total(parts: Iterable[Part]) -> Part:
    total = Part()
    for part in parts:
        total = total.joined(part)
    return total
