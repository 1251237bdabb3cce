"""部门和单位：部门的数等于本级加各单位减内部往来，单位个数与列出的单位相符，机关运行经费是行政和参公单位的公用经费。

A unit that has not filed is a hole: what cannot be added up is 未查, never taken for zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from generator.accounts import Account
from generator.derive import Figure, Figures
from generator.facts import WAN, Fact, RowInfo, TableFacts
from generator.findings import Operand
from generator.intervals import Interval, exactly, rounded
from generator.rules.engine import Judged
from generator.rules.linear import Expander
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Sum, Voice, at_figure, at_text, compare, shown
from generator.store import OWN_OFFICE

ZERO = Decimal(0)
TABLES = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "采购", "车辆", "人员")
"""Tables whose figures are added up over the units."""
MACHINE, PUBLIC = "机关运行.机关运行经费", "T6.公用经费合计"
OFFICE = re.compile(r"行政(单位|机关)|参公|参照公务员")
HAN = {word: value for value, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
COUNT = re.compile(
    r"([0-9]+|[一二两三四五六七八九十]+)个[^，。；、0-9]{0,12}?单位|单位([0-9]+|[一二两三四五六七八九十]+)个"
)


@dataclass(frozen=True, slots=True)
class Member:
    """The own office or a unit of a department: its name, its nature, its record of the year if it filed one."""

    slug: str
    name: str
    nature: str
    account: Account | None


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C89, C90 and C106c on one record."""
    voice = Voice(account, rules)
    members = _members(account, bench)
    if not account.filed.publisher.unit and len(members) > 1:
        yield from _sums(voice, members)
        yield from _machine(voice, members)
    yield from _counts(voice, members)


def _members(account: Account, bench: Bench) -> tuple[Member, ...]:
    """Whom a department consists of; a unit consists of itself."""
    publisher, year = account.filed.publisher, account.filed.record.year
    department = bench.store.departments[publisher.department]
    if publisher.unit:
        nature = next((unit.nature for unit in department.units if unit.slug == publisher.unit), department.nature)
        return (Member(publisher.unit, account.name, nature, account),)
    named = [(OWN_OFFICE, f"{department.name}本级", department.nature)]
    named += [(unit.slug, unit.name, unit.nature) for unit in department.units]
    return tuple(
        Member(slug, name, nature, bench.accounts.get(f"{publisher.path}/{slug}/{year}"))
        for slug, name, nature in named
    )


# C89 -----------------------------------------------------------------------------------------------------------------


def _sums(voice: Voice, members: tuple[Member, ...]) -> Iterator[Judged]:
    """Every typed cell of the department's tables against the units' cells."""
    missing = [member.name for member in members if member.account is None]
    between = Expander(_transferred(voice.account))
    for name in TABLES:
        facts = voice.account.filed.tables.get(name)
        for fact in facts.cells.values() if facts else ():
            if fact.value is None:
                continue
            if missing:
                yield from voice.aside("C89", _at(fact), "未查", f"{'、'.join(missing)}没有单独的记录")
            else:
                yield from _sum(voice, fact, members, between)


def _sum(voice: Voice, fact: Fact, members: tuple[Member, ...], between: Expander) -> Iterator[Judged]:
    found = [(member, _cell(member.account, fact.address)) for member in members if member.account]
    holes = [member.name for member, cell in found if cell is None]
    if holes:
        yield from voice.aside("C89", _at(fact), "未查", f"{'、'.join(holes)}没有填{fact.address}")
        return
    known = [(member, *cell) for member, cell in found if cell is not None]
    transfers = between.cell(fact.address)
    removed = between.value(transfers)
    total = sum((value for _, value, _ in known), ZERO) - removed
    reach = between.interval(transfers).scaled(Decimal(-1)) if removed else exactly(ZERO)
    for _, _, interval in known:
        reach = reach + interval
    value = fact.value or ZERO
    unit = (voice.account.figures.measure(fact.address) or Figure("", ZERO)).unit
    result = compare(value, rounded(value, fact.quantum), reach, total)
    terms = [Operand(f"{member.slug}#{fact.address}", shown(one, unit)) for member, one, _ in known]
    terms += [Operand("内部往来", shown(removed, unit))] if removed else []
    told = f"{fact.address}：部门填的是{shown(value, unit)}，本级和各单位相加{'减内部往来' if removed else ''}是{shown(total, unit)}"
    numbers = Sum(shown(total, unit), shown(value - total, unit), operands=tuple(terms))
    yield from voice.weighed("C89", _at(fact), result, told if result != "exact" else "", numbers)


def _cell(account: Account, address: str) -> tuple[Decimal, Interval] | None:
    """A unit's figure, nothing in a whole table counting as zero; None where it is not known."""
    figure, record = account.figures.measure(address), account.filed.record
    if figure is not None and figure.value is not None and record.unit == "元" and record.quantum is None:
        return figure.value, exactly(figure.value)
    expander = Expander(account.figures)
    linear = expander.cell(address)
    return None if linear.missing else (expander.value(linear), expander.interval(linear))


def _transferred(account: Account) -> Figures:
    """内部往来 as tables of their own, so that sub-totals of what is to be removed follow by the tables' own formulas.

    Kept in 万元 they are rounded like every other amount of the record.
    """
    figures, money = account.figures, account.filed.money
    quantum = money.scaleb(-2) if money == WAN else ZERO
    cells: dict[str, dict[tuple[str, str], Fact]] = {}
    for where, value in figures.transfers.items():
        table, row, column = (*where.split("."), "", "")[:3]
        cells.setdefault(table, {})[row, column] = Fact(where, value, "", quantum, 0, 0)
    tables = {
        name: TableFacts(name, "有数", tuple(RowInfo(row) for row, _ in found), MappingProxyType(found))
        for name, found in cells.items()
    }
    return Figures(tables, figures.catalog, figures.year)


def _at(fact: Fact) -> Mark:
    return Mark(fact.address, fact.line, fact.column, fact.text)


# C106c ---------------------------------------------------------------------------------------------------------------


def _machine(voice: Voice, members: tuple[Member, ...]) -> Iterator[Judged]:
    """A department with other units too: the offices' own public expenditure makes the running cost of its machinery."""
    figure = voice.account.figures.measure(MACHINE)
    if figure is None or not figure.stated or figure.value is None:
        return
    offices = [member for member in members if OFFICE.search(member.nature)]
    if len(offices) == len(members):
        yield from voice.aside("C106c", at_figure(figure), "不适用", "只有行政和参公单位，由C106b核对")
        return
    unknown = [member.name for member in members if not member.nature]
    found = [_cell(member.account, PUBLIC) if member.account else None for member in offices]
    if unknown or any(cell is None for cell in found):
        why = f"{'、'.join(unknown)}没有写性质" if unknown else "有行政或参公单位没有单独的记录"
        yield from voice.aside("C106c", at_figure(figure), "未查", why)
        return
    known = [cell for cell in found if cell is not None]
    total, reach = sum((value for value, _ in known), ZERO), exactly(ZERO)
    for _, interval in known:
        reach = reach + interval
    result = compare(figure.value, rounded(figure.value, figure.quantum), reach, total)
    told = f"机关运行经费{shown(figure.value)}，行政和参公单位的公用经费合计{shown(total)}"
    terms = tuple(Operand(f"{one.slug}#{PUBLIC}", shown(value)) for one, (value, _) in zip(offices, known, strict=True))
    numbers = Sum(shown(total), shown(figure.value - total), operands=terms)
    yield from voice.weighed("C106c", at_figure(figure), result, told if result != "exact" else "", numbers)


# C90 -----------------------------------------------------------------------------------------------------------------


def _counts(voice: Voice, members: tuple[Member, ...]) -> Iterator[Judged]:
    """Numbers of units in figures and words against the units listed."""
    overview = voice.account.filed.record.overview
    listed = len(overview.units) if overview else 0
    whole = listed + 1 if listed else len(members)
    for names in (("绩效自评.整体评价单位",), ("三公实物.涉及行政单位", "三公实物.涉及事业单位")):
        found = [voice.account.figures.measure(name) for name in names]
        stated = [one for one in found if one is not None and one.stated and one.value is not None]
        total = sum((one.value or ZERO for one in stated), ZERO)
        if stated and total <= whole:
            yield from voice.passed("C90")
        elif stated:
            told = f"写着{shown(total, '个')}个单位，本级和列出的单位一共{whole}个"
            yield from voice.failed("C90", at_figure(stated[0]), told, Sum(str(whole), shown(total - whole, "个")))
    if overview is not None and listed:
        yield from _worded(voice, overview.units_text, listed)


def _worded(voice: Voice, text: str, listed: int) -> Iterator[Judged]:
    """Counts of units in the text of 单位构成: one of them has to fit the list, with or without the own office."""
    counts = [number for found in COUNT.finditer(text) if (number := _number(found[1] or found[2])) is not None]
    mark = at_text(text, "概况.单位构成", "概况 → 单位构成")
    mark = Mark(mark.address, mark.line, mark.column, "", mark.path)
    fits = {listed, listed + 1}
    if not counts:
        return
    if fits & {*counts, sum(counts)}:
        yield from voice.passed("C90")
    else:
        told = f"文字里写{'、'.join(map(str, counts))}个单位，列出的是{listed}个"
        yield from voice.failed("C90", mark, told, Sum(str(listed)))


def _number(text: str) -> int | None:
    """A count up to 99 in digits or Han numerals."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return HAN.get(text)
    return HAN.get(tens, 1) * 10 + HAN.get(ones, 0)
