"""放数：工作表里的每个数放到它的地址，放不下的记下来。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.catalog import Catalog
from generator.importing.books import Page
from generator.importing.grids import ANY_CODE, CODE, Grid, Spot, grid_of, plain

UNITS = ("万元", "元")
EXACT = Decimal("0.01")
NEARLY = Decimal("0.000001")


@dataclass
class Placed:
    """What came of a workbook: figures by table, row and column, and what found no place."""

    unit: str = ""
    rows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Kind of table → row → column ("" where there is one) → figure as it is written."""
    lost: list[str] = field(default_factory=list)
    """Sheets and cells without a place, in words."""
    sheets: int = 0

    @property
    def count(self) -> int:
        """Figures that found their place."""
        return sum(len(columns) for rows in self.rows.values() for columns in rows.values())


def place_pages(pages: Iterable[Page], known: Mapping[str, Mapping[Spot, str]], catalog: Catalog) -> Placed:
    """All sheets; `known` is the template of the tables that a record of this kind prints."""
    found = Placed()
    for page in pages:
        title = _title(page, known)
        if title is None:
            found.lost.append(f"工作表“{page.name}”：不是认识的决算表")
            continue
        unit = _unit(page)
        if found.unit and unit and unit != found.unit:
            found.lost.append(f"工作表“{page.name}”：金额单位是{unit}，别的表是{found.unit}，没有导入")
            continue
        found.unit = found.unit or unit
        found.sheets += 1
        _place(page, grid_of(page), known[title], found, catalog)
    return found


def _title(page: Page, known: Mapping[str, object]) -> str | None:
    top = sorted((spot, text) for spot, text in page.cells.items() if spot[0] <= 4 and isinstance(text, str))
    for _, text in (*top, ((0, 0), page.name)):
        if plain(str(text)) in known:
            return plain(str(text))
    return None


def _unit(page: Page) -> str:
    for spot, text in sorted(page.cells.items(), key=lambda one: one[0]):
        if spot[0] < 12 and isinstance(text, str) and "单位" in text:
            for unit in UNITS:
                if plain(text).endswith(f"单位{unit}"):
                    return unit
    return ""


def _place(page: Page, grid: Grid, spots: Mapping[Spot, str], found: Placed, catalog: Catalog) -> None:
    for (line, column), number in sorted(grid.figures.items()):
        if line < grid.body or grid.numbered(column) or _is_code(grid, line, column):
            continue
        fact = _fact(grid.spot(line, column), spots)
        table, row, rest = (*(fact or "").split(".", 2), "", "")[:3]
        kind = catalog.tables.get(table)
        text = _written(number, money=kind is None or kind.unit(row, rest) == "金额")
        if fact is None or text is None:
            why = (
                "数的位数太多"
                if fact
                else f"不知道“{'·'.join((grid.spot(line, column)[0], *grid.spot(line, column)[1]))}”是哪个数"
            )
            found.lost.append(f"工作表“{page.name}”第{line}行第{column}列 {number}：{why}")
            continue
        if kind is not None:
            found.rows.setdefault(table, {}).setdefault(row, {})[rest] = text


def _is_code(grid: Grid, line: int, column: int) -> bool:
    """Whether a number is the code of its row."""
    heads = (grid.texts.get((above, column), "") for above in range(grid.top, grid.body))
    return bool(CODE.fullmatch(grid.texts.get((line, column), ""))) and any("编码" in head for head in heads)


def _fact(spot: Spot, spots: Mapping[Spot, str]) -> str | None:
    """The address of a place: the very one, else that of any code in its column."""
    if spot in spots:
        return spots[spot]
    row, column = spot
    if CODE.fullmatch(row) and (ANY_CODE, column) in spots:
        return spots[ANY_CODE, column].replace(ANY_CODE, row)
    return None


def _written(number: Decimal, *, money: bool) -> str | None:
    """A count as it is; money to the cent, as printed tables have it; what a program's binary arithmetic left behind it is dropped."""
    exact = number.quantize(EXACT)
    if abs(exact - number) > NEARLY:
        return None
    return str(exact) if money or exact != exact.to_integral_value() else str(int(exact))
