"""合并的格：表头、级次相同的格和总分行。Every row spans the same number of columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from generator.forms.cells import FIGURES, NUMBERS, pieces
from generator.forms.printer import BLANK, Printer
from generator.values import replace
from generator.views import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.catalog import FormColumn
    from generator.forms.sheet import IndicatorRow
    from generator.values import replace
from generator.views import CellKind

LEVEL, NAME, ACTUAL = "级次", "名称", "完成值"


def head_rows(columns: Sequence[FormColumn], headings: Sequence[str], before: str = "") -> tuple[Row, ...]:
    """One head row, or two where columns stand under a common heading (组)."""
    tall = 2 if any(column.group for column in columns) else 1
    upper = [Cell(before, "name", "col", rowspan=tall)] if before else []
    lower: list[Cell] = []
    named = list(zip(columns, headings, strict=True))
    for group, members in groupby(named, key=lambda pair: pair[0].group):
        cells = [Cell(heading, _head_kind(column), "col", rowspan=1 if group else tall) for column, heading in members]
        if group:
            upper.append(Cell(group, "text", "colgroup", colspan=len(cells)))
            lower += cells
        else:
            upper += cells
    return (Row(tuple(upper)), Row(tuple(lower))) if lower else (Row(tuple(upper)),)


def _head_kind(column: FormColumn) -> CellKind:
    if column.kind == NAME:
        return "name"
    return "amount" if column.kind in NUMBERS else "text"


def indicator_rows(printer: Printer, rows: Sequence[IndicatorRow], points: Mapping[str, str]) -> tuple[Row, ...]:
    """The indicators: equal neighbours of the levels are one cell, several values in a cell are a line each.

    `points` are printed beside a first-level indicator: 产出指标（40分）.
    """
    columns = printer.sheet.layout.indicators
    heights = [_height(columns, row) for row in rows]
    levels = _levels([column.name for column in columns if column.kind == LEVEL], rows, heights, points)
    found: list[Row] = []
    for row, height, starting in zip(rows, heights, levels, strict=True):
        found += [Row(tuple(_line(printer, row, line, height, starting))) for line in range(height)]
    return tuple(found)


def _height(columns: Sequence[FormColumn], row: IndicatorRow) -> int:
    """How many printed lines an indicator takes: as many as one of its figures has values."""
    lists = {name: len(cell) for name, cell in row.cells.items() if isinstance(cell, list | tuple)}
    counts = (lists.get(column.name, 1) for column in columns if column.kind in FIGURES)
    return max(1, *counts) if lists else 1


def _levels(
    names: Sequence[str], rows: Sequence[IndicatorRow], heights: Sequence[int], points: Mapping[str, str]
) -> list[dict[str, Cell]]:
    """For each indicator the level cells that begin at it."""
    found: list[dict[str, Cell]] = [{} for _ in rows]
    paths = [tuple("".join(pieces(row.cells.get(name))) for name in names) for row in rows]
    for depth, name in enumerate(names):
        start = 0
        while start < len(rows):
            path, end = paths[start][: depth + 1], start + 1
            while end < len(rows) and path[-1] and paths[end][: depth + 1] == path:
                end += 1
            found[start][name] = _level(path[-1], points.get(path[-1], ""), sum(heights[start:end]))
            start = end
    return found


def _level(text: str, points: str, height: int) -> Cell:
    if not text:
        return Cell("", "blank", rowspan=height)
    return Cell(f"{text}（{points}分）" if points else text, "text", "rowgroup", rowspan=height)


def _line(printer: Printer, row: IndicatorRow, line: int, height: int, levels: Mapping[str, Cell]) -> Iterator[Cell]:
    """One printed line of one indicator."""
    for column in printer.sheet.layout.indicators:
        if column.kind == LEVEL:
            if line == 0 and column.name in levels:
                yield levels[column.name]
            continue
        cells = printer.cells((*row.key, column.name), column)
        if len(cells) == height:
            flag = printer.missed(row, line) if column.kind == ACTUAL else ""
            yield replace(cells[line], flag=flag) if flag else cells[line]
        elif line == 0:
            yield replace(cells[0], text="\n".join(cell.text for cell in cells), rowspan=height)


def total_row(printer: Printer) -> tuple[Row, ...]:
    """总分, under the columns it belongs to; nothing where the form has no scores."""
    layout = printer.sheet.layout
    first = next((at for at, column in enumerate(layout.indicators) if column.name in layout.totals), 0)
    if not first:
        return ()
    cells = [Cell(layout.total_title, "name", "row", colspan=first)]
    for column in layout.indicators[first:]:
        is_total = column.name in layout.totals
        cells.append(printer.cells(printer.sheet.total_key(column.name), column)[0] if is_total else BLANK)
    return (Row(tuple(cells), "total"),)
