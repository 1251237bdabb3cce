"""同一项目的几处：项目、项目自评表、整体自评表和说明文字里的金额、执行率、名称、完成值对一遍。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.accounts import Account
from generator.derive import Figure
from generator.facts import WAN
from generator.forms.cells import MONEY
from generator.forms.sheet import FUNDS, Key, project_of
from generator.intervals import Interval, rounded
from generator.model import Project
from generator.rules.engine import Judged
from generator.rules.evaluation.book import Book
from generator.rules.telling import Mark, Sum, Voice, at_figure, at_text, operand, shown

ZERO = Decimal(0)
RULE = "C123b"
COLUMNS = {"年初预算": ("年初预算数",), "全年预算": ("全年预算数", "预算数"), "执行数": ("全年执行数", "执行数")}
"""A figure of a project and what the forms call it."""
TABLES = {
    "基本支出总额": ("T3.合计.基本支出", "T5.合计.基本支出"),
    "项目支出总额": ("T3.合计.项目支出", "T5.合计.项目支出"),
}
SPENT = ("T1.本年支出合计", "T4.本年支出合计.合计", "T5.合计.小计")
RATE = re.compile(r"([0-9]+)(?:\.([0-9]+))?%")
TARGET, ACTUAL = "目标值", "完成值"


def check(voice: Voice, books: tuple[Book, ...], slipped: frozenset[str]) -> Iterator[Judged]:
    """C123b on all forms of one record; amounts of forms filled in the wrong unit are D39's."""
    for book in books:
        project = owner(voice.account, book)
        if project is not None:
            yield from _amounts(voice, book, project) if book.entry.slug not in slipped else ()
            yield from _rate(voice, book, project)
            yield from _name(voice, book, project)
        elif book.layout.project:
            yield from _listed(voice, book)
        yield from _whole_form(voice, book)
        yield from _goals(voice, book, books)


def owner(account: Account, book: Book) -> Project | None:
    """The project a form is on."""
    return next((one for one in account.filed.record.projects if one.form == book.entry.slug), None)


def amount(book: Book, measure: str) -> Figure | None:
    """What the form has for a figure of its project, in the row of the whole amount."""
    key = _cell(book, measure)
    return book.figure(key) if key else None


def reach_of(book: Book, measure: str) -> Interval | None:
    """All values that amount can have."""
    key = _cell(book, measure)
    return book.spread(key) if key else None


def _cell(book: Book, measure: str) -> Key | None:
    names = [column.name for column in book.layout.funds if column.kind == MONEY]
    name = next((one for one in COLUMNS[measure] if one in names), "")
    return (FUNDS, book.main_row, name) if name else None


def head_figure(book: Book, name: str) -> Figure | None:
    """An amount of the form's head."""
    return book.account.figures.extra.get(f"绩效表.{book.entry.slug}.表头.{name}")


def spread(figure: Figure) -> Interval:
    """What a printed figure stands for."""
    return rounded(figure.value or ZERO, figure.quantum)


def _amounts(voice: Voice, book: Book, project: Project) -> Iterator[Judged]:
    """A project's figures and those of its form are the same figures."""
    for measure in COLUMNS:
        own, figure = voice.account.figures.measure(f"项目.{project.slug}.{measure}"), amount(book, measure)
        if own is None or own.value is None or figure is None or figure.value is None:
            continue
        near = figure if figure.stated else own
        mark = Mark(figure.address, near.line, near.column, shown(figure.value))
        if own.value == figure.value or (not figure.stated and _reaches(book, measure, own)):
            yield from voice.passed(RULE)
            continue
        told = f"{book.place}的{measure}是{shown(figure.value)}，项目“{project.name}”写的是{shown(own.value)}"
        numbers = Sum(shown(own.value), shown(figure.value - own.value), operands=(operand(own),))
        yield from voice.failed(RULE, mark, told, numbers)


def _reaches(book: Book, measure: str, own: Figure) -> bool:
    """Whether a total that the form leaves to be added up comes to the project's amount as far as rounding goes."""
    reach, money = reach_of(book, measure), book.account.filed.money
    return reach is not None and reach.meets(rounded(own.value or ZERO, money.scaleb(-2) if money == WAN else ZERO))


def _rate(voice: Voice, book: Book, project: Project) -> Iterator[Judged]:
    """The execution rate a document prints in its text against the one in the form, as far as both print digits."""
    rows = (book.main_row, *(row.name for row in book.sheet.funds))
    typed = [book.typed((FUNDS, row, column.name)) for column in book.rate_columns[:1] for row in rows]
    figure = next((one for one in typed if one is not None), None)
    for statement in voice.account.filed.record.statements:
        found = RATE.fullmatch(str(statement.printed))
        about = statement.measure == f"项目.{project.slug}.执行数/项目.{project.slug}.全年预算"
        if not about or found is None or figure is None or figure.value is None:
            continue
        mark = at_text(statement.printed, f"{statement.place}#{statement.measure}")
        said = rounded(Decimal(found[0][:-1]), Decimal(1).scaleb(-len(found[2] or "")))
        if said.meets(spread(figure)):
            yield from voice.passed(RULE)
        else:
            told = f"{statement.place}：项目“{project.name}”的执行率印着{statement.printed}，自评表是{figure.text}"
            yield from voice.failed(RULE, mark, told, Sum(figure.text, operands=(operand(figure),)))


def _name(voice: Voice, book: Book, project: Project) -> Iterator[Judged]:
    """The form names the project it is attached to."""
    name = project_of(book.entry, book.layout).strip()
    if not name:
        return
    mark = at_text(book.entry.head.get(book.layout.project), f"绩效表.{book.entry.slug}.表头.{book.layout.project}")
    if name == project.name or (name in project.aliases and _akin(name, project.name)):
        yield from voice.passed(RULE)
    else:
        told = f"附在项目“{project.name}”下的自评表写的是“{name}”"
        yield from voice.failed(RULE, mark, told, Sum(project.name), level="警告")


def _akin(one: str, other: str) -> bool:
    """Whether two names have four fifths of the shorter one's characters in common, in order: one name written longer."""
    row = [0] * (len(other) + 1)
    for letter in one:
        last = 0
        for at, match in enumerate(other, 1):
            last, row[at] = row[at], last + 1 if letter == match else max(row[at], row[at - 1])
    return row[-1] * 5 >= min(len(one), len(other)) * 4


def _listed(voice: Voice, book: Book) -> Iterator[Judged]:
    """A form on a project is on one of those the text lists, where forms are attached to projects at all."""
    name = project_of(book.entry, book.layout).strip()
    projects = voice.account.filed.record.projects
    if not name or not any(one.form for one in projects):
        return
    mark = at_text(book.entry.head.get(book.layout.project), f"绩效表.{book.entry.slug}.表头.{book.layout.project}")
    told = f"{book.place}：“{name}”不在说明列出的项目之中"
    yield from voice.failed(RULE, mark, told, level="警告")


def _whole_form(voice: Voice, book: Book) -> Iterator[Judged]:
    """The form on the publisher as a whole against the tables; it may be the own office's alone, so a warning at most."""
    if not book.layout.head_money or "本级" in str(book.entry.head.get("单位名称", "")):
        return
    found = [(head_figure(book, name), tables) for name, tables in TABLES.items()]
    for figure, names in (*found, (book.typed((FUNDS, book.main_row, "执行数")), SPENT)):
        tables = [voice.account.figures.measure(name) for name in names]
        known = [one for one in tables if one is not None and one.value is not None]
        if figure is None or figure.value is None or not known:
            continue
        mark = at_figure(figure)
        if any(spread(figure).meets(spread(one)) for one in known):
            yield from voice.passed(RULE)
            continue
        told = f"{book.place}填的是{figure.text}，决算表是{shown(known[0].value or ZERO)}"
        numbers = Sum(shown(known[0].value or ZERO), operands=tuple(operand(one) for one in known))
        yield from voice.failed(RULE, mark, told, numbers, level="警告")


def _goals(voice: Voice, book: Book, books: tuple[Book, ...]) -> Iterator[Judged]:
    """An indicator that the form on the whole repeats from a project's form has the same actual value there."""
    for at, goal in enumerate(book.entry.groups):
        other = _meant(voice.account, goal.text, books)
        theirs = {(other.title(row), other.last(row, TARGET, 0)): row for row in other.rows} if other else {}
        for row in book.sheet.groups[at] if other else ():
            match = theirs.get((book.title(row), book.last(row, TARGET, 0)))
            if match is None or other is None:
                continue
            mine, their = book.last(row, ACTUAL, 0), other.last(match, ACTUAL, 0)
            mark = at_text(mine, f"绩效表.{book.entry.slug}.{'.'.join(row.key)}")
            if mine == their:
                yield from voice.passed(RULE)
            else:
                told = f"{book.place}“{book.title(row)}”的完成值是{mine}，{other.place}是{their}"
                yield from voice.failed(RULE, mark, told, Sum(their), level="警告")


def _meant(account: Account, goal: str, books: tuple[Book, ...]) -> Book | None:
    """The form of the project that a goal names."""
    by_slug = {book.entry.slug: book for book in books}
    named = [(name, one.form) for one in account.filed.record.projects for name in (one.name, *one.aliases)]
    fitting = [(len(name), form) for name, form in named if name in goal and form in by_slug]
    return by_slug[max(fitting)[1] or ""] if fitting else None
