"""One stacked bar (收入、支出决算结构): how a whole divides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.charts.draw import (
    BAR,
    EDGE,
    TONES,
    WIDTH,
    ZERO,
    amount,
    bar,
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
from generator.charts.model import count_others
from generator.charts.text import EM, LINE, fit, measure, widest
from generator.views import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.charts.draw import Anchor
    from generator.charts.model import Datum, Head, Merge
    from generator.views import Chart, Shape, Table

_INNER = WIDTH - 2 * EDGE
_GAP = Decimal(18)
"""Between two labels of one row."""
_LEAD = Decimal(22)
"""Between the bar and a row of labels, for leader lines."""
_NAMES = (10, 8, 6)
"""Widths in Han letters that names are broken to, tried in this order."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of the bar and the lines of its label."""

    tone: int
    x: Decimal
    width: Decimal
    lines: tuple[tuple[str, str], ...] = ()
    box: Decimal = ZERO
    """How wide the label is."""


def group(data: Sequence[Datum], merge: Merge) -> tuple[Datum, ...]:
    """At most five: the four largest in the order given, the others merged at the end."""
    if len(data) <= TONES:
        return tuple(data)
    largest = sorted(range(len(data)), key=lambda i: (-data[i].value, i))[: TONES - 1]
    rest = [d for i, d in enumerate(data) if i not in largest]
    return (*(data[i] for i in sorted(largest)), merge(rest))


def tones(parts: Sequence[Datum]) -> list[int]:
    """Tones of at most five parts: the given ones, else by size, so that the largest is the darkest."""
    free = [t for t in range(1, TONES + 1) if t not in {d.tone for d in parts}]
    found = [d.tone for d in parts]
    for i in sorted(range(len(parts)), key=lambda i: (-parts[i].value, i)):
        if not found[i]:
            found[i] = free.pop(0)
    return found


def _segments(parts: Sequence[Datum]) -> list[tuple[Datum, _Segment]]:
    total = sum((d.value for d in parts), ZERO)
    found: list[tuple[Datum, _Segment]] = []
    run = ZERO
    for tone, datum in zip(tones(parts), parts, strict=True):
        segment = _Segment(tone, EDGE + run * _INNER / total, datum.value * _INNER / total)
        found.append((datum, segment))
        run += datum.value
    return found


def _label(datum: Datum, unit: str, limit: Decimal) -> tuple[tuple[str, str], ...]:
    names = [("c-label", text) for text in fit(datum.label, limit)]
    note = [("c-note", datum.note)] if datum.note else []
    return (*names, ("c-value", amount(datum, unit)), *note)


def _labelled(found: Sequence[tuple[Datum, _Segment]], unit: str, han: int) -> list[_Segment]:
    labelled: list[_Segment] = []
    for datum, segment in found:
        lines = _label(datum, unit, max(han * EM, min(segment.width, 2 * han * EM)))
        box = widest(tuple(text for _, text in lines))
        labelled.append(replace(segment, lines=lines, box=box))
    return labelled


def _fits(row: Sequence[_Segment]) -> bool:
    return sum((s.box for s in row), ZERO) + _GAP * (len(row) - 1) <= _INNER


def _rows(found: Sequence[tuple[Datum, _Segment]], unit: str) -> tuple[list[_Segment], list[_Segment]] | None:
    """Labels (above, below) the bar: one row below if it has room, else every second one above."""
    for han in _NAMES:
        row = _labelled(found, unit, han)
        if _fits(row):
            return [], row
    for han in _NAMES:
        row = _labelled(found, unit, han)
        if _fits(row[1::2]) and _fits(row[::2]):
            return row[1::2], row[::2]
    return None


def _lefts(row: Sequence[_Segment]) -> list[Decimal]:
    """Where labels begin: at their segment, moved only as far as neighbours and border ask for."""
    lefts: list[Decimal] = []
    at = EDGE
    for segment in row:
        narrow = segment.box > segment.width
        wish = segment.x + segment.width / 2 - segment.box / 2 if narrow else segment.x
        lefts.append(max(at, wish))
        at = lefts[-1] + segment.box + _GAP
    end = EDGE + _INNER
    for i in range(len(row) - 1, -1, -1):
        lefts[i] = min(lefts[i], end - row[i].box)
        end = lefts[i] - _GAP
    return lefts


def _place(segment: _Segment, left: Decimal) -> tuple[Anchor, Decimal, Decimal]:
    """How a label hangs on a narrow segment: anchor, the anchor's x, the leader's end."""
    middle = segment.x + segment.width / 2
    right = left + segment.box
    if middle < left + segment.box / 3:
        return "start", left, max(middle, left + EM / 2)
    if middle > right - segment.box / 3:
        return "end", right, min(middle, right - EM / 2)
    return "middle", left + segment.box / 2, middle


def _leader(start: Decimal, end: Decimal, y: Decimal, direction: int) -> Shape:
    """From the bar's edge to a label's, straight down (1) or up (-1) first."""
    stops = [y + direction * away for away in (2, 6, _LEAD - 2)]
    return path("c-lead", "M", start, stops[0], "V", stops[1], "L", end, stops[2])


def _row(row: Sequence[_Segment], y: Decimal, direction: int) -> list[Shape]:
    """Labels below (1) or above (-1) the bar's edge at `y`; those that do not begin at their segment have leaders."""
    shapes: list[Shape] = []
    for segment, left in zip(row, _lefts(row), strict=True):
        anchor: Anchor
        if segment.box > segment.width:
            anchor, x, end = _place(segment, left)
            shapes.append(_leader(segment.x + segment.width / 2, end, y, direction))
        else:
            anchor, x = "start", left
            if abs(left - segment.x) > EM:
                end = left + EM / 2
                start = max(segment.x + 4, min(end, segment.x + segment.width - 4))
                shapes.append(_leader(start, end, y, direction))
        top = y + _LEAD if direction > 0 else y - _LEAD - LINE * len(segment.lines)
        shapes += block(x, top, segment.lines, anchor)
    return shapes


def _height(row: Sequence[_Segment]) -> Decimal:
    return _LEAD + LINE * max(len(s.lines) for s in row) if row else EDGE


def _figures(datum: Datum, unit: str, middle: Decimal) -> tuple[list[Shape], Decimal]:
    """Amount and share at the right end of a line, and how far to the left they reach."""
    shapes: list[Shape] = []
    at = EDGE + _INNER
    for cls, text in (("c-note", datum.note), ("c-value", amount(datum, unit))):
        if text:
            shapes.append(line_of_text(cls, at, middle, text, "end"))
            at -= measure(text) + _GAP
    return shapes, at


def _listed(found: Sequence[tuple[Datum, _Segment]], unit: str) -> tuple[list[Shape], Decimal]:
    """Where figures are too long to stand at the bar: a line each, with the segment's sample."""
    shapes: list[Shape] = []
    top = EDGE + BAR + 12
    x = EDGE + EM + 6
    for datum, segment in found:
        shapes.append(rect(f"c-bar c-bar-{segment.tone}", EDGE, top + 5, EM - 4, EM - 4))
        names = fit(datum.label, _INNER - x)
        shapes += block(x, top, [("c-label", text) for text in names])
        top += LINE * len(names)
        figures, left = _figures(datum, unit, top - LINE / Decimal(2))
        if x + measure(names[-1]) > left:
            top += LINE
            figures, _ = _figures(datum, unit, top - LINE / Decimal(2))
        shapes += figures
        top += 8
    return shapes, top


def _draw(head: Head, found: Sequence[tuple[Datum, _Segment]]) -> tuple[list[Shape], Decimal]:
    rows = _rows(found, head.unit)
    if rows is None:
        shapes, height = _listed(found, head.unit)
        return [s for _, g in found for s in bar(g.tone, g.x, EDGE, g.width)] + shapes, height
    above, below = rows
    top = _height(above)
    bottom = top + BAR
    shapes = [s for _, g in found for s in bar(g.tone, g.x, top, g.width)]
    return shapes + _row(above, top, -1) + _row(below, bottom, 1), bottom + _height(below) + EDGE


def _said(parts: Sequence[Datum], none: Sequence[str], unit: str) -> str:
    some = [f"{d.label}{amount(d, unit)}" + (f"（{d.note}）" if d.note else "") for d in parts]
    return "，".join(some) + (f"；{'、'.join(none)}为零" if none else "")


def _table(head: Head, data: Sequence[Datum]) -> Table:
    noted = any(d.note for d in data)
    columns = ("项目", "金额", "占比") if noted else ("项目", "金额")
    rows = [(name_cell(d.label), cell(d), *((Cell(d.note, "amount"),) if noted else ())) for d in data]
    return table(head, columns, rows)


def share_bar(head: Head, data: Sequence[Datum], merge: Merge = count_others) -> Chart:
    """A whole as one bar of at most five parts, each named beside it; all items stand in the table."""
    behind = _table(head, data)
    if any(d.value < 0 for d in data):
        return words(head, "有负数，不能画成构成图，各项金额见数据表", behind)
    some = [d for d in data if d.value]
    if not some:
        return words(head, "各项金额均为零", behind)
    parts = group(some, merge)
    shapes, height = _draw(head, _segments(parts))
    none = [d.label for d in data if not d.value]
    return chart(head, sentence(head, _said(parts, none, head.unit)), height, shapes, behind)
