"""网页标签：政府网站统一的 meta 标签（国办发〔2017〕47号附件；名称和必填项见 norms 7.2）。

Every page carries the site's three tags; a list those of a column besides, a disclosure those of its column and of an article.
A tag whose value is not known is left out: an empty or invented one would be worse than none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.model import Site
from generator.openness.site_address import absolute, host

Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What a disclosure says of itself beside its title: who published it, when, and what it is about."""

    source: str
    published: dt.date | None = None
    keywords: tuple[str, ...] = ()


def meta_tags(site: Site, path: str, title: str, description: str, article: Article | None = None) -> Tags:
    """Names and contents in the order of the norm."""
    tags = [("SiteName", site.name), ("SiteDomain", host(site)), ("SiteIDCode", site.site_code)]
    tags += _article(site, path, title, article) if article else _column(site, path, title, description)
    tags.append(("Description", description))
    return tuple((name, content) for name, content in tags if content)


def _column(site: Site, path: str, title: str, description: str) -> list[tuple[str, str]]:
    """A page that lists others is a column of its own; the home page is the column as site.yml names it."""
    own = site.column
    name = title if path else own.name
    return [
        ("ColumnName", name),
        ("ColumnDescription", description if path else own.description or description),
        ("ColumnKeywords", "，".join(dict.fromkeys((name, *own.keywords)))),
        ("ColumnType", own.kind),
    ]


def _article(site: Site, path: str, title: str, article: Article) -> list[tuple[str, str]]:
    column = site.column
    return [
        ("ColumnName", column.name),
        ("ColumnDescription", column.description or column.name),
        ("ColumnKeywords", "，".join(column.keywords)),
        ("ColumnType", column.kind),
        ("ArticleTitle", title),
        ("PubDate", minute(article.published)),
        ("ContentSource", article.source),
        ("Keywords", "，".join(article.keywords)),
        ("Author", article.source),
        ("Url", absolute(site, path)),
    ]


def minute(day: dt.date | None) -> str:
    """`2022-09-08 00:00`: the norm asks for hour and minute, which a record does not know."""
    return f"{day.isoformat()} 00:00" if day else ""
