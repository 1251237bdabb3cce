"""推算 derive：由填报的数算出每一个该有的数，一处一次，按名字取。

A *measure* is written `T5.208.小计`, or derived from one: `A:上年`, `A:增减额` (absolute), `A:增减` (signed), `A:增减幅` (absolute, %),
`A/B` (share or completion, %), `A:差:B` (absolute difference). Money is in 元, exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from generator import formula as fx
from generator.facts import TOTAL, Fact, TableFacts, address
from generator.values import Remembered, Value, replace

if TYPE_CHECKING:
    from generator.catalog import Catalog, FixedRow, TableKind

ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Figure(Value, frozen=True):
    """A figure that has a name: typed, or computed from others by `formula`.

    `unit` is 金额 (value in 元), % or a counting unit. `value` None means a typed text that is no number (`text`).
    """

    address: str
    value: Decimal | None
    unit: str = "金额"
    text: str = ""
    stated: bool = False
    formula: str = ""
    operands: tuple[str, ...] = ()
    quantum: Decimal = ZERO
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A unit whose figures are summed into a consolidated record."""

    slug: str
    figures: Figures


@dataclass
class Figures:
    """All figures of one record, computed when asked and remembered. Inputs never change."""

    tables: Mapping[str, TableFacts]
    catalog: Catalog
    year: int
    extra: Mapping[str, Figure] = field(default_factory=dict)
    """Figures of projects, forms and units that are facts by themselves, by address."""
    formed: Mapping[str, Figure] = field(default_factory=dict)
    """What the formulas of its forms give, also where something is typed."""
    parts: tuple[Part, ...] = ()
    transfers: Mapping[str, Decimal] = field(default_factory=dict)
    shares: Mapping[str, Figures] = field(default_factory=dict)
    """分单位: figures of units whose numbers stand inside this record."""
    prior: Callable[[str], Figure | None] = field(default=lambda _measure: None)
    known: Remembered[Figure | None] = field(init=False)
    """Figures by name, as they are asked for; None where one is not known."""
    _open: set[str] = field(default_factory=set)
    _row_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _below: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What is typed is known from the start."""
        self.known = Remembered(self._worked_out)
        for table, facts in self.tables.items():
            kind = self.catalog.tables[table]
            for (row, column), fact in facts.cells.items():
                if "." not in row:
                    self.known[fact.address] = _stated(fact, kind.unit(row, column))

    def measure(self, name: str) -> Figure | None:
        """The figure of that name, or None where it is not known."""
        return self.known[name]

    def value(self, name: str) -> Decimal | None:
        """Only the value of a measure."""
        figure = self.known[name]
        return figure.value if figure is not None else None

    def _worked_out(self, name: str) -> Figure | None:
        """Nothing for a figure that would be made from itself."""
        if name in self._open:
            return None
        self._open.add(name)
        try:
            return self._find(name)
        finally:
            self._open.discard(name)

    def _find(self, name: str) -> Figure | None:
        if "/" in name:
            return self._ratio(name)
        if ":" in name:
            return self._change(name)
        if name in self.extra:
            return self.extra[name]
        steps = name.split(".")
        if steps[0] == "分单位" and len(steps) > 3 and steps[1] in self.shares:
            figure = self.shares[steps[1]].measure(".".join(steps[2:]))
            return replace(figure, address=name) if figure else None
        kind = self.catalog.tables.get(steps[0])
        column = steps[2] if len(steps) == 3 else ""
        if kind is not None and len(steps) in {2, 3} and kind.column(column) is not None:
            return self._cell(steps[0], steps[1], column)
        return None

    def _ratio(self, name: str) -> Figure | None:
        top, _, base = name.partition("/")
        left, right = self.value(top), self.value(base)
        if left is None or right is None or right == 0:
            return None
        return Figure(name, left / right * HUNDRED, "%", formula=f"{top} ÷ {base}", operands=(top, base))

    def _change(self, name: str) -> Figure | None:
        base, _, suffix = name.partition(":")
        if suffix == "上年":
            figure = self.prior(base)
            return replace(figure, address=name) if figure else None
        now = self.measure(base)
        other = suffix.removeprefix("差:") if suffix.startswith("差:") else f"{base}:上年"
        then = self.measure(other)
        if now is None or then is None or now.value is None or then.value is None:
            return None
        difference = now.value - then.value
        operands = (base, other)
        if suffix == "增减":
            return Figure(name, difference, now.unit, formula=f"{base} − 上年", operands=operands)
        if suffix == "增减幅":
            if then.value == 0:
                return None
            return Figure(
                name,
                abs(difference) / abs(then.value) * HUNDRED,
                "%",
                formula=f"{base} 比上年增减 ÷ 上年",
                operands=operands,
            )
        return Figure(name, abs(difference), now.unit, formula=f"{base} 与 {other} 之差", operands=operands)

    # cells -----------------------------------------------------------------------------------------------------

    def rows(self, table: str) -> tuple[str, ...]:
        """Row keys of a code table with all parents, ascending; of a free table as typed. Without 合计."""
        if table not in self._row_keys:
            self._row_keys[table] = self._all_rows(table)
        return self._row_keys[table]

    def _all_rows(self, table: str) -> tuple[str, ...]:
        kind, facts = self.catalog.tables[table], self.tables.get(table)
        keys = [row.key for row in facts.rows] if facts else []
        for part in self.parts:
            keys += [key for key in part.figures.rows(table) if key not in keys]
        if facts and facts.taken_from:
            for source in kind.taken_from.get(facts.taken_from, ()):
                keys += [key for key in self.rows(source) if key not in keys]
        if kind.row_kind == "自由":
            return tuple(keys)
        codes = {key for key in keys if key.isdigit()}
        codes |= {key[:length] for key in codes for length in (3, 5) if len(key) > length}
        return tuple(sorted(codes))

    def children(self, table: str, row: str) -> tuple[str, ...]:
        """Rows directly below a row (of the next level that is present); of 合计 the top rows."""
        return self._children_map(table).get(row, ())

    def _children_map(self, table: str) -> dict[str, tuple[str, ...]]:
        if table not in self._below:
            rows = self.rows(table)
            present = set(rows)
            found: dict[str, list[str]] = {}
            for key in rows:
                above = next(
                    (key[:length] for length in (5, 3) if len(key) > length and key[:length] in present), TOTAL
                )
                found.setdefault(above, []).append(key)
            self._below[table] = {above: tuple(keys) for above, keys in found.items()}
        return self._below[table]

    def classes(self) -> tuple[str, ...]:
        """All 类 of the functional classification that this record uses anywhere, ascending."""
        if "" not in self._row_keys:
            kinds = [kind.id for kind in self.catalog.tables.values() if kind.row_kind in {"功能科目", "固定"}]
            self._row_keys[""] = tuple(sorted({key for kind in kinds for key in self.rows(kind) if len(key) == 3}))
        return self._row_keys[""]

    def coverage(self, table: str) -> str:
        """有数, 空表, 原件未载; "" where the record says nothing of the table and no unit has it."""
        facts = self.tables.get(table)
        if facts is not None:
            return facts.coverage
        covers = [part.figures.coverage(table) for part in self.parts]
        if any(cover == "有数" for cover in covers):
            return "有数"
        return next((cover for cover in covers if cover), "")

    def _cell(self, table: str, row: str, column: str) -> Figure | None:
        kind = self.catalog.tables[table]
        if kind.column(column) is None:
            return None
        facts = self.tables.get(table)
        fact = facts.cells.get((row, column)) if facts else None
        if fact is not None:
            return _stated(fact, kind.unit(row, column))
        cover = self.coverage(table)
        if not cover and not self._computable(kind):
            return None
        return self._untyped(kind, row, column, cover)

    def _untyped(self, kind: TableKind, row: str, column: str, cover: str) -> Figure | None:
        """A cell that nobody typed: zero, computed, or unknown."""
        where, unit = address(kind.id, row, column), kind.unit(row, column)
        if cover == "空表":
            return Figure(where, ZERO, unit, formula="空表")
        if row.isdigit() and kind.row_kind == "固定" and self._unused(row):
            return Figure(where, ZERO, unit, formula="无此类支出")
        figure = self._computed(kind, row, column, where, unit)
        if figure is not None or cover != "有数":
            return figure
        return self._nothing(kind, row, where, unit)

    def _unused(self, code: str) -> bool:
        """Whether the record spends nothing under a 类: no table names it, and the tables are there. Twenty of 26 lines of T1 are such."""
        return code not in self.classes() and any(self.coverage(name) == "有数" for name in ("T3", "T5"))

    def _computable(self, kind: TableKind) -> bool:
        """Fixed tables follow from others even when the record does not mention them (T1, T4)."""
        return kind.row_kind == "固定" and any(row.formulas for row in kind.rows)

    def _nothing(self, kind: TableKind, row: str, where: str, unit: str) -> Figure | None:
        """A row that a complete code table does not have is zero; a cell left out of a typed row is unknown."""
        if (
            kind.row_kind in {"功能科目", "经济科目"}
            and row not in self.rows(kind.id)
            and row != TOTAL
            and row.isdigit()
        ):
            return Figure(where, ZERO, unit, formula="本表无此科目")
        return None

    def _computed(self, kind: TableKind, row: str, column: str, where: str, unit: str) -> Figure | None:
        if self.parts and not self.transfers and kind.row_kind != "固定":
            figure = self._of_the_whole(kind, row, column, where, unit)
            if figure is not None:
                return figure
        for text in self._formulas(kind, row, column):
            value, operands = Scope(self, kind, row, column).evaluate(fx.parse(text))
            if value is not None:
                return Figure(where, value, unit, formula=text, operands=operands)
        below = self.children(kind.id, row) if kind.row_kind in {"功能科目", "经济科目"} else ()
        if below:
            value, operands = _sum([(address(kind.id, key, column), ZERO + 1) for key in below], self)
            if value is not None:
                return Figure(where, value, unit, formula="下级科目之和", operands=operands)
        return self._from_parts(where, unit)

    def _of_the_whole(self, kind: TableKind, row: str, column: str, where: str, unit: str) -> Figure | None:
        """Without transfers a cell of the whole is the sum of that cell of the parts, whatever else they typed; above, of its rows."""
        below = self.children(kind.id, row)
        if not below:
            return self._from_parts(where, unit)
        value, operands = _sum([(address(kind.id, key, column), ZERO + 1) for key in below], self)
        return Figure(where, value, unit, formula="下级科目之和", operands=operands) if value is not None else None

    def _from_parts(self, where: str, unit: str) -> Figure | None:
        if not self.parts:
            return None
        found = [(part, part.figures.measure(where)) for part in self.parts]
        known = [(part, figure) for part, figure in found if figure is not None and figure.value is not None]
        if not known:
            return None
        value = sum((figure.value or ZERO for _part, figure in known), ZERO) - self.transfers.get(where, ZERO)
        operands = tuple(f"{part.slug}#{where}" for part, _figure in known)
        return Figure(where, value, unit, formula="各单位之和减内部往来", operands=operands)

    def _formulas(self, kind: TableKind, row: str, column: str) -> tuple[str, ...]:
        fixed = self._fixed_row(kind, row)
        by_row = fixed.formulas_for(column) if fixed else ()
        found = kind.by_column.get(column)
        if found is None:
            return by_row
        taken = found.taken and self._is_taken(kind, row)
        return (*found.taken, *by_row, *found.formulas) if taken else (*by_row, *found.formulas)

    def _is_taken(self, kind: TableKind, row: str) -> bool:
        """Whether the leaves of a table come from another one."""
        facts = self.tables.get(kind.id)
        return bool(facts and facts.taken_from and row != TOTAL and not self.children(kind.id, row))

    def _fixed_row(self, kind: TableKind, row: str) -> FixedRow | None:
        for one in (*kind.rows, *kind.extra_rows):
            if one.name == row and one.holds(self.year):
                return one
            if one.codes == "类" and row.isdigit() and len(row) == 3:
                return one
        return None


def _stated(fact: Fact, unit: str) -> Figure:
    return Figure(
        fact.address, fact.value, unit, fact.text, stated=True, quantum=fact.quantum, line=fact.line, column=fact.column
    )


def _sum(terms: list[tuple[str, Decimal]], figures: Figures) -> tuple[Decimal | None, tuple[str, ...]]:
    """Σ sign × figure over the known ones; None where none is known."""
    total, seen = ZERO, []
    for name, sign in terms:
        value = figures.value(name)
        if value is not None:
            total += sign * value
            seen.append(name)
    return (total, tuple(seen)) if seen else (None, ())


class Scope(Value, frozen=True):
    """Where a formula is evaluated: one cell of one table of one record."""

    figures: Figures
    kind: TableKind
    row: str
    column: str

    def evaluate(self, node: fx.Node) -> tuple[Decimal | None, tuple[str, ...]]:
        """Value and the addresses that took part. What is not typed counts as nothing in + and −, but is not subtracted from."""
        if isinstance(node, fx.Number):
            return Decimal(node.value), ()
        if isinstance(node, fx.Name):
            return self._one(self._named(node.name))
        if isinstance(node, fx.Ref):
            return self._one(self._referred(node))
        if isinstance(node, fx.Call):
            return self._call(node)
        return self._binary(node)

    def _one(self, name: str) -> tuple[Decimal | None, tuple[str, ...]]:
        value = self.figures.value(name)
        return (value, (name,)) if value is not None else (None, ())

    def _named(self, name: str) -> str:
        if not self.kind.single and self.kind.column(name) is not None:
            return address(self.kind.id, self.row, name)
        return address(self.kind.id, name, self.column)

    def _referred(self, ref: fx.Ref) -> str:
        row = self.row if ref.row == fx.SELF_ROW else ref.row
        column = self.column if ref.column == "本列" else ref.column
        return address(ref.table, row, column)

    def _call(self, node: fx.Call) -> tuple[Decimal | None, tuple[str, ...]]:
        if node.name == "科目和":
            return self._codes()
        if node.name == "上年":
            return self._last_year(node.args[0])
        results = [self.evaluate(arg) for arg in node.args]
        known = [value for value, _ in results if value is not None]
        operands = tuple(name for _, names in results for name in names)
        if not known:
            return None, ()
        if node.name == "和":
            return sum(known, ZERO), operands
        return (max(known) if node.name == "较大" else min(known)), operands

    def _last_year(self, node: fx.Node) -> tuple[Decimal | None, tuple[str, ...]]:
        """The same figure of last year, known or not this year."""
        if isinstance(node, fx.Name):
            return self._one(f"{self._named(node.name)}:上年")
        return self._one(f"{self._referred(node)}:上年") if isinstance(node, fx.Ref) else (None, ())

    def _codes(self) -> tuple[Decimal | None, tuple[str, ...]]:
        """Σ of this column over all class rows, of this table or of the code tables behind it."""
        classes = self.figures.classes()
        terms = [(address(self.kind.id, code, self.column), Decimal(1)) for code in classes]
        return _sum(terms, self.figures)

    def _binary(self, node: fx.Binary) -> tuple[Decimal | None, tuple[str, ...]]:
        left, left_names = self.evaluate(node.left)
        right, right_names = self.evaluate(node.right)
        names = left_names + right_names
        if node.op in {"*", "/"}:
            if left is None or right is None or (node.op == "/" and right == 0):
                return None, ()
            return (left * right if node.op == "*" else left / right), names
        if left is None and (right is None or node.op == "-"):
            return None, ()
        first, second = left or ZERO, right or ZERO
        return (first + second if node.op == "+" else first - second), names
