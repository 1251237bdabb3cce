"""历年比较：一个公开主体各年的主要指标、走势、变动和原因。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator import narrative as story
from generator.accounts import Account
from generator.charts import Head, Series, trend
from generator.narrative import Teller, tell
from generator.pages.changes import changes_part
from generator.pages.figures import change_words
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.marks import absent, change
from generator.pages.streams import flow_of_year
from generator.pages.timeline import Moment, course, labels, series, sparkline, timeline
from generator.store import Publisher
from generator.views import Cell, Chart, ComparePage, Frame, Link, ListRow, Part, Ranking, Row
from generator.wording import ABSENT, printed

PAGE = "compare/"
SCRIPTS = ("assets/juesuan.js", "assets/tables.js")

Line = tuple[str, str, int]
"""What a row is called, its measure, its level."""

GROUPS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "收入和支出",
        (
            ("收、支总计", "T1.收入总计", 0),
            ("本年收入合计", "T1.本年收入合计", 1),
            ("本年支出合计", "T1.本年支出合计", 1),
            ("基本支出", "T3.合计.基本支出", 2),
            ("项目支出", "T3.合计.项目支出", 2),
            ("年末结转和结余", "T1.年末结转和结余", 1),
        ),
    ),
    (
        "财政拨款支出",
        (
            ("一般公共预算财政拨款支出", "T5.合计.小计", 0),
            ("年初预算", "T5.合计.年初预算", 1),
            ("完成年初预算", "T5.合计.小计/T5.合计.年初预算", 1),
            ("政府性基金预算财政拨款支出", "T7.合计.本年支出", 0),
            ("国有资本经营预算财政拨款支出", "T8.合计.小计", 0),
        ),
    ),
    (
        "“三公”经费",
        (
            ("“三公”经费支出", "T9.合计.决算数", 0),
            ("因公出国（境）费", "T9.因公出国（境）费.决算数", 1),
            ("公务用车购置费", "T9.公务用车购置费.决算数", 1),
            ("公务用车运行维护费", "T9.公务用车运行维护费.决算数", 1),
            ("公务接待费", "T9.公务接待费.决算数", 1),
        ),
    ),
    (
        "运行、采购和人员",
        (
            ("机关运行经费", "机关运行.机关运行经费", 0),
            ("政府采购支出", "采购.政府采购支出总额", 0),
            ("在职人员（人）", "人员.在职", 0),
        ),
    ),
)
LINES = tuple(line for _, lines in GROUPS for line in lines)
TRENDS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("收入总计和本年支出", (("本年支出", "T1.本年支出合计"), ("收入总计", "T1.收入总计"))),
    ("基本支出和项目支出", (("项目支出", "T3.合计.项目支出"), ("基本支出", "T3.合计.基本支出"))),
    ("“三公”经费支出", (("“三公”经费支出", "T9.合计.决算数"),)),
    ("机关运行经费", (("机关运行经费", "机关运行.机关运行经费"),)),
)
"""Each chart has a scale of its own: beside all spending the others would lie flat on the ground."""
TOLD = (
    ("收、支总计", "T1.收入总计"),
    ("一般公共预算财政拨款支出", "T5.合计.小计"),
    ("政府性基金预算财政拨款支出", "T7.合计.本年支出"),
    ("“三公”经费支出", "T9.合计.决算数"),
    ("机关运行经费", "机关运行.机关运行经费"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page of one publisher is made from."""

    ledger: Ledger[Account]
    publisher: Publisher
    accounts: tuple[Account, ...]
    moments: tuple[Moment, ...]
    hrefs: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Address of the page."""
        return f"{self.publisher.path}/{PAGE}"

    @property
    def name(self) -> str:
        """The publisher's name."""
        return self.ledger.store.name_of(self.publisher)


def shelf_of(ledger: Ledger[Account], publisher: Publisher) -> Shelf | None:
    """What there is to compare; None where no year states any of the main measures."""
    accounts = ledger.of(publisher)
    if not accounts:
        return None
    moments = timeline(accounts, (measure for _, measure, _ in LINES))
    known = any(one.figure(measure) is not None for one in moments for _, measure, _ in LINES)
    return Shelf(ledger, publisher, accounts, moments) if known else None


def compare_page(shelf: Shelf) -> ComparePage:
    """The whole page."""
    parts = (_trends(shelf), _measures(shelf), _reasons(shelf), *changes_part(shelf.ledger, shelf.accounts))
    flow = flow_of_year(shelf.ledger.store, shelf.accounts[-1])
    title = f"{shelf.name}历年比较"
    return ComparePage(
        frame=_frame(shelf, title),
        lead=_lead(shelf),
        tables=(),
        links=_links(shelf),
        hrefs=shelf.hrefs,
        parts=tuple(part for part in (*parts, flow) if part is not None),
    )


def _frame(shelf: Shelf, title: str) -> Frame:
    store, publisher = shelf.ledger.store, shelf.publisher
    department = store.departments[publisher.department]
    crumbs = [
        (store.regions[publisher.region].name, f"{publisher.region}/"),
        (department.short, f"{publisher.department.path}/"),
    ]
    if publisher.unit:
        crumbs.append((shelf.name, f"{publisher.path}/"))
    badges = ("示例",) if store.regions[publisher.region].sample else ()
    top = frame(store, shelf.path, title, [*crumbs, ("历年比较", shelf.path)], kind="list", badges=badges)
    return replace(top, scripts=SCRIPTS)


def _links(shelf: Shelf) -> tuple[Link, ...]:
    years = (
        Link(f"{one.filed.record.year}年度", href(shelf.path, f"{one.address}/")) for one in reversed(shelf.accounts)
    )
    return tuple(years)


def _lead(shelf: Shelf) -> str:
    """How many years there are, what became of spending, and which years are missing."""
    years = [account.filed.record.year for account in shelf.accounts]
    span = f"{years[0]}年度的决算" if len(years) == 1 else f"{years[0]}至{years[-1]}年度的决算，共{len(years)}年"
    gone = [f"{one.year}年度" for one in shelf.moments if one.account is None]
    gap = f"；{'、'.join(gone)}没有公开文件" if gone else ""
    before = f"；{years[0] - 1}年度的数取自这份文件所载的上年数" if shelf.moments[0].before else ""
    return f"公开了{span}{gap}{before}。"


# 走势 ------------------------------------------------------------------------------------------------------------------


def _trends(shelf: Shelf) -> Part | None:
    charts = [chart for at in range(len(TRENDS)) if (chart := trend_chart(shelf, at)) is not None]
    return Part("trends", "走势", charts=tuple(charts)) if charts else None


def trend_chart(shelf: Shelf, at: int) -> Chart | None:
    """One of the charts; None where no two years are known or nothing was ever spent."""
    caption, measures = TRENDS[at]
    rows = [series(name, shelf.moments, measure) for name, measure in measures]
    rows = [row for row in rows if any(row.points)]
    if not any(_moves(row) for row in rows):
        return None
    first, last = shelf.moments[0].year, shelf.moments[-1].year
    told = next(row for row in rows if _moves(row))
    head = Head(f"chart-trend-{at + 1}", "", course(told.name, told.points), f"{caption}，{first}—{last}年度")
    return trend(head, labels(shelf.moments), rows)


def _moves(row: Series) -> bool:
    known = [one for one in row.points if one is not None]
    return len(known) > 1 and any(one.value for one in known)


# 主要指标 --------------------------------------------------------------------------------------------------------------


def _measures(shelf: Shelf) -> Part:
    rows: list[ListRow] = []
    for title, lines in GROUPS:
        found = [row for line in lines if (row := _measure(shelf, line)) is not None]
        if found:
            rows += [ListRow((Cell(title, "name", "row", colspan=_width(shelf)),), "", kind="group"), *found]
    notes = ("“—”表示原件没有载明、没有填写，或者那一年没有公开文件。",) if _any_absent(rows) else ()
    table = Ranking(
        "measures",
        "主要指标",
        _heads(shelf),
        tuple(rows),
        "金额单位：万元",
        notes,
        sortable=False,
        sparked=True,
        wide=_width(shelf) > 7,
    )
    return Part("main-measures", "主要指标", rankings=(table,))


def _any_absent(rows: Sequence[ListRow]) -> bool:
    return any(cell.text == ABSENT for row in rows for cell in row.cells)


def _width(shelf: Shelf) -> int:
    """指标, the years, 增减额, 增减幅, 走势."""
    return len(shelf.moments) + 4


def _heads(shelf: Shelf) -> tuple[Row, ...]:
    years = []
    for one in shelf.moments:
        key = f"{one.account.address}/" if one.account and not one.before else ""
        if key:
            shelf.hrefs[key] = href(shelf.path, key)
        years.append(Cell(f"{one.year}年度{'（上年数）' if one.before else ''}", "amount", "col", fact=key, rowspan=2))
    last = f"{shelf.moments[-1].year}年度比上年"
    upper = (Cell("指标", "name", "col", rowspan=2), *years, Cell(last, "text", "colgroup", colspan=2))
    lower = (Cell("增减额", "amount", "col"), Cell("增减幅", "amount", "col"))
    return Row((*upper, Cell("走势", "text", "col", rowspan=2))), Row(lower)


def _measure(shelf: Shelf, line: Line) -> ListRow | None:
    name, measure, level = line
    cells = [_cell(one, measure) for one in shelf.moments]
    if all(cell.text == ABSENT for cell in cells):
        return None
    moved = (absent("不计算"),) * 2 if "/" in measure else change(shelf.accounts[-1], measure)
    spark = sparkline(f"s-{measure}", name, shelf.moments, measure)
    return ListRow((Cell(name, "name", "row", level=level), *cells, *moved), "", spark)


def _cell(moment: Moment, measure: str) -> Cell:
    text = printed(moment.figure(measure))
    if text == ABSENT:
        return absent("没有公开文件" if moment.account is None else "没有载明")
    return Cell(text, "amount", fact=moment.address(measure))


# 变动和原因 ------------------------------------------------------------------------------------------------------------


def _reasons(shelf: Shelf) -> Part | None:
    """What each document says of its changes against last year, newest first."""
    rows: list[ListRow] = []
    for account in reversed(shelf.accounts):
        found = list(_told(shelf, account))
        if found:
            year = account.filed.record.year
            rows += [ListRow((Cell(f"{year}年度比上年", "name", "row", colspan=3),), "", kind="group"), *found]
    if not rows:
        return None
    head = (Row((Cell("指标", "name", "col"), Cell("变动", "text", "col"), Cell("原因", "text", "col"))),)
    notes = ("原因照公开文件填写；“—”表示文件没有写明。",)
    table = Ranking("reasons-table", "变动和原因", head, tuple(rows), "", notes, sortable=False)
    return Part("reasons", "变动和原因", rankings=(table,))


def _told(shelf: Shelf, account: Account) -> Sequence[ListRow]:
    record = account.filed.record
    teller = Teller(
        record, account.figures, shelf.ledger.store.catalog, account.profile, account.words, story.index(record)
    )
    rows = []
    for name, measure in TOLD:
        changed = "".join(run.text for run in change_words(teller, measure))
        never = not account.figures.value(measure) and not account.figures.value(f"{measure}:上年")
        if changed and not never:
            reason = "".join(run.text for run in tell(teller, [f"{{原因 {measure}}}"]))
            why = Cell(reason, "name") if reason else Cell(ABSENT, spoken="没有写明")
            rows.append(ListRow((Cell(name, "name", "row"), Cell(changed), why), ""))
    return rows
