"""详略：表齐不齐，支出列到项没有，几项有没有合成一个数，自评的项目是不是都写了、都附了表。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.derive import Figure
from generator.facts import RowInfo, TableFacts
from generator.model import Project
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Voice, at_figure, at_text

CLASS, GROUP, ITEM = 3, 5, 7
BUY = ("采购.政府采购支出总额", "采购.中小企业合同金额")
ABROAD = ("T9.合计.决算数", "T9.因公出国（境）费.决算数")
CARS = ("T9.公务用车购置及运行维护费.决算数", "T9.公务用车运行维护费.决算数")
WHOLE = ("绩效自评.整体评价资金", "绩效自评.整体评价单位")


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """D10, D15, D17, D19, D21, D22, D23, D24 and C100b on one record."""
    _ = bench
    voice = Voice(account, rules)
    if account.filed.archive and account.filed.record.document != "绩效自评":
        yield from _tables(voice)
        yield from _spoken(voice)
    yield from _economic(voice, account.filed.tables.get("T6"))
    spent = (account.filed.tables.get(name) for name in ("T5", "T7", "T8"))
    yield from _items(voice, tuple(table for table in spent if table is not None and table.rows))
    yield from _whole(voice)
    yield from _narrated(voice)


def _verdict(voice: Voice, rule: str, mark: Mark, told: str) -> Iterator[Judged]:
    yield from voice.failed(rule, mark, told) if told else voice.passed(rule)


def _stated(voice: Voice, measure: str) -> Figure | None:
    figure = voice.account.figures.measure(measure)
    return figure if figure is not None and figure.stated and figure.value is not None else None


# D10, D15, C100b ---------------------------------------------------------------------------------------------------------


def _tables(voice: Voice) -> Iterator[Judged]:
    """The tables of the profile stand in the document: one obligation for all, since they are lost together."""
    tables, owed = voice.account.filed.tables, voice.account.profile.tables
    known = voice.account.figures.catalog.tables
    lost = [
        one.title or known[one.kind].title
        for one in owed
        if one.kind not in tables or tables[one.kind].coverage == "原件未载"
    ]
    told = f"应有{len(owed)}张决算表，原件里没有{'、'.join(lost)}" if lost else ""
    yield from _verdict(voice, "D10", at_text(voice.account.filed.record.profile, "表", "第二部分"), told)


def _spoken(voice: Voice) -> Iterator[Judged]:
    """What the text of a document must say beside the totals it prints."""
    for rule, (total, part), words in (
        ("D15", BUY, "没有写授予中小企业的合同金额"),
        ("C100b", ABROAD, "没有写因公出国（境）费"),
        ("D24", CARS, "公务用车购置费和运行维护费没有分开写"),
    ):
        figure = _stated(voice, total)
        if figure is not None and (figure.value or rule == "D24"):
            told = "" if _stated(voice, part) else f"{total.split('.', maxsplit=1)[0]}：{words}"
            yield from _verdict(voice, rule, at_figure(figure), told)


# D21, D22 --------------------------------------------------------------------------------------------------------------


def _items(voice: Voice, tables: tuple[TableFacts, ...]) -> Iterator[Judged]:
    """Spending is told to the 项, and each 项 by itself: one obligation of each rule, and a finding for each row at fault."""
    faults = [(rule, table, row) for table in tables for rule, row in _faulty(table)]
    for rule in ("D21", "D22"):
        if tables and not any(rule == fault for fault, _, _ in faults):
            yield from voice.passed(rule)
    figures = voice.account.figures
    names = figures.catalog.codes("功能科目", figures.year)
    for rule, table, row in faults:
        known = names.get(row.key)
        name = row.name or (known.name if known else "")
        depth = "类" if len(row.key) == CLASS else "款"
        fault = f"只列到{depth}，没有列到项" if rule == "D21" else f"把{len(row.included)}个项合写成一个数"
        mark = Mark(f"{table.kind}.{row.key}", row.line, row.column, row.key)
        yield from voice.failed(rule, mark, f"{name}（{row.key}）{fault}")


def _economic(voice: Voice, table: TableFacts | None) -> Iterator[Judged]:
    """Basic expenditure is told to the 款 of its economic classification."""
    coded = [row for row in table.rows if row.key.isdigit()] if table else []
    above = {row.key[:CLASS] for row in coded if len(row.key) > CLASS}
    filled = {row for (row, _), fact in table.cells.items() if fact.value} if table else set()
    bare = [row for row in coded if len(row.key) == CLASS and row.key in filled and row.key not in above]
    if coded and not bare:
        yield from voice.passed("D23")
    for row in bare:
        mark = Mark(f"T6.{row.key}", row.line, row.column, row.key)
        yield from voice.failed("D23", mark, f"基本支出{row.key}只列到类，没有列到款")


def _faulty(table: TableFacts) -> Iterator[tuple[str, RowInfo]]:
    coded = [row for row in table.rows if row.key.isdigit()]
    above = {row.key[:length] for row in coded for length in (CLASS, GROUP) if len(row.key) > length}
    short = [row for row in coded if len(row.key) < ITEM and row.key not in above]
    filled = {row for (row, _), fact in table.cells.items() if fact.value} if short else set()
    yield from (("D22", row) for row in coded if len(row.included) > 1)
    yield from (("D21", row) for row in short if row.key in filled and len(row.included) <= 1)


# D17, D19 --------------------------------------------------------------------------------------------------------------


def _whole(voice: Voice) -> Iterator[Judged]:
    """Whoever says that spending as a whole was evaluated attaches that form."""
    figure = next((one for one in (_stated(voice, name) for name in WHOLE) if one is not None), None)
    if figure is None or not figure.value:
        return
    layouts = voice.account.figures.catalog.layouts
    entries = voice.account.filed.record.forms
    used = (one.layout for one in entries)
    there = any(name in layouts and not layouts[name].project for name in used)
    owed = voice.account.filed.archive or any(not layouts[one].project for one in voice.account.profile.forms)
    told = "" if there or not entries or not owed else "写了整体支出自评，没有附整体自评表"
    yield from _verdict(voice, "D17", at_figure(figure), told)


def _narrated(voice: Voice) -> Iterator[Judged]:
    """Every self-evaluated project with a form is told in the text too, of the record and of each unit inside it."""
    groups: dict[str, list[Project]] = {}
    for project in voice.account.filed.record.projects:
        if project.form:
            groups.setdefault(project.unit or "", []).append(project)
    for mine in groups.values():
        silent = [one for one in mine if not one.narrated]
        names = "、".join(one.name for one in silent)
        told = f"自评的项目有{len(mine)}个，综述没有写{names}" if silent else ""
        first = (silent or mine)[0]
        yield from _verdict(voice, "D19", at_text(first.name, f"项目.{first.slug}", "项目自评综述"), told)
