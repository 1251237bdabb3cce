"""速核：各格的数直接相加，平的当场放行；凡是不平或说不准的，交给 engine 从头核对。

Consistent records are the rule and their obligations are many, so nothing is built here that only a finding needs. Nothing is ever
failed here either, and what is settled here the engine would settle in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.derive import Figures
from generator.facts import address
from generator.findings import Outcome
from generator.intervals import exactly
from generator.rules.engine import Equation, holds
from generator.rules.linear import Expander, Linear, Spot, rows_of
from generator.rules.plan import CLASSES, ONE, ZERO, Balance, Side, Step

LESS, MORE = frozenset({"<=", "<"}), frozenset({">=", ">"})
NOWHERE = "下级"
"""No table has a row of this name."""

Weight = tuple[Decimal, bool, bool, bool, bool]
"""What a side comes to; whether typed figures are in it or behind it, anything was filled in, something is missing, a cell is computed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not itself typed: what it comes to and what is behind it."""

    total: Decimal
    linear: Linear


class Column(dict[str, Decimal | Cell]):
    """The cells of one column of one table by row, typed figures as they are, others as the expander has them."""

    __slots__ = ("expander", "name", "table")

    def __init__(self, table: str, name: str, expander: Expander) -> None:
        self.table, self.name, self.expander = table, name, expander

    def __missing__(self, row: str) -> Cell:
        linear = self.expander.cell(address(self.table, row, self.name))
        found = self[row] = Cell(self.expander.value(linear) if linear.terms else linear.constant, linear)
        return found


@dataclass(frozen=True, slots=True)
class Scale:
    """A side of a relation in one column of one record: its cells are found by the row alone."""

    side: Side
    terms: tuple[tuple[int, Column, str | None], ...]
    """Sign, cells, row (None: the row that the rule speaks of)."""
    own: Column
    filled: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class Scales:
    """Both sides of a relation in one column of one record."""

    balance: Balance
    left: Scale
    right: Scale


@dataclass(slots=True)
class Sweep:
    """What became of the cells of one rule: settled ones by outcome, the others to be looked at closely."""

    settled: dict[Outcome, int] = field(default_factory=dict)
    rest: list[Spot] = field(default_factory=list)


@dataclass
class Quick:
    """Goes over one record, rule by rule."""

    figures: Figures
    expander: Expander
    lost: bool = False
    """Whether a table is lost: what that leaves open takes more than adding up."""
    _columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    _rows: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _passed: list[tuple[Step, Scales, str, str]] = field(default_factory=list)
    """Identities that hold, so that they can be written out should another not."""

    def __post_init__(self) -> None:
        for name, table in self.figures.tables.items():
            self.lost = self.lost or table.coverage == "原件未载"
            for (row, column), fact in table.cells.items():
                if fact.value is not None:
                    self._column(name, column)[row] = fact.value

    def sweep(self, step: Step) -> Sweep:
        """All cells of one rule."""
        rows, plan = self._rows_of(step), None if self.lost else step.plan
        cells = [(row, column) for row in rows for column in step.columns]
        settled: dict[tuple[str, str], Outcome] = {}
        for column in step.columns if plan else ():
            assert plan is not None
            scales = self._bind(plan.balance, step, column)
            given = self._bind(plan.condition, step, column) if plan.condition else None
            for row in rows:
                outcome = self._settle(scales, given, row, overlaps=plan.overlaps)
                ...
