"""搜索页：有脚本时边打字边查；没有脚本时，列着全部公开文件（太多时列各地区各年度的清单）、项级科目和名词。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.pages.frame import frame
from generator.pages.glossary import PATH as GLOSSARY
from generator.pages.glossary import used_codes
from generator.pages.lists import Shelf
from generator.store import Store
from generator.summary import Summary
from generator.views import Cell, Choice, Row, SearchPage, Table

PATH = "search/"
LIMIT = 2000
"""Rows of the page."""
STYLES = ("assets/juesuan.css", "assets/search.css")
SCRIPTS = ("assets/juesuan.js", "assets/search.js")
CHOICES = (
    Choice("region", "地区", "全部地区"),
    Choice("year", "年度", "全部年度"),
    Choice("who", "部门或单位", "全部部门"),
    Choice("kind", "类别", "全部类别"),
)
LEAD = "几个词之间空一格，例如“武昌 2021 公务接待费”；也可以输入科目编码。"


def finder(store: Store, summaries: Sequence[Summary]) -> SearchPage:
    """One page that leads to everything the site has."""
    shelf = Shelf(PATH)
    rest = (_codes(store, summaries, shelf), _terms(store, shelf))
    room = LIMIT - sum(len(table.body) for table in rest)
    documents = _documents if len(summaries) <= room else _lists
    top = frame(
        store, PATH, "搜索", [("搜索", PATH)], kind="search", description="按部门、年度、科目、项目、指标和词语查找"
    )
    top = replace(top, styles=STYLES, scripts=SCRIPTS)
    return SearchPage(top, LEAD, CHOICES, (documents(store, summaries, shelf), *rest), shelf.hrefs)


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


def _lists(store: Store, summaries: Iterable[Summary], shelf: Shelf) -> Table:
    """Too many to stand on one page: where each region's documents of a year are listed."""
    counts = Counter((one.publisher.region, one.year) for one in summaries)
    rows = []
    for region, year in sorted(counts, key=lambda key: (key[0], -key[1])):
        lead = shelf.link(f"{store.regions[region].name}{year}年度", f"{region}/{year}/")
        rows.append(Row((lead, Cell(str(counts[region, year]), "amount"))))
    head = (Row((Cell("清单", "name", "col"), Cell("公开文件", "amount", "col"))),)
    return Table("documents", "各地区各年度的公开文件", unit="单位：份", head=head, body=tuple(rows))


def _codes(store: Store, summaries: Iterable[Summary], shelf: Shelf) -> Table:
    listed = store.catalog.codes("功能科目", 2099)
    rows = []
    for code in used_codes(summaries):
        if code in listed:
            shelf.hrefs[code] = f"../codes/{code}/"
            lead = Cell(code, "code", fact=code)
            rows.append(Row((lead, Cell(listed[code].name, "name", "row"), Cell(_parents(store, code), "name"))))
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
