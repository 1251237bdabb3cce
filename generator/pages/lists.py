"""目录页：首页、地区、部门、单位、一个地区的一个年度；都是一张密排的表，链接到公开页。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.facts import address
from generator.pages.frame import frame, href
from generator.pages.indicators import PAGE as INDICATORS
from generator.pages.ledger import Ledger
from generator.store import OWN_OFFICE, Publisher, Store
from generator.summary import Summary
from generator.views import Cell, Frame, Link, ListPage, Row, Table
from generator.wording import ABSENT, ABSENT_SPOKEN

MEASURES = (
    ("收入总计", "T1.收入总计"),
    ("本年支出合计", "T1.本年支出合计"),
    ("一般公共预算财政拨款支出", address("T5", "合计", "小计")),
    ("“三公”经费支出", address("T9", "合计", "决算数")),
)
UNIT = "金额单位：万元"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Links collected while a list is written: cell key → relative target."""

    path: str
    hrefs: dict[str, str] = field(default_factory=dict)

    def link(self, text: str, target: str, header: bool = True) -> Cell:
        """A cell that leads to a page."""
        self.hrefs[target] = href(self.path, target)
        return Cell(text, "name", "row" if header else "", fact=target)


def _amounts(summary: Summary) -> tuple[Cell, ...]:
    texts = (summary.brief(measure).listed for _label, measure in MEASURES)
    return tuple(Cell(text, "amount", spoken=ABSENT_SPOKEN if text == ABSENT else "") for text in texts)


def _head(*lead: str) -> tuple[Row, ...]:
    names = tuple(Cell(text, "text", "col") for text in lead)
    return (Row((*names, *(Cell(label, "amount", "col") for label, _ in MEASURES))),)


def _table(ident: str, title: str, head: tuple[Row, ...], body: Sequence[Row]) -> Table:
    return Table(ident, title, unit=UNIT, head=head, body=tuple(body), wide=False)


def _badges(store: Store, region: str) -> tuple[str, ...]:
    return ("示例",) if store.regions[region].sample else ()


def publisher_page(book: Ledger[Summary], publisher: Publisher) -> ListPage:
    """A department (its years, its own office and units) or a unit (its years)."""
    path = f"{publisher.path}/"
    shelf, store = Shelf(path), book.store
    region = store.regions[publisher.region]
    department = store.departments[publisher.department]
    years = [
        Row(
            (
                shelf.link(f"{one.year}年度", f"{one.address}/"),
                Cell(one.kind),
                *_amounts(one),
            )
        )
        for one in reversed(book.of(publisher))
    ]
    years += [_gap(year) for year in store.gaps.get(publisher, ())]
    tables = [_table("years", "历年公开", _head("年度", "文件"), years)] if years else []
    crumbs = [(region.name, f"{publisher.region}/"), (department.short, f"{publisher.department.path}/")]
    if publisher.unit:
        crumbs.append((store.name_of(publisher), path))
    else:
        tables += _unit_tables(book, publisher, shelf)
    name = store.name_of(publisher)
    top = frame(
        store,
        path,
        name,
        crumbs,
        kind="list",
        badges=_badges(store, publisher.region),
        description=f"{name}历年决算公开",
    )
    lead = f"{name}公开的决算，按年度从近到远排列。" if years else f"{name}还没有公开的决算。"
    return ListPage(top, lead, tuple(tables), hrefs=shelf.hrefs)


def _gap(year: int) -> Row:
    """A year whose record has mistakes and was left out on request."""
    blank = (Cell(ABSENT, "amount", spoken="暂缺"),) * len(MEASURES)
    return Row((Cell(f"{year}年度", "name", "row"), Cell("暂缺"), *blank))


def _unit_tables(book: Ledger[Summary], publisher: Publisher, shelf: Shelf) -> list[Table]:
    department = book.store.departments[publisher]
    units = [
        Publisher(publisher.region, publisher.slug, slug)
        for slug in (OWN_OFFICE, *(unit.slug for unit in department.units))
    ]
    rows = []
    for unit in units:
        mine = book.of(unit)
        if mine:
            nature = (
                department.nature
                if unit.unit == OWN_OFFICE
                else next(one.nature for one in department.units if one.slug == unit.unit)
            )
            years = "、".join(str(one.year) for one in mine)
            rows.append(Row((shelf.link(book.store.name_of(unit), f"{unit.path}/"), Cell(nature), Cell(years))))
    head = (Row(tuple(Cell(text, "text", "col") for text in ("单位", "性质", "已公开年度"))),)
    return [Table("units", "本级和所属单位", head=head, body=tuple(rows))] if rows else []


def region_page(book: Ledger[Summary], region: str) -> ListPage:
    """A region: its departments with their latest year, and its years."""
    path = f"{region}/"
    shelf = Shelf(path)
    rows = [
        Row(
            (
                shelf.link(latest.department, f"{latest.publisher.path}/"),
                shelf.link(f"{latest.year}年度", f"{latest.address}/", header=False),
                *_amounts(latest),
            )
        )
        for publisher in book.publishers
        if publisher.region == region and not publisher.unit
        for latest in book.of(publisher)[-1:]
    ]
    name = book.store.regions[region].name
    badges, description = _badges(book.store, region), f"{name}各部门决算公开"
    top = frame(book.store, path, name, [(name, path)], kind="list", badges=badges, description=description)
    links = tuple(link for year in reversed(book.years_of(region)) for link in _year_links(book, region, year))
    lead = f"{name}共有{len(rows)}个部门公开了决算。"
    return ListPage(
        top, lead, (_table("departments", "各部门最近一年", _head("部门", "最近年度"), rows),), links, shelf.hrefs
    )


def _year_links(book: Ledger[Summary], region: str, year: int) -> Iterator[Link]:
    """The way to what all departments of a year are compared in."""
    filed = book.years[region, year]
    yield Link(f"{year}年度各部门", f"{year}/")
    if any(one.indicators for one in filed):
        yield Link(f"{year}年度绩效指标", f"{year}/{INDICATORS}")


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page lists beside its own text (`content/pages/index.md`)."""

    frame: Frame
    tables: tuple[Table, ...]
    hrefs: Mapping[str, str]


def home(book: Ledger[Summary]) -> Home:
    """Regions with their departments and years; real archives first, samples after."""
    shelf = Shelf("")
    tables: list[Table] = []
    for sample, ident, title in ((False, "regions", "地区"), (True, "samples", "示例")):
        rows = [
            _region_row(shelf, book, code)
            for code, region in sorted(book.store.regions.items())
            if region.sample is sample and book.years_of(code)
        ]
        if rows:
            counts = tuple(Cell(text, "amount", "col") for text in ("部门数", "年度", "文件数"))
            head = (Row((Cell("地区", "text", "col"), *counts)),)
            tables.append(Table(ident, title, head=head, body=tuple(rows)))
    store = book.store
    return Home(frame(store, "", "首页", [], kind="home", description=store.site.name), tuple(tables), shelf.hrefs)


def _region_row(shelf: Shelf, book: Ledger[Summary], code: str) -> Row:
    years = book.years_of(code)
    filed = [one for year in years for one in book.years[code, year]]
    departments = len({one.publisher.department for one in filed})
    span = f"{years[0]}" if years[0] == years[-1] else f"{years[0]}—{years[-1]}"
    cells = (Cell(text, "amount") for text in (str(departments), span, str(len(filed))))
    return Row((shelf.link(book.store.regions[code].name, f"{code}/"), *cells))
