"""绩效指标：一个地区一年全部自评表里的全部指标，排成一张表；太多时每个部门一页。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.accounts import Account
from generator.catalog import FormColumn, FormLayout, Profile, SectionPlan
from generator.forms.printer import MISSED, Printer
from generator.forms.sheet import IndicatorRow, Sheet, project_of
from generator.model import FormEntry
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.region_year import LIMIT
from generator.pages.years import SCRIPTS
from generator.store import Publisher, Store
from generator.summary import Indicator, Summary
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
WHO, JUDGED = 0, len(COLUMNS) - 1
ALWAYS = frozenset({"三级指标", "目标值", "完成值"})
FACETS = frozenset({"部门", "一级指标", "完成与否"})
"""Offered as choices where there is anything to choose."""
NOTE = "目标值和完成值能照字面比较、又没有达到目标的，标“未达”；没有标的，或者已经达到，或者不能照字面比较。"
ARCHIVE = "存档照原件登载，不作判断。"


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one form: its printed cells in the order of COLUMNS."""

    owner: Summary
    form: str
    cells: tuple[str, ...]

    @property
    def missed(self) -> bool:
        """Whether its form marks it as missed."""
        return self.cells[-1] == MISSED


def indicators_of(store: Store, account: Account) -> Iterator[Indicator]:
    """Every indicator of every form of a record, as its form prints it."""
    publisher = account.publisher
    who = account.name if publisher.unit else store.departments[publisher].short
    for entry in account.filed.record.forms:
        layout = store.catalog.layouts.get(entry.layout)
        if layout is not None:
            yield from _form_lines(account, who, entry, layout)


def _form_lines(account: Account, who: str, entry: FormEntry, layout: FormLayout) -> Iterator[Indicator]:
    sheet = Sheet(entry, layout, account.filed.money)
    printer = Printer(sheet, account.filed.archive, account.words.get("千分位", "是") == "是")
    whose = project_of(entry, layout) or WHOLE
    named = [("", sheet.indicators), *((f"（年度目标{at}）", rows) for at, rows in enumerate(sheet.groups, 1))]
    columns = _columns(layout)
    for suffix, rows in named:
        for row in rows:
            texts = (_text(printer, row, candidates) for candidates in columns)
            yield Indicator(entry.slug, (who, whose + suffix, *texts, _judged(printer, row)))


Candidates = tuple[FormColumn, ...]
"""Columns of a form of which the last filled one is shown: 调整指标值 before 年初指标值."""


def _columns(layout: FormLayout) -> tuple[Candidates, ...]:
    """What a form has for each of COLUMNS from 一级指标 to 得分."""

    def of(kind: str) -> Candidates:
        return tuple(column for column in reversed(layout.indicators) if column.kind == kind)

    levels, scores = of("级次")[::-1], of("分数")
    points = tuple(column for column in scores if "得分" not in column.name)
    reached = tuple(column for column in scores if "得分" in column.name)
    kinds = (of(kind) for kind in ("名称", "性质", "目标值", "完成值", "单位"))
    return (levels[:1], levels[1:2], *kinds, points, reached)


def _text(printer: Printer, row: IndicatorRow, candidates: Candidates) -> str:
    """What the column prints; several values in a cell stand below each other."""
    for column in candidates:
        if row.cells.get(column.name) or column.formula:
            cells = printer.cells((*row.key, column.name), column)
            text = cells[0].text if len(cells) == 1 else "\n".join(cell.text for cell in cells)
            if text:
                return text
    return ""


def _judged(printer: Printer, row: IndicatorRow) -> str:
    """未达 where any of its values fell short."""
    if printer.archive:
        return ""
    values = max(
        (len(printer.sheet.texts((*row.key, name))) for name in printer.sheet.kinds.get("完成值", ())), default=0
    )
    return MISSED if any(printer.missed(row, at) for at in range(values)) else ""


# pages -----------------------------------------------------------------------------------------------------------------


def indicator_pages(ledger: Ledger[Summary], region: str, year: int) -> tuple[dict[str, ComparePage], int]:
    """The pages of one region and year by address, and how many indicators they hold."""
    lines = [Line(one, it.form, it.cells) for one in ledger.years[region, year] for it in one.indicators]
    path = f"{region}/{year}/{PAGE}"
    if not lines:
        return {}, 0
    if len(lines) <= LIMIT:
        return {path: _page(ledger, path, lines, ())}, len(lines)
    return {path: _overview(ledger, path, lines), **dict(_split(ledger, path, lines))}, len(lines)


def _split(ledger: Ledger[Summary], path: str, lines: Sequence[Line]) -> Iterator[tuple[str, ComparePage]]:
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
    return [(key, list(found)) for key, found in groupby(lines, lambda line: line.owner.publisher.department)]


def _frame(ledger: Ledger[Summary], path: str, line: Line, department: str = "") -> Frame:
    region, year = line.owner.publisher.region, line.owner.year
    name = ledger.store.regions[region].name
    crumbs = [(name, f"{region}/"), (f"{year}年度", f"{region}/{year}/"), ("绩效指标", f"{region}/{year}/{PAGE}")]
    title = f"{name}{year}年度绩效指标"
    if department:
        crumbs.append((department, path))
        title = f"{department}{year}年度绩效指标"
    badges = ("示例",) if ledger.store.regions[region].sample else ()
    top = frame(ledger.store, path, title, crumbs, kind="list", badges=badges)
    return replace(top, scripts=SCRIPTS)


def _page(ledger: Ledger[Summary], path: str, lines: Sequence[Line], links: tuple[Link, ...]) -> ComparePage:
    """All indicators given, one per row."""
    alone = path.removesuffix(PAGE) == path
    department = lines[0].owner.short if alone else ""
    part = Part("indicators", "", rankings=(_ranking(path, lines),), filtered=True)
    return ComparePage(_frame(ledger, path, lines[0], department), _lead(lines), (), links, parts=(part,))


def _lead(lines: Sequence[Line]) -> str:
    forms = len({(line.owner.address, line.form) for line in lines})
    publishers = len({line.owner.address for line in lines})
    missed = sum(1 for line in lines if line.missed)
    judged = f"，其中{missed}项没有达到目标" if _living(lines) else ""
    whose = lines[0].owner.name if publishers == 1 else f"{publishers}个部门和单位"
    return f"{whose}的{forms}张自评表，共{len(lines)}项指标{judged}。"


def _ranking(path: str, lines: Sequence[Line]) -> Ranking:
    shown = [at for at in range(len(COLUMNS)) if _tells(lines, at)]
    head = Row(tuple(Cell(COLUMNS[at][0], COLUMNS[at][1], "col") for at in shown))
    facets = tuple(COLUMNS[at][0] for at in shown if COLUMNS[at][0] in FACETS and _differ(lines, at))
    rows = tuple(row for owner, mine in _by_owner(lines) for row in _rows(path, owner, mine, shown))
    return Ranking("all", "绩效指标", (head,), rows, "", _notes(lines), facets=facets, wide=True)


def _notes(lines: Sequence[Line]) -> tuple[str, ...]:
    archives = any(line.owner.archive for line in lines)
    return (*((NOTE,) if _living(lines) else ()), *((ARCHIVE,) if archives else ()))


def _living(lines: Sequence[Line]) -> bool:
    """Whether any of them is judged; an 存档 is not."""
    return not all(line.owner.archive for line in lines)


def _tells(lines: Sequence[Line], at: int) -> bool:
    """Columns that are blank, or name the one department there is, are left out."""
    name = COLUMNS[at][0]
    if at == WHO:
        return _differ(lines, at)
    return name in ALWAYS or (at == JUDGED and _living(lines)) or any(line.cells[at] for line in lines)


def _differ(lines: Sequence[Line], at: int) -> bool:
    return len({line.cells[at] for line in lines}) > 1


def _by_owner(lines: Sequence[Line]) -> Iterator[tuple[Summary, list[Line]]]:
    """Lines stand record by record."""
    for _, found in groupby(lines, lambda line: id(line.owner)):
        mine = list(found)
        yield mine[0].owner, mine


def _rows(path: str, owner: Summary, lines: Iterable[Line], shown: Sequence[int]) -> Iterator[ListRow]:
    """The rows of one record, each leading to its form."""
    page = href(path, f"{owner.address}/")
    for line in lines:
        place = f"{page}#form-{line.form}" if owner.anchored else page
        yield ListRow(tuple(_cell(line, at) for at in shown), place)


def _cell(line: Line, at: int) -> Cell:
    text, kind = line.cells[at], COLUMNS[at][1]
    if at == NAME:
        return Cell(text or "（未写名称）", "name", "row")
    if at == JUDGED:
        return Cell("", "blank", flag=text)
    return Cell(text, kind if text else "blank")


def anchored(profile: Profile) -> bool:
    """Whether the disclosures of a profile print their forms, so that a link can lead to one."""

    def has(plans: Iterable[SectionPlan]) -> bool:
        return any(plan.narrative == "绩效表" or has(plan.sections) for plan in plans)

    return any(has(part.sections) for part in profile.parts)


# too many for one page -------------------------------------------------------------------------------------------------


def _overview(ledger: Ledger[Summary], path: str, lines: Sequence[Line]) -> ComparePage:
    """The departments with how many forms and indicators each has, leading to their pages."""
    heads = (("部门", "name"), ("自评表", "amount"), ("指标", "amount"), ("未达", "amount"))
    kinds: tuple[CellKind, ...] = ("name", "amount", "amount", "amount")
    head = Row(tuple(Cell(text, kind, "col") for (text, _), kind in zip(heads, kinds, strict=True)))
    rows = []
    for department, mine in _by_department(lines):
        forms = len({(line.owner.address, line.form) for line in mine})
        counts = (forms, len(mine), sum(1 for line in mine if line.missed))
        cells = tuple(Cell(str(count), "amount") for count in counts)
        name = Cell(mine[0].owner.department, "name", "row")
        rows.append(ListRow((name, *cells), href(path, f"{path}{department.slug}/")))
    table = Ranking("departments", "各部门的绩效指标", (head,), tuple(rows), "单位：张、项", _notes(lines))
    part = Part("departments-part", "", rankings=(table,), filtered=True)
    lead = f"{_lead(lines)}一页放不下，按部门分开。"
    return ComparePage(_frame(ledger, path, lines[0]), lead, (), parts=(part,))
