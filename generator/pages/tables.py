"""一张表印成什么样：按版面把表的种类和一份记录的数排成真正的 HTML 表格（views.Table）。"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.catalog import Column, FixedRow, Group, HalfLine, Halves, PrintedTable, TableKind
from generator.derive import Figures
from generator.facts import TOTAL, address
from generator.views import Cell, CellKind, Row, Table, TableStatus
from generator.wording import ABSENT, ABSENT_SPOKEN, printed

BLANK_LINES = {"一": 1, "二": 2, "三": 3}
WIDE = 7
UNUSED_CLASSES = frozenset({"209", "227", "230", "233"})
"""Classes of the government's own accounts that departments never use."""


@dataclass(frozen=True)
class Sheet:
    """What a printed table is made from. Not slotted: what every cell needs is worked out once."""

    kind: TableKind
    plan: PrintedTable
    figures: Figures
    names: Callable[[str], str]
    """Name of a code in the list of the year."""
    words: Mapping[str, str]
    notes: tuple[str, ...]
    thousands: bool
    publisher: str

    @cached_property
    def year(self) -> int:
        """Fiscal year: decides which rows and columns are in force."""
        return self.figures.year

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Printed columns in force."""
        return tuple(column for column in self.kind.columns if column.printed and column.holds(self.year))

    @cached_property
    def only_typed(self) -> bool:
        """A table the original lost shows only what the text of the document states."""
        return self.figures.coverage(self.kind.id) == "原件未载"

    @cached_property
    def classes(self) -> Mapping[str, int]:
        """All 类 of the year's list and whatever else the record uses, numbered from 1; of a lost table only those it states."""
        if self.only_typed:
            found = {row.key for row in self.figures.tables[self.kind.id].rows if row.key.isdigit()}
        else:
            codes = self.figures.catalog.codes("功能科目", self.year)
            found = {code for code in codes if len(code) == 3} - UNUSED_CLASSES
            found.update(self.figures.classes())
        return {code: at for at, code in enumerate(sorted(found), 1)}

    def amount(self, row: str, column: str) -> Cell:
        """The cell of a figure."""
        where = address(self.kind.id, row, column)
        figure = self.figures.measure(where)
        if figure is not None and self.only_typed and not figure.stated:
            figure = None
        text = printed(figure, thousands=self.thousands)
        absent = text == ABSENT
        return Cell(text, "amount", fact="" if absent else where, spoken=ABSENT_SPOKEN if absent else "")

    def fill(self, text: str) -> str:
        """Words of the record put into a note."""
        for word, value in self.words.items():
            text = text.replace("{" + word + "}", value)
        return text


def table_view(sheet: Sheet) -> Table:
    """The printed table, with its number, caption line, notes and what is said of an empty or lost one."""
    kind, facts = sheet.kind, sheet.figures.tables.get(sheet.kind.id)
    status: TableStatus = "有数"
    cover = sheet.figures.coverage(kind.id)
    if cover in {"空表", "原件未载"}:
        status = "空表" if cover == "空表" else "原件未载"
    lost = status == "原件未载" and not (facts and facts.rows)
    head, body = ((), ()) if lost else _LAYOUTS[kind.layout](sheet)
    typed_note = (facts.note,) if facts and facts.note else ()
    return Table(
        id=f"t-{kind.id.lower()}" if kind.id.isascii() else f"t-{sheet.plan.number or kind.id}",
        title=sheet.plan.title or kind.title,
        number=sheet.plan.number,
        left=f"{sheet.words['部门']}：{sheet.publisher}",
        unit="金额单位：万元",
        head=head,
        body=body,
        notes=tuple(sheet.fill(note) for note in (*sheet.notes, *typed_note)),
        status=status,
        status_note=_status_note(sheet, status, lost=lost),
        wide=len(body[0].cells) > WIDE if body else False,
    )


def _status_note(sheet: Sheet, status: TableStatus, *, lost: bool) -> str:
    if status == "空表":
        return sheet.fill(sheet.kind.empty_note)
    if status == "原件未载":
        return (
            "原件没有载明这张表。"
            if lost
            else "原件没有载明这张表；下面各数根据原件说明文字整理，文字没有写明的用“—”表示。"
        )
    return ""


def _column_heads(sheet: Sheet, lead: tuple[str, ...]) -> tuple[Row, ...]:
    """One head row, or two where columns are grouped."""
    grouped = any(column.group for column in sheet.columns)
    kinds: dict[str, CellKind] = {"科目编码": "code", "科目名称": "name"}
    first = [Cell(text, kinds.get(text, "name"), "col", rowspan=2 if grouped else 1) for text in lead]
    second: list[Cell] = []
    for at, column in enumerate(sheet.columns):
        heading = Cell(column.heading or column.name, "amount", "col", rowspan=1 if column.group or not grouped else 2)
        if not column.group:
            first.append(heading)
            continue
        if at == 0 or sheet.columns[at - 1].group != column.group:
            span = sum(1 for one in sheet.columns if one.group == column.group)
            first.append(Cell(column.group, "text", "colgroup", colspan=span))
        second.append(heading)
    return (Row(tuple(first)), Row(tuple(second))) if grouped else (Row(tuple(first)),)


def _index_row(lead: int, count: int) -> Row:
    return Row((Cell("栏次", "text", colspan=lead), *(Cell(str(at + 1), "line") for at in range(count))), "index")


def _by_code(sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """科目表: 合计, then 类, 款, 项 ascending."""
    kind = sheet.kind
    body = [_code_row(sheet, TOTAL, (Cell(TOTAL, "name", "row", colspan=2),), "total")]
    for code in sheet.figures.rows(kind.id):
        level = (len(code) - 3) // 2
        lead = (Cell(code, "code"), Cell(sheet.names(code), "name", "row", level=level))
        body.append(_code_row(sheet, code, lead, "group" if level < 2 else "leaf"))
    head = _column_heads(sheet, ("科目编码", "科目名称"))
    return (*head, _index_row(2, len(sheet.columns))), tuple(body)


def _code_row(sheet: Sheet, key: str, lead: tuple[Cell, ...], kind: str) -> Row:
    cells = tuple(sheet.amount(key, column.name) for column in sheet.columns)
    return Row((*lead, *cells), "total" if kind == "total" else "group" if kind == "group" else "leaf")


# 两半表 ----------------------------------------------------------------------------------------------------------------

Line = tuple[HalfLine, str] | None
"""A line and the code it stands for (for class rows); None is a blank line."""


@dataclass(frozen=True, slots=True)
class Half:
    """The lines of one half and where its elastic blank is."""

    lines: tuple[Line, ...]
    gap: int

    def stretched(self, size: int) -> tuple[Line, ...]:
        """Both halves get the same number of lines: the elastic blank fills, else blanks stand before the last line."""
        blanks: tuple[Line, ...] = (None,) * (size - len(self.lines))
        return (*self.lines[: self.gap], *blanks, *self.lines[self.gap :])


def _halves(sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    halves = sheet.kind.halves
    if halves is None:
        raise ValueError(f"{sheet.kind.id}是两半表，却没有写“半表”")
    columns = tuple(column.name for column in sheet.columns)
    left = _half(sheet, halves.left, (halves.left_column,))
    right = _half(sheet, halves.right, columns)
    size = max(len(left.lines), len(right.lines))
    body = []
    for at, (first, second) in enumerate(zip(left.stretched(size), right.stretched(size), strict=True)):
        cells = (
            *_half_cells(sheet, first, at + 1, (halves.left_column,)),
            *_half_cells(sheet, second, size + at + 1, columns),
        )
        strong = all(line is None or line[0].strong for line in (first, second)) and (first or second)
        body.append(Row(cells, "total" if strong else "leaf"))
    return _half_heads(sheet, halves), tuple(body)


def _half(sheet: Sheet, plan: tuple[HalfLine, ...], columns: tuple[str, ...]) -> Half:
    lines: list[Line] = []
    gap = -1
    for line in plan:
        if not line.holds(sheet.year):
            continue
        if line.blank == "撑满":
            gap = len(lines)
        elif line.blank:
            lines += [None] * BLANK_LINES[line.blank]
        elif line.codes:
            lines += [(line, code) for code in sheet.classes]
        else:
            lines.append((line, ""))
    if sheet.only_typed:
        lines = [line for line in lines if line is not None and _stated(sheet, line, columns)]
        gap = len(lines)
    return Half(tuple(lines), gap if gap >= 0 else max(len(lines) - 1, 0))


def _stated(sheet: Sheet, line: tuple[HalfLine, str], columns: tuple[str, ...]) -> bool:
    """Whether the text of a document that lost the table states anything of this line."""
    plan, code = line
    names = (plan.column,) if plan.column else columns
    return any(sheet.amount(code or plan.row, name).fact for name in names)


NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 26 → 二十六 (to 99)."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return lead + (NUMERALS[ones - 1] if ones else "")


def _half_cells(sheet: Sheet, line: Line, number: int, columns: tuple[str, ...]) -> tuple[Cell, ...]:
    count = Cell("" if sheet.only_typed else str(number), "line")
    if line is None:
        return (Cell("", "blank"), count, *(Cell("", "blank") for _ in columns))
    plan, code = line
    title = plan.heading
    if code:
        title = sheet.names(code) if sheet.only_typed else f"{numeral(sheet.classes[code])}、{sheet.names(code)}"
    names = (plan.column,) if plan.column else columns
    cells = (sheet.amount(code or plan.row, name) for name in names)
    return (Cell(title, "name", "row", level=int(plan.level)), count, *cells)


def _half_heads(sheet: Sheet, halves: Halves) -> tuple[Row, ...]:
    columns = sheet.columns
    top = (
        Cell(halves.left_title, "text", "colgroup", colspan=3),
        Cell(halves.right_title, "text", "colgroup", colspan=2 + len(columns)),
    )
    lead = (Cell("项目", "name", "col"), Cell("行次", "line", "col"))
    right = tuple(Cell(column.heading or column.name or "金额", "amount", "col") for column in columns)
    index = (Cell("栏次"), Cell("", "blank"), Cell("1", "line"), Cell("栏次"), Cell("", "blank"))
    numbers = tuple(Cell(str(at + 2), "line") for at in range(len(columns)))
    return Row(top), Row((*lead, Cell("金额", "amount", "col"), *lead, *right)), Row((*index, *numbers), "index")


# 三组表 ----------------------------------------------------------------------------------------------------------------


def _groups(sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """T6: groups of classes side by side, totals below; a group without figures and without a total is left out."""
    codes = sheet.figures.rows(sheet.kind.id)
    paired = [(group, [code for code in codes if code.startswith(group.classes)]) for group in sheet.kind.groups]
    shown = [(group, stack) for group, stack in paired if stack or group.total]
    body = []
    for at in range(max((len(stack) for _, stack in shown), default=0)):
        cells: list[Cell] = []
        for _, stack in shown:
            cells += _group_cells(sheet, stack[at] if at < len(stack) else "")
        body.append(Row(tuple(cells)))
    groups = tuple(group for group, _ in shown)
    body += _group_totals(sheet, groups)
    top = tuple(Cell(group.title, "text", "colgroup", colspan=3) for group in groups)
    one = (Cell("科目编码", "code", "col"), Cell("科目名称", "name", "col"), Cell("决算数", "amount", "col"))
    return (Row(top), Row(one * len(groups))), tuple(body)


def _group_cells(sheet: Sheet, code: str) -> tuple[Cell, ...]:
    if not code:
        return Cell("", "blank"), Cell("", "blank"), Cell("", "blank")
    level = (len(code) - 3) // 2
    return Cell(code, "code"), Cell(sheet.names(code), "name", "row", level=level), sheet.amount(code, "")


def _group_totals(sheet: Sheet, groups: tuple[Group, ...]) -> list[Row]:
    """人员经费合计 under its group, 公用经费合计 across the others, and the sum of both."""
    named = [group for group in groups if group.total]
    cells: list[Cell] = []
    for at, group in enumerate(named):
        rest = len(groups) - at if at == len(named) - 1 else 1
        cells += [Cell(group.total, "name", "row", colspan=3 * rest - 1), sheet.amount(group.total, "")]
    span = 3 * len(groups) - 1
    return [
        Row(tuple(cells), "total"),
        Row((Cell(TOTAL, "name", "row", colspan=span), sheet.amount(TOTAL, "")), "total"),
    ]


# 单行表和行列表 ---------------------------------------------------------------------------------------------------------


def _one_row(sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """T9: every column group repeats all items; one row of figures."""
    rows = tuple(row for row in sheet.kind.rows if row.holds(sheet.year))
    parents = {row.parent for row in rows if row.parent}
    tops = [row for row in rows if not row.parent]
    first, second, third, cells = [], [], [], []
    for column in sheet.columns:
        first.append(Cell(sheet.fill(column.heading or column.name), "text", "colgroup", colspan=len(rows)))
        for row in tops:
            below = [one for one in rows if one.parent == row.name]
            second.append(_item_head(row, len(below), deep=bool(parents)))
            if row.name in parents:
                third += [
                    Cell("小计", "amount", "col"),
                    *(Cell(one.heading or one.name, "amount", "col") for one in below),
                ]
            cells += [sheet.amount(one.name, column.name) for one in (row, *below)]
    index = Row(tuple(Cell(str(at + 1), "line") for at in range(len(cells))), "index")
    heads = (
        (Row(tuple(first)), Row(tuple(second)), Row(tuple(third))) if third else (Row(tuple(first)), Row(tuple(second)))
    )
    return (*heads, index), (Row(tuple(cells)),)


def _item_head(row: FixedRow, below: int, *, deep: bool) -> Cell:
    """A heading with its items below it, or one that stands for itself; `deep` where a line of items follows."""
    text = row.heading or row.name
    if below:
        return Cell(text, "text", "colgroup", colspan=below + 1)
    return Cell(text, "amount", "col", rowspan=2 if deep else 1)


def _grid(sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """行列表: named rows (fixed, or as the record types them) by columns."""
    fixed = [(row.name, row.heading or row.name) for row in sheet.kind.rows if row.name and row.holds(sheet.year)]
    rows = fixed or [(key, key) for key in sheet.figures.rows(sheet.kind.id)]
    body = [
        Row(
            (Cell(title, "name", "row"), *(sheet.amount(key, column.name) for column in sheet.columns)),
            "total" if key == TOTAL else "leaf",
        )
        for key, title in rows
    ]
    return (*_column_heads(sheet, ("项目",)), _index_row(1, len(sheet.columns))), tuple(body)


def _nothing(_sheet: Sheet) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    return (), ()


_LAYOUTS: dict[str, Callable[[Sheet], tuple[tuple[Row, ...], tuple[Row, ...]]]] = {
    "科目表": _by_code,
    "两半表": _halves,
    "三组表": _groups,
    "单行表": _one_row,
    "行列表": _grid,
    "不印": _nothing,
}
