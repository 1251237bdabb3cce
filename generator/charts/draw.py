"""Shapes with exact places. Only rect, path and text are used: each has one way to be placed."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from generator.charts.text import LINE
from generator.values import replace
from generator.views import Cell, Chart, Row, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.charts.model import Datum, Head

WIDTH = 640
EDGE = Decimal(2)
"""Kept free at the border, so that no stroke is cut."""
BAR = 34
"""Thickness of a bar; the stripes' stroke in the style sheet is two units less."""
TONES = 5
STRIPED = (3, 4)
"""Tones that carry stripes beside their lightness."""
ZERO = Decimal(0)

_TENTH = Decimal("0.1")
# The middle of a Han letter above its baseline, between the phone's and the wide screen's size.
_RISE = Decimal("7.2")

Anchor = Literal["start", "middle", "end"]


@lru_cache(maxsize=1 << 14)
def num(value: Decimal) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    rounded = value.quantize(_TENTH, ROUND_HALF_UP)
    if not rounded:
        return "0"
    return f"{rounded:f}".removesuffix(".0")


def rect(cls: str, x: Decimal, y: Decimal, width: Decimal, height: Decimal) -> Shape:
    """A bar or a node."""
    return Shape("rect", cls, x=num(x), y=num(y), width=num(width), height=num(height))


def path(cls: str, *parts: str | Decimal) -> Shape:
    """A line, an area or a dot."""
    return Shape("path", cls, d=" ".join(p if isinstance(p, str) else num(p) for p in parts))


def dot(cls: str, x: Decimal, y: Decimal, radius: Decimal) -> Shape:
    """A filled point."""
    arc = (radius, radius, "0 1 0")
    return path(cls, "M", x - radius, y, "a", *arc, 2 * radius, "0 a", *arc, -2 * radius, "0z")


def line_of_text(cls: str, x: Decimal, middle: Decimal, text: str, anchor: Anchor = "start") -> Shape:
    """One line whose letters are centred on `middle`, whatever their size."""
    return Shape("text", cls, x=num(x), y=num(middle + _RISE), text=text, anchor=anchor)


def block(x: Decimal, top: Decimal, lines: Iterable[tuple[str, str]], anchor: Anchor = "start") -> tuple[Shape, ...]:
    """Lines of text (class, text) below each other, from `top` down."""
    half = Decimal(LINE) / 2
    return tuple(line_of_text(cls, x, top + half + i * LINE, text, anchor) for i, (cls, text) in enumerate(lines))


def bar(tone: int, x: Decimal, y: Decimal, width: Decimal) -> tuple[Shape, ...]:
    """A segment in one of five tones, with stripes where the tone has them."""
    body = rect(f"c-bar c-bar-{tone}", x, y, width, Decimal(BAR))
    if tone not in STRIPED or width < 4:
        return (body,)
    middle = y + Decimal(BAR) / 2
    return (body, path(f"c-hatch c-hatch-{tone}", "M", x + 1, middle, "H", x + width - 1))


def amount(datum: Datum, unit: str) -> str:
    """The printed figure with its unit; words (未公开, 共3项) take none."""
    return datum.text + unit if datum.text[-1:].isdigit() else datum.text


def sentence(head: Head, text: str) -> str:
    """A full sentence that says first what is shown."""
    opening = f"{head.caption}：" if head.caption else ""
    return f"{opening}{text}。"


def cell(datum: Datum | None) -> Cell:
    """The table's cell of a figure."""
    if datum is None:
        return Cell("—", "amount", spoken="无数据")
    return Cell(datum.text, "amount", fact=datum.fact)


def name_cell(text: str) -> Cell:
    """The table's cell that names a row."""
    return Cell(text, "name", "row")


def table(head: Head, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """The table behind a chart."""
    return Table(
        id=f"{head.id}-data",
        title=head.caption or head.title,
        unit=f"金额单位：{head.unit}" if head.unit else "",
        head=(Row(tuple(Cell(text, "text", "col") for text in columns)),),
        body=tuple(Row(cells) for cells in rows),
    )


def chart(head: Head, desc: str, height: Decimal, shapes: Sequence[Shape], data: Table) -> Chart:
    """The chart itself, as high as what stands in it."""
    whole = int(height.to_integral_value(ROUND_CEILING))
    return Chart(
        id=head.id,
        number=head.number,
        title=head.title,
        desc=desc,
        width=WIDTH,
        height=whole,
        shapes=tuple(_answering(shapes, data, head.unit)),
        table=data,
        caption=head.caption,
    )


def _answering(shapes: Iterable[Shape], data: Table, unit: str) -> Iterator[Shape]:
    """Values printed in the drawing carry the address of their figure in the table, unless two figures print alike."""
    facts: dict[str, str] = {}
    for row in data.body:
        for one in row.cells:
            if one.fact:
                shown = one.text + unit if one.text[-1:].isdigit() else one.text
                facts[shown] = one.fact if facts.get(shown, one.fact) == one.fact else ""
    for shape in shapes:
        fact = facts.get(shape.text, "") if shape.cls == "c-value" else ""
        yield replace(shape, fact=fact) if fact else shape


def words(head: Head, text: str, data: Table) -> Chart:
    """Instead of a chart that has nothing to show: an empty bar and the words that say so."""
    empty = rect("c-grid", EDGE, EDGE, WIDTH - 2 * EDGE, Decimal(BAR))
    said = block(EDGE, EDGE + BAR + 6, [("c-note", f"{text}。")])
    return chart(head, sentence(head, text), EDGE + BAR + 6 + LINE, (empty, *said), data)
