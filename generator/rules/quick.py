"""速核：各格的数直接相加，平的当场放行；凡是不平或说不准的，交给 engine 从头核对。

Consistent records are the rule and their obligations are many, so nothing is built here that only a finding needs. Nothing is ever
failed here either, and what is settled here the engine would settle in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.derive import Figures
from generator.facts import address
from generator.findings import Outcome
from generator.intervals import exactly
from generator.rules.engine import Equation, holds
from generator.rules.linear import Expander, Linear, Spot, rows_of
from generator.rules.plan import CLASSES, ONE, ZERO, Balance, Plan, Side, Step, Term

Key = tuple[str, str, str]
"""Table, row, column."""
NOWHERE = "下级"
"""No table has a row of this name."""
LESS, MORE = frozenset({"<=", "<"}), frozenset({">=", ">"})


@dataclass(slots=True)
class Cell:
    """What a cell comes to that is not itself typed."""

    total: Decimal
    linear: Linear


@dataclass(slots=True)
class Weight:
    """What one side comes to."""

    total: Decimal
    stated: bool
    """Whether a typed figure is in it, or behind it."""
    filled: bool
    missing: bool
    deep: bool
    """Whether computed cells are in it: figures behind them may cancel against others."""


@dataclass(slots=True)
class Sweep:
    """What became of the cells of one rule: settled ones by outcome, the others to be looked at closely."""

    settled: dict[Outcome, int] = field(default_factory=dict)
    rest: list[Spot] = field(default_factory=list)


@dataclass
class Quick:
    """Goes over one record. Typed figures are at hand by table, row and column; whatever else a cell is, the expander says."""

    figures: Figures
    expander: Expander
    cells: dict[Key, Decimal | Cell] = field(default_factory=dict)
    passed: list[tuple[Step, Balance, str, str]] = field(default_factory=list)
    """Identities that hold, so that they can be written out should another not."""
    lost: bool = False
    """Whether a table is lost: what that leaves open takes more than adding up."""
    _rows: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, table in self.figures.tables.items():
            self.lost = self.lost or table.coverage == "原件未载"
            for (row, column), fact in table.cells.items():
                if fact.value is not None:
                    self.cells[name, row, column] = fact.value

    def sweep(self, step: Step) -> Sweep:
        """All cells of one rule."""
        found, plan = Sweep(), None if self.lost else step.plan
        for row in self._rows_of(step):
            for column in step.columns:
                outcome = self._settle(plan, step, row, column) if plan is not None else None
                if outcome is None or plan is None:
                    found.rest.append(Spot(step.kind, row, column))
                    continue
                found.settled[outcome] = found.settled.get(outcome, 0) + 1
                if outcome == "通过" and plan.balance.op == "==":
                    self.passed.append((step, plan.balance, row, column))
        return found

    def _rows_of(self, step: Step) -> tuple[str, ...]:
        if not step.rows:
            return ("",)
        key = step.kind.id, step.rows
        if key not in self._rows:
            self._rows[key] = rows_of(self.figures, step.kind, step.rows)
        return self._rows[key]

    # one cell ------------------------------------------------------------------------------------------------------

    def _settle(self, plan: Plan, step: Step, row: str, column: str) -> Outcome | None:
        """The outcome for one cell, None where the engine has to look."""
        if plan.condition is not None and not self._given(plan.condition, step, row, column):
            return "不适用"
        balance = plan.balance
        left, right = self._weigh(balance.left, step, row, column), self._weigh(balance.right, step, row, column)
        if left.missing or right.missing:
            return "未查"
        stated = left.stated or right.stated
        if stated and (plan.overlaps or left.deep or right.deep) and not self._merged(balance, step, row, column):
            if left.stated:
                return "未查"
            stated = False
        met = holds(balance.op, left.total - right.total)
        if stated:
            idle = (balance.op in LESS and not left.filled) or (balance.op in MORE and not right.filled)
        else:
            idle = not balance.against_number or (met and not left.filled)
        return "不适用" if idle else "通过" if met else None

    def _given(self, balance: Balance, step: Step, row: str, column: str) -> bool:
        """Whether a condition holds and is known to."""
        left, right = self._weigh(balance.left, step, row, column), self._weigh(balance.right, step, row, column)
        return not (left.missing or right.missing) and holds(balance.op, left.total - right.total)

    def _weigh(self, side: Side, step: Step, row: str, column: str) -> Weight:
        """One side of a relation at one cell."""
        terms = self._terms(side, step, row, column) if side.sums else side.terms
        total, stated, filled, missing, deep = side.constant, False, side.number, False, False
        for sign, table, fixed_row, fixed_column in terms:
            key = (table, row if fixed_row is None else fixed_row, column if fixed_column is None else fixed_column)
            try:
                value = self.cells[key]
            except KeyError:
                value = self.cells[key] = self._look_up(key)
            if isinstance(value, Decimal):
                total = total + value if sign > 0 else total - value
                stated = filled = True
                continue
            total = total + value.total if sign > 0 else total - value.total
            behind = value.linear
            filled, missing = filled or not behind.empty, missing or bool(behind.missing)
            if behind.terms:
                stated = deep = True
        if side.filled:
            known = (self._weigh(one, step, row, column) for one in side.filled)
            total += sum(one.filled and not one.missing for one in known)
        return Weight(total, stated, filled, missing, deep)

    def _look_up(self, key: Key) -> Cell:
        linear = self.expander.cell(address(*key))
        return Cell(self.expander.value(linear) if linear.terms else linear.constant, linear)

    def _terms(self, side: Side, step: Step, row: str, column: str) -> tuple[Term, ...]:
        """Its cells with those of its sums over rows; of a row with nothing below it, one that there is not."""
        if not side.sums:
            return side.terms
        found = list(side.terms)
        for sign, name in side.sums:
            rows = self.figures.classes() if name == CLASSES else self.figures.children(step.kind.id, row) or (NOWHERE,)
            found += [(sign, step.kind.id, one, column) for one in rows]
        return tuple(found)

    # what is behind ------------------------------------------------------------------------------------------------

    def _merged(self, balance: Balance, step: Step, row: str, column: str) -> dict[str, Decimal]:
        """Left less right in typed figures: equal ones cancel."""
        terms: dict[str, Decimal] = {}
        for side, turn in ((balance.left, 1), (balance.right, -1)):
            for sign, table, fixed_row, fixed_column in self._terms(side, step, row, column):
                key = (table, row if fixed_row is None else fixed_row, column if fixed_column is None else fixed_column)
                value = self.cells[key]
                found = {address(*key): ONE} if isinstance(value, Decimal) else value.linear.terms
                for name, factor in found.items():
                    terms[name] = terms.get(name, ZERO) + factor * (sign * turn)
        return {name: factor for name, factor in terms.items() if factor}

    def equations(self) -> Iterator[Equation]:
        """The identities that hold, written out."""
        for step, balance, row, column in self.passed:
            terms = self._merged(balance, step, row, column)
            gap = Linear(terms)
            slack = self.expander.interval(gap) + exactly(-self.expander.value(gap))
            yield Equation(step.rule.id, Spot(step.kind, row, column).address, terms, ZERO, slack, broken=False)
