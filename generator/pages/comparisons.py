"""比较页：历年、各部门、科目、绩效指标；全部按地址给出。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.accounts import Account
from generator.pages.code_pages import code_pages
from generator.pages.indicators import indicator_pages
from generator.pages.ledger import Ledger, ledger
from generator.pages.region_year import region_year_page
from generator.pages.years import PAGE, STYLES, Shelf, compare_page, shelf_of, trend_chart
from generator.store import Store
from generator.views import ComparePage, Link, ListPage, Part


def comparisons(store: Store, accounts: Mapping[str, Account]) -> tuple[dict[str, ComparePage], Mapping[str, Shelf]]:
    """Every comparing page by address, and what each publisher's own page says of its years, by that page's address."""
    book = ledger(store, accounts)
    pages: dict[str, ComparePage] = code_pages(book)
    for region, year in book.years:
        found, count = indicator_pages(book, region, year)
        pages |= found
        pages[f"{region}/{year}/"] = region_year_page(book, region, year, count)
    shelves = _shelves(book)
    pages |= {f"{path}{PAGE}": compare_page(shelf) for path, shelf in shelves.items()}
    return pages, shelves


def _shelves(book: Ledger) -> dict[str, Shelf]:
    found = {f"{publisher.path}/": shelf_of(book, publisher) for publisher in book.publishers}
    return {path: shelf for path, shelf in found.items() if shelf is not None}


def with_years(page: ListPage, shelf: Shelf) -> ComparePage:
    """A publisher's own page with a glance at its years and the way to their comparison."""
    chart = trend_chart(shelf, 0)
    link = Link("主要指标、变动最大的项目和原因", PAGE)
    part = Part("compare", "历年比较", charts=(chart,) if chart else (), links=(link,))
    return ComparePage(
        frame=replace(page.frame, styles=STYLES),
        lead=page.lead,
        tables=page.tables,
        links=page.links,
        hrefs=page.hrefs,
        intro_html=page.intro_html,
        charts=page.charts,
        downloads=page.downloads,
        parts=(part,),
    )
