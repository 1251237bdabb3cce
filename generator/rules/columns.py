"""栏：一份记录里一张表的一栏，按行取数；没有填的格由 expander 说是什么。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.derive import Figures
from generator.facts import address
from generator.rules.linear import Expander, Linear
from generator.rules.plan import ZERO, Place

ITEM = 7
"""Digits of a 项."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not itself typed: what it comes to and what is behind it."""

    total: Decimal
    linear: Linear


NOTHING = Cell(ZERO, Linear())
"""Any cell of an empty table."""


class Column(dict[str, Decimal | Cell]):
    """The cells of one column of one table by row, typed figures as they are, others as the expander has them."""

    __slots__ = ("empty", "expander", "listed", "name", "table")

    def __init__(self, place: Place, expander: Expander) -> None:
        self.expander = expander
        self.table, _, self.name = place.partition(".")
        self.empty = expander.figures.coverage(self.table) == "空表"
        self.listed = _listed(expander.figures, self.table)

    def address(self, row: str) -> str:
        """The address of one cell."""
        return address(self.table, row, self.name)

    def __missing__(self, row: str) -> Cell:
        if self.empty or (self.listed is not None and row.isdigit() and row not in self.listed):
            self[row] = NOTHING
            return NOTHING
        linear = self.expander.cell(self.address(row))
        found = self[row] = Cell(self.expander.value(linear) if linear.terms else linear.constant, linear)
        return found


def _listed(figures: Figures, table: str) -> frozenset[str] | None:
    """The 科目 of a table that says all there is, each to its last level: any other is nothing there. None for other tables."""
    facts, kind = figures.tables.get(table), figures.catalog.tables.get(table)
    if facts is None or kind is None or kind.row_kind != "功能科目" or facts.coverage != "有数":
        return None
    if facts.taken_from or figures.parts or not kind.holds(figures.year):
        return None
    rows = figures.rows(table)
    whole = all(len(row) == ITEM or figures.children(table, row) for row in rows)
    return frozenset(rows) if whole else None


class Columns(dict[Place, Column]):
    """All columns of one record that were asked for."""

    __slots__ = ("expander",)

    def __init__(self, expander: Expander) -> None:
        self.expander = expander

    def __missing__(self, place: Place) -> Column:
        found = self[place] = Column(place, self.expander)
        return found
