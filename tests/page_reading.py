"""Reads a built page as a person does: which figures stand in which section, and what words stand with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import html

NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?")
FOLD = str.maketrans("（）：，％＞＜≧≦", "():,%><≥≤")


def folded(text: str) -> str:
    """Without blanks, half-width signs: what remains of a text when typesetting is taken away."""
    return re.sub(r"\s+", "", text).translate(FOLD)


def same(left: str, right: str) -> bool:
    """Equal in value: 507.2 and 507.20, 4,525.99 and 4525.99; a percentage only with a percentage."""
    if left.endswith("%") != right.endswith("%"):
        return False
    try:
        return Decimal(left.rstrip("%").replace(",", "")) == Decimal(right.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return left == right


@dataclass(frozen=True)
class Unit:
    """A paragraph, list item or table cell, and the words it stands with."""

    text: str
    context: str
    marker: int = field(compare=True, default=0)

    def holds(self, printed: str) -> int:
        """How often the figure stands in it."""
        wanted = folded(printed)
        if NUMBER.fullmatch(wanted):
            return sum(same(found, wanted) for found in NUMBER.findall(self.text))
        return self.text.count(wanted)


class Page:
    """A built page by its places (data-place)."""

    def __init__(self, text: str) -> None:
        self.tree = html.fromstring(text)
        for part in self.tree.xpath("//svg | //nav | //script | //details"):
            part.getparent().remove(part)
        self.places: dict[str, list[Unit]] = {}

    def units(self, place: str) -> list[Unit]:
        """Everything readable in a place."""
        if place not in self.places:
            found: list[Unit] = []
            for section in self.tree.xpath("//section[@data-place=$place]", place=place):
                heads = " ".join(
                    head.text_content()
                    for head in section.xpath(
                        "ancestor-or-self::section/*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
                    )
                )
                found += self._inside(section, heads)
            self.places[place] = found
        return self.places[place]

    def _inside(self, section: html.HtmlElement, heads: str) -> list[Unit]:
        units: list[Unit] = []
        for node in section.xpath(".//p | .//li | .//dt | .//dd | .//caption | .//h3 | .//h4 | .//h5 | .//h6"):
            if node.xpath("ancestor::table") and node.tag != "caption":
                continue
            inner = " ".join(
                head.text_content()
                for head in node.xpath("ancestor::section/*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
            )
            before = " ".join(
                one.text_content()
                for one in node.xpath("preceding-sibling::p[1] | preceding-sibling::dt[1] | ../preceding-sibling::p[1]")
            )
            units.append(
                Unit(folded(node.text_content()), folded(f"{node.text_content()} {heads} {inner} {before}"), len(units))
            )
        for table in section.xpath(".//table"):
            units += self._cells(table, heads, len(units))
        return units

    def _cells(self, table: html.HtmlElement, heads: str, start: int) -> list[Unit]:
        caption = " ".join(one.text_content() for one in table.xpath("./caption"))
        around = " ".join(
            one.text_content()
            for one in table.xpath(
                "ancestor::section/*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6] | ancestor::*[@class]/*[self::h4 or self::h5 or self::h6]"
            )
        )
        grid = _grid(table)
        units: list[Unit] = []
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if (
                    cell is None
                    or (column and cells[column - 1] is cell)
                    or (row and column < len(grid[row - 1]) and grid[row - 1][column] is cell)
                ):
                    continue
                beside = [one.text_content() for at, one in enumerate(cells) if one is not None and at != column]
                above = [head.text_content() for line in grid[:row] if (head := _head(line, column)) is not None]
                context = " ".join((cell.text_content(), heads, caption, around, *beside, *above))
                units.append(Unit(folded(cell.text_content()), folded(context), start + len(units)))
        return units


def _head(line: list[html.HtmlElement | None], column: int) -> html.HtmlElement | None:
    """The cell of a row above, unless it stands in the 栏次 row, whose numbers are no words."""
    cell = line[column] if column < len(line) else None
    row = cell.getparent() if cell is not None else None
    return None if row is None or "index" in (row.get("class") or "") else cell


def _grid(table: html.HtmlElement) -> list[list[html.HtmlElement | None]]:
    """Cells by row and column, spans filled."""
    grid: list[list[html.HtmlElement | None]] = []
    for at, row in enumerate(table.xpath(".//tr")):
        while len(grid) <= at:
            grid.append([])
        column = 0
        for cell in row.xpath("./th | ./td"):
            while column < len(grid[at]) and grid[at][column] is not None:
                column += 1
            for down in range(int(cell.get("rowspan", "1"))):
                while len(grid) <= at + down:
                    grid.append([])
                line = grid[at + down]
                while len(line) < column + int(cell.get("colspan", "1")):
                    line.append(None)
                for right in range(int(cell.get("colspan", "1"))):
                    line[column + right] = cell
            column += int(cell.get("colspan", "1"))
    return grid
