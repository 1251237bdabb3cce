"""展开：把公式展开成填报数的一次式，Σ 系数 × 数，这样同一个数在两边只算一次，区间也不会虚宽。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator import formula as fx
from generator.catalog import TableKind
from generator.derive import Figure, Figures
from generator.facts import TOTAL, address
from generator.intervals import Interval, exactly, rounded

ZERO, ONE = Decimal(0), Decimal(1)
OF_PARTS = "各单位之和减内部往来"


@dataclass(frozen=True, slots=True)
class Linear:
    """Σ coefficient × stated figure + constant. `missing` names what is not known."""

    terms: Mapping[str, Decimal] = field(default_factory=dict)
    constant: Decimal = ZERO
    missing: tuple[str, ...] = ()
    empty: bool = False
    """Nothing at all was filled in: neither a figure nor a zero."""
    more: bool = False
    """It may be more than this: a lost table need not name every 科目 that is summed here."""
    less: bool = False

    def plus(self, other: Linear, sign: int = 1) -> Linear:
        """The sum (or difference): equal figures cancel."""
        return added((self, other if sign > 0 else other.times(Decimal(sign))))

    def times(self, factor: Decimal) -> Linear:
        """Multiplied by an exact number."""
        more, less = (self.more, self.less) if factor > 0 else (self.less, self.more)
        terms = {name: one * factor for name, one in self.terms.items()}
        return Linear(terms, self.constant * factor, self.missing, self.empty, more, less)


def added(parts: Iterable[Linear]) -> Linear:
    """The sum of several; nothing at all where there are none."""
    terms: dict[str, Decimal] = {}
    constant, missing = ZERO, list[str]()
    empty, more, less = True, False, False
    for part in parts:
        for name, factor in part.terms.items():
            terms[name] = terms.get(name, ZERO) + factor
        constant += part.constant
        missing += part.missing
        empty, more, less = empty and part.empty, more or part.more, less or part.less
    kept = terms if all(terms.values()) else {name: factor for name, factor in terms.items() if factor}
    return Linear(kept, constant, tuple(missing), empty, more, less)


class NotLinear(Exception):  # noqa: N818 - not an error: the caller takes another way
    """The formula multiplies or divides figures."""


@dataclass(frozen=True, slots=True)
class Expander:
    """Expands formulas over one record's figures; what a cell expands to is worked out once for all rules."""

    figures: Figures
    _cells: dict[str, Linear] = field(default_factory=dict)
    _units: list[Expander] = field(default_factory=list)

    def relation(self, left: fx.Node, right: fx.Node, at: Spot) -> tuple[Linear, Linear]:
        """Both sides of a relation at one cell."""
        return self.expand(left, at), self.expand(right, at)

    def expand(self, node: fx.Node, at: Spot) -> Linear:
        """One formula."""
        if isinstance(node, fx.Number):
            return Linear(constant=Decimal(node.value))
        if isinstance(node, fx.Name):
            return self.cell(at.named(node.name))
        if isinstance(node, fx.Ref):
            return self.cell(at.referred(node))
        if isinstance(node, fx.Call):
            return self._call(node, at)
        left, right = self.expand(node.left, at), self.expand(node.right, at)
        if node.op in {"+", "-"}:
            return left.plus(right, 1 if node.op == "+" else -1)
        if node.op == "*" and not right.terms:
            return left.times(right.constant)
        raise NotLinear

    def _call(self, node: fx.Call, at: Spot) -> Linear:
        if node.name == "和":
            return added(self.expand(arg, at) for arg in node.args)
        if node.name == "科目和":
            return added(self.cell(address(at.kind.id, code, at.column)) for code in self.figures.classes())
        if node.name == "下级和":
            return self._below(at)
        found = [self.expand(arg, at) for arg in node.args]
        if node.name == "填了":
            return Linear(constant=Decimal(sum(not one.empty and not one.missing for one in found)))
        if node.name == "已知":
            return added(one for one in found if not one.missing)
        raise NotLinear

    def _below(self, at: Spot) -> Linear:
        """The rows directly below a row; without any there is nothing to add up."""
        rows = self.figures.children(at.kind.id, at.row)
        if not rows:
            return Linear(missing=(f"{at.address}的下级",), empty=True)
        total = added(self.cell(address(at.kind.id, row, at.column)) for row in rows)
        return replace(total, more=True) if self.figures.coverage(at.kind.id) == "原件未载" else total

    def cell(self, where: str) -> Linear:
        """A stated figure is itself; a computed one is expanded to the stated ones behind it."""
        found = self._cells.get(where)
        if found is None:
            found = self._cells[where] = self._cell(where)
        return found

    def _cell(self, where: str) -> Linear:
        figure = self.figures.measure(where)
        if figure is None:
            return self._absent(where)
        if figure.stated:
            return Linear({where: ONE}) if figure.value is not None else Linear(missing=(where,))
        return self._computed(where, figure)

    def _absent(self, where: str) -> Linear:
        """Not filled in: nothing there in a table that is whole or not of that year, unknown in one that is lost."""
        spot, year = self.spot(where), self.figures.year
        if spot is not None and (not spot.holds(year) or self.figures.coverage(spot.kind.id) == "有数"):
            return Linear(empty=True)
        return Linear(missing=(where,), empty=True)

    def _computed(self, where: str, figure: Figure) -> Linear:
        spot = self.spot(where)
        if figure.formula in {"空表", "本表无此科目", "无此类支出"}:
            return Linear(missing=(where,)) if spot and self._coarse(spot) else Linear()
        if figure.formula == "下级科目之和" and spot:
            return self._below(spot)
        if spot and figure.formula != OF_PARTS:
            return self.expand(fx.parse(figure.formula), spot)
        return Linear({where: ONE})

    def _coarse(self, spot: Spot) -> bool:
        """Whether the table stops above this 科目: it then says nothing of it, not even zero."""
        if spot.row in self.figures.rows(spot.kind.id):
            return False
        above = [spot.row[:length] for length in (5, 3) if len(spot.row) > length]
        present = next((row for row in above if row in self.figures.rows(spot.kind.id)), "")
        return bool(present) and not self.figures.children(spot.kind.id, present)

    def spot(self, where: str) -> Spot | None:
        """The cell of an address, or None for what is no cell of a table."""
        steps = where.split(".")
        kind = self.figures.catalog.tables.get(steps[0])
        if kind is None or len(steps) not in {2, 3}:
            return None
        return Spot(kind, steps[1], steps[2] if len(steps) == 3 else "")

    # intervals -----------------------------------------------------------------------------------------------------

    def value(self, linear: Linear) -> Decimal:
        """Its value from the figures as printed."""
        return linear.constant + sum((factor * self._value(name) for name, factor in linear.terms.items()), ZERO)

    def interval(self, linear: Linear) -> Interval:
        """All values it can have, given what the printed figures stand for."""
        low = high = linear.constant
        low_open = high_open = False
        for name, factor in linear.terms.items():
            reach = self._reach(name)
            (first, first_open), (last, last_open) = reach.ends if factor > 0 else reach.ends[::-1]
            low, high = low + first * factor, high + last * factor
            low_open, high_open = low_open or first_open, high_open or last_open
        return Interval(low, high, low_open, high_open)

    def _reach(self, name: str) -> Interval:
        """What a printed figure stands for; what is summed from units' records has the rounding of each of them."""
        figure = self.figures.measure(name)
        if figure is None or figure.value is None:
            return exactly(ZERO)
        if figure.formula != OF_PARTS:
            return rounded(figure.value, figure.quantum)
        total = exactly(-self.figures.transfers.get(name, ZERO))
        if not self._units:
            self._units.extend(Expander(part.figures) for part in self.figures.parts)
        for unit in self._units:
            total = total + unit.interval(unit.cell(name))
        return total

    def _value(self, name: str) -> Decimal:
        figure = self.figures.measure(name)
        return figure.value if figure is not None and figure.value is not None else ZERO


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a formula stands: table kind, row, column."""

    kind: TableKind
    row: str
    column: str

    @property
    def address(self) -> str:
        """Its own address."""
        return address(self.kind.id, self.row, self.column)

    def holds(self, year: int) -> bool:
        """Whether the table has this row and column in a fiscal year."""
        rows = [row for row in (*self.kind.rows, *self.kind.extra_rows) if row.name == self.row]
        columns = [column for column in self.kind.columns if column.name == self.column]
        named = [found for found in (rows, columns) if found]
        return self.kind.holds(year) and all(any(one.holds(year) for one in found) for found in named)

    def named(self, name: str) -> str:
        """A bare name: a column of this row, else a row of this table."""
        if not self.kind.single and self.kind.column(name) is not None:
            return address(self.kind.id, self.row, name)
        return address(self.kind.id, name, self.column)

    def referred(self, ref: fx.Ref) -> str:
        """A reference, with 本行 and 本列 filled in."""
        row = self.row if ref.row == fx.SELF_ROW else ref.row
        column = self.column if ref.column == "本列" else ref.column
        return address(ref.table, row, column)


CHOICES = frozenset({"全部", "合计", "科目", "类", "款", "项", "有下级", "固定行"})


def rows_of(figures: Figures, kind: TableKind, choices: str) -> tuple[str, ...]:
    """The rows a rule speaks of: choices and names of rows, several with “、” between them."""
    found: dict[str, None] = {}
    for choice in choices.split("、"):
        found |= dict.fromkeys(_chosen(figures, kind, choice) if choice in CHOICES else (choice,))
    return tuple(found)


def _chosen(figures: Figures, kind: TableKind, choice: str) -> tuple[str, ...]:
    codes = figures.rows(kind.id)
    if kind.row_kind == "固定":
        fixed = tuple(row.name for row in kind.rows if row.name and row.holds(figures.year))
        return {"全部": (*fixed, *figures.classes()), "固定行": fixed, "类": figures.classes(), "合计": (TOTAL,)}.get(
            choice, fixed
        )
    by_size = {"类": 3, "款": 5, "项": 7}
    if choice in by_size:
        return tuple(code for code in codes if len(code) == by_size[choice])
    if choice == "合计":
        return (TOTAL,)
    if choice == "科目":
        return codes
    if choice == "有下级":
        return tuple(code for code in (TOTAL, *codes) if figures.children(kind.id, code))
    return (TOTAL, *codes) if kind.row_kind != "自由" else codes
