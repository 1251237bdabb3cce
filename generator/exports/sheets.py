"""印出的表和自评表各排成一张工作表，样子照网页。"""

from __future__ import annotations

from collections.abc import Iterable

from generator.exports.canvas import Canvas, Placed, breadth, display_width, placed
from generator.exports.xlsx import Look, Sheet
from generator.views import Form, Table

NARROWEST, WIDEST, MARGIN = 8, 44, 4
EMPTY = (16,) * 6
"""Columns of a table that has none to show."""
FORM_COLUMN, FEWEST = 15, 6
UNIT_COLUMNS = 2
"""At the right end of the caption line."""

TITLE = Look("center", title=True)
LEFT, RIGHT = Look("left"), Look("right")
NOTE = Look("left", wrap=True)
HEADING = Look("left", bold=True)
LABEL = Look("left", bold=True, border=True, fill=True, wrap=True)
FIELD = Look("left", border=True, wrap=True)
TITLE_HEIGHT = 30


def table_sheet(name: str, table: Table) -> Sheet:
    """A printed table: title, number, caption line, head, body, notes."""
    head, body = placed(table.head), placed(table.body)
    count = breadth((*head, *body))
    sheet = Sheet(name, column_widths((*head, *body), max(count, 2)) if count else EMPTY)
    canvas = Canvas(sheet)
    title(canvas, table.title)
    if table.number:
        canvas.line((table.number, RIGHT, 0))
    if table.left or table.unit:
        canvas.line((table.left, LEFT, max(canvas.width - UNIT_COLUMNS, 1)), (table.unit, RIGHT, 0))
    top = canvas.next
    edges = range(count + 1)
    canvas.table(head, edges)
    sheet.head = (top, canvas.next) if head else (0, 0)
    canvas.table(body, edges)
    for note in (table.status_note, *table.notes):
        if note:
            canvas.line((note, NOTE, 0))
    return sheet


def title(canvas: Canvas, text: str) -> None:
    """The first row."""
    canvas.sheet.heights[canvas.next] = TITLE_HEIGHT
    canvas.line((text, TITLE, 0))


def column_widths(cells: Iterable[Placed], count: int) -> tuple[int, ...]:
    """As wide as what stands in a column alone; heads may break into two lines."""
    widths = [NARROWEST] * count
    for one in cells:
        if one.cell.colspan == 1:
            wide = display_width(one.cell.text)
            need = wide // 2 if one.cell.header in {"col", "colgroup"} else wide + 2 * one.cell.level
            widths[one.column] = max(widths[one.column], min(need + MARGIN, WIDEST))
    return tuple(widths)


def form_sheet(name: str, form: Form) -> Sheet:
    """An indicator form: title, head fields, its blocks below each other on one grid, foot fields."""
    blocks = [(table, placed(table.head), placed(table.body)) for table in form.tables]
    count = max(FEWEST, *(breadth((*head, *body)) for _table, head, body in blocks))
    canvas = Canvas(Sheet(name, (FORM_COLUMN,) * count))
    title(canvas, form.title)
    if form.subtitle:
        canvas.line((form.subtitle, Look("center"), 0))
    for label, text in form.head:
        canvas.line((label, LABEL, 2), (text, FIELD, 0))
    for table, head, body in blocks:
        canvas.line((table.title, HEADING, count - 2), (table.unit, RIGHT, 0))
        own = breadth((*head, *body))
        edges = [at * count // own for at in range(own + 1)] if own else []
        canvas.table(head, edges)
        canvas.table(body, edges)
    for label, text in form.texts:
        canvas.line((label, LABEL, 2), (text, FIELD, 0))
    for note in form.notes:
        canvas.line((note, NOTE, 0))
    return canvas.sheet
