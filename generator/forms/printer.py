"""一格印什么：照填的字样，或者算出的数。"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.amounts import format_display
from generator.derive import Figure
from generator.forms.cells import DASH, FIGURES, MONEY, NUMBERS, PERCENTS, number, pieces
from generator.forms.sheet import FUNDS, FundsRow, IndicatorRow, Key, Sheet
from generator.forms.targets import is_missed
from generator.views import Cell
from generator.wording import printed

if TYPE_CHECKING:
    from decimal import Decimal

    from generator.catalog import FormColumn
    from generator.views import CellKind

MISSED, NOT_MEANT = "未达", "不适用"
BLANK = Cell("", "blank")
COST = "成本"


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints the cells of one form. An archive gets exactly what was typed."""

    sheet: Sheet
    archive: bool
    thousands: bool = True

    def cells(self, key: Key, column: FormColumn) -> tuple[Cell, ...]:
        """The cell, or one per value where several were typed into it."""
        texts = self.sheet.texts(key)
        if not texts:
            return (self._untyped(key, column),)
        if len(texts) == 1:
            return (self._typed(texts[0], column, key),)
        return tuple(self._typed(text, column, (*key, str(at))) for at, text in enumerate(texts, 1))

    def _typed(self, text: str, column: FormColumn, key: Key) -> Cell:
        if column.kind == "名称":
            return Cell(text, "name", "row")
        if text == DASH:
            return dash()
        fact = self.sheet.address(key) if column.kind in FIGURES else ""
        return Cell(self.money_text(text) if column.kind == MONEY else text, _kind(column), fact=fact)

    def _untyped(self, key: Key, column: FormColumn) -> Cell:
        figure = None if self.archive else self.sheet.computed(key)
        if figure is not None and figure.value is not None:
            return Cell(self._computed(figure, column.kind), _kind(column), fact=figure.address)
        return BLANK

    def _computed(self, figure: Figure, kind: str) -> str:
        if figure.value is None:
            return ""
        if kind == MONEY:
            return self._amount(figure.value)
        if kind in PERCENTS:
            return printed(figure, thousands=False).removesuffix("" if kind == "百分比" else "%")
        return format_display(figure.value, int(self.sheet.layout.score_digits), False)

    def money_text(self, text: str) -> str:
        """An amount in a living record is printed in the form's unit; in an archive, and what is no number, as typed."""
        value = None if self.archive else number(text, MONEY)
        return str(text) if value is None else self._amount(value * self.sheet.money)

    def _amount(self, value: Decimal) -> str:
        if self.sheet.layout.unit == "元":
            return format_display(value, 2, self.thousands)
        return printed(Figure("", value), thousands=self.thousands)

    def funds_cell(self, row: FundsRow, column: FormColumn) -> Cell:
        """One cell of the money block; “—” where the form has it not meant to be filled."""
        cell = self.cells((FUNDS, row.name, column.name), column)[0]
        meant = row.plan is None or column.name not in row.plan.dashes
        return cell if self.archive or meant or cell.text else dash()

    def missed(self, row: IndicatorRow, at: int) -> str:
        """未达 where value number `at` of a quantitative indicator fell short of its target; never in an archive."""
        if self.archive:
            return ""
        target, actual = self._last(row, "目标值", at), self._last(row, "完成值", at)
        sign, unit = self._last(row, "性质", at), self._last(row, "单位", at)
        cost = any(COST in str(row.cells.get(name, "")) for name in self.sheet.kinds.get("级次", ()))
        return MISSED if is_missed(target, actual, sign, unit, cost=cost) else ""

    def _last(self, row: IndicatorRow, kind: str, at: int) -> str:
        """What the last filled column of a kind says (调整指标值 before 年初指标值)."""
        for name in reversed(self.sheet.kinds.get(kind, ())):
            texts = pieces(row.cells.get(name))
            if texts:
                return str(texts[at] if at < len(texts) else texts[0])
        return ""


def dash() -> Cell:
    """“—”: not meant to be filled."""
    return Cell(DASH, "amount", spoken=NOT_MEANT)


def _kind(column: FormColumn) -> CellKind:
    return "amount" if column.kind in NUMBERS else "text"
