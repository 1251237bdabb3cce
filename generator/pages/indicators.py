"""绩效指标：一个地区一年全部自评表里的全部指标，排成一张表；太多时每个部门一页。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.accounts import Account
from generator.catalog import FormLayout, Profile, SectionPlan
from generator.forms.printer import MISSED, Printer
from generator.forms.sheet import IndicatorRow, Sheet, project_of
from generator.model import FormEntry
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.region_year import LIMIT, SCRIPTS
from generator.pages.years import STYLES
from generator.store import Publisher
from generator.views import Cell, CellKind, ComparePage, Frame, Link, ListRow, Part, Ranking, Row

PAGE = "indicators/"
WHOLE = "部门整体"
COLUMNS: tuple[tuple[str, CellKind], ...] = (
    ("部门", "text"),
    ("项目", "text"),
    ("一级指标", "text"),
    ("二级指标", "text"),
    ("三级指标", "name"),
    ("性质", "text"),
    ("目标值", "text"),
    ("完成值", "text"),
    ("计量单位", "text"),
    ("分值", "amount"),
    ("得分", "amount"),
    ("完成与否", "text"),
)
NAME = 4
"""Which of them names the row and leads to its form."""
ALWAYS = frozenset({"三级指标", "目标值", "完成值", "完成与否"})
FACETS = frozenset({"部门", "一级指标", "完成与否"})
"""Offered as choices where there is anything to choose."""
NOTES = (
    "目标值和完成值能照字面比较、又没有达到目标的，标“未达”；没有标的，或者已经达到，或者不能照字面比较。",
    "存档照原件登载，不作判断。",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one form: its printed cells in the order of COLUMNS."""

    account: Account
    form: str
    cells: tuple[str, ...]

    @property
    def missed(self) -> bool:
        """Whether its form marks it as missed."""
        return self.cells[-1] == MISSED


def lines_of(ledger: Ledger, account: Account) -> Iterator[Line]:
    """Every indicator of every form of a record, as its form prints it."""
    for entry in account.filed.record.forms:
        layout = ledger.store.catalog.layouts.get(entry.layout)
        if layout is not None:
            yield from _form_lines(account, entry, layout)


def _form_lines(account: Account, entry: FormEntry, layout: FormLayout) -> Iterator[Line]:
    sheet = Sheet(entry, layout, account.filed.money)
    printer = Printer(sheet, account.filed.archive, account.words.get("千分位", "是") == "是")
    whose = project_of(entry, layout) or WHOLE
    named = [("", sheet.indicators), *((f"（年度目标{at}）", rows) for at, rows in enumerate(sheet.groups, 1))]
    for suffix, rows in named:
        for row in rows:
            yield Line(account, entry.slug, (account.name, whose + suffix, *_cells(printer, row)))


def _cells(printer: Printer, row: IndicatorRow) -> Iterator[str]:
    """From 一级指标 to 完成与否."""
    columns = printer.sheet.layout.indicators
    levels = [column.name for column in columns if column.kind == "级次"]
    scores = [column.name for column in columns if column.kind == "分数"]
    kinds = printer.sheet.kinds
    for at in range(2):
        yield _text(printer, row, levels[at : at + 1])
    yield _text(printer, row, kinds.get("名称", ()))
    for kind in ("性质", "目标值", "完成值", "单位"):
        yield _text(printer, row, kinds.get(kind, ()))
    yield _text(printer, row, [name for name in scores if "得分" not in name])
    yield _text(printer, row, [name for name in scores if "得分" in name])
    values = max(len(printer.sheet.texts((*row.key, name))) for name in kinds.get("完成值", ("",)))
    yield MISSED if any(printer.missed(row, at) for at in range(values)) else ""


def _text(printer: Printer, row: IndicatorRow, names: Sequence[str]) -> str:
    """What the last filled of these columns prints; several values in a cell stand below each other."""
    for name in reversed(names):
        key = (*row.key, name)
        text = "\n".join(cell.text for cell in printer.cells(key, printer.sheet.column(key)))
        if text:
            return text
    return ""


# pages -----------------------------------------------------------------------------------------------------------------


def indicator_pages(ledger: Ledger, region: str, year: int) -> tuple[dict[str, ComparePage], int]:
    """The pages of one region and year by address, and how many indicators they hold."""
    lines = [line for account in ledger.years[region, year] for line in lines_of(ledger, account)]
    path = f"{region}/{year}/{PAGE}"
    if not lines:
        return {}, 0
    if len(lines) <= LIMIT:
        return {path: _page(ledger, path, lines, ())}, len(lines)
    return {path: _overview(ledger, path, lines), **dict(_split(ledger, path, lines))}, len(lines)


def _split(ledger: Ledger, path: str, lines: Sequence[Line]) -> Iterator[tuple[str, ComparePage]]:
    """A page per department; one that has still too many goes on at 2/, 3/, …"""
    for department, mine in _by_department(lines):
        base = f"{path}{department.slug}/"
        sheets = [mine[at : at + LIMIT] for at in range(0, len(mine), LIMIT)]
        paths = [base if at == 0 else f"{base}{at + 1}/" for at in range(len(sheets))]
        for here, sheet in zip(paths, sheets, strict=True):
            links = tuple(
                Link(f"第{at}页", href(here, other), current=other == here) for at, other in enumerate(paths, 1)
            )
            yield here, _page(ledger, here, sheet, links if len(paths) > 1 else ())


def _by_department(lines: Iterable[Line]) -> list[tuple[Publisher, list[Line]]]:
    """Lines stand in the order of publishers, so that those of a department are neighbours."""
    return [(key, list(found)) for key, found in groupby(lines, lambda line: line.account.filed.publisher.department)]


def _frame(ledger: Ledger, path: str, line: Line, department: str = "") -> Frame:
    region, year = line.account.filed.publisher.region, line.account.filed.record.year
    name = ledger.store.regions[region].name
    crumbs = [(name, f"{region}/"), (f"{year}年度", f"{region}/{year}/"), ("绩效指标", f"{region}/{year}/{PAGE}")]
    title = f"{name}{year}年度绩效指标"
    if department:
        crumbs.append((department, path))
        title = f"{department}{year}年度绩效指标"
    badges = ("示例",) if ledger.store.regions[region].sample else ()
    top = frame(ledger.store, path, title, crumbs, kind="list", badges=badges)
    return replace(top, styles=STYLES, scripts=SCRIPTS)


def _page(ledger: Ledger, path: str, lines: Sequence[Line], links: tuple[Link, ...]) -> ComparePage:
    """All indicators given, one per row."""
    alone = path.removesuffix(PAGE) == path
    department = ledger.store.departments[lines[0].account.filed.publisher.department].short if alone else ""
    part = Part("indicators", "", rankings=(_ranking(path, lines),), filtered=True)
    return ComparePage(_frame(ledger, path, lines[0], department), _lead(lines), (), links, parts=(part,))


def _lead(lines: Sequence[Line]) -> str:
    forms = len({(line.account.address, line.form) for line in lines})
    publishers = len({line.account.address for line in lines})
    missed = sum(1 for line in lines if line.missed)
    judged = "" if all(line.account.filed.archive for line in lines) else f"，其中{missed}项没有达到目标"
    return f"{publishers}个部门和单位的{forms}张自评表，共{len(lines)}项指标{judged}。"


def _ranking(path: str, lines: Sequence[Line]) -> Ranking:
    shown = [at for at, (name, _) in enumerate(COLUMNS) if name in ALWAYS or any(line.cells[at] for line in lines)]
    head = Row(tuple(Cell(COLUMNS[at][0], COLUMNS[at][1], "col") for at in shown))
    facets = tuple(COLUMNS[at][0] for at in shown if COLUMNS[at][0] in FACETS and _differ(lines, at))
    anchors = {line.account.address: _anchored(line.account.profile) for line in lines}
    rows = tuple(_row(path, line, shown, anchors) for line in lines)
    return Ranking("all", "绩效指标", (head,), rows, "", NOTES, facets=facets, wide=True)


def _differ(lines: Sequence[Line], at: int) -> bool:
    return len({line.cells[at] for line in lines}) > 1


def _row(path: str, line: Line, shown: Sequence[int], anchors: Mapping[str, bool]) -> ListRow:
    address = line.account.address
    place = f"#form-{line.form}" if anchors[address] else ""
    return ListRow(tuple(_cell(line, at) for at in shown), href(path, f"{address}/{place}"))


def _cell(line: Line, at: int) -> Cell:
    text, kind = line.cells[at], COLUMNS[at][1]
    if at == NAME:
        return Cell(text or "（未写名称）", "name", "row")
    if at == len(COLUMNS) - 1:
        return Cell("", "blank", flag=text)
    return Cell(text, kind if text else "blank")


def _anchored(profile: Profile) -> bool:
    """Whether the disclosures of a profile print their forms, so that a link can lead to one."""

    def has(plans: Iterable[SectionPlan]) -> bool:
        return any(plan.narrative == "绩效表" or has(plan.sections) for plan in plans)

    return any(has(part.sections) for part in profile.parts)


# too many for one page -------------------------------------------------------------------------------------------------


def _overview(ledger: Ledger, path: str, lines: Sequence[Line]) -> ComparePage:
    """The departments with how many forms and indicators each has, leading to their pages."""
    heads = (("部门", "name"), ("自评表", "amount"), ("指标", "amount"), ("未达", "amount"))
    kinds: tuple[CellKind, ...] = ("name", "amount", "amount", "amount")
    head = Row(tuple(Cell(text, kind, "col") for (text, _), kind in zip(heads, kinds, strict=True)))
    rows = []
    for department, mine in _by_department(lines):
        forms = len({(line.account.address, line.form) for line in mine})
        counts = (forms, len(mine), sum(1 for line in mine if line.missed))
        cells = tuple(Cell(str(count), "amount") for count in counts)
        name = Cell(ledger.store.departments[department].name, "name", "row")
        rows.append(ListRow((name, *cells), href(path, f"{path}{department.slug}/")))
    table = Ranking("departments", "各部门的绩效指标", (head,), tuple(rows), "单位：张、项", NOTES)
    part = Part("departments-part", "", rankings=(table,), filtered=True)
    lead = f"{_lead(lines)}一页放不下，按部门分开。"
    return ComparePage(_frame(ledger, path, lines[0]), lead, (), parts=(part,))
