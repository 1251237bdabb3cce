"""资金流向：一年的支出从哪种资金来、由哪个部门花、花在哪些功能上、是基本还是项目。

Nothing is allocated: a publisher is drawn only where its own tables say all of it exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.accounts import Account
from generator.amounts import format_display, to_wan
from generator.charts import Columns, Datum, Head, Link, Stages, cascade, flow
from generator.derive import HUNDRED, ZERO, Figure
from generator.facts import TOTAL, address
from generator.narrative import SPENDING
from generator.pages.marks import value
from generator.store import Store
from generator.summary import Spending, Split, Summary
from generator.views import Chart, Part
from generator.wording import printed

FUNDS = (
    ("一般公共预算财政拨款", "T5", "小计"),
    ("政府性基金预算财政拨款", "T7", "本年支出"),
    ("国有资本经营预算财政拨款", "T8", "小计"),
)
REST = "财政拨款以外的资金"
"""What all spending of a 类 is more than the three budgets together: an exact difference, no guess."""
YI = Decimal(10_000)
LARGE = Decimal(10_000_000_000)
"""From 100亿元 on a picture of four columns is drawn in 亿元: longer figures do not fit beside each other."""


def spending(store: Store, account: Account) -> tuple[Spending, ...] | None:
    """All 类 of a publisher's year, or None where its tables do not say exactly how they divide."""
    total = value(account, address("T3", TOTAL, "本年支出合计"))
    classes = [code for code in account.figures.rows("T3") if len(code) == 3]
    if not total or account.figures.coverage("T3") == "原件未载":
        return None
    year = account.profile.code_year or account.filed.record.year
    names = store.catalog.codes("功能科目", year)
    found = []
    for code in classes:
        sources, kinds = _sources(account, code), _kinds(account, code)
        if sources is None or kinds is None:
            return None
        if kinds:
            found.append(Spending(names[code].name if code in names else code, sources, kinds))
    return tuple(found) if sum((one.total for one in found), ZERO) == total else None


def _sources(account: Account, code: str) -> Split | None:
    whole = value(account, address("T3", code, "本年支出合计"))
    parts: dict[str, Decimal] = {}
    for name, table, column in FUNDS:
        amount = value(account, address(table, code, column))
        if amount is None and (account.figures.coverage(table) or table != "T8"):
            return None
        parts[name] = amount or ZERO
    if whole is None:
        return None
    parts[REST] = whole - sum(parts.values(), ZERO)
    return {name: amount for name, amount in parts.items() if amount} if min(parts.values()) >= 0 else None


def _kinds(account: Account, code: str) -> Split | None:
    whole = value(account, address("T3", code, "本年支出合计"))
    parts = {name: value(account, address("T3", code, name)) or ZERO for name in SPENDING}
    fits = whole is not None and sum(parts.values(), ZERO) == whole and min(parts.values()) >= 0
    return {name: amount for name, amount in parts.items() if amount} if fits else None


# drawing ---------------------------------------------------------------------------------------------------------------

Ends = tuple[str, str]


def _added(pairs: Iterable[tuple[Ends, Decimal]]) -> dict[Ends, Decimal]:
    found: dict[Ends, Decimal] = {}
    for ends, amount in pairs:
        found[ends] = found.get(ends, ZERO) + amount
    return found


@dataclass(frozen=True, slots=True)
class _Ink:
    """How amounts of one picture are printed."""

    large: bool = False

    @property
    def unit(self) -> str:
        return "亿元" if self.large else "万元"

    def text(self, amount: Decimal) -> str:
        return format_display(to_wan(amount) / YI, 2, True) if self.large else printed(Figure("", amount))

    def links(self, streams: Mapping[Ends, Decimal]) -> list[Link]:
        return [Link(*ends, amount, self.text(amount)) for ends, amount in streams.items()]

    def nodes(self, streams: Mapping[Ends, Decimal], end: int, order: Sequence[str] = ()) -> list[Datum]:
        """One end of streams, in the order given, else the largest first."""
        sums: dict[str, Decimal] = {}
        for ends, amount in streams.items():
            sums[ends[end]] = sums.get(ends[end], ZERO) + amount
        names = sorted(sums, key=lambda name: (order.index(name) if name in order else 0, -sums[name]))
        return [Datum(name, sums[name], self.text(sums[name])) for name in names]

    def merge(self, rest: Sequence[Datum]) -> Datum:
        total = sum((one.value for one in rest), ZERO)
        return Datum(f"其他（共{len(rest)}个）", total, self.text(total))


ORDER = (*(name for name, _, _ in FUNDS), REST)


def _share(part: Decimal, total: Decimal) -> str:
    return printed(Figure("", part / total * HUNDRED, "%"))


def _finding(head: str, total: Decimal, ink: _Ink, sources: Sequence[Datum], functions: Sequence[Datum]) -> str:
    """2023年度支出2,185.37万元，99.61%来自一般公共预算财政拨款，用在卫生健康支出的最多，占80.12%."""
    source, function = (max(data, key=lambda one: one.value) for data in (sources, functions))
    came = f"全部来自{source.label}" if len(sources) == 1 else f"{_share(source.value, total)}来自{source.label}"
    went = "都用于" if len(functions) == 1 else "用得最多的是"
    share = "" if len(functions) == 1 else f"，占{_share(function.value, total)}"
    return f"{head}{ink.text(total)}{ink.unit}，{came}，{went}{function.label}{share}"


def flow_of_year(store: Store, account: Account) -> Part | None:
    """来源 → 功能 → 基本、项目 of one publisher's year."""
    found = spending(store, account)
    if not found:
        return None
    ink = _Ink()
    first = _added(((source, one.name), amount) for one in found for source, amount in one.sources.items())
    second = _added(((one.name, kind), amount) for one in found for kind, amount in one.kinds.items())
    sources, functions = ink.nodes(first, 0, ORDER), ink.nodes(second, 0)
    columns = Columns(sources, functions, ink.nodes(second, 1, SPENDING), ink.links(first), ink.links(second))
    year = account.filed.record.year
    title = _finding(f"{year}年度支出", sum(first.values(), ZERO), ink, sources, functions)
    head = Head("chart-flow", "", title, f"{year}年度支出的来源、功能和类型")
    return Part("flow", "钱从哪里来，花到哪里去", charts=(flow(head, columns, ink.merge),))


def flow_of_region(departments: Sequence[Summary], name: str) -> Part | None:
    """来源 → 部门 → 功能 → 基本、项目 of all departments of a region in one year."""
    drawn = [(one.short, one.spending) for one in departments if one.spending]
    if len(drawn) < 2:
        return None
    picture = _region_chart(drawn, name)
    notes = ["各部门的支出直接相加，没有剔除部门之间的往来。"]
    if lost := len(departments) - len(drawn):
        notes.append(f"{departments[0].year}年度另有{lost}个部门的文件没有载明支出的来源或类型，没有画入。")
    return Part("flow", "钱从哪里来，花到哪里去", charts=(picture,), notes=tuple(notes))


def _region_chart(drawn: Sequence[tuple[str, tuple[Spending, ...]]], name: str) -> Chart:
    every = [(who, one) for who, found in drawn for one in found]
    total = sum((one.total for _, one in every), ZERO)
    ink = _Ink(total >= LARGE)
    streams = (
        _added(((source, who), amount) for who, one in every for source, amount in one.sources.items()),
        _added(((who, one.name), one.total) for who, one in every),
        _added(((one.name, kind), amount) for _, one in every for kind, amount in one.kinds.items()),
    )
    columns = (
        ink.nodes(streams[0], 0, ORDER),
        ink.nodes(streams[1], 0),
        ink.nodes(streams[2], 0),
        ink.nodes(streams[2], 1, SPENDING),
    )
    title = _finding(f"{name}{len(drawn)}个部门支出", total, ink, columns[0], columns[2])
    head = Head("chart-flow", "", title, f"支出的来源、部门、功能和类型（{ink.unit}）", ink.unit)
    stages = Stages(("来源", "部门", "功能", "支出类型"), columns, [ink.links(one) for one in streams], 2)
    return cascade(head, stages, ink.merge)
