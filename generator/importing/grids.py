"""格的位置：一个数在哪一行、哪一栏下面，用印着的字说；印好的页面和别人的工作表说法相同，就是同一个数。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from generator.exports.canvas import placed
from generator.importing.books import Page, Value
from generator.views import Table

CODE = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
NUMERAL = re.compile(
    r"^(?:其中[:：]|减[:：]|加[:：])?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[.、．])?"
)
ASIDE = re.compile(r"[（(](?:含专用结余|款|类|项|万元|元)[）)]|\s|：|:")
INDEX = frozenset({"栏次", "行次"})
ANY_CODE, TOTAL = "#", "合计"

Spot = tuple[str, tuple[str, ...]]
"""What names a row, and what stands over a column, from the top down."""


def plain(text: str) -> str:
    """Without numbering, spaces and asides: 一、财政拨款收入 → 财政拨款收入."""
    return ASIDE.sub("", NUMERAL.sub("", text.strip()))


@dataclass
class Grid:
    """A sheet whose merged cells all hold what they show."""

    texts: dict[tuple[int, int], str]
    figures: dict[tuple[int, int], Decimal]
    top: int
    """The first row of the head."""
    body: int
    """The first row below the head."""

    def spot(self, line: int, column: int) -> Spot:
        """Where a figure stands, in words; a name that stands more than once in its column is counted."""
        row = self._row(line, column)
        if row and not CODE.fullmatch(row):
            before = sum(self._row(above, column) == row for above in range(self.body, line))
            row = f"{row}@{before}" if before else row
        return row, self._column(column)

    def _row(self, line: int, column: int) -> str:
        """The nearest code to the left, else the nearest words: those before a figure's own half of the table."""
        words = ""
        for at in range(column - 1, 0, -1):
            text = self.texts.get((line, at), "")
            if not text or self.numbered(at):
                if (line, at) in self.figures and words:
                    break
                continue
            if CODE.fullmatch(text):
                return text
            if words:
                break
            words = plain(text)
        return words

    def numbered(self, column: int) -> bool:
        """Whether a column only numbers the lines (行次)."""
        return any(self.texts.get((line, column), "") == "行次" for line in range(self.top, self.body))

    def _column(self, column: int) -> tuple[str, ...]:
        path: list[str] = []
        for line in range(self.top, self.body):
            text = plain(self.texts.get((line, column), ""))
            if text and not NUMBER.fullmatch(text) and text not in INDEX and (not path or path[-1] != text):
                path.append(text)
        return tuple(path)


def grid_of(page: Page) -> Grid:
    """Somebody's sheet: the head begins below the line that names the unit of money."""
    texts: dict[tuple[int, int], str] = {}
    figures: dict[tuple[int, int], Decimal] = {}
    for spot, value in _spread(page).items():
        number = figure(value)
        if number is not None and not (isinstance(value, str) and CODE.fullmatch(value)):
            figures[spot] = number
            if number == number.to_integral_value() and CODE.fullmatch(str(number)):
                texts[spot] = str(number)  # a code that the program took for a figure
        if isinstance(value, str) and (number is None or CODE.fullmatch(value)):
            texts[spot] = value
    unit = max((line for (line, _), text in texts.items() if line < 12 and "金额单位" in text), default=0)
    top = unit + 1
    indexed = [line for (line, _), text in texts.items() if text == "栏次" and line < 20]
    figured = [line for line, column in figures if line > top and (line, column) in page.cells]
    body = max(indexed, default=0) + 1 if indexed else min(figured, default=top)
    return Grid(texts, {spot: number for spot, number in figures.items() if spot in page.cells}, top, body)


def _spread(page: Page) -> dict[tuple[int, int], Value]:
    cells = dict(page.cells)
    for first, left, last, right in page.spans:
        held = page.cells.get((first, left))
        if held is not None and (last - first + 1) * (right - left + 1) < 10_000:
            cells |= {(line, column): held for line in range(first, last + 1) for column in range(left, right + 1)}
    return cells


def figure(value: Value) -> Decimal | None:
    """A number, also one typed with commas; None for words."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        try:
            return Decimal(value.replace(",", ""))
        except InvalidOperation:
            return None
    return None


def spots_of(table: Table) -> Iterator[tuple[Spot, str]]:
    """Every figure of a printed table: where it stands, and its address in the record."""
    head, body = placed(table.head), placed(table.body)
    lines = max((one.line + one.cell.rowspan for one in head), default=0)
    texts: dict[tuple[int, int], str] = {}
    facts: dict[tuple[int, int], str] = {}
    for offset, cells in ((1, head), (lines + 1, body)):
        for one in cells:
            across, down = range(one.cell.colspan), range(one.cell.rowspan)
            if one.cell.kind != "amount" or offset == 1:
                texts |= {(one.line + offset + y, one.column + 1 + x): one.cell.text for y in down for x in across}
            if one.cell.fact and offset > 1:
                facts[one.line + offset, one.column + 1] = one.cell.fact
    index = [one.line + lines + 1 for one in body if one.row.kind == "index"]
    grid = Grid(texts, {}, 1, max(index, default=lines) + 1)
    yield from ((grid.spot(line, column), fact) for (line, column), fact in facts.items())


def template(tables: Iterable[Table]) -> Mapping[str, Mapping[Spot, str]]:
    """By the title of a printed table: place in words → address; a row of any code stands for all of them."""
    found: dict[str, dict[Spot, str]] = {}
    for table in tables:
        spots = found.setdefault(plain(table.title), {})
        for (row, column), fact in spots_of(table):
            name, held, rest = (*fact.split(".", 2), "")[:3]
            if CODE.fullmatch(row) and held == row:
                spots[ANY_CODE, column] = f"{name}.{ANY_CODE}" + (f".{rest}" if rest else "")
            else:
                spots.setdefault((row, column), fact)
            if row == held == TOTAL:  # an empty table prints its total only
                spots.setdefault((ANY_CODE, column), f"{name}.{ANY_CODE}" + (f".{rest}" if rest else ""))
    return found
