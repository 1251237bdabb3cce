"""Figures over years: small rows that share one scale (历年变化), and sparklines for lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.charts.bars import paired_bars
from generator.charts.draw import (
    EDGE,
    WIDTH,
    ZERO,
    amount,
    block,
    cell,
    chart,
    dot,
    name_cell,
    path,
    sentence,
    table,
    words,
)
from generator.charts.model import Datum, Pair
from generator.charts.text import LINE, fit, measure, wrap
from generator.views import Chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.charts.model import Head, Series
    from generator.views import Shape, Table

_GAP = Decimal(14)
_ALONE = Decimal(140)
"""Height of a single series."""
_ROW = Decimal(68)
"""Height of one of several; two lines of text must fit."""
_LABEL_MOST = WIDTH * Decimal("0.3")
_SPARK = (96, 24)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The scale all rows share."""

    left: Decimal
    right: Decimal
    height: Decimal
    low: Decimal
    high: Decimal
    count: int

    def x(self, place: int) -> Decimal:
        """Where a year stands; a lone year stands where the last one would."""
        if self.count == 1:
            return self.right
        return self.left + (self.right - self.left) * place / (self.count - 1)

    def y(self, value: Decimal) -> Decimal:
        """Distance from the row's top; zero belongs to the scale, so that a height is an amount."""
        span = self.high - self.low
        return self.height * (self.high - value) / span if span else self.height


def _known(series: Series) -> list[tuple[int, Datum]]:
    return [(i, d) for i, d in enumerate(series.points) if d is not None]


def _label(datum: Datum, unit: str) -> list[tuple[str, str]]:
    (value,) = fit(amount(datum, unit), _LABEL_MOST, 1)
    (year,) = fit(datum.label, _LABEL_MOST, 1)
    return [("c-value", value), ("c-note", year)]


def _column(data: Iterable[Datum], unit: str) -> Decimal:
    widths = [measure(text) for d in data for _, text in _label(d, unit)]
    return max(widths) + _GAP if widths else ZERO


def _plan(years: int, rows: Sequence[Series], unit: str) -> _Plan:
    known = [_known(s) for s in rows]
    values = [d.value for row in known for _, d in row]
    firsts = [row[0][1] for row in known if len(row) > 1]
    left = EDGE + max(_column(firsts, unit), Decimal(6))
    right = WIDTH - EDGE - _column([row[-1][1] for row in known if row], unit)
    height = _ALONE if len(rows) == 1 else _ROW
    return _Plan(left, right, height, min(ZERO, *values), max(ZERO, *values), years)


def _runs(known: Sequence[tuple[int, Datum]]) -> list[list[tuple[int, Datum]]]:
    """Years that follow each other: a line never bridges a year without a figure."""
    runs: list[list[tuple[int, Datum]]] = []
    for place, datum in known:
        if runs and runs[-1][-1][0] == place - 1:
            runs[-1].append((place, datum))
        else:
            runs.append([(place, datum)])
    return runs


def _lines(plan: _Plan, known: Sequence[tuple[int, Datum]], top: Decimal) -> list[Shape]:
    shapes: list[Shape] = []
    for run in _runs(known):
        points = [(plan.x(i), top + plan.y(d.value)) for i, d in run]
        if len(points) > 1:
            parts = [p for x, y in points for p in ("L", x, y)]
            shapes.append(path("c-line", "M", *parts[1:]))
        shapes += (dot("c-dot", x, y, Decimal(4)) for x, y in points)
    last, datum = known[-1]
    return [*shapes, dot("c-dot c-last", plan.x(last), top + plan.y(datum.value), Decimal(5))]


def _beside(plan: _Plan, datum: Datum, top: Decimal, unit: str) -> tuple[Decimal, list[tuple[str, str]]]:
    """Where the label at the height of a point begins, kept inside the row."""
    lines = _label(datum, unit)
    wish = top + plan.y(datum.value) - LINE / Decimal(2)
    return max(top, min(wish, top + plan.height - LINE * len(lines))), lines


def _row(plan: _Plan, series: Series, top: Decimal, unit: str) -> list[Shape]:
    base = top + plan.y(ZERO)
    shapes = [path("c-axis", "M", plan.left, base, "H", plan.right)]
    known = _known(series)
    if not known:
        return [*shapes, *block(plan.left, top, [("c-note", "没有数据。")])]
    shapes += (path("c-grid", "M", plan.x(i), base, "V", top + plan.y(d.value)) for i, d in known if d.value)
    shapes += _lines(plan, known, top)
    if len(known) > 1:
        at, lines = _beside(plan, known[0][1], top, unit)
        shapes += block(plan.left - _GAP, at, lines, "end")
    at, lines = _beside(plan, known[-1][1], top, unit)
    # A line that ends early keeps its label at the border, where every reader looks for it.
    return [*shapes, *block(plan.right + _GAP, at, lines)]


def _verb(first: Decimal, last: Decimal) -> str:
    if last == first:
        return "与之持平，为"
    return "增加到" if last > first else "减少到"


def _said(series: Series, unit: str) -> str:
    known = [d for _, d in _known(series)]
    if not known:
        return f"{series.name}没有数据"
    first, last = known[0], known[-1]
    opening = f"{series.name}{first.label}{amount(first, unit)}"
    if first is last:
        return opening
    missing = len(series.points) - len(known)
    gap = f"，其中{missing}个年度没有数据" if missing else ""
    return f"{opening}，{last.label}{_verb(first.value, last.value)}{amount(last, unit)}{gap}"


def _table(head: Head, years: Sequence[str], rows: Sequence[Series]) -> Table:
    body = [(name_cell(s.name or head.caption), *map(cell, s.points)) for s in rows]
    return table(head, ("名称", *years), body)


def _one_year(head: Head, rows: Sequence[Series]) -> Chart:
    """A single year has no line: bars on one scale compare the series."""
    absent = "没有数据"
    pairs = [Pair(s.points[0] or Datum("", ZERO, absent), name=s.name) for s in rows]
    return paired_bars(head, pairs)


def trend(head: Head, years: Sequence[str], rows: Sequence[Series]) -> Chart:
    """One row per series over the same years and on the same scale from zero, ends labelled."""
    if any(len(s.points) != len(years) for s in rows):
        raise ValueError("每个系列的点数须与年度数相同")
    behind = _table(head, years, rows)
    if not any(_known(s) for s in rows):
        return words(head, "没有可画的数据", behind)
    desc = sentence(head, "；".join(_said(s, head.unit) for s in rows))
    if len(years) == 1:
        return replace(_one_year(head, rows), desc=desc, table=behind)
    plan = _plan(len(years), rows, head.unit)
    shapes: list[Shape] = []
    top = ZERO
    for series in rows:
        names = wrap(series.name, WIDTH - 2 * EDGE)
        shapes += block(EDGE, top, [("c-label c-name", text) for text in names])
        top += LINE * len(names) + 8
        shapes += _row(plan, series, top, head.unit)
        top += plan.height + 20
    return chart(head, desc, top - 20 + 8, shapes, behind)


def _spark_shapes(plan: _Plan, series: Series) -> list[Shape]:
    known = _known(series)
    above = Decimal(3)
    shapes = [path("c-axis", "M", plan.left, above + plan.y(ZERO), "H", plan.right)]
    lonely = [run[0] for run in _runs(known) if len(run) == 1]
    shapes += (s for s in (_lines(plan, known, above) if known else ()) if s.cls == "c-line")
    shapes += (dot("c-dot", plan.x(i), above + plan.y(d.value), Decimal("1.5")) for i, d in lonely)
    shapes += (dot("c-dot c-last", plan.x(i), above + plan.y(d.value), Decimal("2.5")) for i, d in known[-1:])
    return shapes


def spark(head: Head, years: Sequence[str], series: Series) -> Chart:
    """A line of a list, 96 × 24, from zero: no letters in it, the end marked, all said in `desc`."""
    width, height = _SPARK
    values = [ZERO, *(d.value for _, d in _known(series))]
    plan = _Plan(Decimal(3), Decimal(width - 4), Decimal(height - 6), min(values), max(values), len(years))
    return Chart(
        id=head.id,
        number=head.number,
        title=head.title,
        desc=sentence(head, _said(series, head.unit)),
        width=width,
        height=height,
        shapes=tuple(_spark_shapes(plan, series)),
        table=_table(head, years, [series]),
        caption=head.caption,
    )
