"""页面的框：标题、地址、回上一级的路、站点的名字。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

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
    return Frame(
        title=title,
        site_name=store.site.name,
        root=root_of(path),
        path=path,
        crumbs=tuple(links),
        nav=tuple(Link(text, href(path, target), current=target == path) for text, target in NAV),
        description=description or title,
        badges=badges,
        kind=kind,
        foot=tuple(store.site.footer),
    )
