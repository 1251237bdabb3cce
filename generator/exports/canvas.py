"""画布：一张工作表从上往下写。印出的表照样合并，金额写成数字格。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from generator.exports.xlsx import Cell, Look, Sheet
from generator.values import Value
from generator.views import Cell as Printed
from generator.views import CellKind, Row, RowKind
from generator.wording import machine

LINE = 15
"""Height of one line, in points."""
NUMBER = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")


@lru_cache(4096)
def display_width(text: str) -> int:
    """How many Latin letters wide: a Han character takes three bytes and two places."""
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2


def value_of(cell: Printed) -> tuple[str | Decimal | None, str]:
    """What a cell holds, and its number format: a printed figure is that very figure as a number, all else is text."""
    if cell.flag:
        return f"{cell.text}（{cell.flag}）", ""
    if cell.kind in {"amount", "line"}:
        return _number(cell.text, cell.kind)
    return cell.text or None, ""


@lru_cache(4096)
def _number(text: str, kind: CellKind) -> tuple[str | Decimal | None, str]:
    found = NUMBER.fullmatch(machine(text))
    if found is None:
        return text or None, ""
    decimals = f".{'0' * len(found[1])}" if found[1] else ""
    if text.endswith("%"):
        return Decimal(found[0]).scaleb(-2), f"0{decimals}%"
    return Decimal(found[0]), "0" if kind == "line" else f"#,##0{decimals}"


@cache
def look_of(kind: CellKind, header: str, row: RowKind, level: int, number: str) -> Look:
    """How a printed cell looks on the sheet."""
    if header in {"col", "colgroup"} or row == "index":
        return Look("center", number, bold=bool(header), border=True, fill=bool(header), wrap=True)
    strong = row == "total"
    if kind == "line":
        return Look("center", number, bold=strong, border=True)
    if number or kind == "amount":
        return Look("right", number, bold=strong, border=True)
    return Look("left", bold=strong, border=True, wrap=True, indent=level)


class Placed(Value, frozen=True):
    """A printed cell and where it begins."""

    line: int
    column: int
    cell: Printed
    row: Row


def placed(rows: Iterable[Row]) -> list[Placed]:
    """Cells by line and column, as a browser places those of a table: spans push the others aside."""
    found: list[Placed] = []
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while taken and (line, column) in taken:
                column += 1
            found.append(Placed(line, column, cell, row))
            if cell.rowspan > 1:
                below, beside = range(line + 1, line + cell.rowspan), range(column, column + cell.colspan)
                taken.update((down, right) for down in below for right in beside)
            column += cell.colspan
    return found


def breadth(cells: Iterable[Placed]) -> int:
    """How many columns these cells take."""
    return max((one.column + one.cell.colspan for one in cells), default=0)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet being written."""

    sheet: Sheet

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.sheet.widths)

    @property
    def next(self) -> int:
        """The row that will be written next."""
        return len(self.sheet.rows)

    def line(self, *parts: tuple[str, Look, int]) -> None:
        """A row of texts; each reaches from the end of the one before it over so many columns, 0 is all that are left."""
        cells: list[Cell] = []
        for text, look, count in parts:
            first = len(cells)
            end = first + count if count else self.width
            cells.append(Cell(first, text or None, look))
            cells += [Cell(column, None, look) for column in range(first + 1, end)]
            if end > first + 1:
                self.sheet.merged.append((self.next, first, self.next, end - 1))
            if look.wrap:
                self._fit(self.next, text, first, end - 1)
        self.sheet.rows.append(cells)

    def blank(self) -> None:
        """A row without anything."""
        self.sheet.rows.append([])

    def table(self, cells: Sequence[Placed], edges: Sequence[int]) -> None:
        """Printed rows; column n of the table reaches from edges[n] to edges[n + 1] on the sheet."""
        top = self.next
        lines: list[dict[int, Cell]] = [{} for _ in range(max((one.line for one in cells), default=-1) + 1)]
        for one in cells:
            value, number = value_of(one.cell)
            look = look_of(one.cell.kind, one.cell.header, one.row.kind, one.cell.level, number)
            first, last = edges[one.column], edges[one.column + one.cell.colspan] - 1
            bottom = min(one.line + one.cell.rowspan, len(lines)) - 1
            lines[one.line][first] = Cell(first, value, look)
            if last > first or bottom > one.line:
                _cover(lines[one.line : bottom + 1], range(first, last + 1), look)
                self.sheet.merged.append((top + one.line, first, top + bottom, last))
            if look.wrap and value and bottom == one.line:
                self._fit(top + one.line, one.cell.text, first, last)
        self.sheet.rows += [[cells[column] for column in sorted(cells)] for cells in lines]

    def _fit(self, at: int, text: str, first: int, last: int) -> None:
        """Make a row as high as its text needs: programs do not fit rows to wrapped text in merged cells."""
        room = sum(self.sheet.widths[first : last + 1]) - 1
        if len(text) * 2 > room or "\n" in text:
            lines = sum(max(-(-display_width(line) // room), 1) for line in text.split("\n"))
            if lines > 1:
                self.sheet.heights[at] = max(self.sheet.heights.get(at, 0), LINE * lines + 3)


def _cover(lines: Iterable[dict[int, Cell]], columns: range, look: Look) -> None:
    """The hidden cells of a merged one, for its border."""
    for line in lines:
        for column in columns:
            line.setdefault(column, Cell(column, None, look))
