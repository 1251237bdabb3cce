"""自评表核对用的读法：每一格填的是什么数、代表多大一段、按表式该是多少。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator import formula as fx
from generator.accounts import Account
from generator.catalog import FormColumn, FormLayout
from generator.derive import Figure
from generator.forms import form_place
from generator.forms.arithmetic import names_in
from generator.forms.cells import DASH, MONEY, PERCENTS, SCORE, number, pieces, stated
from generator.forms.sheet import FUNDS, INDICATORS, OTHERS, POINTS, TOTAL, IndicatorRow, Key, Sheet
from generator.intervals import Interval, exactly, rounded
from generator.model import NOT_APPLICABLE, FormEntry
from generator.rules.evaluation.reach import added_up, reach_of
from generator.rules.telling import Mark, at_text
from generator.values import replace

EARNED = "得分"
"""What a score column is called; other columns of points are weights (分值, 权重)."""
LEVEL, NAME = "级次", "名称"
NOT_MEANT = frozenset({DASH, "-", NOT_APPLICABLE})
"""What stands in a cell that is not meant to be filled."""


@dataclass
class Book:
    """One form with what a checker asks of it."""

    account: Account
    entry: FormEntry
    layout: FormLayout
    _typed: dict[Key, Figure | None] = field(default_factory=dict)

    @cached_property
    def sheet(self) -> Sheet:
        """The form itself."""
        return Sheet(self.entry, self.layout, self.account.filed.money)

    @property
    def place(self) -> str:
        """绩效表/医疗监管."""
        return form_place(self.entry, self.layout)

    # columns ---------------------------------------------------------------------------------------------------------

    @cached_property
    def score(self) -> str:
        """The indicator column of points earned, "" where the form has none."""
        return _points(self.layout.indicators, earned=True)

    @cached_property
    def weight(self) -> str:
        """The indicator column of points to be had."""
        return _points(self.layout.indicators, earned=False)

    @cached_property
    def funds_score(self) -> str:
        """The same of the money block."""
        return _points(self.layout.funds, earned=True)

    @cached_property
    def funds_weight(self) -> str:
        """The same of the money block."""
        return _points(self.layout.funds, earned=False)

    @cached_property
    def rate_columns(self) -> tuple[FormColumn, ...]:
        """Columns of the money block that hold an execution rate."""
        return tuple(column for column in self.layout.funds if column.kind in PERCENTS and column.formula)

    @cached_property
    def main_row(self) -> str:
        """The row of the whole amount: the one summed from the others, else the first."""
        rows = self.sheet.funds
        return next((row.name for row in rows if row.plan and row.plan.formula), rows[0].name if rows else "")

    # rows ------------------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """Indicators that say something: a form may print rows of levels with nothing in them."""
        return tuple(row for row in self.sheet.all_indicators if self.title(row) or self.typed((*row.key, self.score)))

    @cached_property
    def _named(self) -> str:
        return next((column.name for column in self.layout.indicators if column.kind == NAME), "")

    @cached_property
    def _first(self) -> str:
        return next((column.name for column in self.layout.indicators if column.kind == LEVEL), "")

    def title(self, row: IndicatorRow) -> str:
        """The indicator's name."""
        return "".join(pieces(row.cells.get(self._named)))

    @cached_property
    def by_group(self) -> dict[str, list[IndicatorRow]]:
        """The indicators by the first-level one they stand under."""
        found: dict[str, list[IndicatorRow]] = {}
        for row in self.rows:
            found.setdefault(self.group(row), []).append(row)
        return found

    def group(self, row: IndicatorRow) -> str:
        """The first-level indicator a row stands under."""
        return str(row.cells.get(self._first, ""))

    def last(self, row: IndicatorRow, kind: str, at: int) -> str:
        """What the last filled column of a kind says (调整指标值 before 年初指标值); of several values number `at`."""
        for name in reversed(self.sheet.kinds.get(kind, ())):
            texts = pieces(row.cells.get(name))
            if texts:
                return texts[at] if at < len(texts) else texts[0]
        return ""

    # figures ---------------------------------------------------------------------------------------------------------

    def typed(self, key: Key) -> Figure | None:
        """The figure typed in a cell; its value is None where a word stands there. None for an empty cell and for “—”."""
        if key not in self._typed:
            self._typed[key] = self._read(key)
        return self._typed[key]

    def _read(self, key: Key) -> Figure | None:
        if not key[-1]:
            return None
        where = self.sheet.address(key)
        figure = self.account.figures.extra.get(where) or self.account.figures.extra.get(f"{where}.1")
        return figure if figure is not None and figure.stated and figure.text not in NOT_MEANT else None

    def value(self, key: Key) -> Decimal | None:
        """The number in a cell, typed or computed."""
        figure = self.figure(key)
        return figure.value if figure else None

    def figure(self, key: Key) -> Figure | None:
        """The figure of a cell, typed or computed; both stand among the record's own figures."""
        return self.typed(key) or self.account.figures.extra.get(self.sheet.address(key))

    def computed(self, key: Key) -> Figure | None:
        """The cell as its formula has it, whatever was typed there."""
        return self.sheet.computed(key) if self.typed(key) else self.account.figures.extra.get(self.sheet.address(key))

    def mark(self, key: Key) -> Mark:
        """Where a cell stands; of an empty one its row."""
        texts = self.sheet.texts(key)
        if texts:
            return at_text(texts[0], self.sheet.address(key))
        beside = next((text for cell in self._beside(key) for text in pieces(cell)), None)
        near = at_text(beside)
        return Mark(self.sheet.address(key), near.line, near.column)

    def _beside(self, key: Key) -> Iterator[object]:
        for row in self.sheet.funds:
            if key[:2] == (FUNDS, row.name):
                yield from row.cells.values()
        for indicator in self.sheet.all_indicators:
            if key[:-1] == indicator.key:
                yield from indicator.cells.values()
        yield from (cell for row in self.sheet.funds for cell in row.cells.values())
        yield from (cell for indicator in self.sheet.all_indicators for cell in indicator.cells.values())

    @cached_property
    def points(self) -> Decimal | None:
        """Points of the money block: typed in its weight column, else those of the layout."""
        own = self.value((FUNDS, self.main_row, self.funds_weight)) if self.funds_weight else None
        return own if own is not None else number(self.layout.funds_points, SCORE)

    def points_at(self, key: Key, cell: str) -> Figure:
        """Points that stand beside a first-level indicator or a goal."""
        return stated(self.sheet.address(key), cell, SCORE, self.account.filed.money)

    @cached_property
    def group_points(self) -> dict[str, Figure]:
        """Points of each first-level indicator, as the form prints them: typed, in a living record else those of the layout."""
        found = {name: self.points_at(("分组分值", name), cell) for name, cell in self.entry.group_points.items()}
        if self.account.filed.archive:
            return found
        present = {self.group(row): row for row in reversed(self.rows)}
        for name, text in self.layout.group_points.items():
            if name in present and name not in found:
                near = self.mark((*present[name].key, self.weight or self.score))
                found[name] = replace(self.points_at(("分组分值", name), text), line=near.line, column=near.column)
        return found

    # reach -----------------------------------------------------------------------------------------------------------

    def reach(self, key: Key) -> Interval | None:
        """All values a cell's formula can have, given what the printed amounts stand for."""
        text, lenient = self._formula(key)
        if not text:
            return None
        return reach_of(fx.parse(text), lambda name: self._operand(key, name), lenient=lenient)

    def _formula(self, key: Key) -> tuple[str, bool]:
        if key[0] == FUNDS:
            plan = next((row.plan for row in self.sheet.funds if row.name == key[1]), None)
            if plan is not None and plan.formula and self.sheet.column(key).kind == MONEY:
                return plan.formula, True
        return self.sheet.column(key).formula, False

    def spread(self, key: Key) -> Interval | None:
        """What a cell stands for: an amount the interval that rounds to it, anything else itself."""
        figure = self.typed(key)
        if figure is None:
            value = self.reach(key)
            return value if value is not None or self.value(key) is None else exactly(self.value(key) or Decimal(0))
        if figure.value is None:
            return None
        return rounded(figure.value, figure.quantum) if figure.unit == "金额" else exactly(figure.value)

    def _operand(self, key: Key, name: fx.Name | fx.Ref) -> Interval | None:
        if isinstance(name, fx.Ref):
            return self.spread((FUNDS, name.row, name.column)) if name.table == FUNDS else None
        if name.name == POINTS:
            points = number(self.layout.funds_points, SCORE)
            return None if points is None else exactly(points)
        if key[0] != FUNDS:
            return self.spread((*key[:-1], name.name))
        if name.name == OTHERS:
            return added_up([self.spread((FUNDS, row, key[-1])) for row in self.addends(key[1])])
        by_row = any(row.name == name.name for row in self.sheet.funds)
        return self.spread((FUNDS, name.name, key[-1]) if by_row else (FUNDS, key[1], name.name))

    def addends(self, row: str) -> tuple[str, ...]:
        """Rows of the money block that a row is the sum of."""
        plan = next((one.plan for one in self.sheet.funds if one.name == row), None)
        if plan is None or not plan.formula:
            return ()
        named = {name.name for name in names_in(fx.parse(plan.formula)) if isinstance(name, fx.Name)}
        return tuple(one.name for one in self.sheet.funds if one.name != row and ({one.name, OTHERS} & named))


def books(account: Account) -> Iterator[Book]:
    """Every form of a record whose layout is known."""
    layouts = account.figures.catalog.layouts
    for entry in account.filed.record.forms:
        layout = layouts.get(entry.layout)
        if layout is not None:
            yield Book(account, entry, layout)


def earned_parts(book: Book, column: str) -> tuple[tuple[Key, ...], bool]:
    """Cells a total of the form adds up, and whether the formula is a plain sum of them."""
    wanted = book.layout.scoring.get(column, "")
    if not wanted:
        return (), False
    keys: list[Key] = []
    for name in _addends(fx.parse(wanted)):
        if isinstance(name, fx.Ref) and name.table == FUNDS:
            keys.append((FUNDS, name.row, name.column))
        elif isinstance(name, fx.Ref) and name.table == INDICATORS:
            keys += [(*row.key, name.row) for row in book.rows]
        else:
            return (), False
    return tuple(keys), True


def total_key(book: Book, column: str) -> Key:
    """Where the total that 计分 calls by that name stands."""
    return (TOTAL, column) if len(book.layout.totals) > 1 else (TOTAL,)


def _points(columns: tuple[FormColumn, ...], *, earned: bool) -> str:
    names = (column.name for column in columns if column.kind == SCORE and (EARNED in column.name) == earned)
    return next(names, "")


def _addends(node: fx.Node) -> Iterator[fx.Node]:
    if isinstance(node, fx.Binary) and node.op == "+":
        yield from _addends(node.left)
        yield from _addends(node.right)
    else:
        yield node
