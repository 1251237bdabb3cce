"""速核：各格的数直接相加，平的当场放行；凡是不平或说不准的，交给 engine 从头核对。

Consistent records are the rule and their obligations are many, so nothing is built here that only a finding needs. Nothing is ever
failed here either, and what is settled here the engine would settle in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.derive import Figures
from generator.facts import Fact
from generator.findings import Outcome
from generator.intervals import exactly
from generator.rules.columns import Column, Columns
from generator.rules.engine import TESTS, Equation
from generator.rules.linear import Expander, Linear, Spot, rows_of
from generator.rules.plan import FILLED, ONE, ZERO, Balance, Part, Plan, Step, Term

Ending = tuple[Outcome, str]
"""How an obligation ended, and why where it stays open."""
PASSED: Ending = ("通过", "")
IDLE: Ending = ("不适用", "")
LESS, MORE = frozenset({"<=", "<"}), frozenset({">=", ">"})
NOWHERE = "下级"
"""No table has a row of this name."""

Weight = tuple[Decimal, bool, bool, bool, bool]
"""What a side comes to; whether typed figures are in it or behind it, anything was filled in, something is missing, a cell is computed."""


@dataclass(slots=True)
class Sweep:
    """What became of the cells of one rule: settled ones by outcome, the open ones with the reason, the others to be looked at closely."""

    settled: dict[Outcome, int] = field(default_factory=dict)
    gaps: list[tuple[str, Spot]] = field(default_factory=list)
    rest: list[Spot] = field(default_factory=list)

    def add(self, outcome: Outcome, number: int = 1) -> None:
        """So many more that ended so."""
        self.settled[outcome] = self.settled.get(outcome, 0) + number


class Quick:
    """Goes over one record, rule by rule."""

    def __init__(self, figures: Figures, expander: Expander) -> None:
        self.figures, self.expander = figures, expander
        self.lost = any(table.coverage == "原件未载" for table in figures.tables.values())
        """Whether a table is lost: what that leaves open takes more than adding up."""
        self._columns = Columns(expander)
        self._rows: dict[tuple[str, str], tuple[str, ...]] = {}
        self._passed: list[tuple[Step, Plan, list[str]]] = []
        """Identities that hold, so that they can be written out should another not: which, of which column, at which rows."""
        self._given: dict[int, bool] = {}
        """Conditions that are the same for every row, by identity."""
        for name, table in figures.tables.items():
            self._fill(name, table.cells)

    def _fill(self, name: str, cells: Mapping[tuple[str, str], Fact]) -> None:
        mine: dict[str, Column] = {}
        for (row, column), fact in cells.items():
            value = fact.value
            if value is not None:
                known = mine.get(column)
                if known is None:
                    known = mine[column] = self._columns[f"{name}.{column}"]
                known[row] = value

    def sweep(self, step: Step) -> Sweep:
        """All cells of one rule."""
        rows, found = self._rows_of(step), Sweep()
        if self.lost or not step.plans:
            found.rest = [Spot(step.kind, row, column) for row in rows for column in step.columns]
            return found
        for plan in step.plans:
            condition = plan.condition
            if condition is not None and condition.everywhere and not self._holds(condition, ""):
                found.add("不适用", len(rows))
                continue
            passed: list[str] = []
            if condition is None and plan.straight:
                self._straight(step, plan, rows, (found, passed))
            else:
                self._one_by_one(step, plan, rows, (found, passed))
            if passed:
                found.add("通过", len(passed))
                if plan.balance.op == "==":
                    self._passed.append((step, plan, passed))
        return found

    def _straight(self, step: Step, plan: Plan, rows: tuple[str, ...], into: tuple[Sweep, list[str]]) -> None:
        """Every row of a plan without a condition: where all its figures are typed they need only be added up."""
        found, passed = into
        gap, test = plan.gap, TESTS[plan.balance.op]
        terms = [(sign > 0, self._columns[place], fixed) for sign, place, fixed in gap.terms]
        sums = [(sign > 0, self._columns[place], table) for sign, place, table in gap.sums]
        for row in rows:
            total: Decimal | None = gap.constant
            for plus, column, fixed in terms:
                value = column[fixed or row]
                if value.__class__ is not Decimal:
                    total = None
                    break
                total = total + value if plus else total - value  # type: ignore[operator]  # a Decimal, by its class
            for plus, column, table in sums if total is not None else ():
                total = self._summed_up(total, (plus, column, table), row)
            if total is not None and test(total, ZERO):
                passed.append(row)
            else:
                ending = self._balanced(plan, row) if total is None else None
                self._put(found, passed, ending, Spot(step.kind, row, plan.column))

    def _summed_up(self, total: Decimal | None, what: tuple[bool, Column, str], row: str) -> Decimal | None:
        """With the rows of a sum added or taken off; None where not all of them are typed."""
        plus, column, table = what
        for one in self._summed(table, row):
            value = column[one]
            if total is None or value.__class__ is not Decimal:
                return None
            total = total + value if plus else total - value
        return total

    def _one_by_one(self, step: Step, plan: Plan, rows: tuple[str, ...], into: tuple[Sweep, list[str]]) -> None:
        found, passed = into
        for row in rows:
            self._put(found, passed, self._settle(plan, row), Spot(step.kind, row, plan.column))

    @staticmethod
    def _put(found: Sweep, passed: list[str], ending: Ending | None, spot: Spot) -> None:
        if ending is None:
            found.rest.append(spot)
        elif ending == PASSED:
            passed.append(spot.row)
        else:
            found.add(ending[0])
            if ending[1]:
                found.gaps.append((ending[1], spot))

    def _rows_of(self, step: Step) -> tuple[str, ...]:
        if not step.rows:
            return ("",)
        key = step.kind.id, step.rows
        if key not in self._rows:
            self._rows[key] = rows_of(self.figures, step.kind, step.rows)
        return self._rows[key]

    # one cell --------------------------------------------------------------------------------------------------------

    def _settle(self, plan: Plan, row: str) -> Ending | None:
        """The outcome for one cell, None where the engine has to look."""
        if plan.condition is not None and not self._holds(plan.condition, row):
            return IDLE
        gap = self._typed(plan.gap, row) if plan.straight else None
        if gap is None:
            return self._balanced(plan, row)
        return PASSED if TESTS[plan.balance.op](gap, ZERO) else None

    def _typed(self, gap: Part, row: str) -> Decimal | None:
        """What the typed figures of a cell come to, None where not all of them are typed."""
        total, columns = gap.constant, self._columns
        for sign, place, fixed in gap.terms:
            value = columns[place][fixed or row]
            if not isinstance(value, Decimal):
                return None
            total = total + value if sign > 0 else total - value
        for sign, place, table in gap.sums:
            column = columns[place]
            for one in self._summed(table, row):
                value = column[one]
                if not isinstance(value, Decimal):
                    return None
                total = total + value if sign > 0 else total - value
        return total

    def _balanced(self, plan: Plan, row: str) -> Ending | None:
        """The same where figures are missing, computed or nothing."""
        op = plan.balance.op
        left, stated_left, filled_left, missing_left, deep_left = self._weigh(plan.balance.left, row)
        right, stated_right, filled_right, missing_right, deep_right = self._weigh(plan.balance.right, row)
        if missing_left or missing_right:
            return "未查", "要用的数没有填全"
        stated = stated_left or stated_right
        if stated and (deep_left or deep_right or plan.overlaps) and not self._merged(plan, row):
            if stated_left:
                return "未查", "没有填控制数，两边由同一些数算出"
            stated = False
        met = TESTS[op](left, right)
        if stated:
            idle = (op in LESS and not filled_left) or (op in MORE and not filled_right)
        else:
            idle = not plan.balance.against_number or (met and not filled_left)
        return IDLE if idle else PASSED if met else None

    def _holds(self, balance: Balance, row: str) -> bool:
        """Whether a condition holds and is known to."""
        known = self._given.get(id(balance)) if balance.everywhere else None
        if known is None:
            left, right = self._weigh(balance.left, row), self._weigh(balance.right, row)
            known = not (left[3] or right[3]) and bool(TESTS[balance.op](left[0], right[0]))
            if balance.everywhere:
                self._given[id(balance)] = known
        return known

    def _weigh(self, part: Part, row: str) -> Weight:
        """One side of a relation at one cell."""
        total, stated, filled, missing, deep = part.constant, False, part.number, False, False
        for sign, place, fixed in self._with_sums(part, row) if part.sums else part.terms:
            value = self._columns[place][fixed or row]
            if isinstance(value, Decimal):
                total = total + value if sign > 0 else total - value
                stated = filled = True
                continue
            total = total + value.total if sign > 0 else total - value.total
            behind = value.linear
            filled, missing = filled or not behind.empty, missing or bool(behind.missing)
            if behind.terms:
                stated = deep = True
        for name, args in part.calls:
            total += self._called(name, args, row)
        return total, stated, filled, missing, deep

    def _called(self, name: str, args: tuple[Part, ...], row: str) -> Decimal:
        """填了: how many of these something is known of. 已知: the sum of those that are known."""
        weights = [self._weigh(one, row) for one in args]
        if name == FILLED:
            return Decimal(sum(filled and not missing for _, _, filled, missing, _ in weights))
        return sum((total for total, _, _, missing, _ in weights if not missing), ZERO)

    def _with_sums(self, part: Part, row: str) -> list[Term]:
        """Its cells with those of its sums over rows."""
        summed = [(sign, place, one) for sign, place, table in part.sums for one in self._summed(table, row)]
        return [*part.terms, *summed]

    def _summed(self, table: str, row: str) -> tuple[str, ...]:
        """The rows that are added up; of a row with nothing below it, one that there is not."""
        return self.figures.children(table, row) or (NOWHERE,) if table else self.figures.classes()

    # what is behind --------------------------------------------------------------------------------------------------

    def _merged(self, plan: Plan, row: str) -> dict[str, Decimal]:
        """Left less right in typed figures: equal ones cancel."""
        terms: dict[str, Decimal] = {}
        for sign, place, fixed in self._with_sums(plan.gap, row):
            column, one = self._columns[place], fixed or row
            value = column[one]
            behind = {column.address(one): ONE} if isinstance(value, Decimal) else value.linear.terms
            for name, factor in behind.items():
                terms[name] = terms.get(name, ZERO) + factor * sign
        return {name: factor for name, factor in terms.items() if factor}

    def equations(self, wanted: Collection[str]) -> Iterator[Equation]:
        """The identities that hold and have one of some figures in them, written out."""
        for step, plan, row in ((step, plan, row) for step, plan, rows in self._passed for row in rows):
            terms = self._merged(plan, row)
            if terms.keys().isdisjoint(wanted):
                continue
            slack = self.expander.interval(Linear(terms)) + exactly(-self.expander.value(Linear(terms)))
            where = Spot(step.kind, row, plan.column).address
            yield Equation(step.rule.id, where, terms, ZERO, slack, broken=False)
