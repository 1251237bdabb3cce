"""Where money comes from and where it goes (来源 → 部门 → 功能 → 基本/项目): columns and the streams between them."""

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
    def stages(self) -> Stages:
        """The same as stages, in the tones of the functions."""
        return Stages(_PLACES, (self.sources, self.functions, self.kinds), (self.first, self.second), 1)


@dataclass(frozen=True, slots=True)
class Stages:
    """Any number of columns from left to right, and the streams from each to the next."""

    places: Sequence[str]
    """What each column is: 来源, 部门, 功能, 支出类型."""
    columns: Sequence[Sequence[Datum]]
    links: Sequence[Sequence[Link]]
    focus: int
    """The column whose tones the streams take."""


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Where the columns stand and how wide a label may be, so that two labels fit before the last one."""

    xs: tuple[Decimal, ...]
    label: Decimal
    focus: int


_LANES = {
    3: ((EDGE, Decimal(212), WIDTH - EDGE - _NODE), 8 * EM),
    4: ((EDGE, Decimal(162), Decimal(322), WIDTH - EDGE - _NODE), 6 * EM),
}


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


def _lines(datum: Datum, unit: str, limit: Decimal) -> tuple[tuple[str, str], ...]:
    names = [("c-label", text) for text in fit(datum.label, limit)]
    return (*names, *(("c-value", text) for text in fit(amount(datum, unit), limit)))


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


def _settle(columns: Sequence[Sequence[_Node]], streams: Sequence[_Streams]) -> list[list[_Node]]:
    """Beside the labels of all columns but the last streams leave, beside those of the last they arrive."""
    arriving = {(target, source): value for (source, target), value in streams[-1].items()}
    facing = [*zip(columns, columns[1:], streams, strict=False), (columns[-1], columns[-2], arriving)]
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


def _ribbons(
    columns: Sequence[Sequence[_Node]], at: int, streams: _Streams, scale: Decimal, lanes: _Lanes
) -> list[Shape]:
    """The streams from column `at` to the next, in the tone of their end nearer to the column in focus."""
    left, right = columns[at], columns[at + 1]
    leaving = [n.top for n in left]
    entering = [n.top for n in right]
    xs = (lanes.xs[at] + _NODE, lanes.xs[at + 1])
    shapes: list[Shape] = []
    for (source, target), value in streams.items():
        tone = right[target].tone if at < lanes.focus else left[source].tone
        size = value * scale
        shapes.append(_ribbon(f"c-flow c-flow-{tone}", xs, (leaving[source], entering[target]), size))
        leaving[source] += size
        entering[target] += size
    return shapes


def _marked(node: _Node, start: Decimal, *, last: bool) -> list[Shape]:
    """A node with its label beside it, towards the middle of the drawing."""
    anchor: Anchor = "end" if last else "start"
    x = start - 8 if last else start + _NODE + 8
    return [rect("c-node", start, node.top, _NODE, node.size), *block(x, node.label, node.lines, anchor)]


def _draw(
    nodes: Sequence[Sequence[Datum]], streams: Sequence[_Streams], unit: str, lanes: _Lanes
) -> tuple[list[Shape], Decimal]:
    ends: tuple[_Streams, ...] = ({}, *streams, {})
    loads = [_load(column, ends[i], ends[i + 1]) for i, column in enumerate(nodes)]
    scale = _MONEY / max(sum(load, ZERO) for load in loads)
    columns = [
        [_Node(t, v * scale, _lines(d, unit, lanes.label)) for t, d, v in zip(tones(c), c, load, strict=True)]
        for c, load in zip(nodes, loads, strict=True)
    ]
    height = max(sum((n.slot for n in column), ZERO) for column in columns)
    placed = _settle([_stack(column, height) for column in columns], streams)
    shapes = [s for i in range(len(streams)) for s in _ribbons(placed, i, streams[i], scale, lanes)]
    for column, start in zip(placed, lanes.xs, strict=True):
        shapes += (s for n in column for s in _marked(n, start, last=start == lanes.xs[-1]))
    return shapes, height


def _said(places: Sequence[str], nodes: Sequence[Sequence[Datum]], unit: str) -> str:
    columns = zip(places, nodes, strict=True)
    return "；".join(f"{place}有" + "、".join(f"{d.label}{amount(d, unit)}" for d in c) for place, c in columns)


def _table(head: Head, links: Sequence[Link]) -> Table:
    rows = [(name_cell(k.source), name_cell(k.target), Cell(k.text, "amount", fact=k.fact)) for k in links]
    return table(head, ("从", "到", "金额"), rows)


def _check(stages: Stages) -> None:
    for place, data in zip(stages.places, stages.columns, strict=True):
        check_unique([d.label for d in data], place)
    names = [{d.label for d in data} for data in stages.columns]
    for i, links in enumerate(stages.links):
        lost = {k.source for k in links} - names[i] | {k.target for k in links} - names[i + 1]
        if lost:
            raise ValueError(f"流向所指的名称不在列中：{'、'.join(sorted(lost))}")


def flow(head: Head, columns: Columns, merge: Merge = count_others) -> Chart:
    """Three columns of at most five nodes each, streams between them as wide as their amounts."""
    return cascade(head, columns.stages, merge)


def cascade(head: Head, stages: Stages, merge: Merge = count_others) -> Chart:
    """Three or four columns; with four, labels are narrow and the unit stands in the caption alone."""
    _check(stages)
    links = [k for one in stages.links for k in one]
    behind = _table(head, links)
    values = [*(k.value for k in links), *(d.value for data in stages.columns for d in data)]
    if min(values, default=ZERO) < 0:
        return words(head, "有负数，不能画成流向图，各项金额见数据表", behind)
    ends = {name for k in links if k.value for name in (k.source, k.target)}
    gathered = [_gather(data, ends, merge) for data in stages.columns]
    if not all(nodes for nodes, _ in gathered):
        return words(head, "各项金额均为零", behind)
    places = [found for _, found in gathered]
    streams = [_streams(k, places[i], places[i + 1]) for i, k in enumerate(stages.links)]
    nodes = [column for column, _ in gathered]
    lanes = _Lanes(*_LANES[len(nodes)], stages.focus)
    shapes, height = _draw(nodes, streams, head.unit if len(nodes) == len(_PLACES) else "", lanes)
    return chart(head, sentence(head, _said(stages.places, nodes, head.unit)), height, shapes, behind)
