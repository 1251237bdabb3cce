"""页面的零件：句中一段、格、行、表、图、块、绩效表、名词、节。Frozen values, already formatted; pages are in `views`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.values import Value

CellKind = Literal["name", "code", "amount", "text", "line", "blank"]
RowKind = Literal["leaf", "group", "total", "index"]
TableStatus = Literal["有数", "空表", "原件未载"]


class Run(Value, frozen=True):
    """One run inside a sentence: plain text, or a printed figure with its address."""

    text: str
    fact: str = ""
    title: str = ""
    """Spoken / hover name of the figure, e.g. 收入总计·比上年增减额."""


class Cell(Value, frozen=True):
    """One cell of a real HTML table. `header` is "", "row" or "col" (th with that scope)."""

    text: str
    kind: CellKind = "text"
    header: Literal["", "row", "col", "colgroup", "rowgroup"] = ""
    fact: str = ""
    colspan: int = 1
    rowspan: int = 1
    level: int = 0
    """Indentation: 0 合计/类, 1 款, 2 项."""
    spoken: str = ""
    """What a screen reader says instead of a sign such as — (未填)."""
    flag: str = ""
    """A short word printed after the value, e.g. 未达."""


class Row(Value, frozen=True):
    """One row; `index` is the 栏次 row below the head."""

    cells: tuple[Cell, ...]
    kind: RowKind = "leaf"


class Table(Value, frozen=True):
    """A printed table (公开NN表) or a block of a form."""

    id: str
    title: str
    number: str = ""
    """公开05表, 表3, or ""."""
    left: str = ""
    """Left end of the caption line: 部门：示例区医疗保障局."""
    unit: str = ""
    """Right end of the caption line: 金额单位：万元."""
    head: tuple[Row, ...] = ()
    body: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    status: TableStatus = "有数"
    status_note: str = ""
    """For 空表 and 原件未载: the sentence that says so."""
    wide: bool = False
    """More than seven columns: its own scrolling frame, landscape page on paper."""
    origins: str = ""
    """Link to where its figures come from; "" where that is not told."""


class Shape(Value, frozen=True):
    """One SVG element of a chart, geometry computed. `tag`: rect, line, path, text, circle."""

    tag: Literal["rect", "line", "path", "text", "circle"]
    cls: str
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""
    d: str = ""
    text: str = ""
    anchor: Literal["start", "middle", "end"] = "start"
    fact: str = ""
    """Of a printed value: the figure's address."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: title says the finding in words, `desc` is the text alternative, `table` is behind it."""

    id: str
    number: str
    """图1."""
    title: str
    desc: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    table: Table
    caption: str = ""
    """What the chart is of, in neutral words: 收、支决算总计变动情况."""


class Block(Value, frozen=True):
    """One thing inside a section, in reading order; exactly one of the fields after `kind` is set."""

    kind: Literal["paragraph", "list", "heading", "table", "chart", "note", "form", "terms"]
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    form: Form | None = None
    terms: tuple[Term, ...] = ()
    ordered: bool = False
    tone: str = ""
    """For notes: "", "empty", "archive", "missing"."""
    number: str = ""
    """Printed number of a paragraph inside a section, e.g. "1."."""
    id: str = ""


class Form(Value, frozen=True):
    """An indicator form (自评表): a title and its blocks, each a real table."""

    id: str
    title: str
    subtitle: str
    head: tuple[tuple[str, str], ...]
    """Header fields in order: (单位名称, 示例区医疗保障局)."""
    tables: tuple[Table, ...]
    texts: tuple[tuple[str, str], ...] = ()
    """Foot fields in order: (偏差大或目标未完成原因分析, 无)."""
    notes: tuple[str, ...] = ()
    origins: str = ""
    """As a table's."""


class Term(Value, frozen=True):
    """One entry of 名词解释; `html` is safe HTML made from our own Markdown."""

    id: str
    number: str
    name: str
    html: str


class Section(Value, frozen=True):
    """A part, section or sub-section of the disclosure, e.g. 五、… or （一）…."""

    id: str
    place: str
    """Printed place as statements use it: 五（一）, 概况/二, 绩效表/医疗监管."""
    number: str
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    origins: str = ""
    """As a table's, for the figures of its sentences and of those inside it."""
