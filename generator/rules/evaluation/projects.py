"""项目和自评表：同一项目两处的金额、单位弄错的表、自评的个数和资金、整体自评表的构成。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.derive import Figure
from generator.facts import WAN
from generator.findings import Operand, Result
from generator.forms.cells import MONEY
from generator.forms.sheet import FUNDS
from generator.intervals import Interval, exactly, rounded
from generator.model import Project, Statement
from generator.rules.engine import Judged
from generator.rules.evaluation import agreement
from generator.rules.evaluation.agreement import COLUMNS, amount, head_figure, owner, reach_of, spread
from generator.rules.evaluation.book import Book
from generator.rules.telling import Sum, Voice, at_figure, at_text, compare, operand, shown, span

ZERO = Decimal(0)
SHARE = re.compile(r"(.*\.)?绩效自评\.项目资金/(.*\.)?绩效自评\.项目支出总额")
PERCENT = re.compile(r"([0-9]+(?:\.([0-9]+))?)%")
ABSURD = Decimal(100)
"""A project that costs more than a hundred times what the whole department spent was typed in 元."""


def check(voice: Voice, books: tuple[Book, ...]) -> Iterator[Judged]:
    """D39, C123b, C122, C124 and C125 on one record."""
    slipped: set[str] = set()
    for book in books:
        slip = _slip(voice, book, owner(voice.account, book))
        slipped |= {book.entry.slug} if slip else set()
        yield from slip or voice.passed("D39")
    yield from agreement.check(voice, books, frozenset(slipped))
    for book in books:
        yield from _parts_of_whole(voice, book)
    yield from _counted(voice, tuple(book for book in books if book.layout.project), slipped)
    yield from _whole_money(voice)
    yield from _against_tables(voice)
    yield from _shares(voice)


def _budget(book: Book) -> str:
    return next((column.name for column in book.layout.funds if column.kind == MONEY), "")


# D39 -----------------------------------------------------------------------------------------------------------------


def _slip(voice: Voice, book: Book, project: Project | None) -> tuple[Judged, ...]:
    """The finding of a form whose 万元 columns were filled in 元; nothing where there is no sign of it."""
    typed = [(measure, amount(book, measure)) for measure in COLUMNS]
    found = [(measure, one) for measure, one in typed if one is not None and one.value and one.stated]
    for measure, figure in found:
        other = voice.account.figures.measure(f"项目.{project.slug}.{measure}") if project else None
        shrunk = (figure.value or ZERO) / WAN
        if project is not None and other is not None and other.value and _near(figure.value or ZERO, other.value):
            told = f"{book.place}的金额单位是{book.layout.unit}，填的{figure.text}是项目“{project.name}”{measure}{other.text}的一万倍，像是按元填的"
            cells = (operand(other), *(operand(one) for _, one in found))
            return tuple(voice.failed("D39", at_figure(figure), told, Sum(shown(shrunk), operands=cells)))
    return _absurd(voice, book, found[0][1]) if found and project and project.executed is None else ()


def _near(value: Decimal, other: Decimal) -> bool:
    """Whether an amount in 元 typed as 万元 rounds to the other amount."""
    return value > other * (WAN / 2) and rounded(other, WAN.scaleb(-2)).meets(exactly(value / WAN))


def _absurd(voice: Voice, book: Book, figure: Figure) -> tuple[Judged, ...]:
    spent = [voice.account.figures.measure(name) for name in ("T1.本年支出合计", "T3.合计.本年支出合计")]
    whole = next((one for one in spent if one is not None and one.value), None)
    value = figure.value or ZERO
    if whole is None or not whole.value or value <= whole.value * ABSURD or value / WAN > whole.value:
        return ()
    told = f"{book.place}的金额单位是{book.layout.unit}，填的{figure.text}超过整个部门支出{shown(whole.value)}万元的一百倍，像是按元填的"
    numbers = Sum(shown(value / WAN), operands=(operand(whole), operand(figure)))
    return tuple(voice.failed("D39", at_figure(figure), told, numbers, level="警告"))


# C124 ----------------------------------------------------------------------------------------------------------------


def _parts_of_whole(voice: Voice, book: Book) -> Iterator[Judged]:
    """基本支出总额 + 项目支出总额 is what was executed, or what was budgeted, in all."""
    heads = {name: head_figure(book, name) for name in book.layout.head_money}
    basic, project = heads.get("基本支出总额"), heads.get("项目支出总额")
    if basic is None or project is None or basic.value is None or project.value is None:
        return
    wholes = [book.typed((FUNDS, book.main_row, name)) for name in ("执行数", "预算数")]
    known = [one for one in wholes if one is not None and one.value is not None]
    mark = at_figure(basic)
    if not known:
        yield from voice.aside("C124", mark, "未查", "没有填部门整体支出总额")
        return
    total, reach = basic.value + project.value, spread(basic) + spread(project)
    results = [compare(one.value or ZERO, spread(one), reach, total) for one in known]
    best = next((result for result in ("exact", "rounding") if result in results), "wrong")
    told = (
        f"{book.place}：基本支出{basic.text}加项目支出{project.text}是{shown(total)}，部门整体支出填的是{known[0].text}"
    )
    difference = shown((known[0].value or ZERO) - total)
    numbers = Sum(shown(total), difference, operands=(operand(basic), operand(project), operand(known[0])))
    if best == "wrong":
        yield from voice.failed("C124", at_figure(known[0]), told, numbers)
    else:
        yield from voice.weighed("C124", mark, "exact" if best == "exact" else "rounding", told, numbers)


def _whole_money(voice: Voice) -> Iterator[Judged]:
    """C124 in the text: the money of the evaluation as a whole is not that of the projects alone."""
    figures = voice.account.figures
    basic = figures.value("T3.合计.基本支出") or figures.value("T5.合计.基本支出")
    spent = figures.value("T1.本年支出合计") or figures.value("T3.合计.本年支出合计")
    prefixes = ("", *(f"分单位.{one.slug}." for one in voice.account.filed.record.shares))
    found = [(prefix, figures.measure(f"{prefix}绩效自评.整体评价资金")) for prefix in prefixes]
    stated = [(prefix, one) for prefix, one in found if one is not None and one.stated and one.value is not None]
    if not stated or not basic or spent is None:
        return
    total = sum((one.value or ZERO for prefix, one in stated if prefix), ZERO)
    for prefix, one in stated:
        money = figures.value(f"{prefix}绩效自评.项目资金")
        only_projects = one.value == money and (not prefix or total < spent)
        if not only_projects:
            yield from voice.passed("C124")
            continue
        told = f"整体支出自评的资金写的是{one.text}，正是项目自评的资金，没有包括基本支出"
        numbers = Sum("", operands=(Operand("T1.本年支出合计", shown(spent)), Operand("基本支出", shown(basic))))
        yield from voice.failed("C124", at_figure(one), told, numbers)


# C122, C125 ----------------------------------------------------------------------------------------------------------


def _counted(voice: Voice, mine: tuple[Book, ...], slipped: set[str]) -> Iterator[Judged]:
    """Number and money of self-evaluated projects against the forms, of the whole record and of each unit inside it."""
    projects = {one.form: one for one in voice.account.filed.record.projects if one.form}
    shares = voice.account.filed.record.shares
    if voice.account.figures.measure("绩效自评.项目个数") is not None or not shares:
        yield from _against(voice, "", mine, slipped)
    for share in shares:
        own = tuple(b for b in mine if b.entry.slug in projects and projects[b.entry.slug].unit == share.slug)
        yield from _against(voice, f"分单位.{share.slug}.", own, slipped)
    yield from _without_form(voice, mine)


def _against(voice: Voice, prefix: str, mine: tuple[Book, ...], slipped: set[str]) -> Iterator[Judged]:
    figures = voice.account.figures
    count, money = figures.measure(f"{prefix}绩效自评.项目个数"), figures.measure(f"{prefix}绩效自评.项目资金")
    if count is not None and count.stated and count.value is not None:
        mark = at_figure(count)
        if not mine:
            yield from voice.aside("C122", mark, "不适用", "没有附项目自评表")
        elif count.value == len(mine):
            yield from voice.passed("C122")
        else:
            told = f"自评项目写{count.text}个，附的项目自评表是{len(mine)}张"
            more = len(mine) > count.value
            yield from voice.failed("C122", mark, told, Sum(str(len(mine))), level=None if more else "警告")
            first = figures.measure(f"{prefix}绩效自评.一级项目个数")
            if first is not None and first.stated and first.value == count.value:
                yield from voice.failed(
                    "C122", at_figure(first), told, Sum(str(len(mine))), level=None if more else "警告"
                )
    elif money is not None and money.stated:
        told = f"写了自评资金{money.text}，没有写项目个数"
        yield from voice.failed("C122", at_figure(money), told, level="警告")
    if money is not None and money.stated and money.value is not None and mine:
        yield from _money(voice, money, mine, slipped)


def _money(voice: Voice, money: Figure, mine: tuple[Book, ...], slipped: set[str]) -> Iterator[Judged]:
    mark = at_figure(money)
    found = {measure: [amount(book, measure) for book in mine] for measure in ("执行数", "全年预算")}
    whole = {name: [one for one in cells if one is not None and one.value is not None] for name, cells in found.items()}
    if any(len(cells) < len(mine) for cells in whole.values()) or any(book.entry.slug in slipped for book in mine):
        yield from voice.aside("C122", mark, "未查", "有的自评表没有金额，或者单位弄错了")
        return
    totals = {name: sum((one.value or ZERO for one in cells), ZERO) for name, cells in whole.items()}
    value, stated = money.value or ZERO, spread(money)
    results = [compare(value, stated, _reach(mine, name), total) for name, total in totals.items()]
    best: Result = next((result for result in ("exact", "rounding") if result in results), "wrong")
    done, budget = totals.values()
    told = (
        f"自评资金写{money.text}，附的{len(mine)}张自评表执行数合计{voice.money(done)}，预算数合计{voice.money(budget)}"
    )
    yield from voice.weighed("C122", mark, best, told, Sum(voice.money(done), voice.money(value - done)))


def _reach(mine: tuple[Book, ...], measure: str) -> Interval:
    """All values the forms' amounts can add up to."""
    total = exactly(ZERO)
    for book in mine:
        total = total + (reach_of(book, measure) or exactly(ZERO))
    return total


def _without_form(voice: Voice, mine: tuple[Book, ...]) -> Iterator[Judged]:
    """Where some projects have their forms attached, those without are named."""
    for project in voice.account.filed.record.projects if mine else ():
        cells = {"执行数": project.executed, "全年预算": project.adjusted, "年初预算": project.initial}
        name = next((name for name, cell in cells.items() if cell is not None), "")
        cell = cells[name] if name else project.name
        mark = at_text(cell, f"项目.{project.slug}.{name}".rstrip("."), f"项目 → {project.name}")
        if project.form:
            yield from voice.passed("C122")
        else:
            yield from voice.failed("C122", mark, f"项目“{project.name}”没有附自评表", level="警告")


def _against_tables(voice: Voice) -> Iterator[Judged]:
    """Money of self-evaluated projects against the project expenditure of the tables."""
    figures = voice.account.figures
    base, table = figures.measure("绩效自评.项目支出总额"), figures.measure("T5.合计.项目支出")
    if base is not None and base.stated and base.value is not None and table is not None and table.value is not None:
        result = compare(base.value, spread(base), spread(table), table.value)
        told = (
            f"一般公共预算项目支出总额写{base.text}，公开05表是{voice.money(table.value)}" if result != "exact" else ""
        )
        numbers = Sum(voice.money(table.value), voice.money(base.value - table.value), operands=(operand(table),))
        yield from voice.weighed("C122", at_figure(base), result, told, numbers)
    money, spent = figures.measure("绩效自评.项目资金"), figures.value("T3.合计.项目支出")
    if money is None or not money.stated or money.value is None or spent is None:
        return
    if money.value <= spent:
        yield from voice.passed("C125")
    else:
        told = f"自评的项目资金{money.text}多于全部项目支出{voice.money(spent)}"
        yield from voice.failed(
            "C125", at_figure(money), told, Sum(voice.money(spent), voice.money(money.value - spent))
        )


def _shares(voice: Voice) -> Iterator[Judged]:
    """C122 on printed shares: what they imply of all project expenditure must fit the table."""
    table = voice.account.figures.measure("T5.合计.项目支出")
    if table is None or not table.value:
        return
    found = [one for one in voice.account.filed.record.statements if SHARE.fullmatch(one.measure or "")]
    implied = [(one, _implied(voice, one)) for one in found]
    known = [(one, reach) for one, reach in implied if reach is not None]
    if not known or len({one.place for one, _ in known}) > 1:
        return
    whole = exactly(ZERO)
    for _, reach in known:
        whole = whole + reach
    mark = at_text(known[0][0].printed, known[0][0].measure or "")
    told = f"{known[0][0].place}：由各占比倒推的项目支出合计{span(whole)}，公开05表是{shown(table.value)}"
    is_part = any((one.measure or "").startswith("分单位.") for one, _ in known)
    fits = whole.low <= spread(table).high if is_part else whole.meets(spread(table))
    shares = tuple(Operand(one.measure or "", str(one.printed)) for one, _ in known)
    numbers = Sum(shown(table.value), operands=(operand(table), *shares))
    yield from voice.passed("C122") if fits else voice.failed("C122", mark, told, numbers)


def _implied(voice: Voice, statement: Statement) -> Interval | None:
    """All project expenditure of which the stated money is the printed share."""
    top, _, base = (statement.measure or "").partition("/")
    money = voice.account.figures.measure(top)
    found = PERCENT.fullmatch(str(statement.printed))
    if found is None or money is None or money.value is None or voice.account.figures.measure(base) is not None:
        return None
    share = rounded(Decimal(found[1]), Decimal(1).scaleb(-len(found[2] or "")))
    return spread(money).scaled(Decimal(100)) / share
