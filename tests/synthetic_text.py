"""Made-up books written out as records: the YAML a clerk would type, every 控制数 with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tests.synthetic_books import Book
from tests.synthetic_flows import Cells
from tests.synthetic_words import words

Unit = Literal["元", "万元"]
Stated = Literal["full", "items", "auto"]
"""`full`: every total typed. `items`: only 项 and the totals that nothing else gives, as clerks who let the program add up do.
`auto`: a department with units that states only a few totals and leaves its tables to be added up (汇总: 自动)."""

COUNTED = frozenset(
    words(
        "出国团组 出国人次 购置数 保有量 接待批次 接待人次 陪同人次 外事批次 外事人次 项目个数 整体评价单位 一级项目个数"
    )
)
COUNTS = frozenset({"车辆", "人员"})
LISTS = frozenset({"T2", "T3", "T5", "T7", "T8"})
GRIDS = frozenset({"T4", "T9"})
ORDER = words("T1 T2 T3 T4 T5 T6 T7 T8 T9 三公实物 机关运行 采购 车辆 人员 绩效自评")
SUMS = {
    "T2": ("本年收入合计",),
    "T3": ("本年支出合计",),
    "T5": ("小计",),
    "T7": ("本年支出", "年末结转和结余"),
    "T8": ("小计",),
}
"""Columns that the others give."""
KEPT = frozenset(
    words("本年收入合计 使用非财政拨款结余 年初结转和结余 收入总计 本年支出合计 结余分配 年末结转和结余 支出总计")
)

CONTROLS: dict[str, frozenset[str]] = {
    "T1": frozenset({"本年收入合计", "收入总计", "本年支出合计", "支出总计"}),
    "T5": frozenset({"合计"}),
    "绩效自评": frozenset(),
}
"""What an automatically consolidated record states, to be checked against the sum of its units."""


@dataclass(frozen=True)
class Style:
    """How a publisher types: unit of money, which totals, which word for the base of “三公” reasons."""

    unit: Unit = "元"
    stated: Stated = "full"
    adjusted: bool = False
    """Whether reasons for “三公” name 全年预算 (from 2022 on)."""
    included: bool = False
    """Whether names of codes are typed beside them."""
    forms: tuple[int, ...] = (1, 1, 2, 3, 6)
    """How many projects a department reports on, drawn by lot for each year."""
    long_forms: bool = False
    """Whether an indicator form has twelve indicators, as large departments write them, and not seven."""

    def money(self, fen: int) -> str:
        """An amount as typed: 元 exact, 万元 half up to two decimals."""
        sign = "-" if fen < 0 else ""
        value = abs(fen)
        if self.unit == "万元":
            value = (value + 5_000) // 10_000
        return f"{sign if value else ''}{value // 100}.{value % 100:02d}"


def tables(book: Book, style: Style) -> Iterator[str]:
    """The lines of `表`."""
    yield "表:"
    for name in ORDER:
        if name not in book.tables or (name == "T8" and book.year < 2020):
            continue
        if style.stated == "auto" and name not in CONTROLS:
            continue
        cells = book.tables[name]
        if style.stated == "items" and name == "T3" and book.fiscal:
            yield from (f"  {name}:", "    来自: 财政拨款")
            continue
        if not cells and name in {"T7", "T8", "T9"}:
            yield from (f"  {name}:", "    状态: 空表")
        elif cells:
            yield from (f"  {name}:", "    状态: 有数", "    行:")
            yield from _rows(name, _shown(name, cells, book, style), style)


def _rows(name: str, cells: Cells, style: Style) -> Iterator[str]:
    for row, values in cells.items():
        key = f'"{row}"' if row.isdigit() else row
        if name in LISTS | GRIDS:
            label = "科目" if name in LISTS or row.isdigit() else "行"
            label = "行" if name in GRIDS else label
            figures = ", ".join(f"{column}: {style.money(value)}" for column, value in values.items())
            yield f"      - {{{label}: {key}, {figures}}}"
        else:
            yield f"      {key}: {_single(name, row, values[''], style)}"


def _single(name: str, row: str, value: int, style: Style) -> str:
    return str(value) if name in COUNTS or row in COUNTED else style.money(value)


def _shown(name: str, cells: Cells, book: Book, style: Style) -> Cells:
    """The rows and columns that are typed."""
    if style.stated != "items":
        kept = CONTROLS.get(name) if style.stated == "auto" else None
        return {row: values for row, values in cells.items() if not kept or row in kept}
    if name in LISTS:
        rows = {row: values for row, values in cells.items() if len(row) == 7 or not row.isdigit()}
        return {
            row: values if row == "合计" else {key: one for key, one in values.items() if key not in SUMS[name]}
            for row, values in rows.items()
        }
    if name == "T1":
        return {row: values for row, values in cells.items() if row in KEPT or _alone(row, book)}
    if name == "T4":
        return _less_of_t4(cells, book)
    if name == "T6":
        return {row: values for row, values in cells.items() if len(row) == 5 or not row.isdigit()}
    return cells


def _alone(row: str, book: Book) -> bool:
    """What T8 does not say: income of 国有资本经营预算 that was carried over."""
    return row == "国有资本经营预算财政拨款收入" and book.at("T1", row) != book.at("T8", "合计", "小计")


def _less_of_t4(cells: Cells, book: Book) -> Cells:
    rows = {"年初结转和结余": cells["年初结转和结余"]}
    rows |= {row: {"合计": cells[row]["合计"]} for row in ("收入总计", "支出总计")}
    if _alone("国有资本经营预算财政拨款收入", book):
        rows["本年收入"] = cells["本年收入"]
    return {row: rows[row] for row in cells if row in rows}


def listed(key: str, entries: Iterable[dict[str, str]]) -> Iterator[str]:
    """A list of small mappings, one key per line."""
    found = list(entries)
    if found:
        yield f"{key}:"
    for entry in found:
        for at, (name, value) in enumerate(entry.items()):
            yield f"  {'-' if at == 0 else ' '} {name}: {value}"
