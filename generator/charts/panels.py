"""Small multiples (各部门的走势): a line per publisher in a panel of its own, all on one scale, each from its own beginning."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.charts.draw import (
    EDGE,
    WIDTH,
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
from generator.charts.text import LINE, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.charts.model import Datum, Head, Series
    from generator.views import Cell, Chart, Shape

ACROSS = 3
_GUTTER = Decimal(22)
_WIDE = (WIDTH - 2 * EDGE - (ACROSS - 1) * _GUTTER) / ACROSS
_PLOT = Decimal(52)
_HIGH = LINE + 6 + _PLOT + 6 + 2 * LINE + 18
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How far up a multiple of a panel's first value stands; shared by all panels."""

    low: Decimal
    high: Decimal
    count: int

    def x(self, place: int) -> Decimal:
        """Where a year stands inside a panel."""
        return 5 + (_WIDE - 10) * place / (self.count - 1)

    def y(self, multiple: Decimal) -> Decimal:
        """Distance from the top of the plot; where nothing ever changed all stand in the middle."""
        span = self.high - self.low
        return 4 + (_PLOT - 8) * (self.high - multiple) / span if span else _PLOT / 2


def _known(series: Series) -> list[tuple[int, Datum]]:
    return [(i, d) for i, d in enumerate(series.points) if d is not None]


def _multiples(series: Series) -> list[tuple[int, Decimal]]:
    """Every known year as a multiple of the first."""
    known = _known(series)
    return [(i, d.value / known[0][1].value) for i, d in known]


def drawable(series: Series) -> bool:
    """Whether a panel can be drawn: two years at least, the first above zero."""
    known = _known(series)
    return len(known) > 1 and known[0][1].value > 0


def _line(scale: _Scale, points: Sequence[tuple[int, Decimal]], left: Decimal, top: Decimal) -> list[Shape]:
    """The line, broken where a year is missing, its end marked."""
    shapes = [path("c-grid", "M", left, top + scale.y(ONE), "h", _WIDE)]
    for (i, one), (j, other) in pairwise(points):
        if j == i + 1:
            ends = (left + scale.x(i), top + scale.y(one), "L", left + scale.x(j), top + scale.y(other))
            shapes.append(path("c-line", "M", *ends))
    shapes += (dot("c-dot", left + scale.x(i), top + scale.y(m), Decimal(3)) for i, m in points[:-1])
    at, multiple = points[-1]
    return [*shapes, dot("c-dot c-last", left + scale.x(at), top + scale.y(multiple), Decimal(5))]


def _panel(scale: _Scale, series: Series, place: int, unit: str) -> list[Shape]:
    row, column = divmod(place, ACROSS)
    left, top = EDGE + column * (_WIDE + _GUTTER), row * _HIGH
    last = _known(series)[-1][1]
    name, value, note = (fit(text, _WIDE, 1) for text in (series.name, amount(last, unit), last.note))
    shapes = list(block(left, top, [("c-label c-name", text) for text in name]))
    shapes += _line(scale, _multiples(series), left, top + LINE + 6)
    below = [*(("c-value", text) for text in value), *(("c-note", text) for text in note)]
    return [*shapes, *block(left, top + LINE + 12 + _PLOT, below)]


def _said(series: Series, unit: str) -> str:
    return series.name + "".join(f"，{d.label}{amount(d, unit)}" for _, d in _known(series))


def panels(head: Head, years: Sequence[str], rows: Sequence[Series]) -> Chart:
    """A panel per series, three in a row, in the order given; what cannot be drawn stands in the table only.

    `note` of the last figure is printed below it: 增长几成.
    """
    body: list[tuple[Cell, ...]] = [(name_cell(s.name), *map(cell, s.points)) for s in rows]
    behind = table(head, ("名称", *years), body)
    some = [s for s in rows if drawable(s)]
    if not some:
        return words(head, "没有可画的数据", behind)
    multiples = [m for s in some for _, m in _multiples(s)]
    scale = _Scale(min(multiples), max(multiples), len(years))
    shapes = [shape for place, s in enumerate(some) for shape in _panel(scale, s, place, "")]
    height = _HIGH * -(-len(some) // ACROSS) - 18
    return chart(head, sentence(head, "；".join(_said(s, head.unit) for s in some)), height, shapes, behind)
