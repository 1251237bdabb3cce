"""搜索片段：一份公开文件里要搜的字，按节分开；一节一个锚点。

Searched is what a reader can see on the page and what is the page's own: title, publisher, names and codes of the rows that hold
figures, projects, indicators, and the sentences the publisher wrote. Not searched are amounts and the wording every page has
alike: it would only make all pages the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.accounts import Account
from generator.facts import TOTAL
from generator.store import Store
from generator.views import Block, DisclosurePage, Form, Row, Section, Table

ROOM = 3000
"""Characters of a fragment, titles of sections apart. Names and codes come first; sentences fill what is left."""
CLAUSE = re.compile(r"[^。；！？\n]+[。；！？]?")
SOME = re.compile(r"[1-9]")
PART = 2
"""Level of the parts, whose titles every page has."""
WHOLE, CODES, PROJECT, INDICATORS = "文件", "科目", "项目", "指标"


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of the page and its own words; each item is a row, a name or a clause of its own."""

    anchor: str
    title: str
    kind: str
    """文件, 科目, 项目, 指标, or the part it stands in: 概况, 情况说明, 重点工作 …"""
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is searched of one publisher and year."""

    path: str
    title: str
    publisher: str
    region: str
    """Code of the region."""
    year: int
    kind: str
    """部门决算, 单位决算 or 绩效自评."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    section: Section
    part: str
    text: str
    """All that its own blocks say in sentences."""


def fragments(store: Store, account: Account, page: DisclosurePage) -> tuple[Fragment, ...]:
    """The search fragments of one page: one, which names come first and sentences fill up to ROOM words."""
    places = tuple(_places(page.parts))
    pieces = (
        Piece("", page.frame.title, WHOLE, tuple(_names(store, account, page))),
        *_projects(account, places),
        *_three(store, account, places),
        *_rows(places),
        *_named(store, account, places),
        *_sentences(account, places),
    )
    kept = (*_Budget().cut(pieces), *_untold(places, pieces))
    filed = account.filed
    region, year = filed.publisher.region, filed.record.year
    kind = page.document.removeprefix(f"{year}年度")
    return (Fragment(page.frame.path, page.frame.title, account.name, region, year, kind, kept),)


def _untold(places: Iterable[_Place], pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Sections nothing else was said of are found by their titles."""
    told = {piece.anchor for piece in pieces}
    for place in places:
        section = place.section
        if section.title and section.level > PART and section.id not in told:
            yield Piece(section.id, section.title, place.part, ())


def _places(parts: Iterable[Section], part: str = "") -> Iterator[_Place]:
    for section in parts:
        mine = part or section.place
        yield _Place(section, mine, "\n".join(_said(section.blocks)))
        yield from _places(section.sections, mine)


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield "".join(run.text for run in block.runs)
        yield from ("".join(run.text for run in item) for item in block.items)
        if block.form:
            yield from (text for _, text in block.form.texts)
        for table in (block.table, *(block.form.tables if block.form else ())):
            yield from (cell.text for row in (table.body if table else ()) for cell in row.cells if cell.kind == "text")
            yield from (cell.text for row in (table.body if table else ()) for cell in row.cells if cell.kind == "name")


def _names(store: Store, account: Account, page: DisclosurePage) -> Iterator[str]:
    """Whose document it is, by all the names the reader may type."""
    publisher = account.filed.publisher
    department = store.departments[publisher.department]
    region = store.regions[publisher.region]
    yield page.frame.title
    yield from dict.fromkeys((region.name, department.name, department.short, store.name_of(publisher)))
    overview = account.filed.record.overview
    if not publisher.unit:
        yield from (unit.name for unit in department.units)
        yield from (unit.name for unit in (overview.units if overview else ()))


def _projects(account: Account, places: tuple[_Place, ...]) -> Iterator[Piece]:
    for project in account.filed.record.projects:
        for place in (_titled(places, project.name), _saying(places, project.name)):
            if place is not None:
                yield Piece(place.section.id, place.section.title, PROJECT, (project.name, *project.aliases))
                break


def _titled(places: Iterable[_Place], name: str) -> _Place | None:
    return next((place for place in places if name in place.section.title or f"/{name}" in place.section.place), None)


def _saying(places: Iterable[_Place], text: str) -> _Place | None:
    return next((place for place in places if text in place.text), None)


def _rows(places: Iterable[_Place]) -> Iterator[Piece]:
    """Names of the rows that hold figures: forms first, since they are fewest and rarest."""
    tables: list[Piece] = []
    for place in places:
        for block in place.section.blocks:
            if block.form:
                names = tuple(_form_names(block.form))
                yield Piece(place.section.id, place.section.title, INDICATORS, names)
            elif block.table and place.section.id.startswith("table-"):
                tables.append(Piece(place.section.id, block.table.title, CODES, tuple(_row_names(block.table))))
    yield from sorted(tables, key=lambda piece: ORDER.get(piece.anchor, len(ORDER)))


ORDER = {f"table-{name}": at for at, name in enumerate(("t9", "t5", "t7", "t8", "t6"))}
"""Which tables are named first; what a table before it has named is not named again."""


def _form_names(form: Form) -> Iterator[str]:
    yield form.title
    yield from (text for name, text in form.head if name in {"项目名称", "转移支付名称"})
    for table in form.tables:
        yield from (cell.text for row in table.body for cell in row.cells if cell.kind == "name" and cell.header)


def _row_names(table: Table) -> Iterator[str]:
    for row in table.body:
        if row.kind != "total":
            yield from _halves(row)


def _halves(row: Row) -> Iterator[str]:
    """Code and name of a row that holds a figure; two rows where the table prints them side by side."""
    said: list[str] = []
    filled = counted = False
    for cell in row.cells:
        if cell.kind == "amount":
            counted, filled = True, filled or bool(SOME.search(cell.text))
        elif cell.kind in {"code", "name"} and cell.text:
            if counted:
                yield from (" ".join(said),) if filled else ()
                said, filled, counted = [], False, False
            said.append(cell.text)
    yield from (" ".join(said),) if filled and said else ()


def _three(store: Store, account: Account, places: tuple[_Place, ...]) -> Iterator[Piece]:
    """“三公”各项: some documents print them as columns, so they are taken from the figures."""
    table = next((place for place in places if place.section.id == "table-t9"), None)
    for name in (row.name for row in store.catalog.tables["T9"].rows):
        place = table or _titled(places, name) or _saying(places, name)
        if place and name != TOTAL and account.figures.value(f"T9.{name}.决算数"):
            yield Piece(place.section.id, place.section.title, CODES, (name,))


def _named(store: Store, account: Account, places: tuple[_Place, ...]) -> Iterator[Piece]:
    """科目 that a document names without figures."""
    year = account.filed.record.year
    for name, facts in account.filed.tables.items():
        codes = {code for row in facts.rows for code in row.included} | set(facts.included)
        listed = store.catalog.codes("经济科目" if name == "T6" else "功能科目", year)
        for code in sorted(codes & set(listed)):
            place = _saying(places, listed[code].name)
            if place is not None:
                yield Piece(place.section.id, place.section.title, CODES, (listed[code].name,))


def _sentences(account: Account, places: tuple[_Place, ...]) -> Iterator[Piece]:
    """What the publisher wrote itself, clause by clause, where the page says it."""
    for text in _written(account):
        for clause in CLAUSE.findall(text):
            place = _saying(places, clause.strip().rstrip("。；"))
            if place is not None:
                yield Piece(place.section.id, place.section.title, place.part, (clause.strip(),))


def _written(account: Account) -> Iterator[str]:
    """Rarest first: what was done and why says more of a publisher than what it is there for."""
    record = account.filed.record
    yield from (text for one in record.projects for text in (one.use, one.effect, one.problem))
    yield from (use.text for use in record.uses)
    yield from (reason.text for reason in record.reasons)
    if record.work:
        yield from (text.title for text in record.work.texts)
        yield from (row.matter for row in record.work.rows)
        yield from (text for one in record.work.texts for text in one.paragraphs[:1])
    yield from record.overview.duties if record.overview else ()
    yield from record.texts.values()


@dataclass(slots=True)
class _Budget:
    """Says everything once, and stops when there is no room."""

    room: int = ROOM
    said: set[str] = field(default_factory=set)

    def cut(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """Pieces of one place together, in the order they came."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for piece in pieces:
            items = [item for item in piece.items if self._fits(item)]
            if items or not piece.anchor:
                found.setdefault((piece.anchor, piece.title, piece.kind), []).extend(items)
        return tuple(Piece(*place, tuple(items)) for place, items in found.items())

    def _fits(self, item: str) -> bool:
        if item in self.said or len(item) > self.room or not any(map(str.isalnum, item)):
            return False
        self.said.add(item)
        self.room -= len(item)
        return True
