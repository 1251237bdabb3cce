"""科目页：一个项级科目，哪些部门在用，各年花了多少，占本部门支出多少。地址由编码定，不随年度变。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from generator.accounts import Account
from generator.catalog import Code
from generator.charts import Datum, Head, Series, trend
from generator.derive import HUNDRED, ZERO, Figure
from generator.facts import TOTAL, address
from generator.pages.changes import CODES
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.marks import LOST, absent, shown, whole
from generator.pages.region_year import FEW, LIMIT
from generator.pages.years import SCRIPTS
from generator.store import Publisher
from generator.summary import Summary, Use
from generator.views import Cell, Chart, ComparePage, Frame, ListRow, Part, Ranking, Row
from generator.wording import printed

TABLES = ("T3", "T5", "T7", "T8")
"""Tables of spending by function."""
GENERAL = "一般预算"
SOURCES = (("T3", "本年支出合计", ""), ("T5", "小计", GENERAL))
"""All spending where the table is there, else that of the general budget, marked as such."""
NEWEST = 2099
DRAWN = 5
TOGETHER = "原件把几个科目写成一个金额"
MARKED = f"标“{GENERAL}”的部门，有的年度没有载明全部支出，只有一般公共预算财政拨款支出。"
NOTES = ("金额是本年支出，占比是占这个部门或单位全部支出的比例；“—”表示没有公开文件、没有用到，或者文件没有写明。",)


@dataclass(frozen=True, slots=True)
class User:
    """A publisher and what it spent under one code, year by year."""

    publisher: Publisher
    name: str
    years: tuple[int, ...]
    """Years in which it filed anything."""
    uses: Mapping[int, Use]

    @property
    def newest(self) -> tuple[int, Decimal]:
        """The last year that is known and its amount; (0, 0) where none is."""
        known = [(year, use.value) for year, use in self.uses.items() if use.value is not None]
        return known[-1] if known else (0, ZERO)


def use_of(account: Account, code: str) -> Use:
    """The amount under a code and its share of all."""
    for table, column, mark in SOURCES:
        measure = address(table, code, column)
        figure = shown(account, measure)
        if figure is not None and figure.value is not None:
            total = shown(account, address(table, TOTAL, column))
            base = total.value if total is not None else None
            share = printed(Figure("", figure.value / base * HUNDRED, "%")) if base else ""
            return Use(figure.value, printed(figure), whole(account, measure), share, mark)
    named = any(code in account.figures.rows(table) for table in TABLES)
    return Use(None, why=LOST if named else TOGETHER)


def uses_of(account: Account) -> dict[str, Use]:
    """The same of every code, ascending."""
    return {code: use_of(account, code) for code in sorted(codes_of(account))}


def users(ledger: Ledger[Summary]) -> dict[str, tuple[User, ...]]:
    """Every 项 that any record uses, ascending, with its publishers, ascending."""
    found: dict[str, list[User]] = {}
    for publisher, filed in ledger.publishers.items():
        years = tuple(one.year for one in filed)
        for code in {code: None for one in filed for code in one.uses}:
            uses = {one.year: one.uses[code] for one in filed if code in one.uses}
            found.setdefault(code, []).append(User(publisher, filed[-1].title, years, uses))
    return {code: tuple(found[code]) for code in sorted(found)}


def codes_of(account: Account) -> set[str]:
    """项 with amounts of their own, and those a document lumps together (列入)."""
    codes = {code for table in TABLES for code in account.figures.rows(table) if len(code) == 7}
    for table in TABLES:
        facts = account.filed.tables.get(table)
        for row in facts.rows if facts else ():
            codes.update(code for code in row.included if len(code) == 7)
    return codes


def code_pages(ledger: Ledger[Summary]) -> dict[str, ComparePage]:
    """The list of codes and every code's page, by address."""
    found = users(ledger)
    listed = ledger.store.catalog.codes("功能科目", NEWEST)
    pages = {CODES: _list(ledger, listed, found)}
    for code, who in found.items():
        pages |= _code(Desk(ledger, listed, code), who)
    return pages


# one code --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages of one code are written from."""

    ledger: Ledger[Summary]
    listed: Mapping[str, Code]
    code: str

    @property
    def name(self) -> str:
        """Its name in the newest list."""
        return _name(self.listed, self.code)

    @property
    def title(self) -> str:
        """Name and code."""
        return f"{self.name}（{self.code}）"

    @property
    def path(self) -> str:
        """Address of its page."""
        return f"{CODES}{self.code}/"

    def frame(self, path: str, title: str, crumbs: Sequence[tuple[str, str]] = ()) -> Frame:
        """The frame of one of its pages."""
        way = [("科目", CODES), (self.name, self.path), *crumbs]
        top = frame(self.ledger.store, path, title, way, kind="list", description=f"哪些部门使用{title}")
        return replace(top, scripts=SCRIPTS)

    def region(self, user: User) -> str:
        """Name of the publisher's region."""
        return self.ledger.store.regions[user.publisher.region].name


def _name(listed: Mapping[str, Code], code: str) -> str:
    return listed[code].name if code in listed else code


def _code(desk: Desk, who: Sequence[User]) -> dict[str, ComparePage]:
    """One page, or, where that would be too long, one per region below an overview."""
    if len(who) <= LIMIT:
        return {desk.path: _page(desk, desk.frame(desk.path, desk.title), who)}
    pages = {desk.path: _overview(desk, who)}
    for region, mine in groupby(who, lambda user: user.publisher.region):
        pages |= _of_region(desk, region, tuple(mine))
    return pages


def _of_region(desk: Desk, region: str, who: Sequence[User]) -> dict[str, ComparePage]:
    path = f"{desk.path}{region}/"
    name = desk.ledger.store.regions[region].name
    return {path: _page(desk, desk.frame(path, f"{name}{desk.title}", [(name, path)]), who)}


def code_overviews(ledger: Ledger[Summary]) -> dict[str, ComparePage]:
    """The list of codes, and of every code the regions that use it; of the summaries only who uses what is looked at."""
    found = users(ledger)
    listed = ledger.store.catalog.codes("功能科目", NEWEST)
    pages = {CODES: _list(ledger, listed, found)}
    for code, who in found.items():
        desk = Desk(ledger, listed, code)
        pages[desk.path] = _overview(desk, who)
    return pages


def region_code_page(ledger: Ledger[Summary], region: str, code: str, who: Sequence[User]) -> dict[str, ComparePage]:
    """Who uses a code in a region."""
    return _of_region(Desk(ledger, ledger.store.catalog.codes("功能科目", NEWEST), code), region, who)


def _meaning(desk: Desk) -> str:
    steps = ((3, "类"), (5, "款"))
    above = "".join(f"{_name(desk.listed, desk.code[:size])}（{word}）" for size, word in steps)
    entry = desk.listed.get(desk.code)
    return f"{above}。{entry.meaning.strip() if entry else ''}"


def _page(desk: Desk, top: Frame, who: Sequence[User]) -> ComparePage:
    departments = [user for user in who if not user.publisher.unit]
    units = [user for user in who if user.publisher.unit]
    units = units if len(who) <= LIMIT else []
    many = len({user.publisher.region for user in who}) > 1
    years = _years([*departments, *units])
    tables = [
        _ranking(desk, top.path, named, mine, years, many=many)
        for named, mine in (
            (("departments", "各部门", "部门"), departments),
            (("units", "本级和所属单位", "单位"), units),
        )
        if mine
    ]
    chart = _chart(departments or units)
    notes = (*NOTES, MARKED) if any(row.cells[0].flag for table in tables for row in table.rows) else NOTES
    part = Part(
        "users", "", charts=(chart,) if chart else (), rankings=tuple(tables), filtered=len(who) > FEW, notes=notes
    )
    return ComparePage(top, _meaning(desk), (), parts=(part,))


def _years(who: Sequence[User]) -> tuple[int, ...]:
    """Years in which anyone uses it; others would be empty columns."""
    return tuple(sorted({year for user in who for year in user.uses}))


def _ranking(
    desk: Desk, path: str, named: tuple[str, str, str], who: Sequence[User], years: Sequence[int], *, many: bool
) -> Ranking:
    """Both tables of a page have the same columns: one filter serves them."""
    ident, title, first = named
    lead = [Cell(first, "name", "col", rowspan=2), *([Cell("地区", "code", "col", rowspan=2)] if many else [])]
    upper = Row((*lead, *(Cell(f"{year}年度", "text", "colgroup", colspan=2) for year in years)))
    lower = Row(tuple(Cell(text, "amount", "col", spoken=f"{year}年度") for year in years for text in ("金额", "占比")))
    rows = tuple(_row(desk, path, user, years, many=many) for user in _by_amount(who))
    facets = ("地区",) if many else ()
    head, unit, sortable = (upper, lower), "金额单位：万元", len(rows) > 1
    return Ranking(ident, title, head, rows, unit, facets=facets, sortable=sortable, wide=len(years) > 2)


def _by_amount(who: Sequence[User]) -> list[User]:
    """The newest year first and the largest of it first; who tells none comes last."""
    return sorted(who, key=lambda user: tuple(-one for one in user.newest))


def _row(desk: Desk, path: str, user: User, years: Sequence[int], *, many: bool) -> ListRow:
    mark = next((use.mark for use in user.uses.values() if use.mark), "")
    cells = [Cell(user.name, "name", "row", flag=mark)]
    cells += [Cell(desk.region(user), "code")] if many else []
    for year in years:
        cells += _pair(user, year)
    return ListRow(tuple(cells), href(path, f"{user.publisher.path}/"))


def _pair(user: User, year: int) -> tuple[Cell, Cell]:
    """Amount and share of one year."""
    use = user.uses.get(year)
    if use is not None and use.value is not None:
        return Cell(use.text, "amount", fact=use.fact), Cell(use.share, "amount") if use.share else absent()
    not_used = "这一年没有用到" if year in user.years else "没有公开文件"
    gone = absent(not_used if use is None else use.why)
    return gone, gone


def _chart(who: Sequence[User]) -> Chart | None:
    """The courses of those that spend most, on one scale."""
    order = _by_amount(who)
    years = _years([user for user in order if len(user.uses) > 1]) or (0,)
    span = range(years[0], years[-1] + 1)
    lines = [line for user in order if _moves(line := _series(user, span))]
    if not lines:
        return None
    title = _most(order, span[-1]) or f"{len(lines)}个部门各年的支出"
    some = f"（支出最多的{DRAWN}个）" if len(lines) > DRAWN else ""
    head = Head("chart-users", "", title, f"各年支出，{span[0]}—{span[-1]}年度{some}")
    return trend(head, [f"{year}年度" for year in span], lines[:DRAWN])


def _most(who: Sequence[User], year: int) -> str:
    """Who spent most of all in a year, drawn or not."""
    known = [(use, user) for user in who if (use := user.uses.get(year)) and use.value]
    if not known:
        return ""
    most, user = max(known, key=lambda pair: pair[0].value or ZERO)
    return f"{year}年度支出最多的是{user.name}，{most.text}万元"


def _moves(line: Series) -> bool:
    known = [one for one in line.points if one is not None]
    return len(known) > 1 and any(one.value for one in known)


def _series(user: User, span: range) -> Series:
    return Series(user.name, tuple(_datum(user, year) for year in span))


def _datum(user: User, year: int) -> Datum | None:
    use = user.uses.get(year)
    if use is None or use.value is None:
        return None
    return Datum(f"{year}年度", use.value, use.text, use.fact)


# overviews -------------------------------------------------------------------------------------------------------------


def _overview(desk: Desk, who: Sequence[User]) -> ComparePage:
    """Regions with how many departments use the code, leading to their pages."""
    head = Row(
        (
            Cell("地区", "name", "col"),
            Cell("部门", "amount", "col"),
            Cell("单位", "amount", "col"),
            Cell("年度", "text", "col"),
        )
    )
    rows = []
    for region, found in groupby(who, lambda user: user.publisher.region):
        mine = list(found)
        departments = sum(1 for user in mine if not user.publisher.unit)
        years = _years(mine)
        cells = (
            Cell(desk.ledger.store.regions[region].name, "name", "row"),
            Cell(str(departments), "amount"),
            Cell(str(len(mine) - departments), "amount"),
            Cell(_span(years)),
        )
        rows.append(ListRow(cells, href(desk.path, f"{desk.path}{region}/")))
    table = Ranking("regions", "各地区", (head,), tuple(rows))
    part = Part("regions-part", "", rankings=(table,), filtered=True)
    return ComparePage(desk.frame(desk.path, desk.title), _meaning(desk), (), parts=(part,))


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"


def _list(ledger: Ledger[Summary], listed: Mapping[str, Code], found: Mapping[str, Sequence[User]]) -> ComparePage:
    """All codes in use."""
    heads: tuple[Cell, ...] = (
        Cell("科目编码", "code", "col"),
        Cell("项", "name", "col"),
        Cell("类", "text", "col"),
        Cell("款", "text", "col"),
        Cell("部门", "amount", "col"),
        Cell("年度", "text", "col"),
    )
    rows = tuple(_listed(listed, code, who) for code, who in found.items())
    table = Ranking("codes", "用到的项级科目", (Row(heads),), rows, "单位：个", facets=("类",))
    top = frame(ledger.store, CODES, "支出科目", [("科目", CODES)], kind="list", description="各部门用到的支出功能科目")
    lead = f"各部门、各单位公开的决算用到的支出功能科目，到项为止，共{len(rows)}个；点开看谁在用、各年花了多少。"
    part = Part("all", "", rankings=(table,), filtered=True)
    return ComparePage(replace(top, scripts=SCRIPTS), lead, (), parts=(part,))


def _listed(listed: Mapping[str, Code], code: str, who: Sequence[User]) -> ListRow:
    departments = {user.publisher.department for user in who}
    cells = (
        Cell(code, "code"),
        Cell(_name(listed, code), "name", "row"),
        Cell(_name(listed, code[:3])),
        Cell(_name(listed, code[:5])),
        Cell(str(len(departments)), "amount"),
        Cell(_span(_years(who))),
    )
    return ListRow(cells, f"{code}/")
