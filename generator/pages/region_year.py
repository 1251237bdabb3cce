"""一个地区一年：各部门、各单位并列，可以排序和筛选；资金从哪里来、花到哪里去；各部门几年来的走势。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.accounts import Account
from generator.charts import Datum, Head, Series, panels
from generator.charts.panels import drawable
from generator.derive import HUNDRED, ZERO, Figure
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.lists import kind_of
from generator.pages.marks import absent, amount, change, value
from generator.pages.streams import flow_of_region
from generator.pages.timeline import sparkline, timeline
from generator.pages.years import SCRIPTS, STYLES
from generator.views import Cell, ComparePage, Frame, Link, ListRow, Part, Ranking, Row
from generator.wording import ABSENT, printed

LIMIT = 2000
"""Rows of one page."""
FEW = 3
"""Rows that are seen at a glance need no filter."""
PANELS = 12
SPENT, ALL = "T1.本年支出合计", "T1.收入总计"
PROJECTS = "T3.合计.项目支出"
DONE = "T5.合计.小计/T5.合计.年初预算"
BY_SPENDING = "本年支出合计"
HEADS = (
    ("收入总计", ALL),
    ("比上年", ""),
    (BY_SPENDING, SPENT),
    ("项目支出占比", ""),
    ("一般公共预算财政拨款支出", "T5.合计.小计"),
    ("完成年初预算", DONE),
    ("“三公”经费支出", "T9.合计.决算数"),
    ("机关运行经费", "机关运行.机关运行经费"),
)
KIND = 1
"""Where the kind of document stands in a row."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page of one region and year is made from."""

    ledger: Ledger
    region: str
    year: int
    accounts: tuple[Account, ...]
    hrefs: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Address of the page."""
        return f"{self.region}/{self.year}/"

    @property
    def name(self) -> str:
        """The region's name."""
        return self.ledger.store.regions[self.region].name

    @property
    def departments(self) -> tuple[Account, ...]:
        """Whole departments, the largest spending first."""
        return _by_spending(one for one in self.accounts if not one.filed.publisher.unit)

    @property
    def units(self) -> tuple[Account, ...]:
        """Own offices and units, the largest spending first."""
        return _by_spending(one for one in self.accounts if one.filed.publisher.unit)


def _by_spending(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Those that do not state it come last."""

    def place(account: Account) -> tuple[bool, Decimal, str]:
        spent = value(account, SPENT)
        return spent is None, -(spent or ZERO), account.address

    return tuple(sorted(accounts, key=place))


def region_year_page(ledger: Ledger, region: str, year: int, indicators: int) -> ComparePage:
    """The whole page; `indicators` are how many its forms hold."""
    shelf = Shelf(ledger, region, year, ledger.years[region, year])
    parts = (_ranked(shelf), _pictures(shelf))
    return ComparePage(
        frame=_frame(shelf),
        lead=f"{shelf.name}{year}年度公开决算的部门和单位共{len(shelf.accounts)}个。",
        tables=(),
        links=_links(shelf, indicators),
        hrefs=shelf.hrefs,
        parts=tuple(part for part in parts if part is not None),
    )


def _frame(shelf: Shelf) -> Frame:
    store = shelf.ledger.store
    crumbs = [(shelf.name, f"{shelf.region}/"), (f"{shelf.year}年度", shelf.path)]
    badges = ("示例",) if store.regions[shelf.region].sample else ()
    top = frame(store, shelf.path, f"{shelf.name}{shelf.year}年度决算", crumbs, kind="list", badges=badges)
    return replace(top, styles=STYLES, scripts=SCRIPTS)


def _links(shelf: Shelf, indicators: int) -> tuple[Link, ...]:
    years = [year for region, year in shelf.ledger.years if region == shelf.region]
    found = [
        Link(f"{one}年度", href(shelf.path, f"{shelf.region}/{one}/"), current=one == shelf.year)
        for one in reversed(years)
    ]
    return (*found, Link(f"绩效指标{indicators}项", "indicators/")) if indicators else tuple(found)


# 排序的表 --------------------------------------------------------------------------------------------------------------


def _ranked(shelf: Shelf) -> Part:
    """Both tables under one filter; units beyond what one page may hold stand on their departments' pages."""
    room = LIMIT - len(shelf.departments)
    units = shelf.units if len(shelf.units) <= room else ()
    tables = [
        _ranking(shelf, ident, title, lead, accounts)
        for ident, title, lead, accounts in (
            ("departments", "各部门", "部门", shelf.departments),
            ("units", "本级和所属单位", "单位", units),
        )
        if accounts
    ]
    hidden = len(shelf.units) - len(units)
    notes = (f"本级和所属单位共{hidden}个，列在各部门的页上。",) if hidden else ()
    return Part("ranking", "", rankings=tuple(tables), filtered=len(shelf.accounts) > FEW, notes=notes)


def _ranking(shelf: Shelf, ident: str, title: str, lead: str, accounts: Sequence[Account]) -> Ranking:
    spent = any(value(one, SPENT) is not None for one in accounts)
    rows = tuple(_row(shelf, one) for one in accounts)
    columns = [at for at in range(len(rows[0].cells)) if _tells(rows, at)]
    head = [Cell(lead, "name", "col"), Cell("文件", "code", "col")]
    head += [Cell(text, "amount", "col") for text, _ in HEADS]
    kept = tuple(replace(row, cells=tuple(row.cells[at] for at in columns)) for row in rows)
    sparked = any(row.spark for row in rows)
    course = (Cell("支出走势", "text", "col"),) if sparked else ()
    top = (Row((*(head[at] for at in columns), *course)),)
    unit = "金额单位：万元" if any(cell.kind == "amount" for cell in kept[0].cells) else ""
    by = BY_SPENDING if spent else ""
    wide, many = len(columns) > 7, len(rows) > 1
    return Ranking(ident, title, top, kept, unit, sorted_by=by, sortable=many, sparked=sparked, wide=wide)


def _tells(rows: Sequence[ListRow], at: int) -> bool:
    """A column without any figure, or with the same kind of document in every row, says nothing."""
    texts = {row.cells[at].text for row in rows}
    return len(texts) > 1 if at == KIND else texts != {ABSENT}


def _row(shelf: Shelf, account: Account) -> ListRow:
    cells = [
        Cell(account.name, "name", "row"),
        Cell(kind_of(account), "code"),
        amount(account, ALL),
        change(account, ALL)[1],
        amount(account, SPENT),
        _projects(account),
        *(amount(account, measure) for _, measure in HEADS[4:]),
    ]
    moments = timeline(shelf.ledger.until(account), ())
    spark = sparkline(f"s-{account.address}", account.name, moments, SPENT)
    return ListRow(tuple(cells), href(shelf.path, f"{account.address}/"), spark)


def _projects(account: Account) -> Cell:
    """How much of all spending was for projects; of an 存档 only where both figures are stated."""
    part, total = value(account, PROJECTS), value(account, SPENT)
    if part is None or not total:
        return absent()
    return Cell(printed(Figure("", part / total * HUNDRED, "%")), "amount")


# 图 --------------------------------------------------------------------------------------------------------------------


def _pictures(shelf: Shelf) -> Part | None:
    """Where the money went, and beside it how spending moved over the years."""
    found = [flow_of_region(shelf.ledger, shelf.departments, f"{shelf.name}{shelf.year}年度"), _panels(shelf)]
    drawn = [one for one in found if one is not None]
    if not drawn:
        return None
    charts = tuple(chart for part in drawn for chart in part.charts)
    notes = tuple(note for part in drawn for note in part.notes)
    return Part("pictures", "钱的去向和走势", charts=charts, notes=notes)


# 走势 ------------------------------------------------------------------------------------------------------------------


def _panels(shelf: Shelf) -> Part | None:
    """Small multiples of the departments that spend most, each from its own first year."""
    drawn = [(one, line) for one in shelf.departments if drawable(line := _line(shelf, one)) and line.points[-1]]
    drawn = drawn[:PANELS]
    if len(drawn) < 2:
        return None
    first = min(_first(shelf, one) for one, _ in drawn)
    years = tuple(f"{year}年度" for year in range(first, shelf.year + 1))
    rows = [Series(line.name, (None,) * (len(years) - len(line.points)) + line.points) for _, line in drawn]
    who = "各部门" if len(drawn) == len(shelf.departments) else f"支出较多的{len(drawn)}个部门"
    head = Head(
        "chart-panels",
        "",
        _grown([one for one, _ in drawn]),
        f"{who}的本年支出（万元）和比上年的增减，{first}—{shelf.year}年度",
    )
    notes = ("每格的横线是这个部门最早一年的水平；各格比例相同，看的是变化的快慢。",)
    return Part("courses", "几年来的走势", charts=(panels(head, years, rows),), notes=notes)


def _first(shelf: Shelf, account: Account) -> int:
    return shelf.ledger.until(account)[0].filed.record.year


def _line(shelf: Shelf, account: Account) -> Series:
    moments = timeline(shelf.ledger.until(account), ())
    points: list[Datum | None] = [one.datum(SPENT) for one in moments[:-1]]
    name = shelf.ledger.store.departments[account.filed.publisher.department].short
    return Series(name, (*points, moments[-1].datum(SPENT, _rate(account))))


def _rate(account: Account) -> str:
    """增长4.28%."""
    said = change(account, SPENT)[1].spoken
    return said if said.startswith(("增长", "下降")) else ""


def _grown(accounts: Sequence[Account]) -> str:
    """3个部门里2个支出比上年增加，示例区民政局增长最快，12.34%."""
    known = [(signed, one) for one in accounts if (signed := _signed(one)) is not None]
    if not known:
        return f"{len(accounts)}个部门几年来的支出"
    up = sum(1 for signed, _ in known if signed > 0)
    rate, most = max(known, key=lambda pair: pair[0])
    if up:
        count = (
            f"{len(known)}个部门的支出都比上年增加" if up == len(known) else f"{len(known)}个部门里{up}个支出比上年增加"
        )
        return f"{count}，{most.name}增长最快，{printed(Figure('', rate, '%'))}"
    rate, most = min(known, key=lambda pair: pair[0])
    return f"{len(known)}个部门的支出都没有比上年增加" + (
        f"，{most.name}下降最多，{printed(Figure('', -rate, '%'))}" if rate else ""
    )


def _signed(account: Account) -> Decimal | None:
    """The rate of change with its sign."""
    now, then = account.figures.value(SPENT), account.figures.value(f"{SPENT}:上年")
    rate = account.figures.value(f"{SPENT}:增减幅")
    if account.filed.archive or now is None or then is None or rate is None:
        return None
    return rate if now > then else -rate
