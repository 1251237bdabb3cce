"""一张自评表里的数：填了的照填，没填的由表式里的公式算出。"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator import formula as fx
from generator.amounts import round_half_up
from generator.catalog import FormColumn
from generator.derive import Figure
from generator.forms.arithmetic import UNKNOWN, Result, evaluate
from generator.forms.cells import FIGURES, MONEY, SCORE, number, pieces, stated, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import FormLayout, FormRow
    from generator.model import FormEntry

Key = tuple[str, ...]
"""Address of a cell inside its form: (资金, 年度财政资金总额, 得分), (指标, 3, 得分), (目标组, 1, 2, 得分), (总分,)."""

ROW, FUNDS, INDICATORS, GROUPS, TOTAL = "行", "资金", "指标", "目标组", "总分"
POINTS, OTHERS = "资金分", "其余"


_SCORE = FormColumn.model_validate({"列": SCORE, "类": SCORE})
"""Totals stand in no column of their own."""


def form_place(entry: FormEntry, layout: FormLayout) -> str:
    """处：绩效表/医疗监管, 绩效表/整体."""
    return f"绩效表/{entry.place or layout.place or project_of(entry, layout) or entry.slug}"


def project_of(entry: FormEntry, layout: FormLayout) -> str:
    """Name of the project as the form's own head has it."""
    return str(entry.head.get(layout.project, "")) if layout.project else ""


def form_figures(entry: FormEntry, layout: FormLayout, money: Decimal) -> dict[str, Figure]:
    """Every figure of a form by address: typed ones as typed, the others computed where they can be."""
    return {**form_computed(entry, layout, money), **form_typed(entry, layout, money)}


def form_typed(entry: FormEntry, layout: FormLayout, money: Decimal) -> dict[str, Figure]:
    """Every typed figure of a form by address."""
    return Sheet(entry, layout, money).typed()


def form_computed(entry: FormEntry, layout: FormLayout, money: Decimal) -> dict[str, Figure]:
    """What each cell with a formula should hold, also where something is typed: what rules compare with."""
    sheet = Sheet(entry, layout, money)
    found = (sheet.computed(key) for key in sheet.places())
    return {figure.address: figure for figure in found if figure is not None}


@dataclass(frozen=True, slots=True)
class FundsRow:
    """A row of the money block as it is printed: from the layout, with what the record typed into it."""

    plan: FormRow | None
    name: str
    cells: Mapping[str, Any]

    @property
    def heading(self) -> str:
        """What the row is called in print."""
        return (self.plan.heading if self.plan else "") or self.name


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: its address inside the form and its cells."""

    key: Key
    cells: Mapping[str, Any]


@dataclass
class Sheet:
    """A form with its layout: finds, and computes, any figure of it once."""

    entry: FormEntry
    layout: FormLayout
    money: Decimal
    _memo: dict[Key, Figure | None] = field(default_factory=dict)
    _open: set[Key] = field(default_factory=set)

    def address(self, key: Key) -> str:
        """`绩效表.yljg.资金.年度财政资金总额.得分`."""
        return ".".join(("绩效表", self.entry.slug, *key))

    # what there is -------------------------------------------------------------------------------------------------

    @cached_property
    def funds(self) -> tuple[FundsRow, ...]:
        """Rows of the layout in its order; a row only the record has comes after the row it was typed below."""
        plans = {plan.name: plan for plan in self.layout.funds_rows}
        only = next(iter(plans)) if len(plans) == 1 else ""
        order, last = list(plans), ""
        typed: dict[str, Mapping[str, Any]] = {}
        for cells in self.entry.funds:
            name = str(cells.get(ROW, only))
            typed[name] = cells
            if name not in order:
                order.insert(order.index(last) + 1 if last in order else 0, name)
            last = name
        return tuple(FundsRow(plans.get(name), name, typed.get(name, {})) for name in order)

    @cached_property
    def indicators(self) -> tuple[IndicatorRow, ...]:
        """Indicators outside goal groups."""
        return tuple(IndicatorRow((INDICATORS, str(at)), row) for at, row in enumerate(self.entry.indicators, 1))

    @cached_property
    def groups(self) -> tuple[tuple[IndicatorRow, ...], ...]:
        """Indicators of each goal."""
        return tuple(
            tuple(IndicatorRow((GROUPS, str(goal), str(at)), row) for at, row in enumerate(group.indicators, 1))
            for goal, group in enumerate(self.entry.groups, 1)
        )

    @cached_property
    def all_indicators(self) -> tuple[IndicatorRow, ...]:
        """All indicators of the form."""
        return (*self.indicators, *(row for group in self.groups for row in group))

    def total_key(self, column: str) -> Key:
        """One total is the form's, two are those of their columns."""
        return (TOTAL, column) if len(self.layout.totals) > 1 else (TOTAL,)

    def places(self) -> Iterator[Key]:
        """Every cell of a number column, and the totals."""
        for row in self.funds:
            yield from ((FUNDS, row.name, column.name) for column in self.layout.funds if column.kind in FIGURES)
        for indicator in self.all_indicators:
            yield from ((*indicator.key, column.name) for column in self.layout.indicators if column.kind in FIGURES)
        yield from (self.total_key(column) for column in self.layout.totals)

    # what is typed -------------------------------------------------------------------------------------------------

    def texts(self, key: Key) -> tuple[str, ...]:
        """What was typed into a cell."""
        if key[0] == TOTAL:
            return pieces(self.entry.totals.get(key[-1]))
        cells = self._cells.get(key[:-1])
        return pieces(cells.get(key[-1])) if cells else ()

    @cached_property
    def _cells(self) -> dict[Key, Mapping[str, Any]]:
        found: dict[Key, Mapping[str, Any]] = {(FUNDS, row.name): row.cells for row in self.funds}
        return {**found, **{row.key: row.cells for row in self.all_indicators}}

    def typed(self) -> dict[str, Figure]:
        """Every typed figure by address; of a cell with several values each one."""
        found = [figure for key in self.places() for figure in self._stated(key)]
        found += self._beside()
        return {figure.address: figure for figure in found}

    def _stated(self, key: Key) -> Iterator[Figure]:
        texts = self.texts(key)
        for at, text in enumerate(texts, 1):
            where = self.address(key if len(texts) == 1 else (*key, str(at)))
            yield stated(where, text, self.column(key).kind, self.money)

    def _beside(self) -> Iterator[Figure]:
        """Amounts of the head, and points printed at first-level indicators and goals."""
        for name in self.layout.head_money:
            for text in pieces(self.entry.head.get(name)):
                yield stated(self.address(("表头", name)), text, MONEY, self.money)
        for name, text in self.entry.group_points.items():
            yield stated(self.address(("分组分值", name)), text, SCORE, self.money)
        for at, goal in enumerate(self.entry.groups, 1):
            if goal.points is not None:
                yield stated(self.address((GROUPS, str(at), "分")), goal.points, SCORE, self.money)

    # what follows --------------------------------------------------------------------------------------------------

    def column(self, key: Key) -> FormColumn:
        """The column a cell stands in; totals are scores."""
        return _SCORE if key[0] == TOTAL else self._columns[key[0] == FUNDS].get(key[-1], _SCORE)

    @cached_property
    def _columns(self) -> tuple[dict[str, FormColumn], dict[str, FormColumn]]:
        """Columns by name: of the indicators, of the money block."""
        return (
            {column.name: column for column in self.layout.indicators},
            {column.name: column for column in self.layout.funds},
        )

    @cached_property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """Names of the indicator columns by kind."""
        found: dict[str, tuple[str, ...]] = {}
        for column in self.layout.indicators:
            found[column.kind] = (*found.get(column.kind, ()), column.name)
        return found

    def value(self, key: Key) -> Result:
        """The number in a cell, typed or computed, with its address."""
        texts = self.texts(key)
        if texts:
            column = self.column(key)
            found = number(texts[0], column.kind) if len(texts) == 1 else None
            scale = self.money if column.kind == MONEY else Decimal(1)
            return UNKNOWN if found is None else (found * scale, (self.address(key),))
        figure = self.computed(key)
        return UNKNOWN if figure is None or figure.value is None else (figure.value, (figure.address,))

    def computed(self, key: Key) -> Figure | None:
        """The cell as its formula has it, whatever was typed there; None without a formula or an operand."""
        if key not in self._memo:
            if key in self._open:
                return None
            self._open.add(key)
            self._memo[key] = self._compute(key)
            self._open.discard(key)
        return self._memo[key]

    def _compute(self, key: Key) -> Figure | None:
        text, lenient = self._formula(key)
        try:
            node = fx.parse(text) if text else None
        except fx.FormulaError:  # told once, of the layout, by layout_problems
            return None
        value, operands = evaluate(node, lambda name: self._find(key, name), lenient=lenient) if node else UNKNOWN
        if value is None:
            return None
        kind = self.column(key).kind
        if kind == SCORE:
            # A score is what is printed, and the total is the sum of what is printed.
            value = round_half_up(value, int(self.layout.score_digits))
        return Figure(self.address(key), value, unit_of(kind), formula=text, operands=operands)

    def _formula(self, key: Key) -> tuple[str, bool]:
        """The formula of a cell, and whether it is a sum in which empty rows count as nothing."""
        if key[0] == TOTAL:
            return self.layout.scoring.get(key[-1], ""), False
        column = self.column(key)
        if key[0] == FUNDS:
            plan = next((row.plan for row in self.funds if row.name == key[1]), None)
            if plan is not None and key[-1] in plan.dashes:
                return "", False
            if plan is not None and plan.formula and column.kind == MONEY:
                return plan.formula, True
        return column.formula, False

    def _find(self, key: Key, name: fx.Name | fx.Ref) -> Result:
        if isinstance(name, fx.Ref):
            return self._referred(name)
        if name.name == POINTS:
            points = number(self.layout.funds_points, SCORE)
            return UNKNOWN if points is None else (points, ())
        if key[0] != FUNDS:
            return self.value((*key[:-1], name.name))
        if name.name == OTHERS:
            return self._others(key)
        by_row = any(row.name == name.name for row in self.funds)
        return self.value((FUNDS, name.name, key[-1]) if by_row else (FUNDS, key[1], name.name))

    def _others(self, key: Key) -> Result:
        """Σ of the other rows of this column."""
        results = [self.value((FUNDS, row.name, key[-1])) for row in self.funds if row.name != key[1]]
        known = [value for value, _ in results if value is not None]
        return (sum(known, Decimal(0)), tuple(name for _, names in results for name in names)) if known else UNKNOWN

    def _referred(self, ref: fx.Ref) -> Result:
        """`资金.行.栏` is one cell, `指标.栏` is Σ over all indicators, unknown while one of them is."""
        if ref.table == FUNDS:
            return self.value((FUNDS, ref.row, ref.column))
        named = [row for row in self.all_indicators if any(pieces(value) for value in row.cells.values())]
        results = [self.value((*row.key, ref.row)) for row in named]
        known = [value for value, _ in results if value is not None]
        if not known or len(known) < len(results):
            return UNKNOWN
        return sum(known, Decimal(0)), tuple(name for _, names in results for name in names)
