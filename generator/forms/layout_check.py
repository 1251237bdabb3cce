"""表式数据自身的毛病：写表式的人要改的，不是填表的人。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import formula as fx
from generator.forms.arithmetic import FUNCTIONS, calls_in, names_in
from generator.forms.sheet import FUNDS, INDICATORS, OTHERS, POINTS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from generator.catalog import FormLayout


def layout_problems(layout: FormLayout) -> tuple[str, ...]:
    """Everything wrong inside a layout: formulas that cannot be read, names it does not have."""
    columns = [column.name for column in layout.indicators]
    found = [f"“{name}”列了两次" for names in (columns, _funds(layout), _rows(layout)) for name in _twice(names)]
    found += _not_among("表头", {layout.project} - {""}, layout.head)
    for key, names in (("表头金额", layout.head_money), ("选项", layout.options), ("必填", layout.required)):
        found += [f"{key}：{text}" for text in _not_among("表头", names, layout.head)]
    found += [f"总分栏：{text}" for text in _not_among("指标栏", layout.totals, columns)]
    found += [f"无：{text}" for row in layout.funds_rows for text in _not_among("资金栏", row.dashes, _funds(layout))]
    if [column.kind for column in layout.indicators].count("名称") != 1:
        found.append("指标栏里应有一栏，也只有一栏，是“类: 名称”")
    if columns and columns[0] in layout.totals:
        found.append("总分栏不能是第一栏：它前面要印“总分”二字")
    wanted = set(layout.totals) if len(layout.totals) > 1 else {TOTAL} if layout.totals else set()
    found += [f"计分：{text}" for text in _not_among("总分", layout.scoring, wanted)]
    return (*found, *_formulas(layout))


def _funds(layout: FormLayout) -> list[str]:
    return [column.name for column in layout.funds]


def _rows(layout: FormLayout) -> list[str]:
    return [row.name for row in layout.funds_rows]


def _twice(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _not_among(where: str, names: Iterable[str], known: Iterable[str]) -> list[str]:
    have = set(known)
    return [f"{where}里没有“{name}”" for name in names if name not in have]


def _formulas(layout: FormLayout) -> Iterator[str]:
    funds, columns, rows = set(_funds(layout)), {column.name for column in layout.indicators}, set(_rows(layout))
    for column in layout.funds:
        yield from _formula(column.formula, funds | {POINTS}, layout)
    for row in layout.funds_rows:
        yield from _formula(row.formula, (rows - {row.name}) | {OTHERS}, layout)
    for column in layout.indicators:
        yield from _formula(column.formula, columns, layout)
    for text in layout.scoring.values():
        yield from _formula(text, {POINTS}, layout)


def _formula(text: str, names: AbstractSet[str], layout: FormLayout) -> Iterator[str]:
    """What is wrong with one formula, given the bare names it may use."""
    if not text:
        return
    try:
        node = fx.parse(text)
    except fx.FormulaError as error:
        yield str(error)
        return
    for call in calls_in(node):
        if call not in FUNCTIONS:
            yield f"公式“{text}”：自评表里没有“{call}”这种算法"
    for name in names_in(node):
        known = name.name in names if isinstance(name, fx.Name) else _refers(name, layout)
        if not known:
            yield f"公式“{text}”：没有“{name.name if isinstance(name, fx.Name) else name.table}”"


def _refers(ref: fx.Ref, layout: FormLayout) -> bool:
    """`资金.行.栏` or `指标.栏`."""
    if ref.table == FUNDS:
        return ref.row in _rows(layout) and ref.column in _funds(layout)
    return ref.table == INDICATORS and not ref.column and any(column.name == ref.row for column in layout.indicators)
