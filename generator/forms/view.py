"""自评表印成什么样：每一块一张真正的表格，级次相同的格合并，没填的格空着。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.facts import WAN
from generator.forms.grid import head_rows, indicator_rows, total_row
from generator.forms.printer import Printer
from generator.forms.sheet import Sheet, project_of
from generator.views import Cell, Form, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from generator.catalog import FormLayout
    from generator.forms.sheet import IndicatorRow
    from generator.model import FormEntry, GoalGroup

WIDE = 7
_SLOT = re.compile(r"\{(\w+)\}")


def form_view(
    entry: FormEntry, layout: FormLayout, words: Mapping[str, str], archive: bool, money: Decimal = WAN
) -> Form:
    """The printed form. An archive shows what was typed; a living record also what follows from it.

    `words` fills the titles ({年}, {名称} …), `money` is how many 元 one unit of the record is.
    """
    sheet = Sheet(entry, layout, money)
    own = {"年": words.get("年度", ""), **words, "项目": project_of(entry, layout)}
    page = _Page(sheet, Printer(sheet, archive, words.get("千分位", "是") == "是"), own)
    return Form(
        id=page.id,
        title=entry.title or fill(layout.heading, page.words),
        subtitle=fill(layout.subtitle, page.words),
        head=tuple((name, page.head_text(name)) for name in layout.head),
        tables=tuple(page.tables()),
        texts=tuple(page.texts()),
    )


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put words into a pattern; what has no word is left out."""
    return _SLOT.sub(lambda slot: words.get(slot[1], ""), text)


@dataclass(frozen=True, slots=True)
class _Page:
    """One form on its way to print."""

    sheet: Sheet
    printer: Printer
    words: Mapping[str, str]

    @property
    def id(self) -> str:
        return f"form-{self.sheet.entry.slug}"

    def head_text(self, name: str) -> str:
        """A field of the head: tick boxes where the form has them."""
        entry, layout = self.sheet.entry, self.sheet.layout
        value = entry.head.get(name, "")
        chosen = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
        if name in layout.options:
            return self._boxes(name, chosen)
        text = "、".join(chosen)
        if not text and name == "单位名称" and not self.printer.archive:
            return self.words.get("名称", "")
        return self.printer.money_text(text) if name in layout.head_money else text

    def _boxes(self, name: str, chosen: list[str]) -> str:
        layout = self.sheet.layout
        marks = [
            f"{at}{layout.option_mark}{option}{layout.tick if option in chosen else layout.box}"
            for at, option in enumerate(layout.options[name], 1)
        ]
        return "\n".join(marks)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Fields of the foot, 备注 as the last of them."""
        layout = self.sheet.layout
        yield from ((name, self.sheet.entry.texts.get(name, "").strip()) for name in layout.texts)
        if layout.notes:
            yield "备注", "\n".join(f"{at}. {fill(text, self.words)}" for at, text in enumerate(layout.notes, 1))

    def tables(self) -> Iterator[Table]:
        """Money, goals, indicators: those the layout has."""
        if self.sheet.layout.funds:
            yield self._money()
        if self.sheet.layout.goals:
            yield self._goals()
        yield from self._grouped() if self.sheet.layout.group_title else (self._indicators(),)

    def _table(self, part: str, title: str, head: tuple[Row, ...], body: tuple[Row, ...], unit: str = "") -> Table:
        width = sum(cell.colspan for cell in head[0].cells)
        return Table(f"{self.id}-{part}", title, unit=unit, head=head, body=body, wide=width > WIDE)

    def _money(self) -> Table:
        layout = self.sheet.layout
        words = {**self.words, "分": layout.funds_points}
        headings = [fill(one.heading or one.name, words) for one in layout.funds]
        head = head_rows(layout.funds, headings, layout.funds_row_title)
        body = tuple(
            Row((Cell(row.heading, "name", "row"), *(self.printer.funds_cell(row, column) for column in layout.funds)))
            for row in self.sheet.funds
        )
        return self._table("money", fill(layout.funds_title, words), head, body, f"金额单位：{layout.unit}")

    def _goals(self) -> Table:
        layout = self.sheet.layout
        texts = [self.sheet.entry.goals.get(name, "").strip() for name in layout.goals]
        head = (Row(tuple(Cell(name, "text", "col") for name in layout.goals)),)
        body = (Row(tuple(Cell(text, "text" if text else "blank") for text in texts)),)
        return self._table("goals", layout.goals_title, head, body)

    def _indicators(self) -> Table:
        layout = self.sheet.layout
        title = fill(layout.indicators_title, {**self.words, "分": layout.indicators_points})
        return self._block("indicators", title, self.sheet.indicators, total_row(self.printer))

    def _grouped(self) -> Iterator[Table]:
        """One table per goal; the total stands below the last."""
        groups = self.sheet.entry.groups
        for at, (goal, rows) in enumerate(zip(groups, self.sheet.groups, strict=True), 1):
            last = total_row(self.printer) if at == len(groups) else ()
            yield self._block(f"goal-{at}", self._goal_title(goal, at), rows, last)

    def _goal_title(self, goal: GoalGroup, at: int) -> str:
        """年度目标1（10分）：开展打击欺诈骗保专项行动."""
        label = goal.title or fill(self.sheet.layout.group_title, {**self.words, "序": str(at)})
        points = f"（{goal.points}分）" if goal.points is not None else ""
        return f"{label}{points}{'：' if goal.text else ''}{goal.text.strip()}"

    def _block(self, part: str, title: str, rows: tuple[IndicatorRow, ...], last: tuple[Row, ...]) -> Table:
        columns = self.sheet.layout.indicators
        head = head_rows(columns, [fill(column.heading or column.name, self.words) for column in columns])
        return self._table(part, title, head, (*indicator_rows(self.printer, rows, self._points()), *last))

    def _points(self) -> dict[str, str]:
        typed = {name: str(points) for name, points in self.sheet.entry.group_points.items()}
        return typed if self.printer.archive else {**self.sheet.layout.group_points, **typed}
