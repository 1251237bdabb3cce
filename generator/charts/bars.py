"""Paired bars (收、支决算总计变动情况): this year and last year from one zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.charts.draw import (
    EDGE,
    WIDTH,
    ZERO,
    amount,
    block,
    cell,
    chart,
    line_of_text,
    name_cell,
    path,
    rect,
    sentence,
    table,
    words,
)
from generator.charts.text import LINE, fit, measure, wrap
from generator.views import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.charts.model import Datum, Head, Pair
    from generator.views import Chart, Shape, Table

_THICK = Decimal(26)
_PITCH = Decimal(34)
_GAP = Decimal(10)
_BESIDE_MOST = WIDTH * Decimal("0.3")
"""Wider names stand above their bars instead of beside them."""
_VALUE_MOST = WIDTH * Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where bars begin and how long one unit of money is."""

    beside: bool
    left: Decimal
    """Where the names end and what is written under the bars begins."""
    zero: Decimal
    scale: Decimal


def _bars(pairs: Sequence[Pair]) -> list[Datum]:
    return [d for p in pairs for d in (p.current, p.previous) if d is not None]


def _plan(data: Sequence[Datum], unit: str) -> _Plan:
    names = max(measure(d.label) for d in data)
    beside = names <= _BESIDE_MOST
    left = EDGE + names + _GAP if beside else EDGE
    values = min(max(measure(amount(d, unit)) for d in data), _VALUE_MOST)
    room = WIDTH - EDGE - values - _GAP - left
    low = min(ZERO, *(d.value for d in data))
    span = max(ZERO, *(d.value for d in data)) - low
    scale = room / span if span else ZERO
    return _Plan(beside, left, left - low * scale, scale)


def _one(plan: _Plan, datum: Datum, cls: str, top: Decimal, unit: str) -> tuple[list[Shape], Decimal]:
    """One bar with its name and its value; also where the next one may begin."""
    shapes: list[Shape] = []
    if not plan.beside:
        lines = wrap(datum.label, WIDTH - 2 * EDGE)
        shapes += block(EDGE, top, [("c-label", text) for text in lines])
        top += LINE * len(lines)
    middle = top + _PITCH / 2
    if plan.beside:
        shapes.append(line_of_text("c-label", plan.left - _GAP, middle, datum.label, "end"))
    length = abs(datum.value) * plan.scale
    start = plan.zero - length if datum.value < 0 else plan.zero
    shapes.append(rect(cls, start, middle - _THICK / 2, length, _THICK))
    shapes.append(path("c-axis", "M", plan.zero, top, "v", _PITCH))
    (value,) = fit(amount(datum, unit), _VALUE_MOST, 1)
    # A bar that runs below zero ends at zero on its right, where nothing else is.
    shapes.append(line_of_text("c-value", start + length + _GAP, middle, value))
    return shapes, top + _PITCH


def _pair(plan: _Plan, pair: Pair, top: Decimal, unit: str) -> tuple[list[Shape], Decimal]:
    shapes: list[Shape] = []
    lines = wrap(pair.name, WIDTH - 2 * EDGE)
    shapes += block(EDGE, top, [("c-label c-name", text) for text in lines])
    top += LINE * len(lines)
    drawn, top = _one(plan, pair.current, "c-bar c-bar-1", top, unit)
    shapes += drawn
    if pair.previous is not None:
        drawn, top = _one(plan, pair.previous, "c-bar c-prev", top, unit)
        shapes += drawn
    change = wrap(pair.change, WIDTH - EDGE - plan.left)
    shapes += block(plan.left, top, [("c-note", text) for text in change])
    return shapes, top + LINE * len(change)


def _said(pair: Pair, unit: str) -> str:
    years = [pair.current] if pair.previous is None else [pair.current, pair.previous]
    figures = [f"{d.label}{amount(d, unit)}" for d in years]
    return pair.name + "，".join([*figures, pair.change] if pair.change else figures)


def _table(head: Head, pairs: Sequence[Pair]) -> Table:
    named = any(p.name for p in pairs)
    rows: list[tuple[Cell, ...]] = []
    for pair in pairs:
        for datum in (pair.current, pair.previous):
            if datum is None:
                continue
            change = Cell(pair.change) if datum is pair.current else Cell("", "blank")
            names = (name_cell(pair.name), Cell(datum.label)) if named else (name_cell(datum.label),)
            rows.append((*names, cell(datum), change))
    columns = ("项目", "年度", "金额", "增减情况") if named else ("年度", "金额", "增减情况")
    return table(head, columns, rows)


def paired_bars(head: Head, pairs: Sequence[Pair]) -> Chart:
    """This year's bar over last year's, each with its value, the change in words below."""
    if not pairs:
        return words(head, "没有可画的数据", _table(head, pairs))
    plan = _plan(_bars(pairs), head.unit)
    shapes: list[Shape] = []
    top = ZERO
    for i, pair in enumerate(pairs):
        drawn, top = _pair(plan, pair, top + (16 if i else 0), head.unit)
        shapes += drawn
    desc = sentence(head, "；".join(_said(p, head.unit) for p in pairs))
    return chart(head, desc, top + EDGE, shapes, _table(head, pairs))
