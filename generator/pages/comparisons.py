"""历年比较：每个公开主体一页，它自己的页上有一眼和去路。"""

from __future__ import annotations

from collections.abc import Mapping

from generator.accounts import Account
from generator.pages.ledger import Ledger
from generator.pages.years import PAGE, Shelf, shelf_of, trend_chart
from generator.views import ComparePage, Link, ListPage, Part


def shelves(book: Ledger[Account]) -> Mapping[str, Shelf]:
    """What each publisher's own page says of its years, by that page's address; none where nothing can be compared."""
    found = {f"{publisher.path}/": shelf_of(book, publisher) for publisher in book.publishers}
    return {path: shelf for path, shelf in found.items() if shelf is not None}


def with_years(page: ListPage, shelf: Shelf) -> ComparePage:
    """A publisher's own page with a glance at its years and the way to their comparison."""
    chart = trend_chart(shelf, 0)
    link = Link("主要指标、变动最大的项目和原因", PAGE)
    part = Part("compare", "历年比较", charts=(chart,) if chart else (), links=(link,))
    return ComparePage(
        frame=page.frame,
        lead=page.lead,
        tables=page.tables,
        links=page.links,
        hrefs=page.hrefs,
        intro_html=page.intro_html,
        charts=page.charts,
        downloads=page.downloads,
        parts=(part,),
    )
