"""查找页：全部公开文件、项级科目和名词列成表；有脚本时边打字边筛选，没有脚本时也看得全。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.frame import frame
from generator.pages.glossary import PATH as GLOSSARY
from generator.pages.glossary import used_codes
from generator.pages.lists import Shelf
from generator.store import Store
from generator.summary import Summary
from generator.views import Cell, ListPage, Row, Table

PATH = "search/"


def finder(store: Store, summaries: Sequence[Summary]) -> ListPage:
    """One page that names everything the site has, each with its link."""
    shelf = Shelf(PATH)
    tables = (_documents(store, summaries, shelf), _codes(store, summaries, shelf), _terms(store, shelf))
    top = frame(store, PATH, "查找", [("查找", PATH)], kind="finder", description="按部门、年度、科目、名词查找")
    lead = "按部门、单位、年度、科目编码或名词查找；几个词之间空一格，例如“武昌 2021”。"
    return ListPage(top, lead, tables, hrefs=shelf.hrefs)


def _head(*names: str) -> tuple[Row, ...]:
    return (Row(tuple(Cell(name, "name", "col") for name in names)),)


def _documents(store: Store, summaries: Iterable[Summary], shelf: Shelf) -> Table:
    rows = []
    for one in sorted(summaries, key=lambda one: (one.publisher, -one.year)):
        cells = (
            shelf.link(one.name, f"{one.address}/"),
            Cell(f"{one.year}年度", "name"),
            Cell(one.kind, "name"),
            Cell(store.regions[one.publisher.region].name, "name"),
        )
        rows.append(Row(cells))
    return Table("documents", "公开文件", head=_head("部门或单位", "年度", "文件", "地区"), body=tuple(rows))


def _codes(store: Store, summaries: Iterable[Summary], shelf: Shelf) -> Table:
    listed = store.catalog.codes("功能科目", 2099)
    rows = []
    for code in used_codes(summaries):
        if code in listed:
            shelf.hrefs[code] = f"../codes/{code}/"
            rows.append(
                Row(
                    (
                        Cell(code, "code", fact=code),
                        Cell(listed[code].name, "name", "row"),
                        Cell(_parents(store, code), "name"),
                    )
                )
            )
    return Table("finder-codes", "支出功能科目（项级）", head=_head("编码", "项", "类和款"), body=tuple(rows))


def _parents(store: Store, code: str) -> str:
    listed = store.catalog.codes("功能科目", 2099)
    return " · ".join(listed[code[:size]].name for size in (3, 5) if code[:size] in listed)


def _terms(store: Store, shelf: Shelf) -> Table:
    rows = []
    for term in store.catalog.terms:
        key = f"term-{term.slug}"
        shelf.hrefs[key] = f"../{GLOSSARY}#{key}"
        rows.append(Row((Cell(term.word, "name", "row", fact=key), Cell("、".join(term.aliases), "name"))))
    return Table("finder-terms", "名词", head=_head("名词", "又叫"), body=tuple(rows))
