"""Where money comes from and where it goes (来源 → 功能 → 基本/项目): three columns and the streams between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.charts.draw import (
    EDGE,
    TONES,
    WIDTH,
    ZERO,
    amount,
    block,
    chart,
    name_cell,
    path,
    rect,
    sentence,
    table,
    words,
)
from generator.charts.model import check_unique, count_others
from generator.charts.share import group, tones
from generator.charts.text import EM, LINE, fit
from generator.views import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.charts.draw import Anchor
    from generator.charts.model import Datum, Head, Link, Merge
    from generator.views import Chart, Shape, Table

_NODE = Decimal(12)
_XS = (EDGE, Decimal(212), WIDTH - EDGE - _NODE)
_LABEL = 8 * EM
"""Widest label: two of them and two nodes fit beside each other in the right half."""
_MONEY = Decimal(240)
"""Height of the largest column's money."""
_GAP = Decimal(12)
_PLACES = ("来源", "功能", "支出类型")


@dataclass(frozen=True, slots=True)
class _Node:
    """A bar of a column and the height kept free for its label."""

    tone: int
    size: Decimal
    lines: tuple[tuple[str, str], ...]
    top: Decimal = ZERO
    label: Decimal = ZERO
    """Where the label begins."""

    @property
    def letters(self) -> Decimal:
        return Decimal(LINE * len(self.lines))

    @property
    def thin(self) -> bool:
        """Thinner than its label, which then stands above or below it, not on it."""
        return self.size < self.letters

    @property
    def slot(self) -> Decimal:
        return (self.size + self.letters if self.thin else self.size) + _GAP

    @property
    def middle(self) -> Decimal:
        return self.top + self.size / 2


@dataclass(frozen=True, slots=True)
class Columns:
    """What a flow shows: three columns of names with amounts, and the streams between neighbours."""

    sources: Sequence[Datum]
    functions: Sequence[Datum]
    kinds: Sequence[Datum]
    first: Sequence[Link]
    """来源 → 功能."""
    second: Sequence[Link]
    """功能 → 基本支出、项目支出."""

    @property
    def all(self) -> tuple[Sequence[Datum], ...]:
        """The columns from left to right."""
        return (self.sources, self.functions, self.kinds)


_Streams = dict[tuple[int, int], Decimal]


def _gather(data: Sequence[Datum], ends: set[str], merge: Merge) -> tuple[tuple[Datum, ...], dict[str, int]]:
    """The nodes of a column, and which of them holds each name; `ends` have streams, whatever their own amount."""
    some = [d for d in data if d.value or d.label in ends]
    nodes = group(some, merge)
    rest = len(nodes) - 1
    own = nodes[:-1] if len(some) > TONES else nodes
    places = {d.label: i for i, d in enumerate(own)}
    return nodes, {d.label: places.get(d.label, rest) for d in some}


def _streams(links: Sequence[Link], left: dict[str, int], right: dict[str, int]) -> _Streams:
    """Streams between nodes; those of merged nodes run together."""
    found: _Streams = {}
    for link in links:
        if link.value:
            ends = (left[link.source], right[link.target])
            found[ends] = found.get(ends, ZERO) + link.value
    return dict(sorted(found.items()))


def _load(nodes: Sequence[Datum], into: _Streams, out: _Streams) -> list[Decimal]:
    """A node is as high as the largest of its amount, what enters and what leaves it."""
    return [
        max(
            datum.value,
            sum((v for (_, target), v in into.items() if target == i), ZERO),
            sum((v for (source, _), v in out.items() if source == i), ZERO),
        )
        for i, datum in enumerate(nodes)
    ]


def _lines(datum: Datum, unit: str) -> tuple[tuple[str, str], ...]:
    names = [("c-label", text) for text in fit(datum.label, _LABEL)]
    return (*names, *(("c-value", text) for text in fit(amount(datum, unit), _LABEL)))


def _stack(nodes: Sequence[_Node], height: Decimal) -> list[_Node]:
    """Nodes below each other, each in the middle of its slot, so that labels never meet."""
    spare = (height - sum((n.slot for n in nodes), ZERO)) / len(nodes)
    placed: list[_Node] = []
    top = ZERO
    for node in nodes:
        slot = node.slot + spare
        middle = top + slot / 2
        placed.append(replace(node, top=middle - node.size / 2, label=middle - node.letters / 2))
        top += slot
    return placed


def _pull(node: _Node, ends: Sequence[tuple[_Node, Decimal]]) -> Decimal:
    """Where the streams beside a label lead: below zero upwards, else downwards."""
    return sum(((end.middle - node.middle) * value for end, value in ends), ZERO)


def _clear(node: _Node, pull: Decimal) -> _Node:
    """Put the label of a thin node on the side its streams do not take."""
    if not node.thin:
        return node
    start = node.middle - (node.size + node.letters) / 2
    if pull < 0:
        return replace(node, top=start, label=start + node.size)
    return replace(node, top=start + node.letters, label=start)


def _settle(columns: Sequence[Sequence[_Node]], streams: tuple[_Streams, _Streams]) -> list[list[_Node]]:
    """Beside the labels of the first two columns streams leave, beside those of the last they arrive."""
    left, middle, right = columns
    arriving = {(target, source): value for (source, target), value in streams[1].items()}
    facing = ((left, middle, streams[0]), (middle, right, streams[1]), (right, middle, arriving))
    return [
        [
            _clear(node, _pull(node, [(far[end], v) for (own, end), v in beside.items() if own == i]))
            for i, node in enumerate(near)
        ]
        for near, far, beside in facing
    ]


def _ribbon(cls: str, xs: tuple[Decimal, Decimal], tops: tuple[Decimal, Decimal], size: Decimal) -> Shape:
    (x0, x1), (y0, y1) = xs, tops
    bend = (x0 + x1) / 2
    there = ("M", x0, y0, "C", bend, y0, bend, y1, x1, y1)
    return path(cls, *there, "v", size, "C", bend, y1 + size, bend, y0 + size, x0, y0 + size, "z")


def _ribbons(columns: Sequence[Sequence[_Node]], at: int, streams: _Streams, scale: Decimal) -> list[Shape]:
    """The streams from column `at` to the next, in the tone of the middle column."""
    left, right = columns[at], columns[at + 1]
    leaving = [n.top for n in left]
    entering = [n.top for n in right]
    xs = (_XS[at] + _NODE, _XS[at + 1])
    shapes: list[Shape] = []
    for (source, target), value in streams.items():
        tone = right[target].tone if at == 0 else left[source].tone
        size = value * scale
        shapes.append(_ribbon(f"c-flow c-flow-{tone}", xs, (leaving[source], entering[target]), size))
        leaving[source] += size
        entering[target] += size
    return shapes


def _marked(node: _Node, column: int) -> list[Shape]:
    """A node with its label beside it, towards the middle of the drawing."""
    last = column == len(_XS) - 1
    anchor: Anchor = "end" if last else "start"
    x = _XS[column] - 8 if last else _XS[column] + _NODE + 8
    return [rect("c-node", _XS[column], node.top, _NODE, node.size), *block(x, node.label, node.lines, anchor)]


def _draw(
    nodes: Sequence[Sequence[Datum]], streams: tuple[_Streams, _Streams], unit: str
) -> tuple[list[Shape], Decimal]:
    ends: tuple[_Streams, ...] = ({}, *streams, {})
    loads = [_load(column, ends[i], ends[i + 1]) for i, column in enumerate(nodes)]
    scale = _MONEY / max(sum(load, ZERO) for load in loads)
    columns = [
        [_Node(t, v * scale, _lines(d, unit)) for t, d, v in zip(tones(c), c, load, strict=True)]
        for c, load in zip(nodes, loads, strict=True)
    ]
    height = max(sum((n.slot for n in column), ZERO) for column in columns)
    placed = _settle([_stack(column, height) for column in columns], streams)
    shapes = [s for i in (0, 1) for s in _ribbons(placed, i, streams[i], scale)]
    shapes += (s for i, column in enumerate(placed) for n in column for s in _marked(n, i))
    return shapes, height


def _said(nodes: Sequence[Sequence[Datum]], unit: str) -> str:
    columns = zip(_PLACES, nodes, strict=True)
    return "；".join(f"{place}有" + "、".join(f"{d.label}{amount(d, unit)}" for d in c) for place, c in columns)


def _table(head: Head, links: Sequence[Link]) -> Table:
    rows = [(name_cell(k.source), name_cell(k.target), Cell(k.text, "amount", fact=k.fact)) for k in links]
    return table(head, ("从", "到", "金额"), rows)


def _check(columns: Columns) -> None:
    for place, data in zip(_PLACES, columns.all, strict=True):
        check_unique([d.label for d in data], place)
    names = [{d.label for d in data} for data in columns.all]
    for i, links in enumerate((columns.first, columns.second)):
        lost = {k.source for k in links} - names[i] | {k.target for k in links} - names[i + 1]
        if lost:
            raise ValueError(f"流向所指的名称不在列中：{'、'.join(sorted(lost))}")


def flow(head: Head, columns: Columns, merge: Merge = count_others) -> Chart:
    """Three columns of at most five nodes each, streams between them as wide as their amounts."""
    _check(columns)
    links = [*columns.first, *columns.second]
    behind = _table(head, links)
    values = [*(k.value for k in links), *(d.value for data in columns.all for d in data)]
    if min(values, default=ZERO) < 0:
        return words(head, "有负数，不能画成流向图，各项金额见数据表", behind)
    ends = {name for k in links if k.value for name in (k.source, k.target)}
    gathered = [_gather(data, ends, merge) for data in columns.all]
    if not all(nodes for nodes, _ in gathered):
        return words(head, "各项金额均为零", behind)
    (sources, functions, kinds) = (places for _, places in gathered)
    streams = (_streams(columns.first, sources, functions), _streams(columns.second, functions, kinds))
    nodes = [column for column, _ in gathered]
    shapes, height = _draw(nodes, streams, head.unit)
    return chart(head, sentence(head, _said(nodes, head.unit)), height, shapes, behind)
