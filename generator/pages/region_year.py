"""一个地区一年：各部门、各单位并列，可以排序和筛选；资金从哪里来、花到哪里去；各部门几年来的走势。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.charts import Datum, Head, Series, panels, spark
from generator.charts.panels import drawable
from generator.derive import HUNDRED, ZERO, Figure
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.marks import LOST, absent
from generator.pages.streams import flow_of_region
from generator.pages.years import SCRIPTS
from generator.summary import Summary
from generator.views import Cell, Chart, ComparePage, Frame, Link, ListRow, Part, Ranking, Row
from generator.wording import ABSENT, ABSENT_SPOKEN, printed

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

    ledger: Ledger[Summary]
    region: str
    year: int
    filed: tuple[Summary, ...]
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
    def departments(self) -> tuple[Summary, ...]:
        """Whole departments, the largest spending first."""
        return _by_spending(one for one in self.filed if not one.publisher.unit)

    @property
    def units(self) -> tuple[Summary, ...]:
        """Own offices and units, the largest spending first."""
        return _by_spending(one for one in self.filed if one.publisher.unit)


def _by_spending(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Those that do not state it come last."""

    def place(one: Summary) -> tuple[bool, Decimal, str]:
        spent = one.brief(SPENT).value
        return spent is None, -(spent or ZERO), one.address

    return tuple(sorted(summaries, key=place))


def region_year_page(ledger: Ledger[Summary], region: str, year: int, indicators: int) -> ComparePage:
    """The whole page; `indicators` are how many its forms hold."""
    shelf = Shelf(ledger, region, year, ledger.years[region, year])
    parts = (_ranked(shelf), _pictures(shelf))
    return ComparePage(
        frame=_frame(shelf),
        lead=f"{shelf.name}{year}年度公开决算的部门和单位共{len(shelf.filed)}个。",
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
    return replace(top, scripts=SCRIPTS)


def _links(shelf: Shelf, indicators: int) -> tuple[Link, ...]:
    years = shelf.ledger.years_of(shelf.region)
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
        _ranking(shelf, ident, title, lead, members)
        for ident, title, lead, members in (
            ("departments", "各部门", "部门", shelf.departments),
            ("units", "本级和所属单位", "单位", units),
        )
        if members
    ]
    hidden = len(shelf.units) - len(units)
    notes = (f"本级和所属单位共{hidden}个，列在各部门的页上。",) if hidden else ()
    return Part("ranking", "", rankings=tuple(tables), filtered=len(shelf.filed) > FEW, notes=notes)


def _ranking(shelf: Shelf, ident: str, title: str, lead: str, members: Sequence[Summary]) -> Ranking:
    spent = any(one.brief(SPENT).value is not None for one in members)
    rows = tuple(_row(shelf, one) for one in members)
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


def _row(shelf: Shelf, one: Summary) -> ListRow:
    cells = [
        Cell(one.name, "name", "row"),
        Cell(one.kind, "code"),
        _amount(one, ALL),
        Cell(one.brief(ALL).rate, "amount", spoken=one.brief(ALL).spoken),
        _amount(one, SPENT),
        _projects(one),
        *(_amount(one, measure) for _, measure in HEADS[4:]),
    ]
    return ListRow(tuple(cells), href(shelf.path, f"{one.address}/"), _spark(shelf, one))


def _amount(one: Summary, measure: str) -> Cell:
    """The cell of a figure, with its address over the whole site."""
    text = one.brief(measure).text
    if text == ABSENT:
        return absent(LOST if one.archive else ABSENT_SPOKEN)
    return Cell(text, "amount", fact=f"{one.address}#{measure}")


def _projects(one: Summary) -> Cell:
    """How much of all spending was for projects; of an 存档 only where both figures are stated."""
    part, total = one.brief(PROJECTS).value, one.brief(SPENT).value
    if part is None or not total:
        return absent()
    return Cell(printed(Figure("", part / total * HUNDRED, "%")), "amount")


def _spark(shelf: Shelf, one: Summary) -> Chart | None:
    """The course of spending; one year alone, or nothing but zeros, has none to show."""
    points = _course(shelf, one)
    known = [datum for datum in points if datum is not None]
    if len(known) < 2 or not any(datum.value for datum in known):
        return None
    years = [f"{year}年度" for year in range(one.year - len(points) + 1, one.year + 1)]
    return spark(Head(f"s-{one.address}", "", one.name), years, Series(one.name, points))


def _course(shelf: Shelf, one: Summary) -> tuple[Datum | None, ...]:
    """Spending from the publisher's first year to this one; a year without a figure is a gap."""
    filed = {earlier.year: earlier for earlier in shelf.ledger.until(one)}
    return tuple(_datum(filed.get(year)) for year in range(min(filed), one.year + 1))


def _datum(one: Summary | None) -> Datum | None:
    spent = one.brief(SPENT) if one is not None else None
    if one is None or spent is None or spent.value is None:
        return None
    return Datum(f"{one.year}年度", spent.value, spent.text, f"{one.address}#{SPENT}")


# 图 --------------------------------------------------------------------------------------------------------------------


def _pictures(shelf: Shelf) -> Part | None:
    """Where the money went, and beside it how spending moved over the years."""
    found = [flow_of_region(shelf.departments, f"{shelf.name}{shelf.year}年度"), _panels(shelf)]
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


def _first(shelf: Shelf, one: Summary) -> int:
    return shelf.ledger.until(one)[0].year


def _line(shelf: Shelf, one: Summary) -> Series:
    *before, now = _course(shelf, one)
    return Series(one.short, (*before, replace(now, note=_rate(one)) if now else None))


def _rate(one: Summary) -> str:
    """增长4.28%."""
    said = one.brief(SPENT).spoken
    return said if said.startswith(("增长", "下降")) else ""


def _grown(members: Sequence[Summary]) -> str:
    """3个部门里2个支出比上年增加，示例区民政局增长最快，12.34%."""
    known = [(growth, one) for one in members if (growth := one.brief(SPENT).growth) is not None]
    if not known:
        return f"{len(members)}个部门几年来的支出"
    up = sum(1 for growth, _ in known if growth > 0)
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
