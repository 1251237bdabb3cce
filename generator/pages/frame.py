"""页面的框：标题、地址、回上一级的路、站点的名字，和页头里写给机器看的话。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from generator.openness.feed import NAME as FEED
from generator.openness.meta import Article, meta_tags
from generator.openness.site_address import absolute
from generator.openness.skin import ROOT
from generator.store import Store
from generator.views import Frame, Link


def root_of(path: str) -> str:
    """The relative way from a page to the site's root: `a/b/` → `../../`."""
    return "../" * path.count("/") or "./"


def href(path: str, target: str) -> str:
    """A relative link from one page to another, both as paths below the root."""
    return root_of(path) + target


def nowhere(store: Store, title: str, base: str) -> Frame:
    """The frame of the page shown in the place of one that is not there, at whatever depth: its links begin at the server's root.

    `base` is the public address of the site, "" if none is known; its path is where the site stands on the server.
    """
    there = frame(store, NOWHERE, title, [(title, NOWHERE)], kind="prose")
    root = urlsplit(base).path or "/"
    return replace(
        there,
        root=root,
        crumbs=tuple(replace(link, href=root + link.href.removeprefix(there.root)) for link in there.crumbs),
        nav=tuple(replace(link, href=root + link.href.removeprefix(there.root)) for link in there.nav),
        canonical="",
        feeds=_feeds(store, "", root),
        header_html=store.skin.header.replace(ROOT, root),
        footer_html=store.skin.footer.replace(ROOT, root),
    )


NOWHERE = "404.html"

NAV = (
    ("首页", ""),
    ("支出科目", "codes/"),
    ("名词解释", "glossary/"),
    ("校验规则", "rules/"),
    ("使用说明", "guide/"),
    ("关于", "about/"),
)


def frame(
    store: Store,
    path: str,
    title: str,
    crumbs: Sequence[tuple[str, str]],
    *,
    kind: str,
    badges: tuple[str, ...] = (),
    description: str = "",
) -> Frame:
    """The frame of a page at `path`; crumbs are (text, path) from the home page down to this page."""
    links = [Link(text, href(path, target), current=target == path) for text, target in (("首页", ""), *crumbs)]
    root = root_of(path)
    return Frame(
        title=title,
        site_name=store.site.name,
        root=root,
        path=path,
        crumbs=tuple(links),
        nav=tuple(Link(text, href(path, target), current=target == path) for text, target in NAV),
        description=description or title,
        badges=badges,
        kind=kind,
        foot=tuple(store.site.footer),
        meta=meta_tags(store.site, path, title, description or title),
        canonical=absolute(store.site, path),
        feeds=_feeds(store, path, root),
        header_html=store.skin.header.replace(ROOT, root),
        footer_html=store.skin.footer.replace(ROOT, root),
        skin_style=store.skin.path if store.skin.style else "",
    )


def as_article(store: Store, top: Frame, article: Article) -> Frame:
    """The frame of a page that is a document of its own and no list."""
    return replace(top, meta=meta_tags(store.site, top.path, top.title, top.description, article))


def _feeds(store: Store, path: str, root: str) -> tuple[Link, ...]:
    code = path.partition("/")[0]
    mine = [Link(store.regions[code].name, f"{root}{code}/{FEED}")] if code in store.regions else []
    return (Link(store.site.name, root + FEED), *mine)
