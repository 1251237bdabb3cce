"""长表：一个数一行，写明地址、表、行、栏、数值、单位，是填报的还是推算的，怎么算的。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from generator.accounts import Account
from generator.amounts import round_half_up
from generator.derive import Figure, Figures
from generator.exports.naming import Namer, Place
from generator.exports.printed import Printed
from generator.wording import MONEY, PERCENT

CENT = Decimal("0.01")
YUAN = "元"
TYPED, COMPUTED = "填报", "推算"


class Line(NamedTuple):
    """One figure; its fields begin with the columns of the long table, in their order.

    A tuple of texts, because there are a thousand to a disclosure and each export writes them as they are. `value` is exact, money in
    元; "" where what was typed is no number (`shown` has it).
    """

    address: str
    """Whole: 420106/ybj/2021#T5.2101501.基本支出."""
    publisher: str
    year: str
    table: str
    row: str
    row_name: str
    column: str
    value: str
    unit: str
    origin: str
    """填报 or 推算."""
    formula: str
    shown: str
    """As the page prints it, amounts in 万元; "" for a typed figure that no table or sentence prints."""
    operands: tuple[str, ...] = ()
    """Addresses of what it was computed from: those of its own record begin with #."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the long table: its head, what it holds, and what that means, for readers."""

    head: str
    field: str
    meaning: str


COLUMNS = (
    Column("地址", "address", "这个数的固定地址：区划/部门/年度#表.行.栏，与网页上的相同"),
    Column("部门", "publisher", "部门或单位的名称"),
    Column("年度", "year", "决算年度"),
    Column("表", "table", "数所在的表或自评表"),
    Column("行", "row", "科目编码，或表里的行"),
    Column("行名", "row_name", "科目名称、项目名称或指标名称"),
    Column("栏", "column", "数所在的栏；比较得出的数写明与什么比"),
    Column("数值", "value", "精确的数，金额以元为单位；填的不是数时空着"),
    Column("单位", "unit", "元、%、辆等"),
    Column("填报或推算", "origin", "填报：部门填写的；推算：由填写的数算出的"),
    Column("公式", "formula", "推算的数怎样得出"),
    Column("页面所印", "shown", "网页上印出的字样，表和说明里的金额以万元为单位；页面没有印的空着"),
)

HEADS = tuple(column.head for column in COLUMNS)
VALUE = HEADS.index("数值")


def cells_of(line: Line) -> tuple[str, ...]:
    """The cells of a line in the order of the columns."""
    return line[:-1]


def lines(account: Account, printed: Printed, namer: Namer) -> tuple[Line, ...]:
    """Every figure a record types or its page prints, tables and forms first, and whatever these were computed from."""
    whose = (f"{account.address}#", account.name, str(account.filed.record.year))
    figures = _with_operands(account.figures, (*printed.cells, *_typed(account), *printed.words))
    return tuple(
        [_line(whose, namer.named(name), name, figure, printed.text(name)) for name, figure in figures.items()]
    )


def _with_operands(figures: Figures, measures: Iterable[str]) -> dict[str, Figure]:
    """Figures by name, followed by those they rest on inside this record."""
    found: dict[str, Figure] = {}
    waiting = list(measures)
    for name in waiting:  # grows while it is read
        figure = None if name in found else figures.measure(name)
        if figure is not None:
            found[name] = figure
            waiting += [operand for operand in figure.operands if "#" not in operand]
    return found


def _typed(account: Account) -> Iterator[str]:
    filed = account.filed
    for facts in filed.tables.values():
        yield from (fact.address for fact in facts.cells.values())
    for slug, tables in filed.shares.items():
        for facts in tables.values():
            yield from (f"分单位.{slug}.{fact.address}" for fact in facts.cells.values())
    yield from account.figures.extra
    yield from (f"{entry.measure}:上年" for entry in filed.record.prior)


def _line(whose: tuple[str, str, str], place: Place, measure: str, figure: Figure, shown: str) -> Line:
    stem, publisher, year = whose
    value = exact(figure)
    return Line(
        stem + measure,
        publisher,
        year,
        *place,
        "" if value is None else f"{value:f}",
        YUAN if figure.unit == MONEY else figure.unit,
        TYPED if figure.stated else COMPUTED,
        figure.formula,
        shown or (figure.text if value is None else ""),
        tuple([_operand(stem, name) for name in figure.operands]) if figure.operands else (),
    )


def _operand(stem: str, operand: str) -> str:
    """The address of an operand; benji#T5.合计.小计 is that of the own office in the same year."""
    if "#" not in operand:
        return f"#{operand}"
    unit, _, measure = operand.partition("#")
    department, _, year = stem.removesuffix("#").rpartition("/")
    return f"{department}/{unit}/{year}#{measure}"


def exact(figure: Figure) -> Decimal | None:
    """The value without rounding: at least to the 分. A computed percentage has no end, so it is what is published."""
    value = figure.value
    if value is None:
        return None
    if figure.unit == MONEY:
        short = value.quantize(CENT)
        return short if short == value else value.normalize()
    return round_half_up(value, 2) if figure.unit == PERCENT and not figure.stated else value
