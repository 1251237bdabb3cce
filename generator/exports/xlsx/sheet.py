"""一张工作表的 XML，和它的区域怎么写。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeVar

from generator.exports.xlsx.model import Cell, Content, Look, Sheet
from generator.exports.xlsx.xml import HEAD, MAIN

Key = TypeVar("Key")

LONGEST_NUMBER = 15
TALLEST = 409
A4 = 9
MARGINS = '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
PAPER = f'<pageSetup paperSize="{A4}" orientation="landscape" fitToHeight="0"/>'
FOOTER = "<headerFooter><oddFooter>&amp;L&amp;A&amp;R第&amp;P页，共&amp;N页</oddFooter></headerFooter>"


class Numbered(dict[Key, int]):
    """Things numbered as they turn up."""

    def __missing__(self, key: Key) -> int:
        """The next number."""
        self[key] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets of a workbook share: looks and texts, written once and named by their numbers."""

    looks: Numbered[Look]
    texts: Numbered[str]


@cache
def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def area(top: int, left: int, bottom: int, right: int) -> str:
    """0, 0, 1, 2 → A1:C2."""
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"


def sheet_part(sheet: Sheet, shared: Shared, *, first: bool) -> str:
    """The whole part; elements stand in the order that the format prescribes."""
    names = tuple(letters(column) for column in range(len(sheet.widths)))
    rows = [_row(at, cells, sheet.heights.get(at, 0), names, shared) for at, cells in enumerate(sheet.rows)]
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(sheet.widths, 1)
    )
    merged = "".join(f'<mergeCell ref="{area(*one)}"/>' for one in sheet.merged)
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{_view(sheet, first=first)}'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "")
        + f'<printOptions horizontalCentered="1"/>{MARGINS}{PAPER}{FOOTER}</worksheet>'
    )


def _view(sheet: Sheet, *, first: bool) -> str:
    chosen = ' tabSelected="1"' if first else ""
    rows = sheet.head[1]
    pane = (
        f'<pane ySplit="{rows}" topLeftCell="A{rows + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/>'
    )
    return f'<sheetViews><sheetView{chosen} workbookViewId="0">{pane if rows else ""}</sheetView></sheetViews>'


def _row(at: int, cells: list[Cell], height: int, names: tuple[str, ...], shared: Shared) -> str:
    tall = f' ht="{min(height, TALLEST)}" customHeight="1"' if height else ""
    number = at + 1
    looks, texts = shared.looks, shared.texts
    written = [
        f'<c r="{names[column]}{number}" s="{looks[look]}"{_value(value, texts)}' for column, value, look in cells
    ]
    return f'<row r="{number}"{tall}>{"".join(written)}</row>'


def _value(value: Content, texts: Numbered[str]) -> str:
    """The rest of a cell. Spreadsheets keep 15 digits of a number, so that a longer one is written as text."""
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        return f' t="s"><v>{texts[value]}</v></c>'
    digits = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if len(digits) > LONGEST_NUMBER and len(digits.strip("-0.").replace(".", "")) > LONGEST_NUMBER:
        return f' t="s"><v>{texts[digits]}</v></c>'
    return f"><v>{digits}</v></c>"
